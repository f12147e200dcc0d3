"""Pages and player answers written for these tests: their shapes, our own numbers, invented names."""

from __future__ import annotations

import json
from typing import Any

from tests.connectors.api_bodies import NEVER_KEPT, SPOTLIGHT, YOUTUBE_ID
from tests.connectors.bodies import POST_ID, tiktok_item


def snapchat_page(props: object, *, counted: int | None = None) -> str:
    """A page of Snapchat; `counted`: the followers that it counts for search engines."""
    data = json.dumps({"page": "/[username]", "props": {"pageProps": props}}, separators=(",", ":"))
    action = {"@type": "InteractionCounter", "userInteractionCount": counted}
    statistic = [action] if counted is not None else []
    linked = json.dumps({"@type": "ProfilePage", "mainEntity": {"interactionStatistic": statistic}})
    return (
        "<!DOCTYPE html><html><head><title>Snapchat</title></head><body>bonjour"
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
        f'<script type="application/ld+json">{linked}</script></body></html>'
    )


def snapchat_profile(handle: str = "quai.neuf", **fields: Any) -> dict[str, Any]:
    """A public profile with one Spotlight; `fields` override those of the profile."""
    info = {
        "username": handle,
        "title": NEVER_KEPT[0],
        "bio": NEVER_KEPT[1],
        "subscriberCount": "7560",
    } | fields
    return {
        "pageMetadata": {"pageType": 18},
        "userProfile": {"$case": "publicProfileInfo", "publicProfileInfo": _kept(info)},
        "spotlightHighlights": [{"storyId": {"value": SPOTLIGHT}}, {"storyId": None}],
        "spotlightStoryMetadata": [snapchat_counters(), snapchat_counters(viewCount="-1")],
    }


def snapchat_counters(**stats: Any) -> dict[str, Any]:
    """The counters of a Spotlight."""
    counts = {
        "viewCount": "6564", "shareCount": "83", "commentCount": "12", "boostCount": "200", "recommendCount": "58",
    }  # fmt: skip
    video = {"uploadDateMs": "1788000000273", "creator": {"personCreator": {"username": "quai.neuf"}}}
    return {"description": NEVER_KEPT[1], "engagementStats": _kept(counts | stats), "videoMetadata": video}


def snapchat_ordinary() -> dict[str, Any]:
    """An account without a public profile."""
    return {
        "pageMetadata": {"pageType": 17},
        "userProfile": {"$case": "userInfo", "userInfo": {"username": "quai.neuf"}},
        "spotlightHighlights": [],
        "spotlightStoryMetadata": [],
    }


def snapchat_nobody() -> dict[str, Any]:
    """What a missing account gets, one level deeper, with a 404."""
    return {"pageProps": {"pageMetadata": {"pageType": "NOT_FOUND"}}, "status": 2}


def snapchat_spotlight(identifier: str = SPOTLIGHT) -> dict[str, Any]:
    """The page of a Spotlight, followed by somebody else's."""
    other = {
        "story": {"storyId": {"value": "W7_QuelquunDautre0000000"}},
        "metadata": snapchat_counters(viewCount="9"),
    }
    own = {"story": {"storyId": {"value": identifier}}, "metadata": snapchat_counters()}
    return {"pageMetadata": {"pageType": 3}, "spotlightFeed": {"spotlightStories": [other, own]}}


def tiktok_embed(handle: str = "quai.neuf", **fields: Any) -> str:
    """The page that TikTok offers for other sites."""
    info = {
        "uniqueId": handle,
        "nickname": NEVER_KEPT[0],
        "followerCount": 23_700,
        "heartCount": 2_600_000,
    } | fields
    state = {"source": {"data": {f"/embed/@{handle}": {"userInfo": _kept(info), "videoList": []}}}}
    return f'<html><script id="__FRONTITY_CONNECT_STATE__" type="application/json">{json.dumps(state)}</script></html>'


def tiktok_list(*identifiers: str) -> dict[str, Any]:
    """The answer that lists an account's posts."""
    items = [tiktok_item(one) for one in identifiers or (POST_ID,)]
    return {"statusCode": 0, "hasMorePrevious": False, "itemList": items}


def youtube_player(identifier: str = YOUTUBE_ID, **fields: Any) -> dict[str, Any]:
    """What YouTube's own player is told of a video."""
    renderer = {
        "title": {"simpleText": NEVER_KEPT[1]},
        "lengthSeconds": "46",
        "ownerProfileUrl": "http://www.youtube.com/@quaineuf",
        "externalChannelId": "UCquaineufquaineufquain_",
        "viewCount": "8410",
        "publishDate": "2026-09-01T08:00:00-07:00",
        "uploadDate": "2026-09-01T08:00:00-07:00",
        "ownerChannelName": "Quai Neuf (inventé)",
    }
    return {
        "playabilityStatus": {"status": "OK"},
        "videoDetails": {"videoId": identifier, "title": NEVER_KEPT[1]},
        "microformat": {"playerMicroformatRenderer": renderer},
    } | fields


def youtube_refused(status: str, reason: str) -> dict[str, Any]:
    """A player that does not play."""
    return {"playabilityStatus": {"status": status, "reason": reason}}


def youtube_channel_page(handle: str = "quaineuf") -> str:
    """A channel's page of videos."""
    video = {
        "videoId": YOUTUBE_ID,
        "title": {"runs": [{"text": NEVER_KEPT[1]}]},
        "viewCountText": {"simpleText": "8,410 views"},
    }
    grid = {"richGridRenderer": {"contents": [{"richItemRenderer": {"content": {"videoRenderer": video}}}]}}
    tab = {"tabRenderer": {"title": "Videos", "selected": True, "content": grid,
                           "endpoint": {"commandMetadata": {"webCommandMetadata": {"url": f"/@{handle}/videos"}}}}}  # fmt: skip
    row = {"metadataParts": [{"text": {"content": "12.3K subscribers"}}]}
    metadata = {"contentMetadataViewModel": {"metadataRows": [row]}}
    header = {"pageHeaderRenderer": {"content": {"pageHeaderViewModel": {"metadata": metadata}}}}
    renderer = {
        "title": "Quai Neuf (inventé)",
        "externalId": "UCquaineufquaineufquain_",
        "vanityChannelUrl": f"http://www.youtube.com/@{handle}",
    }
    data = {
        "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}},
        "header": header,
        "metadata": {"channelMetadataRenderer": renderer},
    }
    return f"<html><body><script>var ytInitialData = {json.dumps(data)};</script></body></html>"


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not ...}
