"""What was read: frozen records of accounts and posts, whose measures say how far to believe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Exactness(StrEnum):
    """Whether the network gave the number itself or a rounded one."""

    EXACT = "exact"
    ROUNDED = "rounded"


class State(StrEnum):
    """Why there is a value, or none.

    A connector gives OK, HIDDEN and ABSENT. Who keeps measures over time adds STALE (the value is an
    older one) and GONE (the network said «gone» in two readings on two different days).
    """

    OK = "ok"
    HIDDEN = "hidden"
    ABSENT = "absent"
    STALE = "stale"
    GONE = "gone"


class MeasureName(StrEnum):
    """The closed list of what is measured; views of two networks are not the same thing."""

    FOLLOWERS = "followers"
    POSTS = "posts"
    VIEWS = "views"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    ONLINE = "online"
    BOOSTS = "boosts"
    RECOMMENDS = "recommends"
    # Said to the owner of an account only, so known from exports and from the owner's own access.
    REACH = "reach"
    FOLLOWS = "follows"
    ENGAGED_VIEWS = "engaged_views"
    IMPRESSIONS = "impressions"
    PROFILE_VIEWS = "profile_views"
    WATCH_SECONDS = "watch_seconds"


@dataclass(frozen=True)
class Measure:
    """One number of one account or post, or the reason why there is none."""

    name: MeasureName
    value: int | None
    state: State
    exactness: Exactness | None
    provider: str
    provider_version: str
    at: datetime


@dataclass(frozen=True)
class AccountRecord:
    """What a network said of an account at one time.

    `raw` is the reduced body (counters in the network's own words; never a text or a person), `mapper`
    the version of what made measures of it: see `registry.remap`.
    """

    network: str
    handle: str
    url: str
    measures: tuple[Measure, ...]
    provider: str
    at: datetime
    raw: Mapping[str, object] | None = None
    mapper: int = 0


@dataclass(frozen=True)
class PostRecord:
    """What a network said of a post at one time; `handle` and `published_at` are None when it did not say.

    `raw` and `mapper` as in AccountRecord.
    """

    network: str
    id: str
    handle: str | None
    url: str
    published_at: datetime | None
    measures: tuple[Measure, ...]
    provider: str
    at: datetime
    raw: Mapping[str, object] | None = None
    mapper: int = 0


def as_json(record: AccountRecord | PostRecord) -> dict[str, object]:
    """Plain values for `json.dumps`; times in ISO 8601 with their zone, measures by name."""
    common: dict[str, object] = {
        "kind": "account" if isinstance(record, AccountRecord) else "post",
        "network": record.network,
        "handle": record.handle,
        "url": record.url,
        "provider": record.provider,
        "time": record.at.isoformat(),
        "measures": {measure.name.value: _measure_as_json(measure) for measure in record.measures},
    }
    if isinstance(record, PostRecord):
        published = record.published_at
        common |= {"id": record.id, "published_at": published.isoformat() if published else None}
    return common


def _measure_as_json(measure: Measure) -> dict[str, object]:
    return {
        "value": measure.value,
        "state": measure.state.value,
        "exactness": measure.exactness.value if measure.exactness else None,
        "provider": measure.provider,
        "provider_version": measure.provider_version,
        "time": measure.at.isoformat(),
    }
