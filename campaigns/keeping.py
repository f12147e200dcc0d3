"""Raw rows of scans go after some months, their sums stay; both can be compared at any time.

Rows go by whole days of UTC, each in a transaction of its own, so that no scan waits for long and
a stop in the middle leaves the sums right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from campaigns import days
from campaigns.scan_tables import ALL, HOURS, HUMAN, SCAN_DAYS, SCAN_SUMS, SCANS, ScanClass

QUARTERS = 96
_kind = [SCANS.c[name] for name in ("link_id", "version", "scan_class", "device", "app")]
_day = SCANS.c.quarter // QUARTERS
_COUNTS = ("total", "human", *ALL, *HUMAN)


@dataclass(frozen=True)
class Difference:
    """A stored sum that raw rows do not give."""

    table: str
    key: str
    stored: int
    counted: int


def purge_day(session: Session, before: date) -> int:
    """Take away the raw rows of the oldest day of UTC that is over before `before`; how many went.

    0: nothing is left to take away.
    """
    first = session.scalar(select(func.min(SCANS.c.quarter)))
    limit = days.number(before) * QUARTERS
    if first is None or first >= limit:
        return 0
    end = (first // QUARTERS + 1) * QUARTERS
    gone = SCANS.c.quarter < end
    counted = select(*_kind, func.count()).where(gone).group_by(*_kind).order_by(*_kind)
    for *kind, scans in session.execute(counted).all():
        here = and_(*(column == value for column, value in zip(SCAN_SUMS.primary_key, kind, strict=True)))
        session.execute(update(SCAN_SUMS).where(here).values(purged=SCAN_SUMS.c.purged + scans))
    return session.execute(delete(SCANS).where(gone)).rowcount  # type: ignore[attr-defined, no-any-return]


def differences(session: Session) -> list[Difference]:
    """Where stored sums and raw rows disagree, over the days that still have raw rows; none is right."""
    return [*_of_days(session), *_of_kinds(session)]


def rebuild(session: Session) -> None:
    """Count the sums anew from raw rows, over the days that still have them."""
    first = _first_day(session)
    session.execute(delete(SCAN_DAYS).where(SCAN_DAYS.c.day >= first))
    session.execute(insert(SCAN_DAYS).from_select(["link_id", "day", *_COUNTS], _counted_days()))
    kinds = {tuple(kind): scans for *kind, scans in session.execute(_counted_kinds())}
    for row in session.execute(select(SCAN_SUMS)).mappings().all():
        key = tuple(row[column.name] for column in SCAN_SUMS.primary_key)
        here = and_(*(column == row[column.name] for column in SCAN_SUMS.primary_key))
        values = {"scans": row["purged"] + kinds.pop(key, 0)}
        session.execute(update(SCAN_SUMS).where(here).values(values))
    names = [column.name for column in SCAN_SUMS.primary_key]
    for key, scans in kinds.items():
        session.execute(insert(SCAN_SUMS).values({**dict(zip(names, key, strict=True)), "scans": scans}))


def _of_days(session: Session) -> Iterable[Difference]:
    columns = [SCAN_DAYS.c[name] for name in ("link_id", "day", *_COUNTS)]
    query = select(*columns).where(SCAN_DAYS.c.day >= _first_day(session))
    stored = {(row[0], row[1]): tuple(row[2:]) for row in session.execute(query)}
    counted = {(row[0], row[1]): tuple(map(int, row[2:])) for row in session.execute(_counted_days())}
    nothing = (0,) * len(_COUNTS)
    for link, day in sorted(stored.keys() | counted.keys()):
        pairs = zip(_COUNTS, stored.get((link, day), nothing), counted.get((link, day), nothing), strict=True)
        for name, kept, found in pairs:
            if kept != found:
                yield Difference("scan_day", f"{link}/{days.of_number(day)}/{name}", kept, found)


def _of_kinds(session: Session) -> Iterable[Difference]:
    counted: Counter[tuple[int, ...]] = Counter()
    for *kind, scans in session.execute(_counted_kinds()):
        counted[tuple(kind)] = scans
    for *key, scans, purged in session.execute(select(SCAN_SUMS)):
        found = purged + counted.pop(tuple(key), 0)
        if scans != found:
            yield Difference("scan_sum", "/".join(map(str, key)), scans, found)
    for unstored, scans in counted.items():
        yield Difference("scan_sum", "/".join(map(str, unstored)), 0, scans)


def _first_day(session: Session) -> int:
    """The oldest day that still has raw rows; the day after the last sum where there are none."""
    first = session.scalar(select(func.min(SCANS.c.quarter)))
    if first is not None:
        return int(first // QUARTERS)
    last = session.scalar(select(func.max(SCAN_DAYS.c.day)))
    return 0 if last is None else int(last) + 1


def _counted_kinds() -> Select[*tuple[Any, ...]]:
    return select(*_kind, func.count()).group_by(*_kind)


def _counted_days() -> Select[*tuple[Any, ...]]:
    human = SCANS.c.scan_class == ScanClass.HUMAN
    hour = SCANS.c.quarter // 4 % 24
    conditions = [human, *(hour == one for one in HOURS), *(and_(human, hour == one) for one in HOURS)]
    sums = [func.sum(case((condition, 1), else_=0)) for condition in conditions]
    query = select(SCANS.c.link_id, _day, func.count(), *sums)
    return query.where(SCANS.c.scan_class != ScanClass.TEST).group_by(SCANS.c.link_id, _day)


def kept_since(today: date, keep_days: int) -> date:
    """The oldest day whose raw rows stay."""
    return today - timedelta(days=keep_days)
