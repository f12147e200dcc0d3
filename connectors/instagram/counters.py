"""Instagram's counters as instaloader hands them over, and the measures they are. Pure."""

from __future__ import annotations

from connectors.mapping import ACCOUNT, POST, Mapper, Mappers
from connectors.readings import Raw, Reading, Seen, hidden, moment, seen
from connectors.records import MeasureName


def account(raw: Raw) -> Reading:
    """Followers (exact) and posts (None today)."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get("follower_count")),
            seen(MeasureName.POSTS, raw.get("media_count")),
        ),
    )


def post(raw: Raw) -> Reading:
    """Views (None today), likes and comments; likes that the author hides are HIDDEN, whatever came."""
    hides = raw.get("like_and_view_counts_disabled") is True
    views = _hidden_if(hides and raw.get("is_video") is True, MeasureName.VIEWS, raw.get("view_count"))
    likes = _hidden_if(hides, MeasureName.LIKES, raw.get("like_count"))
    comments = seen(MeasureName.COMMENTS, raw.get("comment_count"))
    return Reading(None, (views, likes, comments), moment(raw.get("taken_at")))


def _hidden_if(hides: bool, name: MeasureName, count: object) -> Seen:
    return hidden(name) if hides else seen(name, count)


MAPPERS: Mappers = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}
