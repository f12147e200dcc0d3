"""One ability of one provider each: what it is asked, what the network answers, what it must measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from connectors import registry
from connectors.abilities import ListsPosts, Provider, ReadsAccount, ReadsPost, TakesCredentials
from connectors.credentials import NONE, Credentials
from connectors.records import AccountRecord, PostRecord
from tests.connectors import api_bodies, bodies
from tests.outbound import PATIENT
from tests.proxy import Answer, Route

JSON = "application/json"
ACCOUNT, POST, LIST = "account", "post", "list"
COUNTERS = ("views", "likes", "comments", "shares", "saves")
TALK = ("likes", "comments", "shares")
Record = AccountRecord | PostRecord


@dataclass(frozen=True)
class Case:
    """What one provider is asked and answered; `requests` is all it may send, None: a browser's own."""

    key: str
    ability: str
    subject: str
    measures: tuple[str, ...]
    routes: Mapping[str, Route] = field(default_factory=dict)
    requests: int | None = 0
    slow: str = ""
    credentials: Credentials = NONE

    @property
    def provider(self) -> Provider:
        """The provider, with its credentials where it takes any."""
        found = registry.provider(self.key)
        return found.given(self.credentials) if isinstance(found, TakesCredentials) else found

    def read(self, subject: str = "", deadline: float = PATIENT, bare: bool = False) -> Record:
        """Ask it; the first post of a list. `bare`: without credentials."""
        provider = registry.provider(self.key) if bare else self.provider
        what = subject or self.subject
        if self.ability == ACCOUNT:
            assert isinstance(provider, ReadsAccount)
            return provider.read_account(what, deadline)
        if self.ability == POST:
            assert isinstance(provider, ReadsPost)
            return provider.read_post(what, deadline)
        assert isinstance(provider, ListsPosts)
        return provider.list_posts(what, 5, deadline)[0]

    @property
    def opens_a_browser(self) -> bool:
        """True for those that need Chromium."""
        return self.key in ("tiktok/tiktokapipy", "tiktok/page")


def as_json(body: object, status: int = 200, **headers: str) -> Answer:
    """A JSON answer."""
    return Answer(json.dumps(body), status, headers, content_type=JSON)


TIKTOK_POST = f"https://www.tiktok.com/@quai.neuf/video/{bodies.POST_ID}"
MASTODON = "social.example"
BLUESKY = "public.api.bsky.app/xrpc/app.bsky."
INSTALOADER = [
    Case(
        "instagram/instaloader",
        ACCOUNT,
        "quai.neuf",
        ("followers", "posts"),
        {"www.instagram.com/quai.neuf/": Answer(bodies.profile())},
        requests=1,
    ),
    Case(
        "instagram/instaloader",
        POST,
        bodies.SHORTCODE,
        ("views", "likes", "comments"),
        {
            "www.instagram.com/": Answer(bodies.start_page()),
            "www.instagram.com/api/graphql": as_json(bodies.instagram_post()),
        },
        requests=3,
    ),
]
TIKTOK_IN_A_BROWSER = [
    Case(
        "tiktok/tiktokapipy",
        ACCOUNT,
        "quai.neuf",
        ("followers", "likes", "posts"),
        {"www.tiktok.com/@quai.neuf": Answer(bodies.tiktok_page(bodies.tiktok_account()))},
        requests=None,
    ),
    Case(
        "tiktok/tiktokapipy",
        POST,
        TIKTOK_POST,
        COUNTERS,
        {"www.tiktok.com/api/item/detail/": Answer(bodies.tiktok_post_call(), content_type=JSON)},
        requests=None,
    ),
    Case(
        "tiktok/page",
        POST,
        TIKTOK_POST,
        COUNTERS,
        {TIKTOK_POST.removeprefix("https://"): Answer(bodies.tiktok_page(bodies.tiktok_post_scope()))},
        requests=None,
    ),
]
OPEN_TO_ALL = [
    Case(
        "discord/invite",
        ACCOUNT,
        api_bodies.INVITE_CODE,
        ("followers", "online"),
        {f"discord.com/api/v10/invites/{api_bodies.INVITE_CODE}": as_json(api_bodies.discord_invite())},
        requests=1,
    ),
    Case(
        "mastodon/api",
        ACCOUNT,
        f"@quai.neuf@{MASTODON}",
        ("followers", "posts"),
        {f"{MASTODON}/api/v1/accounts/lookup": as_json(api_bodies.mastodon_account())},
        requests=1,
    ),
    Case(
        "mastodon/api",
        POST,
        f"https://{MASTODON}/@quai.neuf/{api_bodies.MASTODON_POST}",
        TALK,
        {f"{MASTODON}/api/v1/statuses/{api_bodies.MASTODON_POST}": as_json(api_bodies.mastodon_post())},
        requests=1,
    ),
    Case(
        "mastodon/api",
        LIST,
        f"quai.neuf@{MASTODON}",
        TALK,
        {
            f"{MASTODON}/api/v1/accounts/lookup": as_json(api_bodies.mastodon_account()),
            f"{MASTODON}/api/v1/accounts/42/statuses": as_json([api_bodies.mastodon_post()]),
        },
        requests=2,
    ),
    Case(
        "bluesky/api",
        ACCOUNT,
        "quai-neuf.bsky.social",
        ("followers", "posts"),
        {f"{BLUESKY}actor.getProfile": as_json(api_bodies.bluesky_account())},
        requests=1,
    ),
    Case(
        "bluesky/api",
        POST,
        f"https://bsky.app/profile/quai-neuf.bsky.social/post/{api_bodies.BLUESKY_KEY}",
        (*TALK, "saves"),
        {f"{BLUESKY}feed.getPostThread": as_json(api_bodies.bluesky_thread())},
        requests=1,
    ),
    Case(
        "bluesky/api",
        LIST,
        "quai-neuf.bsky.social",
        (*TALK, "saves"),
        {f"{BLUESKY}feed.getAuthorFeed": as_json(api_bodies.bluesky_feed())},
        requests=1,
    ),
]
REAL = [*INSTALOADER, *TIKTOK_IN_A_BROWSER, *OPEN_TO_ALL]


