"""The last word, days and weeks of every target, and the weeks of a network: made from snapshots.

Written with each snapshot, in its own transaction; `rebuild` makes them anew and finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.records import State
from core import settings
from reach.models import MetricLatest, MetricPeriod, Snapshot

DAY, WEEK = "day", "week"
BATCH = 1_000


@dataclass(frozen=True)
class Of:
    """Whose numbers they are."""

    consortium_id: UUID
    account_id: UUID | None
    variant_id: UUID | None
    network: str

    @property
    def id(self) -> UUID:
        """The target: the account or the post."""
        found = self.account_id or self.variant_id
        assert found is not None
        return found


def add(session: Session, of: Of, rows: Iterable[Snapshot]) -> None:
    """Take new snapshots of one target into its last word, its days and its weeks."""
    found = list(rows)
    if not found:
        return
    latest = {
        one.measure: one
        for one in session.scalars(select(MetricLatest).where(MetricLatest.target_id == of.id))
    }
    starts = {start for row in found for start in _starts(row.at).values()}
    periods = {
        (one.grain, one.measure, one.starts_on): one
        for one in session.scalars(
            select(MetricPeriod).where(MetricPeriod.target_id == of.id, MetricPeriod.starts_on.in_(starts))
        )
    }
    for row in sorted(found, key=lambda one: one.at):
        _take_latest(session, of, row, latest)
        _take_periods(session, of, row, periods)
    session.flush()


def rebuild_target(session: Session, of: Of) -> None:
    """Make everything of one target anew, from the snapshots that stand."""
    session.execute(delete(MetricLatest).where(MetricLatest.target_id == of.id))
    session.execute(delete(MetricPeriod).where(MetricPeriod.target_id == of.id))
    session.flush()
    mine = Snapshot.account_id == of.account_id if of.account_id else Snapshot.variant_id == of.variant_id
    query = select(Snapshot).where(mine, Snapshot.replaced_at.is_(None)).order_by(Snapshot.at, Snapshot.id)
    latest: dict[str, MetricLatest] = {}
    periods: dict[tuple[str, str, date], MetricPeriod] = {}
    for row in session.scalars(query):
        _take_latest(session, of, row, latest)
        _take_periods(session, of, row, periods)
    session.flush()


def lacking(session: Session, most: int = BATCH) -> list[Of]:
    """Targets with a number and without days: read by an earlier version."""
    days = select(MetricPeriod.target_id).where(MetricPeriod.target_id == MetricLatest.target_id)
    query = (
        select(
            MetricLatest.consortium_id,
            MetricLatest.account_id,
            MetricLatest.variant_id,
            MetricLatest.network,
        )
        .where(MetricLatest.value.is_not(None), ~days.exists())
        .distinct()
        .limit(most)
    )
    return [Of(*row) for row in session.execute(query)]


def monday(day: date) -> date:
    """The Monday of the week of that day."""
    return day - timedelta(days=day.weekday())


def local_day(at: datetime) -> date:
    """The day of an instant where people plan."""
    return at.astimezone(ZoneInfo(settings.current().timezone)).date()


def _starts(at: datetime) -> dict[str, date]:
    day = local_day(at)
    return {DAY: day, WEEK: monday(day)}


def _silent(one: Snapshot | MetricLatest, other: Snapshot | MetricLatest) -> bool:
    """A reader that never gives a measure says nothing against the number that another one gave."""
    return one.state == State.ABSENT and other.value is not None and one.provider != other.provider


def _take_latest(session: Session, of: Of, row: Snapshot, known: dict[str, MetricLatest]) -> None:
    before = known.get(row.measure)
    if before is not None and (_silent(row, before) or (before.at > row.at and not _silent(before, row))):
        return
    if before is None:
        before = known[row.measure] = MetricLatest(
            target_id=of.id,
            measure=row.measure,
            consortium_id=of.consortium_id,
            account_id=of.account_id,
            variant_id=of.variant_id,
            network=of.network,
        )
        session.add(before)
    before.value, before.state, before.exactness = row.value, row.state, row.exactness
    before.provider, before.at = row.provider, row.at


def _take_periods(
    session: Session, of: Of, row: Snapshot, known: dict[tuple[str, str, date], MetricPeriod]
) -> None:
    if row.value is None or row.state not in (State.OK, State.STALE):
        return
    for grain, start in _starts(row.at).items():
        key = (grain, row.measure, start)
        before = known.get(key)
        if before is not None and before.at > row.at:
            continue
        if before is None:
            before = known[key] = MetricPeriod(
                target_id=of.id, grain=grain, measure=row.measure, starts_on=start
            )
            session.add(before)
        before.value, before.rounded = row.value, row.exactness == "rounded"
        before.provider, before.at = row.provider, row.at
