"""How the open interfaces refuse: throttled is not gone, hidden is not 0, a dead token is somebody's to renew."""

from __future__ import annotations

import pytest
from _pytest.mark.structures import ParameterSet

from connectors.errors import (
    Changed,
    ConnectorError,
    Gone,
    LoginWall,
    NeedsReconnect,
    Private,
    RateLimited,
    Refused,
    Unknown,
    Unseen,
)
from tests.connectors import api_bodies as api
from tests.connectors.case import ACCOUNT, LIST, POST, Case, as_json
from tests.connectors.cases import REAL, case
from tests.outbound import GoingOut
from tests.proxy import Answer, Request, Route

Row = tuple[str, Route, type[ConnectorError]]


# What every one of them answers in the same way, whatever its own words are.
EVERYWHERE: list[Row] = [
    ("429", Answer("", 429), RateLimited),
    ("500", Answer("oops", 500), Unknown),
    ("a redirect", Answer("", 302, {"Location": "https://elsewhere.example/"}), Unknown),
    ("nothing at all", Answer("", content_type="application/json"), Changed),
    ("a page instead of JSON", Answer("<html>bonjour</html>"), Changed),
    ("another shape", as_json({"bonjour": 1}), Changed),
    ("a list", as_json([1]), Changed),
    ("404 in nobody's words", Answer("no route", 404), Changed),
]


def refusals(key: str, ability: str, rows: list[Row], which: int = 0) -> ParameterSet:
    asked = case(key, ability, which)
    return pytest.param(asked, rows, id=f"{asked.name}")


