"""What the open interfaces leave out, when to come back, and whom nothing is sent to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine

from connectors.credentials import Credentials
from connectors.errors import A_DAY, Gone, NeedsReconnect, RateLimited, Unknown, Unseen
from connectors.mastodon.provider import Mastodon
from connectors.records import MeasureName, State
from core.errors import InvalidInput
from tests.connectors import api_bodies as api
from tests.connectors.case import ACCOUNT, POST, Case, as_json
from tests.connectors.cases import case
from tests.outbound import GoingOut
from tests.proxy import Answer, Request, Route

HIDDEN: list[tuple[Case, Route, MeasureName, State]] = [
    (
        case("youtube/data-api", ACCOUNT),
        as_json(api.youtube_channel(hiddenSubscriberCount=True, subscriberCount="0")),
        MeasureName.FOLLOWERS,
        State.HIDDEN,
    ),
    (case("youtube/data-api", POST), as_json(api.youtube_video(likeCount=...)), MeasureName.LIKES, State.HIDDEN),
    (case("youtube/data-api", POST), as_json(api.youtube_video(commentCount=...)), MeasureName.COMMENTS, State.ABSENT),
    (case("facebook/page", POST), as_json(api.facebook_post(shares=...)), MeasureName.SHARES, State.ABSENT),
    (case("facebook/page", ACCOUNT), as_json(api.facebook_page(followers_count=...)), MeasureName.FOLLOWERS, State.ABSENT),
    (case("bluesky/api", POST), as_json(api.bluesky_thread(api.bluesky_post(bookmarkCount=...))), MeasureName.SAVES, State.ABSENT),
    (case("mastodon/api", ACCOUNT), as_json(api.mastodon_account(followers_count=-1)), MeasureName.FOLLOWERS, State.ABSENT),
    (case("discord/invite", ACCOUNT), as_json(api.discord_invite(approximate_presence_count=...)), MeasureName.ONLINE, State.ABSENT),
    (case("tiktok/display", POST), as_json(api.display_videos(api.display_video(share_count=...))), MeasureName.SHARES, State.ABSENT),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "answer", "name", "state"), HIDDEN)
def test_what_is_hidden_or_left_out_is_unknown_and_not_zero(
    going_out: GoingOut, asked: Case, answer: Route, name: MeasureName, state: State
) -> None:
    going_out(dict.fromkeys(asked.routes, answer))
    found = {one.name: one for one in asked.read().measures}
    assert (found[name].value, found[name].state) == (None, state)
    assert any(one.value for one in found.values())


def test_hidden_likes_of_a_professional_post_are_hidden(going_out: GoingOut) -> None:
    own = case("instagram/graph", POST)
    routes = dict(own.routes)
    routes[f"graph.facebook.com/v25.0/{api.GRAPH_ID}"] = as_json(
        api.graph_own(api.graph_media(like_count=...))
    )
    going_out(routes)
    found = {one.name: one for one in own.read().measures}
    assert found[MeasureName.LIKES].state is State.HIDDEN
    assert found[MeasureName.VIEWS].value == 5_730


def test_a_deleted_post_of_a_page_is_gone_only_while_the_page_answers(going_out: GoingOut) -> None:
    asked = case("facebook/page", POST)
    missing = as_json(api.graph_refusal(100, 33), 400)
    page = f"graph.facebook.com/v25.0/{api.PAGE_ID}"
    going_out({next(iter(asked.routes)): missing, page: as_json({"id": api.PAGE_ID})})
    with pytest.raises(Gone):
        asked.read()
    going_out({next(iter(asked.routes)): missing, page: as_json(api.graph_refusal(190), 400)})
    with pytest.raises(NeedsReconnect):
        asked.read()


def test_an_address_of_facebook_with_letters_is_looked_up_among_the_latest(going_out: GoingOut) -> None:
    letters = "pfbid0QuaiNeuf1234567890"
    url = f"https://www.facebook.com/trois.rives/posts/{letters}"
    listed = {"data": [api.facebook_post(), api.facebook_post(permalink_url=url, shares={"count": 5})]}
    going_out({f"graph.facebook.com/v25.0/{api.PAGE_ID}/posts": as_json(listed)})
    record = case("facebook/page", POST).read(url)
    assert {one.name: one.value for one in record.measures}[MeasureName.SHARES] == 5
    with pytest.raises(Unseen):
        case("facebook/page", POST).read(url + "999")


def test_the_counts_of_a_post_seen_from_elsewhere_are_not_believed(going_out: GoingOut) -> None:
    asked = case("mastodon/api", POST)
    elsewhere = api.mastodon_post(account=api.mastodon_account(acct="quai.neuf@autre.example"))
    going_out(dict.fromkeys(asked.routes, as_json(elsewhere)))
    with pytest.raises(InvalidInput, match="serveur d’origine"):
        asked.read()


WAITS = [
    ({"Retry-After": "900"}, 900),
    ({"Retry-After": "0.65"}, 60),
    ({"Retry-After": "Thu, 26 Nov 2026 12:30:00 GMT"}, 1_800),
    ({"X-RateLimit-Reset": "2026-11-26T12:05:00.000000Z"}, 300),
    ({"RateLimit-Reset": "1795694700"}, 300),
    ({"Retry-After": "-5"}, 3_600),
    ({"Retry-After": "nan"}, 3_600),
    ({"Retry-After": "9e99"}, 3_600),
    ({}, 3_600),
]


@pytest.mark.parametrize(("headers", "seconds"), WAITS)
def test_nobody_waits_and_the_time_to_come_back_is_the_networks(
    going_out: GoingOut, headers: dict[str, str], seconds: int
) -> None:
    asked = case("mastodon/api", ACCOUNT)
    going_out(dict.fromkeys(asked.routes, Answer("", 429, headers)))
    with time_machine.travel("2026-11-26T12:00:00+00:00", tick=False), pytest.raises(RateLimited) as caught:
        asked.read()
    assert caught.value.retry_after == seconds


def test_units_that_are_used_up_come_back_at_midnight_in_california(going_out: GoingOut) -> None:
    asked = case("youtube/data-api", POST)
    going_out(dict.fromkeys(asked.routes, as_json(api.youtube_refusal(403, "quotaExceeded"), 403)))
    with time_machine.travel("2026-11-26T07:00:00+00:00", tick=False), pytest.raises(RateLimited) as caught:
        asked.read()
    assert caught.value.retry_after == 3_600


def test_the_wait_that_meta_estimates_is_kept_within_a_day(going_out: GoingOut) -> None:
    asked = case("instagram/graph", ACCOUNT)
    usage = '{"9": [{"type": "instagram", "estimated_time_to_regain_access": %d}]}'
    for minutes, seconds in ((18, 1_080), (9_999, A_DAY), (0, 3_600)):
        headers = {"X-Business-Use-Case-Usage": usage % minutes}
        going_out(dict.fromkeys(asked.routes, as_json(api.graph_refusal(80002), 400, **headers)))
        with pytest.raises(RateLimited) as caught:
            asked.read()
        assert caught.value.retry_after == seconds


def test_a_mastodon_token_goes_to_its_own_server_only(going_out: GoingOut) -> None:
    asked = case("mastodon/api", ACCOUNT)
    for server, sent in (("social.example", "Bearer jeton-secret"), ("autre.example", None)):
        proxy = going_out(asked.routes)
        Mastodon().given(Credentials(token="jeton-secret", account=server)).read_account(asked.subject, 20)
        assert proxy.seen[0].headers.get("authorization") == sent


def test_a_name_in_the_neighbourhood_of_this_machine_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    asked: list[str] = []

    def looked_up(host: str, *_rest: object, **_named: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", ("10.0.0.7", 443))]

    monkeypatch.setattr("connectors.web.socket.getaddrinfo", looked_up)
    with pytest.raises(Unknown):
        case("mastodon/api", ACCOUNT).read("quai@interne.example", 5)
    assert asked == ["interne.example"]


def test_a_body_without_end_meets_its_limit(going_out: GoingOut) -> None:
    asked = case("mastodon/api", ACCOUNT)
    going_out(dict.fromkeys(asked.routes, Answer(b'{"a": "' + b"x" * 8_100_000)))
    with pytest.raises(Unknown):
        asked.read()


def test_what_is_asked_for_names_no_person(going_out: GoingOut) -> None:
    """Facebook is asked for totals with no reaction and no comment in them."""
    asked = case("facebook/page", POST)
    proxy = going_out(asked.routes)
    asked.read()
    query = proxy.seen[0].query
    assert "reactions.limit%280%29" in query
    assert "comments.limit%280%29" in query


def test_a_redirect_is_not_followed(going_out: GoingOut) -> None:
    seen: list[str] = []

    def elsewhere(request: Request) -> Answer:
        seen.append(request.address)
        return Answer("", 301, {"Location": "https://social.example/api/v1/instance"})

    asked = case("mastodon/api", ACCOUNT)
    going_out({**dict.fromkeys(asked.routes, elsewhere), "social.example/api/v1/instance": as_json({})})
    with pytest.raises(Unknown):
        asked.read()
    assert len(seen) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(
    going_out: GoingOut, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    asked = case("mastodon/api", ACCOUNT)
    proxy = going_out(asked.routes)
    monkeypatch.delenv("PORTE_VOIX_OUTBOUND_CA")
    fresh_process()
    with pytest.raises(Unknown):
        asked.read()
    assert proxy.seen == []
