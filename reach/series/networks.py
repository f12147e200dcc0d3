"""What the accounts and posts of a network have together, week by week: made from the sums of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from core import clock, settings
from reach.models import MetricLatest, MetricPeriod, NetworkWeek
from reach.series.rollups import BATCH, WEEK, monday

ACCOUNT, POST = "account", "post"


def week_of_networks(session: Session, consortium_id: UUID) -> None:
    """Note what the accounts and posts of each network have together this week."""
    starts_on = monday(clock.today(settings.current().timezone))
    session.execute(
        delete(NetworkWeek).where(
            NetworkWeek.consortium_id == consortium_id, NetworkWeek.starts_on == starts_on
        )
    )
    noted = {"starts_on": starts_on, "noted_at": clock.now()}
    rows = [row | noted for row in sums(session, consortium_id)]
    if rows:
        session.execute(insert(NetworkWeek), rows)


def sums(session: Session, consortium_id: UUID) -> list[dict[str, Any]]:
    """Per network, subject and measure: the sum of the last known values, how many, how many rounded.

    Where nobody has a number, the sum is of nothing and `silent` says why.
    """
    subject = case((MetricLatest.account_id.is_not(None), ACCOUNT), else_=POST).label("subject")
    spoken = MetricLatest.value.is_not(None)
    query = (
        select(
            MetricLatest.network,
            subject,
            MetricLatest.measure,
            func.coalesce(func.sum(MetricLatest.value), 0).label("total"),
            func.count(MetricLatest.value).label("known"),
            func.sum(case((and_(spoken, MetricLatest.exactness == "rounded"), 1), else_=0)).label("rounded"),
            func.max(case((spoken, ""), else_=MetricLatest.state)).label("silent"),
            func.min(case((spoken, MetricLatest.at))).label("oldest_at"),
            func.min(MetricLatest.at).label("asked_at"),
        )
        .outerjoin(Variant, Variant.id == MetricLatest.variant_id)
        .outerjoin(Account, Account.id == func.coalesce(MetricLatest.account_id, Variant.account_id))
        .where(MetricLatest.consortium_id == consortium_id, *_counted())
        .group_by(MetricLatest.network, subject, MetricLatest.measure)
    )
    found = []
    for row in session.execute(query).mappings():
        known = int(row["known"])
        found.append(
            {
                "consortium_id": consortium_id,
                "network": row["network"],
                "subject": row["subject"],
                "measure": row["measure"],
                "total": int(row["total"]),
                "known": known,
                "rounded": int(row["rounded"]),
                "silent": "" if known else row["silent"],
                "oldest_at": row["oldest_at"] if known else row["asked_at"],
            }
        )
    return found


def of_this_week(session: Session, consortium_id: UUID) -> list[NetworkWeek]:
    """The latest weeks that were noted, one row per network, subject and measure."""
    query = (
        select(NetworkWeek)
        .where(
            NetworkWeek.consortium_id == consortium_id,
            NetworkWeek.starts_on
            == select(func.max(NetworkWeek.starts_on))
            .where(NetworkWeek.consortium_id == consortium_id)
            .scalar_subquery(),
        )
        .order_by(NetworkWeek.network, NetworkWeek.measure)
    )
    return list(session.scalars(query))


def out_of_date(session: Session) -> list[UUID]:
    """The consortia with something read since their week was noted."""
    noted = (
        select(func.max(NetworkWeek.noted_at))
        .where(NetworkWeek.consortium_id == MetricLatest.consortium_id)
        .scalar_subquery()
    )
    newest = func.max(MetricLatest.at)
    query = select(MetricLatest.consortium_id).group_by(MetricLatest.consortium_id)
    return list(session.scalars(query.having(or_(noted.is_(None), newest > noted))))


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
            standing[network, ACCOUNT if own else POST, measure][target] = (value, rounded)
    last = monday(clock.today(settings.current().timezone))
    while week is not None and week <= last:
        _note_week(session, consortium_id, week, standing)
        week += timedelta(days=7)


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
            "noted_at": clock.now(),
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
