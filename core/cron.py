"""When a job comes back: five fields as cron writes them, read in a time zone.

Minute, hour, day of the month, month, day of the week (0 and 7 are Sunday); each is «*», «*/n», a
number, a range «a-b», or several of them with commas. All five have to match. A time that spring
skips comes an hour later; in the hour that autumn repeats, the first pass counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from core import clock

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_LONGEST_WAIT = 8 * 366
"""29 February comes back after eight years at most."""


@dataclass(frozen=True)
class Times:
    """The values that each field allows."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def on(self, day: date) -> bool:
        """Whether something happens on that day."""
        weekday = day.isoweekday() % 7
        return day.day in self.days and day.month in self.months and weekday in self.weekdays


@cache
def read(text: str) -> Times:
    """The fields of `text`; ValueError when it is none of what the head of this module says."""
    fields = text.split()
    if len(fields) != len(_BOUNDS):
        raise ValueError(f"five fields are needed: {text}")
    minutes, hours, days, months, weekdays = (
        _values(field, *bounds) for field, bounds in zip(fields, _BOUNDS, strict=True)
    )
    return Times(minutes, hours, days, months, frozenset(day % 7 for day in weekdays))


def latest(text: str, now: datetime, timezone: str) -> datetime:
    """The last instant (UTC) at or before `now` that `text` names in `timezone`; ValueError for none."""
    times = read(text)
    today = now.astimezone(ZoneInfo(timezone)).date()
    for day in (today - timedelta(days=back) for back in range(_LONGEST_WAIT)):
        if not times.on(day):
            continue
        for hour in sorted(times.hours, reverse=True):
            for minute in sorted(times.minutes, reverse=True):
                at = clock.planned(day, time(hour, minute), timezone)
                if at <= now:
                    return at
    raise ValueError(f"a time that never comes: {text}")


def _values(field: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        if span == "*":
            first, last = str(least), str(most)
        elif not dash:
            last = first
        low, high, by = int(first), int(last), int(step or 1)
        if not least <= low <= high <= most or by < 1:
            raise ValueError(f"out of bounds: {part}")
        found.update(range(low, high + 1, by))
    return frozenset(found)
