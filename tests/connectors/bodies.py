"""Answers of networks written for these tests: their shapes, our own numbers, invented names."""

from __future__ import annotations

import json
from typing import Any

LOGIN_ROUTE = "comet.igweb.PolarisCAAIGLoginHomepageRoute"
PROFILE_ROUTE = "comet.igweb.PolarisLoggedOutDesktopWWWProfileRoute"
ERROR_ROUTE = "comet.igweb.PolarisErrorRoute"
WEB_INFO = "xdt_api__v1__media__shortcode__web_info"
REHYDRATION = "__UNIVERSAL_DATA_FOR_REHYDRATION__"
POST_ID = "7500000000000000017"
SHORTCODE = "Cq9TestAbc_"


def instagram_page(*scripts: object, title: str = "Instagram") -> str:
    """A page of Instagram with these pieces of embedded JSON."""
    embedded = "".join(
        f'<script type="application/json" data-sjs>{json.dumps(script, separators=(",", ":"))}</script>'
        for script in scripts
    )
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{embedded}</body></html>"


def route(name: str) -> dict[str, str]:
    """The piece that names a page's route."""
    return {"canonicalRouteName": name}


def profile(handle: str = "quai.neuf", **fields: Any) -> str:
    """The signed-out profile page of an account; `fields` override those of the account."""
    user = {
        "pk": "900100200",
        "id": "17840000000000001",
        "username": handle,
        "full_name": "Quai Neuf (inventé)",
        "is_private": False,
        "follower_count": 48_213,
        "following_count": 61,
        "all_media_count": None,
    } | fields
    user = {name: value for name, value in user.items() if value is not ...}
    data = {"__bbox": {"result": {"data": {"xig_user_by_username": user}}}}
    return instagram_page(route(PROFILE_ROUTE), {"require": [["x", "next", [], ["q", data]]]}, title=handle)


def throttled_profile(handle: str = "quai.neuf") -> str:
    """The right page, HTTP 200, without any data."""
    return instagram_page(route(PROFILE_ROUTE), title=handle)


def login_page() -> str:
    """The sign-in page, HTTP 200."""
    return instagram_page(route(LOGIN_ROUTE))


def error_page() -> str:
    """The page that a missing account gets, with a 404."""
    return instagram_page(route(ERROR_ROUTE))


def start_page() -> str:
    """The start page with the two tokens that a query needs; signed out it is the sign-in page."""
    define = [["LSD", [], {"token": "invented-token"}, 1], ["User", [], {"IG_USER_EIMU": "0"}, 2]]
    return instagram_page(route(LOGIN_ROUTE), {"define": define})


def instagram_post(code: str = SHORTCODE, **fields: Any) -> dict[str, Any]:
    """The answer of the post query; `fields` override those of the post, `...` removes one."""
    owner = {"pk": "900100200", "username": "quai.neuf", "full_name": "Quai Neuf (inventé)"}
    item = {
        "pk": "3700000000000000001",
        "code": code,
        "taken_at": 1_788_000_000,
        "media_type": 2,
        "user": owner,
        "owner": owner,
        "like_count": 1_377,
        "like_and_view_counts_disabled": False,
        "comment_count": 29,
        "view_count": None,
        "play_count": None,
    } | fields
    return instagram_items([{name: value for name, value in item.items() if value is not ...}])


def instagram_items(items: object) -> dict[str, Any]:
    """The envelope of the post query."""
    return {"data": {WEB_INFO: {"items": items}}}


def tiktok_page(scope: object) -> str:
    """A page of TikTok whose data holds `scope` (a dict by name of part)."""
    data = json.dumps({"__DEFAULT_SCOPE__": scope}, separators=(",", ":"))
    return (
        "<!DOCTYPE html><html><head><title>TikTok</title></head><body><div id=app></div>"
        f'<script id="{REHYDRATION}" type="application/json">{data}</script></body></html>'
    )


def tiktok_account(handle: str = "quai.neuf", **fields: Any) -> dict[str, Any]:
    """The scope of an account's page; `fields` override parts of userInfo, `...` removes one."""
    info: dict[str, Any] = {
        "user": {
            "id": "1", "uniqueId": handle, "nickname": "Quai Neuf (inventé)", "privateAccount": False,
            "secUid": "MS4wLjABAAAA" + "quaineuf" * 8,
        },
        "stats": {
            "followerCount": 23_700, "heartCount": -1_614_000_000, "videoCount": 88, "diggCount": 0,
        },
        "statsV2": {
            "followerCount": "23684", "heartCount": "2680967", "videoCount": "88", "diggCount": "0",
        },
    } | fields  # fmt: skip
    info = {name: value for name, value in info.items() if value is not ...}
    return {"webapp.user-detail": {"statusCode": 0, "statusMsg": "", "userInfo": info}}


def tiktok_account_status(code: int) -> dict[str, Any]:
    """The scope of an account's page that only holds a status."""
    return {"webapp.user-detail": {"statusCode": code, "statusMsg": "invented"}}


def tiktok_item(identifier: str = POST_ID, **stats: Any) -> dict[str, Any]:
    """A post as TikTok describes it; `stats` override its counters, `...` removes one."""
    counts = {
        "playCount": 12_300, "diggCount": 914, "commentCount": 41, "shareCount": 27, "collectCount": "66",
    } | stats  # fmt: skip
    return {
        "id": identifier,
        "desc": "inventé",
        "createTime": "1787000000",
        "author": {"id": "1", "uniqueId": "quai.neuf", "nickname": "Quai Neuf (inventé)", "secUid": "x"},
        "challenges": [],
        "stats": {name: value for name, value in counts.items() if value is not ...},
        "digged": False,
        "itemCommentStatus": 0,
        "music": {
            "id": "2", "title": "son inventé", "original": True,
            "coverLarge": "", "coverMedium": "", "coverThumb": "",
        },
        "video": {
            "id": identifier, "height": 1280, "width": 720, "duration": 9, "ratio": "720p",
            "cover": "", "originCover": "",
        },
    }  # fmt: skip


def tiktok_post_call(item: object = None, status: int = 0) -> str:
    """The answer that tiktokapipy's post call reads."""
    body: dict[str, Any] = {"statusCode": status, "itemInfo": {"itemStruct": item or tiktok_item()}}
    if status:
        del body["itemInfo"]
    return json.dumps(body)


def tiktok_post_scope(item: object = None, status: int = 0) -> dict[str, Any]:
    """The scope of a post's page."""
    info = {} if status else {"itemStruct": item or tiktok_item()}
    return {"webapp.video-detail": {"statusCode": status, "itemInfo": info}}


def please_wait(passes: bool) -> str:
    """The script check: a browser that runs it gets a cookie and comes back, where it `passes`."""
    script = "document.cookie='checked=1; path=/';location.reload()" if passes else ""
    return f"<html><head><title>Please wait...</title></head><body>Please wait...<script>{script}</script>"
