"""From hours of UTC, as scans are summed, to the days and hours of a time zone.

A run is a stretch of UTC days whose hours all fall alike: on the same local day or the one before
or after, at the same local hour. The clocks change twice a year, so a year is five runs.
Zones that are not whole hours from UTC are taken to the hour below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

EPOCH = date(1970, 1, 1).toordinal()
_HOUR = 3600


@dataclass(frozen=True)
class Run:
    """UTC days `first` to `last` (since 1970); for each hour, how many hours local clocks are ahead.

    None: that hour lies outside the period that was asked for.
    """

    first: int
    last: int
    ahead: tuple[int | None, ...]

    @property
    def whole(self) -> bool:
        """Whether no hour is left out."""
        return None not in self.ahead

    def falling(self, shift: int) -> list[int]:
        """The hours that fall on the local day that is `shift` days after their UTC day."""
        return [
            hour
            for hour, ahead in enumerate(self.ahead)
            if ahead is not None and (hour + ahead) // 24 == shift
        ]

    def kept(self) -> list[int]:
        """The hours within the period."""
        return [hour for hour, ahead in enumerate(self.ahead) if ahead is not None]


def number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - EPOCH


def of_number(days: int) -> date:
    """The day so many days after 1970-01-01."""
    return date.fromordinal(EPOCH + days)


def runs(first: int, last: int, since: date | None, until: date | None, timezone: str) -> list[Run]:
    """The runs between two UTC days, kept to the local days `since` to `until` (both included)."""
    zone = ZoneInfo(timezone)
    lowest = first if since is None else max(first, number(since) - 1)
    highest = last if until is None else min(last, number(until) + 1)
    kept = ((day, _kept(day, _ahead(day, zone), since, until)) for day in range(lowest, highest + 1))
    found = []
    for ahead, days in groupby(kept, key=lambda one: one[1]):
        numbers = [day for day, _ahead in days]
        if any(hour is not None for hour in ahead):
            found.append(Run(numbers[0], numbers[-1], ahead))
    return found


def _kept(day: int, ahead: Sequence[int], since: date | None, until: date | None) -> tuple[int | None, ...]:
    lowest = None if since is None else number(since)
    highest = None if until is None else number(until)
    if (lowest is None or lowest < day - 1) and (highest is None or highest > day + 1):
        return tuple(ahead)
    local = (day + (hour + hours) // 24 for hour, hours in enumerate(ahead))
    return tuple(
        hours if (lowest is None or at >= lowest) and (highest is None or at <= highest) else None
        for hours, at in zip(ahead, local, strict=True)
    )


def _ahead(day: int, zone: ZoneInfo) -> list[int]:
    midnight = datetime.fromtimestamp(day * 24 * _HOUR, UTC)
    starts, ends = _hours(midnight, zone), _hours(midnight + timedelta(hours=23), zone)
    if starts == ends:
        return [starts] * 24
    return [_hours(midnight + timedelta(hours=hour), zone) for hour in range(24)]


def _hours(instant: datetime, zone: ZoneInfo) -> int:
    offset = instant.astimezone(zone).utcoffset() or timedelta(0)
    return int(offset.total_seconds() // _HOUR)
