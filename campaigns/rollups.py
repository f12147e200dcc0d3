"""Counts of openings, read from the sums and never from raw rows: a screen is as quick at ten
million scans as at a hundred thousand.

`total` holds bots and previews, `human` does not; tests are in neither. A link that nobody opened
has no row. All functions stay within one consortium; `link_id` narrows them to one of its links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from campaigns import days
from campaigns.days import Run
from campaigns.models import Link
from campaigns.scan_tables import (
    ALL,
    HUMAN,
    LOSSES,
    SCAN_DAYS,
    SCAN_SUMS,
    VISITORS,
    App,
    Device,
    ScanClass,
)

_day = SCAN_DAYS.c.day
_SHIFTS = (-1, 0, 1)
Number = ColumnElement[int]


@dataclass(frozen=True)
class LinkCount:
    """Openings of one link over a period."""

    link_id: int
    total: int
    human: int


@dataclass(frozen=True)
class DayCount:
    """Openings of one link on one local day."""

    link_id: int
    day: date
    total: int
    human: int


@dataclass(frozen=True)
class KindCount:
    """Openings since the beginning, by what they say of themselves; tests stand here too."""

    link_id: int
    version: int
    scan_class: ScanClass
    device: Device
    app: App
    scans: int


def counts(
    session: Session,
    consortium_id: UUID,
    since: date | None,
    until: date | None,
    timezone: str,
    *,
    link_id: int | None = None,
) -> list[LinkCount]:
    """Openings per link, both days included (None: no bound), by link."""
    found = _runs(session, consortium_id, since, until, timezone, link_id)
    if not found:
        return []
    total, human = (
        func.sum(_by_run(found, whole, columns)) for whole, columns in (("total", ALL), ("human", HUMAN))
    )
    query = _within(select(SCAN_DAYS.c.link_id, total, human), consortium_id, found, link_id)
    rows = session.execute(query.group_by(SCAN_DAYS.c.link_id).order_by(SCAN_DAYS.c.link_id))
    return [LinkCount(link, int(all_), int(people)) for link, all_, people in rows if all_]


def daily_counts(
    session: Session,
    consortium_id: UUID,
    since: date | None,
    until: date | None,
    timezone: str,
    *,
    link_id: int | None = None,
) -> list[DayCount]:
    """The same per link and day of `timezone`, by link, then day; days without an opening are left out."""
    found = _runs(session, consortium_id, since, until, timezone, link_id)
    if not found:
        return []
    columns = [_by_shift(found, shift, names) for shift in _SHIFTS for names in (ALL, HUMAN)]
    query = _within(select(SCAN_DAYS.c.link_id, _day, *columns), consortium_id, found, link_id)
    totals: Counter[tuple[int, int]] = Counter()
    people: Counter[tuple[int, int]] = Counter()
    for link, day, *values in session.execute(query):
        for place, shift in enumerate(_SHIFTS):
            if values[2 * place]:
                totals[link, day + shift] += values[2 * place]
                people[link, day + shift] += values[2 * place + 1]
    return [
        DayCount(link, days.of_number(day), total, people[link, day])
        for (link, day), total in sorted(totals.items())
    ]


def week(
    session: Session,
    consortium_id: UUID,
    since: date | None,
    until: date | None,
    timezone: str,
    *,
    link_id: int | None = None,
) -> list[list[int]]:
    """Human openings by weekday (Monday first) and local hour: seven lists of twenty-four numbers."""
    found = _runs(session, consortium_id, since, until, timezone, link_id)
    grid = [[0] * 24 for _weekday in range(7)]
    if not found:
        return grid
    # 1970-01-01 was a Thursday.
    weekday = (_day + 3) % 7
    run = case(*((_day <= one.last, place) for place, one in enumerate(found)), else_=len(found) - 1)
    sums = [func.sum(SCAN_DAYS.c[name]) for name in HUMAN]
    query = _within(select(weekday.label("weekday"), run.label("run"), *sums), consortium_id, found, link_id)
    for at, place, *people in session.execute(query.group_by("weekday", "run")):
        for hour, ahead in enumerate(found[place].ahead):
            if ahead is not None:
                moved = hour + ahead
                grid[(at + moved // 24) % 7][moved % 24] += int(people[hour])
    return grid


def kinds(session: Session, consortium_id: UUID, *, link_id: int | None = None) -> list[KindCount]:
    """Openings since the beginning by destination version, class, device and application."""
    query = (
        select(*(column for column in SCAN_SUMS.c if column.name != "purged"))
        .join(Link, Link.id == SCAN_SUMS.c.link_id)
        .where(Link.consortium_id == consortium_id)
        .order_by(*SCAN_SUMS.primary_key)
    )
    if link_id is not None:
        query = query.where(SCAN_SUMS.c.link_id == link_id)
    return [
        KindCount(link, version, ScanClass(kind), Device(device), App(app), scans)
        for link, version, kind, device, app, scans in session.execute(query)
    ]


def visitors(
    session: Session, consortium_id: UUID, since: date | None, until: date | None, *, link_id: int
) -> dict[date, int]:
    """At most so many people opened the link on each day. Say «au plus»; never add days up."""
    query = (
        select(VISITORS.c.day, VISITORS.c.visitors)
        .join(Link, Link.id == VISITORS.c.link_id)
        .where(Link.consortium_id == consortium_id, Link.id == link_id)
        .order_by(VISITORS.c.day)
    )
    if since is not None:
        query = query.where(VISITORS.c.day >= since)
    if until is not None:
        query = query.where(VISITORS.c.day <= until)
    return {row.day: row.visitors for row in session.execute(query)}


def lost(session: Session, since: date) -> int:
    """Scans of the installation that could not be stored since that day; their visitors went through."""
    return session.scalar(select(func.sum(LOSSES.c.scans)).where(LOSSES.c.day >= since)) or 0


def _runs(
    session: Session,
    consortium_id: UUID,
    since: date | None,
    until: date | None,
    timezone: str,
    link_id: int | None,
) -> list[Run]:
    bounds = select(func.min(_day), func.max(_day)).join(Link, Link.id == SCAN_DAYS.c.link_id)
    bounds = bounds.where(Link.consortium_id == consortium_id)
    if link_id is not None:
        bounds = bounds.where(SCAN_DAYS.c.link_id == link_id)
    first, last = session.execute(bounds).one()
    return [] if first is None else days.runs(first, last, since, until, timezone)


def _within(
    query: Select[*tuple[int, ...]], consortium_id: UUID, found: Sequence[Run], link_id: int | None
) -> Select[*tuple[int, ...]]:
    query = query.join(Link, Link.id == SCAN_DAYS.c.link_id).where(
        Link.consortium_id == consortium_id, _day >= found[0].first, _day <= found[-1].last
    )
    return query if link_id is None else query.where(SCAN_DAYS.c.link_id == link_id)


def _by_run(found: Sequence[Run], whole: str, columns: Sequence[str]) -> Number:
    """The count of a row within the period: its own sum, or its hours at the edges."""
    edges = [
        (and_(_day >= run.first, _day <= run.last), _sum(columns, run.kept()))
        for run in found
        if not run.whole
    ]
    full: Number = SCAN_DAYS.c[whole]
    return case(*edges, else_=full) if edges else full


def _by_shift(found: Sequence[Run], shift: int, columns: Sequence[str]) -> Number:
    """What a row gives to the local day before, the same, or the next."""
    parts = [(run, _sum(columns, run.falling(shift))) for run in found]
    return case(*((_day <= run.last, part) for run, part in parts), else_=literal(0))


def _sum(columns: Sequence[str], hours: Sequence[int]) -> Number:
    found: Number = literal(0)
    for hour in hours:
        found = found + SCAN_DAYS.c[columns[hour]]
    return found
