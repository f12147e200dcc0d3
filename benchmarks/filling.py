"""A database with many stored scans, made by SQL in the order of time, as life would have made it."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

LINKS = 200
DAYS = 365
TIMEZONE = "Europe/Paris"
_SQLITE = """
WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i + 1 < :scans)
INSERT INTO scan (link_id, quarter, version, scan_class, device, app)
SELECT :first + abs(random()) % :links, :quarter + i * :quarters / :scans, 1,
  CASE abs(random()) % 10 WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 0 END, 1 + abs(random()) % 3, abs(random()) % 6
FROM number
"""
_POSTGRESQL = """
INSERT INTO scan (link_id, quarter, version, scan_class, device, app)
SELECT :first + floor(random() * :links)::int, :quarter + (i * :quarters / :scans)::int, 1,
  CASE floor(random() * 10)::int WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 0 END,
  1 + floor(random() * 3)::int, floor(random() * 6)::int
FROM generate_series(0::bigint, :scans - 1) AS i
"""


@dataclass(frozen=True)
class Filled:
    """A code that redirects, its link and consortium."""

    path: str
    link_id: int
    consortium_id: UUID


def filled(scans: int) -> Filled:
    """Migrate the database of the settings and store so many scans over a year of two hundred links."""
    from app import migrate, tables  # noqa: F401, PLC0415
    from campaigns import keeping, links  # noqa: PLC0415
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
        quarters = DAYS * 96
        given = {"first": made[0][0].id, "links": LINKS, "scans": scans, "quarters": quarters}
        given["quarter"] = clock.quarter_of(clock.now()) - quarters
        if scans:
            session.execute(text(_SQLITE if here.sqlite else _POSTGRESQL), given)
            keeping.rebuild(session)
        return Filled(f"/r/{made[0][1].shown}", made[0][0].id, consortium.id)


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


def page_milliseconds(of: Filled, times: int = 30) -> float:
    """How long the queries of a link's page take, the median of so many."""
    from campaigns import rollups  # noqa: PLC0415
    from core import database  # noqa: PLC0415

    read: list[Callable[..., object]] = [rollups.counts, rollups.daily_counts, rollups.week]
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        with database.current().snapshot() as session:
            for one in read:
                one(session, of.consortium_id, None, None, TIMEZONE, link_id=of.link_id)
            rollups.kinds(session, of.consortium_id, link_id=of.link_id)
            rollups.visitors(session, of.consortium_id, None, None, link_id=of.link_id)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def use(folder: Path, address: str = "") -> None:
    """Make this process, and what it starts from now on, use another installation."""
    from core import database, settings  # noqa: PLC0415

    folder.mkdir(exist_ok=True)
    os.environ["PORTE_VOIX_DATA_DIR"] = str(folder)
    os.environ.pop("PORTE_VOIX_DATABASE_URL", None)
    if address:
        os.environ["PORTE_VOIX_DATABASE_URL"] = address
    if database.current.cache_info().currsize:
        database.current().close()
    settings.current.cache_clear()
    database.current.cache_clear()
