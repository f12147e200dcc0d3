"""Between a reader and a record: what was seen, before its source and its time are written on it.

A reader may be another process, so readings travel as plain values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from connectors.errors import Changed
from connectors.records import AccountRecord, Exactness, Measure, MeasureName, PostRecord, State
from core import clock

Raw = Mapping[str, Any]
FIRST_CREDIBLE = datetime(2005, 1, 1, tzinfo=UTC).timestamp()
LAST_CREDIBLE = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Seen:
    """One measure as read."""

    name: MeasureName
    value: int | None
    state: State
    exactness: Exactness | None


@dataclass(frozen=True)
class Reading:
    """An account or a post as read; `published` is in seconds since 1970, None when not said.

    `raw` is the reduced body that it was made of, `mapper` the version of what made it (0: none kept).
    """

    handle: str | None
    seen: tuple[Seen, ...]
    published: int | None = None
    raw: Raw | None = None
    mapper: int = 0


@dataclass(frozen=True)
class Listed:
    """One post of a list, as read."""

    id: str
    reading: Reading


class Source(Protocol):
    """Who writes its name on a reading."""

    @property
    def key(self) -> str: ...

    def version(self) -> str: ...


def count(raw: object) -> int | None:
    """The number that a network wrote as 1785290 or "1785290"; None when it said nothing.

    Negative numbers are the networks' own overflows and «unknown» marks: None as well.
    Raises Changed for anything else, rather than guess.
    """
    if raw is None:
        return None
    if isinstance(raw, str) and raw.isascii() and raw.removeprefix("-").isdecimal():
        raw = int(raw) if len(raw) < 20 else raw
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Changed
    return raw if raw >= 0 else None


def moment(raw: object) -> int | None:
    """Seconds since 1970 when that is what it is and the year is credible, else None."""
    try:
        seconds = count(raw)
    except Changed:
        return None
    return seconds if seconds is not None and FIRST_CREDIBLE < seconds < LAST_CREDIBLE else None


def instant(raw: object) -> int | None:
    """Seconds since 1970 of «2026-09-22T12:00:00.000Z» and its like, None for anything else."""
    if not isinstance(raw, str):
        return None
    try:
        found = datetime.fromisoformat(raw)
        return moment(int(found.timestamp())) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def seen(name: MeasureName, raw: object, rounded_from: int | None = None) -> Seen:
    """A measure from what the network wrote; numbers from `rounded_from` up are taken as rounded."""
    value = count(raw)
    if value is None:
        return Seen(name, None, State.ABSENT, None)
    rounded = rounded_from is not None and value >= rounded_from
    return Seen(name, value, State.OK, Exactness.ROUNDED if rounded else Exactness.EXACT)


def hidden(name: MeasureName) -> Seen:
    """A measure that the author hides."""
    return Seen(name, None, State.HIDDEN, None)


def seen_or_hidden(name: MeasureName, raw: object) -> Seen:
    """A measure that the network leaves out when the author hides it."""
    return hidden(name) if raw is None else seen(name, raw)


def account(source: Source, handle: str, url: str, reading: Reading) -> AccountRecord:
    """The record of an account: `reading` stamped with its source and the present time."""
    at = clock.now()
    return AccountRecord(
        network=_network(source),
        handle=handle,
        url=url,
        measures=_stamped(source, reading, at),
        provider=source.key,
        at=at,
        raw=reading.raw,
        mapper=reading.mapper,
    )


def post(source: Source, identifier: str, url: str, reading: Reading) -> PostRecord:
    """The record of a post: `reading` stamped with its source and the present time."""
    at = clock.now()
    published = datetime.fromtimestamp(reading.published, UTC) if reading.published is not None else None
    return PostRecord(
        network=_network(source),
        id=identifier,
        handle=reading.handle,
        url=url,
        published_at=published,
        measures=_stamped(source, reading, at),
        provider=source.key,
        at=at,
        raw=reading.raw,
        mapper=reading.mapper,
    )


def to_plain(reading: Reading) -> dict[str, object]:
    """Plain values of a reading, for a pipe."""
    return {
        "handle": reading.handle,
        "published": reading.published,
        "seen": [[one.name, one.value, one.state, one.exactness] for one in reading.seen],
        "raw": None if reading.raw is None else dict(reading.raw),
        "mapper": reading.mapper,
    }


def from_plain(plain: Mapping[str, object]) -> Reading:
    """The reading that `to_plain` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    handle, published, rows = plain["handle"], plain["published"], plain["seen"]
    raw, mapper = plain["raw"], plain["mapper"]
    if (
        not isinstance(rows, list)
        or not isinstance(handle, str | None)
        or not isinstance(published, int | None)
        or not isinstance(raw, dict | None)
        or not isinstance(mapper, int)
    ):
        raise TypeError
    return Reading(
        handle,
        tuple(
            Seen(MeasureName(name), count(value), State(state), Exactness(exactness) if exactness else None)
            for name, value, state, exactness in rows
        ),
        published,
        raw,
        mapper,
    )


def _network(source: Source) -> str:
    return source.key.partition("/")[0]


def _stamped(source: Source, reading: Reading, at: datetime) -> tuple[Measure, ...]:
    version = source.version()
    return tuple(
        Measure(one.name, one.value, one.state, one.exactness, source.key, version, at)
        for one in reading.seen
    )
