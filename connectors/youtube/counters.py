"""YouTube's counters in the words of its Data API, and the measures they are. Pure."""

from __future__ import annotations

from connectors.mapping import ACCOUNT, POST, Mapper, Mappers
from connectors.readings import Raw, Reading, hidden, instant, seen, seen_or_hidden
from connectors.records import MeasureName

ROUNDED_FROM = 1_000
ACCOUNT_FIELDS = ("subscriberCount", "hiddenSubscriberCount", "viewCount", "videoCount")
POST_FIELDS = ("viewCount", "likeCount", "commentCount")


def account(raw: Raw) -> Reading:
    """Subscribers (three figures), views and videos in all."""
    if raw.get("hiddenSubscriberCount") is True:
        followers = hidden(MeasureName.FOLLOWERS)
    else:
        followers = seen(MeasureName.FOLLOWERS, raw.get("subscriberCount"), ROUNDED_FROM)
    views = seen(MeasureName.VIEWS, raw.get("viewCount"))
    return Reading(None, (followers, views, seen(MeasureName.POSTS, raw.get("videoCount"))))


def post(raw: Raw) -> Reading:
    """Views, likes (left out when hidden) and comments (left out when closed)."""
    counts = (
        seen(MeasureName.VIEWS, raw.get("viewCount")),
        seen_or_hidden(MeasureName.LIKES, raw.get("likeCount")),
        seen(MeasureName.COMMENTS, raw.get("commentCount")),
    )
    return Reading(None, counts, instant(raw.get("publishedAt")))


MAPPERS: Mappers = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}
