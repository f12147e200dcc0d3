"""The readers of pages: instaloader, tiktokapipy, yt-dlp, and ours."""

from __future__ import annotations

from tests.connectors import api_bodies, bodies, page_bodies
from tests.connectors.case import ACCOUNT, COUNTERS, JSON, LIST, POST, Case, as_json
from tests.connectors.official_cases import TIKTOK_POST, VIDEO
from tests.proxy import Answer

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
SPOTLIGHTS = ("views", "shares", "comments", "boosts", "recommends")
SNAPCHAT = "www.snapchat.com/@quai.neuf"
PAGES = [
    Case(
        "snapchat/page",
        ACCOUNT,
        "quai.neuf",
        ("followers",),
        {SNAPCHAT: Answer(page_bodies.snapchat_page(page_bodies.snapchat_profile(), counted=7560))},
        requests=1,
    ),
    Case(
        "snapchat/page",
        LIST,
        "quai.neuf",
        SPOTLIGHTS,
        {SNAPCHAT: Answer(page_bodies.snapchat_page(page_bodies.snapchat_profile()))},
        requests=1,
    ),
    Case(
        "snapchat/page",
        POST,
        f"https://www.snapchat.com/spotlight/{api_bodies.SPOTLIGHT}",
        SPOTLIGHTS,
        {
            f"www.snapchat.com/spotlight/{api_bodies.SPOTLIGHT}": Answer(
                page_bodies.snapchat_page(page_bodies.snapchat_spotlight())
            )
        },
        requests=1,
    ),
    Case(
        "tiktok/embed",
        ACCOUNT,
        "quai.neuf",
        ("followers",),
        {"www.tiktok.com/embed/@quai.neuf": Answer(page_bodies.tiktok_embed())},
        requests=1,
    ),
]
YT_DLP = [
    Case(
        "tiktok/yt-dlp",
        POST,
        TIKTOK_POST,
        COUNTERS,
        {TIKTOK_POST.removeprefix("https://"): Answer(bodies.tiktok_page(bodies.tiktok_post_scope()))},
        requests=1,
    ),
    Case(
        "tiktok/yt-dlp",
        LIST,
        "quai.neuf",
        COUNTERS,
        {
            "www.tiktok.com/@quai.neuf": Answer(bodies.tiktok_page(bodies.tiktok_account())),
            "www.tiktok.com/api/creator/item_list/": as_json(page_bodies.tiktok_list()),
        },
        requests=2,
    ),
    Case(
        "youtube/yt-dlp",
        ACCOUNT,
        "@quaineuf",
        ("followers",),
        {"www.youtube.com/@quaineuf/videos": Answer(page_bodies.youtube_channel_page())},
        requests=1,
    ),
    Case(
        "youtube/yt-dlp",
        POST,
        VIDEO,
        ("views", "likes", "comments"),
        {
            "www.youtube.com/youtubei/v1/player": as_json(page_bodies.youtube_player()),
            "www.youtube.com/youtubei/v1/next": as_json({}),
        },
        requests=2,
    ),
    Case(
        "youtube/yt-dlp",
        LIST,
        "@quaineuf",
        ("views",),
        {"www.youtube.com/@quaineuf/videos": Answer(page_bodies.youtube_channel_page())},
        requests=1,
    ),
]
