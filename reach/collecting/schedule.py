"""When an account or a post is to be read: pure functions of instants.

Accounts once a day, in the early morning, each at a minute of its own. Posts 1 h, 6 h, 1 d, 3 d, 7 d
and 30 d after they came out, then every 30 days. A reading that was missed is not made up for: only
the latest one counts.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from core import clock

FRESH = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 3 * 24, 7 * 24, 30 * 24))
THEN = timedelta(days=30)
BEGINS = time(4, 30)
SPREAD_MINUTES = 150
AGAIN = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 3 * 24, 7 * 24))
"""After each failure of one reading, unless the schedule's next one comes first; then with the schedule."""
NOT_TODAY = 2
"""Where these begin for what the network says of the target itself: that does not pass within hours."""
DAY = timedelta(days=1)


def account_slot(now: datetime, timezone: str) -> str:
    """The name of today's reading of an account."""
    return f"day-{now.astimezone(ZoneInfo(timezone)).date():%Y-%m-%d}"


def account_next(account_id: UUID, after: datetime, timezone: str) -> datetime:
    """When an account that was read at `after` is to be read again: tomorrow, at its own minute."""
    tomorrow = after.astimezone(ZoneInfo(timezone)).date() + DAY
    start = clock.planned(tomorrow, BEGINS, timezone)
    return start + timedelta(minutes=account_id.int % SPREAD_MINUTES)


def post_age(published_at: datetime, now: datetime) -> timedelta | None:
    """The age whose reading is the latest that has come; None in a post's first hour."""
    age = now - published_at
    if age < FRESH[0]:
        return None
    if age < FRESH[-1] + THEN:
        return max(one for one in FRESH if one <= age)
    return FRESH[-1] + (age - FRESH[-1]) // THEN * THEN


def post_slot(published_at: datetime, now: datetime) -> str:
    """The name of that reading: «age-6h», «age-30d»."""
    age = post_age(published_at, now)
    if age is None:
        return "age-0h"
    return f"age-{age // DAY}d" if age >= DAY else f"age-{age // FRESH[0]}h"


def post_next(published_at: datetime, after: datetime) -> datetime:
    """When a post that was read at `after` is to be read again."""
    age = after - published_at
    coming = [one for one in FRESH if one > age]
    if coming:
        return published_at + coming[0]
    return published_at + FRESH[-1] + ((age - FRESH[-1]) // THEN + 1) * THEN


def after_failure(tries: int, now: datetime, otherwise: datetime, *, passing: bool = True) -> datetime:
    """When to try again after the failure number `tries` of one reading.

    Not `passing`: the network spoke of the target, or its address is none.
    """
    which = tries - 1 if passing else tries - 1 + NOT_TODAY
    if which < len(AGAIN):
        return min(now + AGAIN[which], max(otherwise, now + AGAIN[0]))
    return max(otherwise, now + AGAIN[1])
