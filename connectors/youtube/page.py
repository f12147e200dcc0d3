"""YouTube's counters as yt-dlp reads them, and the measures they are. Pure.

Subscribers and the views of a list are words on a page («4.89 million»): rounded. A video's own are exact.
"""

from __future__ import annotations

from connectors.mapping import ACCOUNT, POST, Mapper, Mappers
from connectors.readings import Raw, Reading, moment, seen
from connectors.records import MeasureName
from connectors.youtube.counters import ROUNDED_FROM

LISTED = "listed"


def account(raw: Raw) -> Reading:
    """Subscribers, in three figures."""
    return Reading(None, (seen(MeasureName.FOLLOWERS, raw.get("subscriberCount"), ROUNDED_FROM),))


def post(raw: Raw) -> Reading:
    """Views, likes and comments of a video; comments are rounded by the page from a thousand up."""
    counts = (
        seen(MeasureName.VIEWS, raw.get("viewCount")),
        seen(MeasureName.LIKES, raw.get("likeCount")),
        seen(MeasureName.COMMENTS, raw.get("commentCount"), ROUNDED_FROM),
    )
    return Reading(None, counts, moment(raw.get("timestamp")))


def listed(raw: Raw) -> Reading:
    """Views of a video in a channel's list."""
    return Reading(None, (seen(MeasureName.VIEWS, raw.get("viewCount"), ROUNDED_FROM),))


MAPPERS: Mappers = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post), LISTED: Mapper(1, listed)}
