"""How long a young person waits for a first human answer, counted honestly.

Those who still wait, withdrew or were given up are not left out: each is known to have waited at
least that long (Kaplan and Meier's estimate). Left out, the slow answers would be, and the delay
would look short on the days when it is long. Intervals are at 95 %, on the log(-log) scale with
Greenwood's variance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contacts.models import Entry, FirstContact
from core import clock

WINDOW = timedelta(days=90)
DAY = timedelta(hours=24)
_Z = 1.959964  # two-sided 95 %


@dataclass(frozen=True)
class Wait:
    """How long somebody waited; not `answered`: at least that long."""

    time: timedelta
    answered: bool


@dataclass(frozen=True)
class Between:
    """A share, or a time, with its interval; an end that the data cannot give is None."""

    low: float | None
    middle: float
    high: float | None


@dataclass(frozen=True)
class Step:
    """From `time` on, this share of people waits still."""

    time: timedelta
    waiting: float
    low: float
    high: float


@dataclass(frozen=True)
class Delay:
    """What the last 90 days say. A quantile is None while too few answers came to know it."""

    requests: int
    unanswered: int
    median: Between | None
    """In hours."""
    p90: Between | None
    within_day: Between | None
    """The share answered within 24 hours."""
    steps: tuple[Step, ...]
    longest: timedelta
    """The longest wait seen: beyond it nothing is known."""


def measured(session: Session, consortium_id: UUID) -> Delay:
    """The delays of the last 90 days; who is met at a desk is answered at once and left out."""
    return delay(waits(session, consortium_id))


def waits(session: Session, consortium_id: UUID) -> list[Wait]:
    """Every request of the last 90 days, answered or not."""
    now = clock.now()
    query = select(FirstContact).where(
        FirstContact.consortium_id == consortium_id,
        FirstContact.entry != Entry.DESK,
        FirstContact.at >= now - WINDOW,
    )
    return [_wait(contact, now) for contact in session.scalars(query)]


def delay(found: Sequence[Wait]) -> Delay:
    """The estimate for these waits."""
    steps = curve(found)
    return Delay(
        requests=len(found),
        unanswered=sum(not wait.answered for wait in found),
        median=quantile(steps, 0.5),
        p90=quantile(steps, 0.9),
        within_day=_within(steps, found),
        steps=steps,
        longest=max((wait.time for wait in found), default=timedelta(0)),
    )


def curve(found: Sequence[Wait]) -> tuple[Step, ...]:
    """Kaplan and Meier's steps, one at each time at which somebody was answered."""
    steps, waiting, greenwood = [], 1.0, 0.0
    for time in sorted({wait.time for wait in found if wait.answered}):
        at_risk = sum(wait.time >= time for wait in found)
        events = sum(wait.answered and wait.time == time for wait in found)
        waiting *= 1 - events / at_risk
        greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else math.inf
        steps.append(Step(time, waiting, *_around(waiting, greenwood)))
    return tuple(steps)


def quantile(steps: Sequence[Step], share: float) -> Between | None:
    """When that share of people is answered, in hours; None where the curve does not come down so far.

    The interval holds each time at which the curve's own interval holds the share (Brookmeyer and Crowley).
    """
    left = 1 - share
    reached = _first(steps, [step.waiting for step in steps], left)
    if reached is None:
        return None
    return Between(
        _first(steps, [step.low for step in steps], left),
        reached,
        _first(steps, [step.high for step in steps], left),
    )


def _first(steps: Sequence[Step], heights: Sequence[float], left: float) -> float | None:
    down = (step.time for step, height in zip(steps, heights, strict=True) if height <= left + 1e-12)
    time = next(down, None)
    return None if time is None else time / timedelta(hours=1)


def _within(steps: Sequence[Step], found: Sequence[Wait]) -> Between | None:
    """The share answered within a day; None while nobody's wait says anything about a whole day."""
    if not any(wait.answered or wait.time >= DAY for wait in found):
        return None
    last = [step for step in steps if step.time <= DAY]
    if not last:
        return Between(0.0, 0.0, None)
    return Between(1 - last[-1].high, 1 - last[-1].waiting, 1 - last[-1].low)


def _around(waiting: float, greenwood: float) -> tuple[float, float]:
    if waiting <= 0 or waiting >= 1 or math.isinf(greenwood):
        return waiting, waiting
    spread = _Z * math.sqrt(greenwood) / abs(math.log(waiting))
    return waiting ** math.exp(spread), waiting ** math.exp(-spread)


def _wait(contact: FirstContact, now: datetime) -> Wait:
    if contact.answered_at is not None:
        return Wait(contact.answered_at - contact.at, answered=True)
    left = min(end for end in (contact.withdrawn_at, contact.closed_at, now) if end is not None)
    return Wait(left - contact.at, answered=False)