YOUTUBE_ANY: list[Row] = [
    ("units used up", as_json(api.youtube_refusal(403, "quotaExceeded"), 403), RateLimited),
    ("too often", as_json(api.youtube_refusal(403, "rateLimitExceeded"), 403), RateLimited),
    ("a wrong key", as_json(api.youtube_refusal(400, "badRequest"), 400), NeedsReconnect),
    (
        "a key for something else",
        as_json(api.youtube_refusal(403, "accessNotConfigured"), 403),
        NeedsReconnect,
    ),
    ("blocked", Answer("blocked", 403), Refused),
]
GRAPH_ANY: list[Row] = [
    ("expired token", as_json(api.graph_refusal(190, 463), 400), NeedsReconnect),
    ("permission withdrawn", as_json(api.graph_refusal(200), 403), NeedsReconnect),
    ("too many calls", as_json(api.graph_refusal(4), 400), RateLimited),
    ("too many calls of the page", as_json(api.graph_refusal(32), 403), RateLimited),
    ("too many calls of the business", as_json(api.graph_refusal(80002), 400), RateLimited),
    ("blocked for abuse", as_json(api.graph_refusal(368), 400), Refused),
    ("a passing trouble", as_json(api.graph_refusal(2), 500), Unknown),
    ("an unknown refusal", as_json(api.graph_refusal(12345), 400), Changed),
    ("an error with 200", as_json(api.graph_refusal(190)), Changed),
]
DISPLAY_ANY: list[Row] = [
    ("dead token", as_json(api.display_refusal("access_token_invalid"), 401), NeedsReconnect),
    ("scope withdrawn", as_json(api.display_refusal("scope_not_authorized"), 403), NeedsReconnect),
    ("too often", as_json(api.display_refusal("rate_limit_exceeded"), 429), RateLimited),
    ("their trouble", as_json(api.display_refusal("internal_error"), 500), Unknown),
    ("an error with 200", as_json(api.display_refusal("invalid_params")), Changed),
]
ROWS = [
    refusals(
        "discord/invite",
        ACCOUNT,
        [
            ("expired", as_json(api.discord_unknown(), 404), Gone),
            ("blocked", Answer("error code: 1015", 403), Refused),
            ("sign-in", as_json({"message": "401: Unauthorized", "code": 0}, 401), LoginWall),
            ("another invitation", as_json(api.discord_invite(code="Autre1")), Changed),
            ("no counts", as_json(api.discord_invite(approximate_member_count=...)), Changed),
            ("a count in words", as_json(api.discord_invite(approximate_member_count="44k")), Changed),
        ],
    ),
    refusals(
        "mastodon/api",
        ACCOUNT,
        [
            ("nobody", as_json({"error": "Record not found"}, 404), Gone),
            ("suspended for ever", as_json({"error": "Gone"}, 410), Gone),
            ("suspended", as_json(api.mastodon_account(suspended=True)), Gone),
            ("a server that wants a token", as_json({"error": "This method requires"}, 401), LoginWall),
            ("another account", as_json(api.mastodon_account(acct="autre")), Changed),
        ],
    ),
    refusals(
        "mastodon/api",
        POST,
        [
            ("deleted or not for all", as_json({"error": "Record not found"}, 404), Gone),
            ("for followers", as_json(api.mastodon_post(visibility="private")), Private),
            ("another post", as_json(api.mastodon_post(id="1")), Changed),
            ("no author", as_json(api.mastodon_post(account={})), Changed),
        ],
    ),
    refusals(
        "bluesky/api",
        ACCOUNT,
        [
            ("nobody", as_json({"error": "InvalidRequest", "message": "Profile not found"}, 400), Gone),
            ("taken down", as_json({"error": "AccountTakedown", "message": "x"}, 400), Gone),
            ("another refusal", as_json({"error": "InvalidRequest", "message": "x"}, 400), Changed),
            ("not for strangers", as_json(api.bluesky_account(labels=[{"val": "!no-unauthenticated"}])), Private),
            ("another account", as_json(api.bluesky_account(handle="autre.bsky.social")), Changed),
        ],
    ),
    refusals(
        "bluesky/api",
        POST,
        [
            ("deleted", as_json({"error": "NotFound", "message": "Post not found"}, 400), Gone),
            ("deleted, told otherwise", as_json({"thread": {"notFound": True}}), Gone),
            ("blocked", as_json({"thread": {"blocked": True}}), Private),
            ("another post", as_json(api.bluesky_thread(api.bluesky_post(uri="at://x/y/3kautre222222"))), Changed),
        ],
    ),
    refusals("youtube/data-api", ACCOUNT, [*YOUTUBE_ANY, ("nobody", as_json(api.youtube_nobody()), Gone)]),
    refusals(
        "youtube/data-api",
        POST,
        [
            *YOUTUBE_ANY,
            ("deleted or private", as_json({"kind": "youtube#videoListResponse", "items": []}), Gone),
            ("no counters", as_json(api.youtube_video(viewCount=...)), Changed),
        ],
    ),
    refusals(
        "instagram/graph",
        ACCOUNT,
        [
            *GRAPH_ANY,
            ("not professional, or nobody", as_json(api.graph_refusal(110, 2207013), 400), Unseen),
            ("another account", as_json(api.graph_discovery(username="autre")), Changed),
        ],
    ),
    refusals(
        "instagram/graph",
        POST,
        [*GRAPH_ANY, ("not among the own posts", as_json(api.graph_own(api.graph_media("Autre_Code1"))), Unseen)],
    ),
    refusals(
        "instagram/graph",
        POST,
        [("older than the hundred listed", as_json(api.graph_discovery(api.graph_media("Autre_Code1"))), Unseen)],
        which=1,
    ),
    refusals(
        "facebook/page",
        ACCOUNT,
        [*GRAPH_ANY, ("another page", as_json(api.facebook_page(username="autre")), Unseen)],
    ),
    refusals("facebook/page", POST, GRAPH_ANY),
    refusals(
        "tiktok/display",
        ACCOUNT,
        [*DISPLAY_ANY, ("another owner", as_json(api.display_user(username="autre")), Unseen)],
    ),
    refusals(
        "tiktok/display",
        POST,
        [
            *DISPLAY_ANY,
            ("not the owner's, or gone", as_json(api.display_videos()), Unseen),
            ("another post", as_json(api.display_videos(api.display_video(id="7500000000000000099"))), Changed),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "rows"), ROWS)
def test_each_refusal_is_its_named_error_and_ends_the_asking(
    going_out: GoingOut, asked: Case, rows: list[Row]
) -> None:
    answers: list[Route] = []

    def present(request: Request) -> Answer:
        return answers[-1](request) if callable(answers[-1]) else answers[-1]

    proxy = going_out(dict.fromkeys(asked.routes, present))
    for said, answer, error in (*EVERYWHERE, *rows):
        answers.append(answer)
        before = len(proxy.seen)
        with pytest.raises(ConnectorError) as caught:
            asked.read()
        assert type(caught.value) is error, said
        assert len(proxy.seen) - before == 1 or error is Unseen, said
        assert api.NEVER_KEPT[1] not in f"{caught.value!r}{caught.value.__cause__!r}"


def test_none_is_forgotten_here() -> None:
    official = {one.name for one in REAL if not one.provider.scraping and one.ability != LIST}
    assert {asked.name for row in ROWS if isinstance(asked := row.values[0], Case)} == official
