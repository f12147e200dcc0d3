"""The real, unmodified yt-dlp against answers of our own: the failure table of TikTok, and YouTube's."""

from __future__ import annotations

import json

import pytest

from connectors import isolation
from connectors.errors import (
    Changed,
    ConnectorError,
    Gone,
    LoginWall,
    Private,
    RateLimited,
    Refused,
    TimedOut,
    Unknown,
)
from connectors.records import Exactness, MeasureName
from connectors.tiktok.page import SCRIPT_ID
from connectors.ytdlp.refusals import Said, on_channel, on_tiktok, on_video
from tests.connectors import bodies, page_bodies
from tests.connectors.case import LIST, POST, Case, as_json
from tests.connectors.cases import case
from tests.outbound import GoingOut
from tests.proxy import Answer, Route

LOGIN = {"Location": "https://www.tiktok.com/login?redirect_url=x"}
TIKTOK_POST, TIKTOK_LIST = case("tiktok/yt-dlp", POST), case("tiktok/yt-dlp", LIST)
VIDEO = case("youtube/yt-dlp", POST)
PROFILE = "www.tiktok.com/@quai.neuf"
ITEMS = "www.tiktok.com/api/creator/item_list/"
PLAYER, NEXT = "www.youtube.com/youtubei/v1/player", "www.youtube.com/youtubei/v1/next"


def page(scope: object) -> Answer:
    return Answer(bodies.tiktok_page(scope))


def status(code: int) -> Answer:
    return page(bodies.tiktok_post_scope(status=code))


def one(asked: Case, answer: Route) -> dict[str, Route]:
    return {next(iter(asked.routes)): answer, "www.tiktok.com/login": Answer("<html>Log in</html>")}


def player(state: str, reason: str) -> dict[str, Route]:
    return {PLAYER: as_json(page_bodies.youtube_refused(state, reason)), NEXT: as_json({})}


ROWS: list[tuple[str, Case, dict[str, Route], type[ConnectorError]]] = [
    ("post deleted", TIKTOK_POST, one(TIKTOK_POST, status(10204)), Gone),
    ("private post", TIKTOK_POST, one(TIKTOK_POST, status(10216)), Private),
    ("captcha", TIKTOK_POST, one(TIKTOK_POST, status(10000)), RateLimited),
    ("login wall", TIKTOK_POST, one(TIKTOK_POST, Answer("", 302, LOGIN)), LoginWall),
    ("anti-bot page", TIKTOK_POST, one(TIKTOK_POST, Answer(bodies.please_wait(passes=False))), RateLimited),
    ("429", TIKTOK_POST, one(TIKTOK_POST, Answer("", 429)), RateLimited),
    ("banned account", TIKTOK_LIST, {PROFILE: page(bodies.tiktok_account_status(10221))}, Gone),
    ("private account", TIKTOK_LIST, {PROFILE: page(bodies.tiktok_account_status(10222))}, Private),
    ("list refused", TIKTOK_LIST, {**TIKTOK_LIST.routes, ITEMS: as_json({"statusCode": 10113})}, RateLimited),
    ("private video", VIDEO, player("LOGIN_REQUIRED", "This video is private"), Private),
    ("not a bot", VIDEO, player("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot"), LoginWall),
    ("video gone", VIDEO, player("ERROR", "Video unavailable"), Gone),
    ("player throttled", VIDEO, {PLAYER: Answer("", 429), NEXT: as_json({})}, RateLimited),
]  # fmt: skip


@pytest.mark.parametrize(("said", "asked", "routes", "error"), ROWS, ids=[row[0] for row in ROWS])
def test_each_row_of_the_failure_table(
    going_out: GoingOut, said: str, asked: Case, routes: dict[str, Route], error: type[ConnectorError]
) -> None:
    going_out(routes)
    with pytest.raises(error) as caught:
        asked.read()
    assert type(caught.value) is error


