"""The last word, days and weeks of every target, and the weeks of a network: made from snapshots.

Written with each snapshot, in its own transaction; `rebuild` makes them anew and finds the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from connectors.records import State
from core import clock, settings
from reach.models import MetricLatest, MetricPeriod, NetworkWeek, Snapshot

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
    session.expire_all()
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


def week_of_networks(session: Session, consortium_id: UUID) -> None:
    """Note what the accounts and posts of each network have together this week."""
    starts_on = monday(clock.today(settings.current().timezone))
    session.execute(
        delete(NetworkWeek).where(
            NetworkWeek.consortium_id == consortium_id, NetworkWeek.starts_on == starts_on
        )
    )
    rows = [{**row, "starts_on": starts_on} for row in sums(session, consortium_id)]
    if rows:
        session.execute(insert(NetworkWeek), rows)


def sums(session: Session, consortium_id: UUID) -> list[dict[str, object]]:
    """Per network, subject and measure: the sum of the last known values, how many, how many rounded."""
    subject = case((MetricLatest.account_id.is_not(None), "account"), else_="post").label("subject")
    query = (
        select(
            MetricLatest.network,
            subject,
            MetricLatest.measure,
            func.sum(MetricLatest.value),
            func.count(),
            func.sum(case((MetricLatest.exactness == "rounded", 1), else_=0)),
        )
        .outerjoin(Variant, Variant.id == MetricLatest.variant_id)
        .outerjoin(Account, Account.id == func.coalesce(MetricLatest.account_id, Variant.account_id))
        .where(
            MetricLatest.consortium_id == consortium_id,
            MetricLatest.value.is_not(None),
            *_counted(),
        )
        .group_by(MetricLatest.network, subject, MetricLatest.measure)
    )
    names = ("network", "subject", "measure", "total", "known", "rounded")
    return [
        {"consortium_id": consortium_id, **dict(zip(names, row, strict=True))} | {"total": int(row[3])}
        for row in session.execute(query)
    ]


def rebuild_networks(session: Session, consortium_id: UUID) -> None:
    """Make every week of every network anew: in each, the last value known by then."""
    session.execute(delete(NetworkWeek).where(NetworkWeek.consortium_id == consortium_id))
    standing: dict[tuple[str, str, str], dict[UUID, tuple[int, bool]]] = defaultdict(dict)
    week: date | None = None
    for starts_on, found in groupby(_weekly(session, consortium_id), key=lambda row: row[0]):
        while week is not None and week < starts_on:
            _note_week(session, consortium_id, week, standing)
            week += timedelta(days=7)
        week = starts_on
        for _start, target, network, own, measure, value, rounded in found:
            standing[network, "account" if own else "post", measure][target] = (value, rounded)
    last = monday(clock.today(settings.current().timezone))
    while week is not None and week <= last:
        _note_week(session, consortium_id, week, standing)
        week += timedelta(days=7)


def monday(day: date) -> date:
    """The Monday of the week of that day."""
    return day - timedelta(days=day.weekday())


def local_day(at: datetime) -> date:
    """The day of an instant where people plan."""
    return at.astimezone(ZoneInfo(settings.current().timezone)).date()


def _weekly(session: Session, consortium_id: UUID) -> Iterator[tuple[Any, ...]]:
    query = (
        select(
            MetricPeriod.starts_on,
            MetricPeriod.target_id,
            MetricLatest.network,
            MetricLatest.account_id.is_not(None),
            MetricPeriod.measure,
            MetricPeriod.value,
            MetricPeriod.rounded,
        )
        .join(
            MetricLatest,
            and_(
                MetricLatest.target_id == MetricPeriod.target_id,
                MetricLatest.measure == MetricPeriod.measure,
            ),
        )
        .outerjoin(Variant, Variant.id == MetricLatest.variant_id)
        .outerjoin(Account, Account.id == func.coalesce(MetricLatest.account_id, Variant.account_id))
        .where(MetricLatest.consortium_id == consortium_id, MetricPeriod.grain == WEEK, *_counted())
        .order_by(MetricPeriod.starts_on)
        .execution_options(yield_per=BATCH)
    )
    return (tuple(row) for row in session.execute(query))


def _note_week(
    session: Session,
    consortium_id: UUID,
    week: date,
    standing: dict[tuple[str, str, str], dict[UUID, tuple[int, bool]]],
) -> None:
    rows = [
        {
            "consortium_id": consortium_id,
            "network": network,
            "subject": subject,
            "measure": measure,
            "starts_on": week,
            "total": sum(value for value, _rounded in values.values()),
            "known": len(values),
            "rounded": sum(rounded for _value, rounded in values.values()),
        }
        for (network, subject, measure), values in standing.items()
    ]
    if rows:
        session.execute(insert(NetworkWeek), rows)


def _counted() -> tuple[ColumnElement[bool], ...]:
    """What stands in the sums of a network: own accounts, and posts that may be collected."""
    return (
        or_(Account.id.is_(None), Account.collectable),
        or_(MetricLatest.account_id.is_(None), Account.own),
    )


def _starts(at: datetime) -> dict[str, date]:
    day = local_day(at)
    return {DAY: day, WEEK: monday(day)}


def _take_latest(session: Session, of: Of, row: Snapshot, known: dict[str, MetricLatest]) -> None:
    before = known.get(row.measure)
    if before is not None and before.at > row.at:
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
