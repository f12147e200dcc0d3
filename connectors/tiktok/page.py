"""Today's TikTok pages: the data that they carry for their own scripts. Pure functions of the text.

<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__": {"webapp.user-detail": …}}</script>
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from connectors.errors import Changed, ConnectorError, Gone, LoginWall, Private, RateLimited, Unknown
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, reduced
from connectors.readings import Raw, Reading, moment, seen
from connectors.records import MeasureName

SCRIPT_ID = "__UNIVERSAL_DATA_FOR_REHYDRATION__"
ROUNDED_FROM = 10_000
_SCRIPT = re.compile(rf'<script[^>]*\bid="{SCRIPT_ID}"[^>]*>(.*?)</script>', re.DOTALL)
_STATUSES: dict[type[ConnectorError], frozenset[int]] = {
    Gone: frozenset({10202, 10204, 10221}),
    Private: frozenset({10216, 10222}),
    LoginWall: frozenset({10102, 10119, 10213, 10214}),
    RateLimited: frozenset({10000, 10111, 10113, 10114}),
}
POST_COUNTS = {
    MeasureName.VIEWS: "playCount",
    MeasureName.LIKES: "diggCount",
    MeasureName.COMMENTS: "commentCount",
    MeasureName.SHARES: "shareCount",
    MeasureName.SAVES: "collectCount",
}
Body = Mapping[str, object]


def account(raw: Raw) -> Reading:
    """Followers, likes and posts; rounded from 10,000 up where only the rounded counters were there."""
    exact = raw.get("exact") is True
    rounded_from = None if exact else ROUNDED_FROM
    # The rounded total of likes overflows (a capture holds -1614092016): it is not believed at all.
    likes = raw.get("heartCount") if exact else None
    counts = (
        seen(MeasureName.FOLLOWERS, raw.get("followerCount"), rounded_from),
        seen(MeasureName.LIKES, likes),
        seen(MeasureName.POSTS, raw.get("videoCount")),
    )
    return Reading(None, counts)


def post(raw: Raw) -> Reading:
    """Views, likes, comments, shares and saves, rounded from 10,000 up."""
    counts = tuple(seen(measure, raw.get(key), ROUNDED_FROM) for measure, key in POST_COUNTS.items())
    return Reading(None, counts, moment(raw.get("createTime")))


MAPPERS: Mappers = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}


def account_from_page(text: str, handle: str) -> Reading:
    """Followers, likes and posts of the account `handle`. Raises a ConnectorError."""
    detail = _scope(text, "webapp.user-detail")
    info = _part(detail, "userInfo")
    user = _part(info, "user")
    if str(user.get("uniqueId")).lower() != handle:
        raise Changed
    stats, exact = _stats(info)
    raw = reduced(ACCOUNT, stats, "followerCount", "heartCount", "videoCount") | {"exact": exact}
    return MAPPERS[ACCOUNT].reading(raw, handle)


def post_from_page(text: str, identifier: str) -> Reading:
    """Views, likes, comments, shares and saves of the post `identifier`. Raises a ConnectorError."""
    detail = _scope(text, "webapp.video-detail")
    item = _part(_part(detail, "itemInfo"), "itemStruct")
    if str(item.get("id")) != identifier:
        raise Changed
    raw = reduced(POST, _stats(item)[0], *POST_COUNTS.values()) | {"createTime": item.get("createTime")}
    author = item.get("author")
    name = author.get("uniqueId") if isinstance(author, dict) else None
    return MAPPERS[POST].reading(raw, name.lower() if isinstance(name, str) else None)


def status_error(status: int) -> ConnectorError | None:
    """The named error of TikTok's own status code; None for 0, Unknown for one that nobody listed."""
    if status == 0:
        return None
    return next((error() for error, statuses in _STATUSES.items() if status in statuses), Unknown())


def blank_error(text: str) -> ConnectorError:
    """The named error of a page that carries no data at all."""
    return RateLimited() if not _visible(text) or "Please wait" in text else Changed()


def _stats(holder: Body) -> tuple[Body, bool]:
    """(counters, exact?): `statsV2` where it is, else the rounded `stats`."""
    for key, exact in (("statsV2", True), ("stats", False)):
        stats = holder.get(key)
        if isinstance(stats, dict) and stats:
            return stats, exact
    raise Changed


def _scope(text: str, name: str) -> Body:
    """The part `name` of the data in the page, once its status is known to be 0."""
    match = _SCRIPT.search(text)
    if match is None:
        raise blank_error(text)
    try:
        data = json.loads(match[1])
    except (ValueError, RecursionError):
        raise Changed from None
    scopes = data.get("__DEFAULT_SCOPE__") if isinstance(data, dict) else None
    if not isinstance(scopes, dict):
        raise Changed
    detail = scopes.get(name)
    if not isinstance(detail, dict):
        raise Unknown
    error = status_error(_status(detail))
    if error:
        raise error
    return detail


def _status(detail: Body) -> int:
    status = detail.get("statusCode")
    if isinstance(status, bool) or not isinstance(status, int):
        raise Changed
    return status


def _part(holder: Body, key: str) -> Body:
    """A part that is always there in a full page: without it the page was served empty."""
    part = holder.get(key)
    if part is None or part == {}:
        raise Unknown
    if not isinstance(part, dict):
        raise Changed
    return part


def _visible(text: str) -> str:
    return re.sub(r"<[^>]*>|\s", "", text)