def test_rounded_counters_say_so_and_missing_ones_are_not_zero(going_out: GoingOut) -> None:
    item = bodies.tiktok_item(diggCount=9_999, collectCount=..., commentCount=0)
    going_out(one(TIKTOK_POST, page(bodies.tiktok_post_scope(item))))
    found = {each.name: each for each in TIKTOK_POST.read().measures}
    assert found[MeasureName.VIEWS].exactness is Exactness.ROUNDED
    assert found[MeasureName.LIKES].exactness is Exactness.EXACT
    assert found[MeasureName.SAVES].value is None
    assert found[MeasureName.COMMENTS].value == 0


def test_a_list_holds_no_more_than_was_asked_for(going_out: GoingOut) -> None:
    numbers = [str(7_500_000_000_000_000_000 + number) for number in range(20)]
    proxy = going_out({**TIKTOK_LIST.routes, ITEMS: as_json(page_bodies.tiktok_list(*numbers))})
    found = isolation.ask_list("connectors.ytdlp.reader", "tiktok_list", "quai.neuf", 40, 7)
    assert [each.id for each in found] == numbers[:7]
    assert proxy.addresses() == [PROFILE, ITEMS]


def test_the_authority_of_the_installation_is_asked_for_by_yt_dlp_too(
    going_out: GoingOut, monkeypatch: pytest.MonkeyPatch, fresh_process: object
) -> None:
    proxy = going_out(TIKTOK_POST.routes)
    monkeypatch.delenv("PORTE_VOIX_OUTBOUND_CA")
    assert callable(fresh_process)
    fresh_process()
    with pytest.raises(Unknown):
        TIKTOK_POST.read()
    assert proxy.seen == []


class Cause(Exception):
    """What yt-dlp keeps below its own error."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__()
        self.status = status


def failed(text: str, cause: Exception | None = None) -> Exception:
    error = Exception(text)
    error.__cause__ = cause
    return error


GONE_PAGE = bodies.tiktok_page(bodies.tiktok_post_scope(status=10204))
TIKTOK_SAID: list[tuple[list[str], Exception | None, type[ConnectorError] | None]] = [
    ([GONE_PAGE], failed("Your IP address is blocked from accessing this post"), Gone),
    (["<html>bonjour</html>"], failed("Your IP address is blocked from accessing this post"), Unknown),
    (["<html>bonjour</html>"], failed("Unable to extract secondary user ID"), Unknown),
    (["<html>bonjour</html>"], failed("This user's account is private. Log into an account that has access"), Private),
    (["<html>bonjour</html>"], failed("TikTok is requiring login for access to this content"), LoginWall),
    (["Please wait..."], failed("Unable to extract challenge data"), RateLimited),
    ([""], failed("Unable to extract universal data for rehydration"), RateLimited),
    (["<html>bonjour</html>"], failed("Unable to extract universal data for rehydration"), Changed),
    ([], failed("x", Cause(403)), Refused),
    ([], failed("x", Cause(404)), Unknown),
    ([], failed("x", Cause(503)), Unknown),
    ([], failed("x", TimeoutError()), TimedOut),
    ([json.dumps({"statusCode": 10101})], None, Unknown),
    ([bodies.tiktok_page(bodies.tiktok_post_scope())], None, None),
]  # fmt: skip


@pytest.mark.parametrize(("pages", "error", "named"), TIKTOK_SAID)
def test_the_page_decides_and_the_text_is_a_hint(
    pages: list[str], error: Exception | None, named: type[ConnectorError] | None
) -> None:
    found = on_tiktok(Said(pages, error))
    assert (type(found) if found else None) is named


def test_a_page_of_a_channel_that_is_missing_is_gone_and_an_interface_that_moved_is_not() -> None:
    error = failed("Unable to download: HTTP Error 404: Not Found")
    assert isinstance(on_channel(Said([], error)), Gone)
    assert isinstance(on_video(Said([], error)), Changed)
    assert on_video(Said([json.dumps(page_bodies.youtube_player())], None, "no formats")) is None
    assert isinstance(on_video(Said([], None, "HTTP Error 403: Forbidden")), Refused)


def test_a_script_that_is_cut_is_no_status() -> None:
    assert SCRIPT_ID in GONE_PAGE
    cut = GONE_PAGE[: GONE_PAGE.index("10204") + 4]
    assert isinstance(
        on_tiktok(Said([cut], failed("Unable to extract universal data"))), Changed | RateLimited
    )
