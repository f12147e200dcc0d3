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


YOUTUBE_ID = "Qn9TestAbc_"
CHANNEL = "UCquaineufquaineufquain_"
GRAPH_ID = "17840000000000001"
PAGE_ID = "100000000000009"
PAGE_POST = "424900000000017"
SPOTLIGHT = "W7_QuaiNeufInventeSpotlight0001"


def youtube_channel(**statistics: Any) -> dict[str, Any]:
    """A channel as the Data API tells it; `statistics` override its counters, `...` removes one."""
    counts = {
        "viewCount": "905113",
        "subscriberCount": "12300",
        "hiddenSubscriberCount": False,
        "videoCount": "214",
    }
    return {
        "kind": "youtube#channelListResponse",
        "items": [
            {
                "id": CHANNEL,
                "snippet": {"title": NEVER_KEPT[0], "description": NEVER_KEPT[1]},
                "statistics": _kept(counts | statistics),
                "contentDetails": {"relatedPlaylists": {"uploads": "UU" + CHANNEL[2:]}},
            }
        ],
    }


def youtube_nobody() -> dict[str, Any]:
    """What an unknown handle gets."""
    return {"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0, "resultsPerPage": 5}}


def youtube_uploads() -> dict[str, Any]:
    """The channel's latest videos, by identifier."""
    return {"items": [{"contentDetails": {"videoId": YOUTUBE_ID}}]}


def youtube_video(**statistics: Any) -> dict[str, Any]:
    """A video as the Data API tells it."""
    counts = {"viewCount": "8410", "likeCount": "231", "commentCount": "17"}
    snippet = {"publishedAt": "2026-09-01T08:00:00Z", "title": NEVER_KEPT[1]}
    return {
        "kind": "youtube#videoListResponse",
        "items": [{"id": YOUTUBE_ID, "snippet": snippet, "statistics": _kept(counts | statistics)}],
    }


def youtube_refusal(code: int, reason: str) -> dict[str, Any]:
    """A refusal of the Data API."""
    return {
        "error": {"code": code, "message": "inventé", "errors": [{"reason": reason, "domain": "youtube"}]}
    }


def graph_media(code: str = "Cq9TestAbc_", **fields: Any) -> dict[str, Any]:
    """A post as the Graph API lists it."""
    return _kept(
        {
            "id": "17885000000000001",
            "caption": NEVER_KEPT[1],
            "permalink": f"https://www.instagram.com/reel/{code}/",
            "timestamp": "2026-08-17T19:00:42+0000",
            "like_count": 341,
            "comments_count": 12,
        }
        | fields
    )


def graph_own(*media: dict[str, Any]) -> dict[str, Any]:
    """The token's own account with its posts."""
    return {"username": "trois.rives", "media": {"data": list(media)}, "id": GRAPH_ID}


def graph_discovery(*media: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Another professional account, discovered by its name."""
    found = {"username": "quai.neuf", "followers_count": 4_880, "media_count": 301, "name": NEVER_KEPT[0]}
    listed = {"media": {"data": list(media)}} if media else {}
    return {"username": "trois.rives", "business_discovery": _kept(found | listed | fields), "id": GRAPH_ID}


def graph_insights() -> dict[str, Any]:
    """What only the owner of a post is told."""
    told = {"views": 5_730, "shares": 44, "saved": 61, "reach": 3_912}
    return {
        "data": [
            {"name": name, "period": "lifetime", "values": [{"value": value}]} for name, value in told.items()
        ]
    }


def graph_refusal(code: int, subcode: int | None = None) -> dict[str, Any]:
    """A refusal of the Graph API."""
    return {
        "error": {"message": NEVER_KEPT[1], "type": "OAuthException", "code": code, "error_subcode": subcode}
    }


def facebook_page(**fields: Any) -> dict[str, Any]:
    """The Page of the token."""
    page = {"id": PAGE_ID, "username": "TroisRivesDemo", "followers_count": 2_914, "fan_count": 2_655}
    return _kept(page | fields)


def facebook_post(**fields: Any) -> dict[str, Any]:
    """A post of that Page; nobody's name comes with its counts, yet a text and a person try to."""
    return _kept(
        {
            "id": f"{PAGE_ID}_{PAGE_POST}",
            "permalink_url": f"https://www.facebook.com/{PAGE_ID}/posts/{PAGE_POST}",
            "created_time": "2026-08-12T03:45:11+0000",
            "message": NEVER_KEPT[1],
            "reactions": {"data": [{"name": NEVER_KEPT[0]}], "summary": {"total_count": 93}},
            "comments": {"data": [{"from": {"name": NEVER_KEPT[3]}}], "summary": {"total_count": 8}},
            "shares": {"count": 21},
        }
        | fields
    )


def display_user(**fields: Any) -> dict[str, Any]:
    """The owner of a TikTok token."""
    user = {"username": "quai.neuf", "follower_count": 23_684, "likes_count": 2_680_967, "video_count": 88}
    return {"data": {"user": _kept(user | fields)}, "error": {"code": "ok", "message": "", "log_id": "x"}}


def display_videos(*videos: dict[str, Any]) -> dict[str, Any]:
    """Posts of the owner."""
    return {"data": {"videos": list(videos), "has_more": False}, "error": {"code": "ok", "message": ""}}


def display_video(**fields: Any) -> dict[str, Any]:
    """A post of the owner."""
    video = {
        "id": "7500000000000000017", "create_time": 1_787_000_000, "title": NEVER_KEPT[1],
        "view_count": 12_347, "like_count": 914, "comment_count": 41, "share_count": 27,
    }  # fmt: skip
    return _kept(video | fields)


def display_refusal(code: str) -> dict[str, Any]:
    """A refusal of the Display API."""
    return {"error": {"code": code, "message": NEVER_KEPT[1], "log_id": "x"}}


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not ...}
