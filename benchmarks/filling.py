"""A database with many stored scans, in the order of time as life would have made it, and its sums.

Sums are counted here, once, while the rows are drawn: `porte-voix reconcile` agrees with them.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

LINKS = 200
DAYS = 365
QUARTERS = 96
TIMEZONE = "Europe/Paris"
Row = tuple[int, ...]
Drawn = Iterator[tuple[str, Sequence[str], list[Row]]]
_SCAN = ("link_id", "version", "scan_class", "device", "app", "quarter")
_OF_LINK = "fk_scan_link_id_link"
_SUM = (*_SCAN[:5], "scans")


@dataclass(frozen=True)
class Filled:
    """A code that redirects, its link and consortium, and where all that is stored."""

    path: str
    link_id: int
    consortium_id: UUID
    address: str


def filled(scans: int) -> Filled:
    """Migrate the database of the settings and store so many scans over a year of two hundred links."""
    from app import migrate, tables  # noqa: F401, PLC0415
    from campaigns import links  # noqa: PLC0415
    from core import clock, database, people  # noqa: PLC0415
    from core.territory import Channel  # noqa: PLC0415

    here = database.current()
    migrate.migrate(here)
    with here.transaction() as session:
        consortium = people.create_consortium(session, "Mesure")
        made = [
            links.create(
                session, consortium_id=consortium.id, channel=Channel.POSTER, destination="/bonjour/permis"
            )
            for _ in range(LINKS)
        ]
        of = Filled(f"/r/{made[0][1].shown}", made[0][0].id, consortium.id, here.address)
    if scans:
        _store([link.id for link, _code in made], scans, clock.quarter_of(clock.now()) // QUARTERS - DAYS)
    return of


def _store(links: Sequence[int], scans: int, first_day: int) -> None:
    from core import database  # noqa: PLC0415

    raw = database.current().engine.raw_connection()
    with closing(raw):
        connection: Any = raw.driver_connection
        raw.detach()
        write = _into_sqlite if database.current().sqlite else _into_postgresql
        write(connection, _drawn(links, scans, first_day))
        if database.current().sqlite:
            return
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE scan")
        connection.execute("VACUUM ANALYZE scan_day")


def _drawn(links: Sequence[int], scans: int, first_day: int) -> Drawn:
    """Rows for a table, its columns: each day's scans with the day's sums, then all kinds'."""
    from campaigns.scan_tables import SCAN_DAYS  # noqa: PLC0415

    chance = random.Random(1)
    # Eight people, a bot and a preview of ten.
    kinds = list(product(links, (1,), (0,) * 8 + (1, 2), (1, 2, 3), range(6)))
    sums: Counter[Row] = Counter()
    for number in range(DAYS):
        day, size = first_day + number, scans * (number + 1) // DAYS - scans * number // DAYS
        drawn = chance.choices(kinds, k=size)
        quarters = [(day * QUARTERS + place * QUARTERS // size,) for place in range(size)]
        yield "scan", _SCAN, [kind + quarter for kind, quarter in zip(drawn, quarters, strict=True)]
        yield "scan_day", SCAN_DAYS.columns.keys(), _of_day(day, Counter(zip(drawn, quarters, strict=True)))
        sums.update(drawn)
    yield "scan_sum", _SUM, [(*kind, times) for kind, times in sums.items()]


def _of_day(day: int, counted: Counter[tuple[Row, Row]]) -> list[Row]:
    hours: dict[int, list[int]] = {}
    for (kind, (quarter,)), times in counted.items():
        row = hours.setdefault(kind[0], [0] * 50)
        hour = quarter // 4 % 24
        row[0] += times
        row[2 + hour] += times
        if kind[2] == 0:
            row[1] += times
            row[26 + hour] += times
    return [(link, day, *row) for link, row in sorted(hours.items())]


def _into_sqlite(connection: Any, drawn: Drawn) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    for table, columns, rows in drawn:
        marks = ", ".join("?" * len(columns))
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        connection.execute("COMMIT")


def _into_postgresql(connection: Any, drawn: Drawn) -> None:
    connection.autocommit = True
    # The trigger would count them a second time, and each row would ask for its link.
    connection.execute("ALTER TABLE scan DISABLE TRIGGER USER")
    connection.execute(f"ALTER TABLE scan DROP CONSTRAINT {_OF_LINK}")
    for table, columns, rows in drawn:
        line = "\t".join(["%d"] * len(columns)) + "\n"
        with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            copy.write("".join([line % row for row in rows]))
    connection.execute(f"ALTER TABLE scan ADD CONSTRAINT {_OF_LINK} FOREIGN KEY (link_id) REFERENCES link")
    connection.execute("ALTER TABLE scan ENABLE TRIGGER USER")


def bytes_stored() -> int:
    """What scans take with their indexes and sums."""
    from core import database, settings  # noqa: PLC0415

    here = database.current()
    with here.engine.connect() as connection:
        if here.sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return (settings.current().data_dir / "porte-voix.sqlite").stat().st_size
        names = ("scan", "scan_day", "scan_sum", "daily_visitors")
        sizes = " + ".join(f"pg_total_relation_size('{name}')" for name in names)
        return int(connection.execute(text(f"SELECT {sizes}")).scalar_one())


def page_milliseconds(*filled: Filled, times: int = 41) -> list[float]:
    """How long the queries of a link's page take in each, in turn, the medians of so many."""
    from core.database import Database  # noqa: PLC0415

    taken: list[list[float]] = [[] for _one in filled]
    databases = [Database(one.address) for one in filled]
    for _turn in range(times):
        for of, database, seen in zip(filled, databases, taken, strict=True):
            start = time.perf_counter()
            with database.snapshot() as session:
                _read_page(session, of)
            seen.append(time.perf_counter() - start)
    for database in databases:
        database.close()
    return [statistics.median(seen) * 1000 for seen in taken]


def _read_page(session: Session, of: Filled) -> None:
    from campaigns import rollups  # noqa: PLC0415

    read: list[Callable[..., object]] = [rollups.counts, rollups.daily_counts, rollups.week]
    for one in read:
        one(session, of.consortium_id, None, None, TIMEZONE, link_id=of.link_id)
    rollups.kinds(session, of.consortium_id, link_id=of.link_id)
    rollups.visitors(session, of.consortium_id, None, None, link_id=of.link_id)


def use(folder: Path, address: str = "") -> None:
    """Make this process, and what it starts from now on, use another installation."""
    from core import settings  # noqa: PLC0415

    folder.mkdir(exist_ok=True)
    os.environ["PORTE_VOIX_DATA_DIR"] = str(folder)
    os.environ.pop("PORTE_VOIX_DATABASE_URL", None)
    if address:
        os.environ["PORTE_VOIX_DATABASE_URL"] = address
    close()
    settings.current.cache_clear()


def close() -> None:
    """Leave the present database."""
    from core import database  # noqa: PLC0415

    if database.current.cache_info().currsize:
        database.current().close()
    database.current.cache_clear()
