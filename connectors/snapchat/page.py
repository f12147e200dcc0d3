"""Today's pages of Snapchat: `__NEXT_DATA__`, checked against what the page tells search engines. Pure.

«subscriberCount» is "0" where the owner hides it, and then the page counts no follower for search
engines; views of -1 or "0" are not known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from connectors.errors import Changed, Gone, LoginWall, Private, RateLimited, Unknown
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, part, parts, reduced
from connectors.readings import Listed, Raw, Reading, count, hidden, moment, seen
from connectors.records import MeasureName
from connectors.scripts import data, script

SCRIPT_ID = "__NEXT_DATA__"
_LINKED_DATA = re.compile(r'<script[^>]*\btype="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
POST_COUNTS = {
    MeasureName.VIEWS: "viewCount",
    MeasureName.SHARES: "shareCount",
    MeasureName.COMMENTS: "commentCount",
    MeasureName.BOOSTS: "boostCount",
    MeasureName.RECOMMENDS: "recommendCount",
}


def account(raw: Raw) -> Reading:
    """Subscribers; HIDDEN where the owner hides them."""
    said = raw.get("subscriberCount")
    if count(said) == 0 and not raw.get("counted"):
        return Reading(None, (hidden(MeasureName.FOLLOWERS),))
    return Reading(None, (seen(MeasureName.FOLLOWERS, said),))


def post(raw: Raw) -> Reading:
    """Views, shares, comments, boosts and recommendations of a Spotlight; none where views are unknown."""
    known = count(raw.get("viewCount")) not in (None, 0)
    counts = tuple(seen(name, raw.get(key) if known else None) for name, key in POST_COUNTS.items())
    published = count(raw.get("uploadDateMs"))
    return Reading(None, counts, moment(published // 1000 if published else None))


MAPPERS: Mappers = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}


def account_from_page(text: str, handle: str) -> Reading:
    """Subscribers of the account `handle`. Raises a ConnectorError."""
    props = _props(text)
    info = _public_profile(props, handle)
    if "subscriberCount" not in info:
        raise Changed
    raw = reduced(ACCOUNT, info, "subscriberCount") | {"counted": any(_counters(text))}
    return MAPPERS[ACCOUNT].reading(raw, handle)


def posts_from_page(text: str, handle: str) -> tuple[Listed, ...]:
    """The Spotlights that the profile of `handle` shows. Raises a ConnectorError.

    Counters and identifiers stand in two lists side by side: they must be equally long to be believed.
    """
    props = _props(text)
    _public_profile(props, handle)
    stories, counters = parts(props, "spotlightHighlights"), parts(props, "spotlightStoryMetadata")
    if len(stories) != len(counters):
        raise Changed
    pairs = [(_story_id(story), one) for story, one in zip(stories, counters, strict=True)]
    return tuple(Listed(found, _reading(one, handle)) for found, one in pairs if found)


def post_from_page(text: str, identifier: str) -> Reading:
    """The Spotlight `identifier`, from its own page; others on that page are left alone."""
    feed = _props(text).get("spotlightFeed")
    if not isinstance(feed, dict):
        raise Unknown
    for one in parts(feed, "spotlightStories"):
        if _story_id(part(one, "story")) == identifier:
            counters = part(one, "metadata")
            return _reading(counters, _creator(counters))
    raise Unknown


def reduced_post(counters: Raw) -> dict[str, object]:
    """What is kept of a Spotlight: its counters and its time."""
    video = counters.get("videoMetadata")
    dated = reduced(POST, video, "uploadDateMs") if isinstance(video, dict) else {"of": POST}
    stats = counters.get("engagementStats")
    if not isinstance(stats, dict) or "viewCount" not in stats:
        raise Changed
    return dated | reduced(POST, stats, *POST_COUNTS.values())


def _reading(counters: Raw, handle: str | None) -> Reading:
    return MAPPERS[POST].reading(reduced_post(counters), handle)


def _creator(counters: Raw) -> str | None:
    found: object = counters.get("videoMetadata")
    for name in ("creator", "personCreator", "username"):
        found = found.get(name) if isinstance(found, dict) else None
    return found.lower() if isinstance(found, str) and re.fullmatch(r"[A-Za-z0-9._-]{3,30}", found) else None


def _story_id(story: Raw) -> str:
    """The identifier of a Spotlight, '' for a place that holds none."""
    holder = story.get("storyId")
    found = holder.get("value") if isinstance(holder, dict) else holder
    return found if isinstance(found, str) and re.fullmatch(r"[A-Za-z0-9_-]{10,120}", found) else ""


def _props(text: str) -> Raw:
    found = script(text, SCRIPT_ID)
    if found is None:
        raise _blank(text)
    props = part(part(data(found), "props"), "pageProps")
    if isinstance(props.get("pageProps"), dict):
        props = part(props, "pageProps")
    metadata = props.get("pageMetadata")
    if isinstance(metadata, dict) and metadata.get("pageType") == "NOT_FOUND":
        raise Gone
    return props


def _blank(text: str) -> RateLimited | LoginWall | Changed:
    if "accounts.snapchat.com" in text and "<form" in text:
        return LoginWall()
    visible = re.sub(r"<[^>]*>|\s", "", text)
    return RateLimited() if not visible else Changed()


def _public_profile(props: Raw, handle: str) -> Raw:
    profile = props.get("userProfile")
    if not isinstance(profile, dict) or not profile:
        raise Unknown
    case = profile.get("$case")
    if case == "userInfo":
        raise Private
    if case != "publicProfileInfo":
        raise Changed
    info = part(profile, "publicProfileInfo")
    if str(info.get("username")).lower() != handle:
        raise Changed
    return info


def _counters(text: str) -> Iterator[object]:
    """The follower counters that the page gives to search engines."""
    for found in _LINKED_DATA.findall(text):
        try:
            entity = json.loads(found).get("mainEntity")
            yield from entity.get("interactionStatistic") or ()
        except (ValueError, RecursionError, AttributeError, TypeError):
            continue
