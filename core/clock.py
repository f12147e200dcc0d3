"""The one place that asks what time it is (ruff bans the other ways)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from time import time as since_epoch
from zoneinfo import ZoneInfo

QUARTER_SECONDS = 15 * 60


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 (the one allowed call)


def seconds() -> float:
    """The present instant in seconds since 1970, for where `now` costs too much."""
    return since_epoch()


def today(timezone: str) -> date:
    """The present day in `timezone`, an IANA name such as «Europe/Paris»."""
    return now().astimezone(ZoneInfo(timezone)).date()


def quarter_of(instant: datetime) -> int:
    """The quarter of an hour that holds `instant`, counted from 1970-01-01T00:00Z."""
    return int(instant.timestamp()) // QUARTER_SECONDS


def quarter_start(quarter: int) -> datetime:
    """The first instant (UTC) of a quarter counted by `quarter_of`."""
    return datetime.fromtimestamp(quarter * QUARTER_SECONDS, UTC)


def planned(day: date, wall: time, timezone: str) -> datetime:
    """The UTC instant of a wall time that people planned in `timezone`.

    In the hour that spring skips, an hour later (02:30 → 03:30); in the hour that autumn
    repeats, the first of the two.
    """
    return datetime.combine(day, wall, ZoneInfo(timezone)).astimezone(UTC)
