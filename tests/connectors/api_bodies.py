"""Answers of open interfaces written for these tests: their shapes, our own numbers, invented names.

Each holds what must never be kept: who invited, who is mentioned, what was written.
"""

from __future__ import annotations

from typing import Any

# Words that stand for people and texts in the bodies; none may be in a record.
NEVER_KEPT = ("Inès inventée", "texte à ne pas garder", "mention.inventee", "ami.inventé")
INVITE_CODE = "Quai9Test"
MASTODON_POST = "113000000000000017"
DID = "did:plc:abcdefghijklmnopqrstuvwx"
BLUESKY_KEY = "3kquaineuf2222"


def discord_invite(**fields: Any) -> dict[str, Any]:
    """An invitation with its counts, its inviter and its server; `...` removes a field."""
    return _kept(
        {
            "type": 0,
            "code": INVITE_CODE,
            "expires_at": None,
            "inviter": {"id": "1", "username": NEVER_KEPT[0], "global_name": NEVER_KEPT[0]},
            "guild": {"id": "2", "name": "Quai Neuf (inventé)", "description": NEVER_KEPT[1]},
            "channel": {"id": "3", "type": 0, "name": "accueil"},
            "approximate_member_count": 1_842,
            "approximate_presence_count": 217,
        }
        | fields
    )


def discord_unknown() -> dict[str, Any]:
    """What an expired or withdrawn invitation gets, with a 404."""
    return {"message": "Unknown Invite", "code": 10006}


def mastodon_account(**fields: Any) -> dict[str, Any]:
    """An account as its own server tells it."""
    return _kept(
        {
            "id": "42",
            "username": "quai.neuf",
            "acct": "quai.neuf",
            "display_name": NEVER_KEPT[0],
            "note": f"<p>{NEVER_KEPT[1]}</p>",
            "created_at": "2021-03-16T14:34:26.392Z",
            "followers_count": 3_207,
            "following_count": 88,
            "statuses_count": 614,
        }
        | fields
    )


def mastodon_post(**fields: Any) -> dict[str, Any]:
    """A public post with a mention and a text."""
    return _kept(
        {
            "id": MASTODON_POST,
            "created_at": "2026-09-08T03:48:33.901Z",
            "visibility": "public",
            "content": f"<p>{NEVER_KEPT[1]}</p>",
            "mentions": [{"id": "7", "username": NEVER_KEPT[2], "acct": NEVER_KEPT[2]}],
            "reblog": None,
            "account": mastodon_account(),
            "favourites_count": 58,
            "replies_count": 7,
            "reblogs_count": 19,
            "quotes_count": 3,
        }
        | fields
    )


def bluesky_account(**fields: Any) -> dict[str, Any]:
    """A profile."""
    return _kept(
        {
            "did": DID,
            "handle": "quai-neuf.bsky.social",
            "displayName": NEVER_KEPT[0],
            "description": NEVER_KEPT[1],
            "followersCount": 912,
            "followsCount": 40,
            "postsCount": 133,
            "labels": [],
        }
        | fields
    )


def bluesky_post(**fields: Any) -> dict[str, Any]:
    """A post with its text."""
    return _kept(
        {
            "uri": f"at://{DID}/app.bsky.feed.post/{BLUESKY_KEY}",
            "cid": "bafyinvented",
            "author": {"did": DID, "handle": "quai-neuf.bsky.social", "displayName": NEVER_KEPT[0]},
            "record": {"$type": "app.bsky.feed.post", "text": NEVER_KEPT[1]},
            "likeCount": 24,
            "replyCount": 0,
            "repostCount": 6,
            "quoteCount": 1,
            "bookmarkCount": 2,
            "indexedAt": "2026-09-22T12:00:00.000Z",
        }
        | fields
    )


def bluesky_thread(post: dict[str, Any] | None = None) -> dict[str, Any]:
    """The thread that a post opens."""
    return {"thread": {"$type": "app.bsky.feed.defs#threadViewPost", "post": post or bluesky_post()}}


def bluesky_feed() -> dict[str, Any]:
    """An account's latest posts, one of which is somebody else's."""
    shared = {"post": bluesky_post(author={"did": "did:plc:other", "handle": "autre.bsky.social"}),
              "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": {"handle": NEVER_KEPT[2]}}}  # fmt: skip
    return {"feed": [{"post": bluesky_post()}, shared]}


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not ...}
