"""Points to draw for one account or post, and growth where there is one.

A number that the network rounded is a point without a line: the step between two of them is the
rounding's, not the public's. Where the network began to count otherwise, the line ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reach.models import MetricPeriod, NetworkWeek
from reach.series import definitions, rollups

LONG = timedelta(days=120)
"""Beyond that a curve is drawn by weeks."""


@dataclass(frozen=True)
class Point:
    """One known value; `series` parts what may not be joined."""

    day: date
    value: int
    rounded: bool
    series: int


def of_target(
    session: Session, target_id: UUID, network: str, measure: str, since: date, until: date
) -> list[Point]:
    """The points of one measure between two days, by day or by week as the span asks."""
    grain = rollups.WEEK if until - since > LONG else rollups.DAY
    first = rollups.monday(since) if grain == rollups.WEEK else since
    query = (
        select(MetricPeriod.starts_on, MetricPeriod.value, MetricPeriod.rounded, MetricPeriod.at)
        .where(
            MetricPeriod.target_id == target_id,
            MetricPeriod.grain == grain,
            MetricPeriod.measure == measure,
            MetricPeriod.starts_on.between(first, until),
        )
        .order_by(MetricPeriod.starts_on)
    )
    return [
        Point(
            start if grain == rollups.DAY else rollups.local_day(at),
            value,
            rounded,
            definitions.series(network, measure, rollups.local_day(at)),
        )
        for start, value, rounded, at in session.execute(query)
    ]


def of_networks(
    session: Session, consortium_id: UUID, subject: str, measure: str, since: date, until: date
) -> dict[str, list[Point]]:
    """The weekly sums of every network, by network; a sum with one rounded part counts as rounded."""
    query = (
        select(NetworkWeek)
        .where(
            NetworkWeek.consortium_id == consortium_id,
            NetworkWeek.subject == subject,
            NetworkWeek.measure == measure,
            NetworkWeek.starts_on.between(rollups.monday(since), until),
        )
        .order_by(NetworkWeek.network, NetworkWeek.starts_on)
    )
    found: dict[str, list[Point]] = {}
    for row in session.scalars(query):
        series = definitions.series(row.network, measure, row.starts_on)
        found.setdefault(row.network, []).append(Point(row.starts_on, row.total, row.rounded > 0, series))
    return found


def growth(points: Sequence[Point]) -> int | None:
    """From the first to the last point; None where that would be the rounding's or another definition's."""
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    if first.rounded or last.rounded or first.series != last.series:
        return None
    return last.value - first.value


def pieces(points: Sequence[Point]) -> list[int]:
    """For each point the number of the line that it lies on: neighbours joined only where that is honest."""
    found: list[int] = []
    for place, point in enumerate(points):
        before = points[place - 1] if place else None
        joined = before is not None and not (before.rounded or point.rounded or before.series != point.series)
        found.append(found[-1] if joined else (found[-1] + 1 if found else 0))
    return found