SLOW = "compte.lent"
_SLOW_NAMES = {"mastodon": f"{SLOW}@{MASTODON}", "discord": "compte-lent"}
_NAMES = {"mastodon": f"quai.neuf@{MASTODON}", "discord": "quai-neuf", "bluesky": "quai-neuf.bsky.social"}
_MEASURED = {
    "fake": (("followers", "likes", "posts"), COUNTERS),
    "instagram": (("followers", "posts"), ("views", "likes", "comments")),
    "tiktok": (("followers", "likes", "posts"), COUNTERS),
    "youtube": (("followers", "views", "posts"), ("views", "likes", "comments")),
    "snapchat": (("followers",), ("views", "shares", "comments", "boosts", "recommends")),
    "facebook": (("followers", "likes"), TALK),
    "discord": (("followers", "online"), ()),
    "mastodon": (("followers", "posts"), TALK),
    "bluesky": (("followers", "posts"), (*TALK, "saves")),
}
_POSTS = {
    "fake": "https://reseau-fictif.example/@{}/post/radio",
    "instagram": "https://www.instagram.com/{}/reel/" + bodies.SHORTCODE,
    "tiktok": "https://www.tiktok.com/@{}/video/" + bodies.POST_ID,
}


def _invented(network: str) -> list[Case]:
    """Every ability of the stand-in of one network; a list is the way to a post where a name is not in it."""
    key = "fake/memory" if network == "fake" else f"{network}/demo"
    name, slow = _NAMES.get(network, "quai.neuf"), _SLOW_NAMES.get(network, SLOW)
    account, post = _MEASURED[network]
    cases = [Case(key, ACCOUNT, name, account, slow=slow)]
    if post:
        cases.append(Case(key, LIST, name, post, slow=slow))
    if network in _POSTS:
        address = _POSTS[network]
        cases.append(Case(key, POST, address.format(name), post, slow=address.format(slow)))
    return cases


INVENTED = [case for network in registry.networks() for case in _invented(network)]


def parameters(known: list[Case]) -> list[object]:
    """The cases as parameters; those that open a browser are marked."""
    return [
        pytest.param(
            case,
            id=f"{case.key} {case.ability}",
            marks=[pytest.mark.browser] if case.opens_a_browser else [],
        )
        for case in known
    ]
