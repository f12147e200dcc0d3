"""Accounts and posts to look at over time, a few at once: found by name, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from connectors.records import MeasureName
from core.i18n import mark
from reach import counters
from reach.counters import Followed
from reach.series import curves
from reach.series.curves import Point


class Span(StrEnum):
    """How far back a curve goes."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


SPANS = {
    Span.MONTH: (mark("30 jours"), timedelta(days=30)),
    Span.QUARTER: (mark("90 jours"), timedelta(days=90)),
    Span.YEAR: (mark("12 mois"), timedelta(days=365)),
    Span.ALL: (mark("3 ans"), timedelta(days=3 * 365 + 1)),
}


@dataclass(frozen=True)
class Curve:
    """One measure of one account or post over a time."""

    of: Followed
    measure: MeasureName
    since: date
    until: date
    points: Sequence[Point]


def choices(session: Session, consortium_id: UUID, *, posts: bool, search: str) -> list[Followed]:
    """At most a page of accounts or posts with that in their name."""
    board = counters.board(session, consortium_id, search=search, only="posts" if posts else "accounts")
    return list(board.posts if posts else board.accounts)


def curve(session: Session, of: Followed, measure: MeasureName, span: Span, today: date) -> Curve:
    """What to draw of one measure."""
    since = today - SPANS[span][1]
    points = curves.of_target(session, of.id, of.network.value, measure.value, since, today)
    return Curve(of, measure, since, today, points)
