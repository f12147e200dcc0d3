"""The open interfaces: what needs nothing, and what needs credentials."""

from __future__ import annotations

from connectors.credentials import Credentials
from tests.connectors import api_bodies, bodies
from tests.connectors.case import ACCOUNT, LIST, POST, TALK, Case, as_json
from tests.proxy import Answer, Request

MASTODON = "social.example"
BLUESKY = "public.api.bsky.app/xrpc/app.bsky."
TIKTOK_POST = f"https://www.tiktok.com/@quai.neuf/video/{bodies.POST_ID}"
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
TOKEN = Credentials(token="jeton-secret-9f3", account=api_bodies.GRAPH_ID)
PAGE_TOKEN = Credentials(token="jeton-secret-9f3", account=api_bodies.PAGE_ID)
KEY = Credentials(key="cle-secrete-7d1")
YOUTUBE = "www.googleapis.com/youtube/v3/"
GRAPH = "graph.facebook.com/v25.0/"
DISPLAY = "open.tiktokapis.com/v2/"
REEL = f"https://www.instagram.com/reel/{bodies.SHORTCODE}/"
THEIR_REEL = f"https://www.instagram.com/quai.neuf/reel/{bodies.SHORTCODE}/"
VIDEO = f"https://www.youtube.com/watch?v={api_bodies.YOUTUBE_ID}"


def _graph_discovers(request: Request) -> Answer:
    """The own account's posts (none here), or the account that is asked for by name."""
    asked = "business_discovery" in request.query
    return as_json(api_bodies.graph_discovery(api_bodies.graph_media()) if asked else api_bodies.graph_own())


WITH_CREDENTIALS = [
    Case(
        "youtube/data-api",
        ACCOUNT,
        "@quaineuf",
        ("followers", "views", "posts"),
        {f"{YOUTUBE}channels": as_json(api_bodies.youtube_channel())},
        requests=1,
        credentials=KEY,
    ),
    Case(
        "youtube/data-api",
        POST,
        VIDEO,
        ("views", "likes", "comments"),
        {f"{YOUTUBE}videos": as_json(api_bodies.youtube_video())},
        requests=1,
        credentials=KEY,
    ),
    Case(
        "youtube/data-api",
        LIST,
        api_bodies.CHANNEL,
        ("views", "likes", "comments"),
        {
            f"{YOUTUBE}channels": as_json(api_bodies.youtube_channel()),
            f"{YOUTUBE}playlistItems": as_json(api_bodies.youtube_uploads()),
            f"{YOUTUBE}videos": as_json(api_bodies.youtube_video()),
        },
        requests=3,
        credentials=KEY,
    ),
    Case(
        "instagram/graph",
        ACCOUNT,
        "quai.neuf",
        ("followers", "posts"),
        {f"{GRAPH}{api_bodies.GRAPH_ID}": as_json(api_bodies.graph_discovery())},
        requests=1,
        credentials=TOKEN,
    ),
    Case(
        "instagram/graph",
        POST,
        REEL,
        ("likes", "comments", "views", "shares", "saves", "reach"),
        {
            f"{GRAPH}{api_bodies.GRAPH_ID}": as_json(api_bodies.graph_own(api_bodies.graph_media())),
            f"{GRAPH}17885000000000001/insights": as_json(api_bodies.graph_insights()),
        },
        requests=2,
        credentials=TOKEN,
    ),
    Case(
        "instagram/graph",
        POST,
        THEIR_REEL,
        ("likes", "comments"),
        {f"{GRAPH}{api_bodies.GRAPH_ID}": _graph_discovers},
        requests=2,
        credentials=TOKEN,
    ),
    Case(
        "instagram/graph",
        LIST,
        "quai.neuf",
        ("likes", "comments"),
        {f"{GRAPH}{api_bodies.GRAPH_ID}": as_json(api_bodies.graph_discovery(api_bodies.graph_media()))},
        requests=1,
        credentials=TOKEN,
    ),
    Case(
        "facebook/page",
        ACCOUNT,
        "troisrivesdemo",
        ("followers", "likes"),
        {f"{GRAPH}{api_bodies.PAGE_ID}": as_json(api_bodies.facebook_page())},
        requests=1,
        credentials=PAGE_TOKEN,
    ),
    Case(
        "facebook/page",
        POST,
        f"https://www.facebook.com/TroisRivesDemo/posts/{api_bodies.PAGE_POST}",
        TALK,
        {f"{GRAPH}{api_bodies.PAGE_ID}_{api_bodies.PAGE_POST}": as_json(api_bodies.facebook_post())},
        requests=1,
        credentials=PAGE_TOKEN,
    ),
    Case(
        "facebook/page",
        LIST,
        "troisrivesdemo",
        TALK,
        {
            f"{GRAPH}{api_bodies.PAGE_ID}": as_json(api_bodies.facebook_page()),
            f"{GRAPH}{api_bodies.PAGE_ID}/posts": as_json({"data": [api_bodies.facebook_post()]}),
        },
        requests=2,
        credentials=PAGE_TOKEN,
    ),
    Case(
        "tiktok/display",
        ACCOUNT,
        "quai.neuf",
        ("followers", "likes", "posts"),
        {f"{DISPLAY}user/info/": as_json(api_bodies.display_user())},
        requests=1,
        credentials=TOKEN,
    ),
    Case(
        "tiktok/display",
        POST,
        TIKTOK_POST,
        ("views", "likes", "comments", "shares"),
        {f"{DISPLAY}video/query/": as_json(api_bodies.display_videos(api_bodies.display_video()))},
        requests=1,
        credentials=TOKEN,
    ),
    Case(
        "tiktok/display",
        LIST,
        "quai.neuf",
        ("views", "likes", "comments", "shares"),
        {
            f"{DISPLAY}user/info/": as_json(api_bodies.display_user()),
            f"{DISPLAY}video/list/": as_json(api_bodies.display_videos(api_bodies.display_video())),
        },
        requests=2,
        credentials=TOKEN,
    ),
]
