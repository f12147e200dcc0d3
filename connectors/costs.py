"""How many requests one question to a provider sends, at most: budgets of a day are counted in these.

Tests hold every real client to its line (tests/connectors/test_family.py). A browser counts by the pages
it opens; what those load beside is the network's own doing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Requests:
    """The most that reading an account, reading a post and listing an account's posts send."""

    account: int = 1
    post: int = 1
    listed: int = 1


REQUESTS: Mapping[str, Requests] = {
    # The own posts, then the post's insights or the account that its address names.
    "instagram/graph": Requests(post=2),
    # The start page for its tokens, the query, and the query's own further page.
    "instagram/instaloader": Requests(post=3),
    "tiktok/display": Requests(listed=2),
    "tiktok/tiktokapipy": Requests(),
    "tiktok/yt-dlp": Requests(listed=2),
    "tiktok/page": Requests(),
    "tiktok/embed": Requests(),
    "youtube/data-api": Requests(listed=3),
    # Its player, and what stands beside the video.
    "youtube/yt-dlp": Requests(post=2),
    "snapchat/page": Requests(),
    # A post that is not there: is the Page itself?
    "facebook/page": Requests(post=2, listed=2),
    "discord/invite": Requests(),
    "mastodon/api": Requests(listed=2),
    "bluesky/api": Requests(),
}
_ONE = Requests()


def of(key: str) -> Requests:
    """What the provider `key` sends; an invented one sends nothing, and counts as one."""
    return REQUESTS.get(key, _ONE)
