"""Every ability of every provider, the invented ones included."""

from __future__ import annotations

import pytest

from connectors import registry
from tests.connectors import bodies
from tests.connectors.case import ACCOUNT, COUNTERS, LIST, POST, TALK, Case
from tests.connectors.official_cases import MASTODON, OPEN_TO_ALL, WITH_CREDENTIALS
from tests.connectors.page_cases import INSTALOADER, PAGES, TIKTOK_IN_A_BROWSER, YT_DLP

REAL = [*INSTALOADER, *TIKTOK_IN_A_BROWSER, *OPEN_TO_ALL, *WITH_CREDENTIALS, *PAGES, *YT_DLP]


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


def case(key: str, ability: str, which: int = 0) -> Case:
    """The case of one ability of one real provider."""
    return [one for one in REAL if (one.key, one.ability) == (key, ability)][which]


def parameters(known: list[Case]) -> list[object]:
    """The cases as parameters; those that open a browser are marked."""
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.browser] if case.opens_a_browser else [],
        )
        for case in known
    ]
