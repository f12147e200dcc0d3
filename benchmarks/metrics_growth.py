"""Pages of public counters after three years, beside the same pages of an empty consortium.

`python -m benchmarks.metrics_growth [--json] [--accounts N] [--posts N] [--years N] [--rounds N]`, with
`--postgresql DSN` on a server instead of SQLite.
Three databases: an empty one, a new one (one account and one post per network, two readings each: the same
things are drawn) and a full one (accounts read daily, posts at their ages, with days, weeks and sums). The
real pages run in Streamlit's own runner, signed in, in turn on all three; a value is the median of the full
one divided by that of another. Exit status 1 where a page takes more than twice as long as the empty one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, create_engine, insert, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app import migrate, tables  # noqa: F401
from benchmarks.filling import use
from campaigns.models import Account, Campaign, Post, Variant
from core import clock, database, people, sessions
from core.database import Base
from core.territory import Audience, Channel, Need
from reach.collecting import schedule
from reach.series import networks, rollups

MOST = 2.0
PAGES = ("metrics", "evolution", "health")
NETWORKS = (Channel.INSTAGRAM, Channel.TIKTOK, Channel.YOUTUBE, Channel.SNAPCHAT)
MEASURES = {"account": ("followers", "posts"), "post": ("views", "likes", "comments")}
ROOT = Path(__file__).parents[1]
BATCH = 20_000


@dataclass(frozen=True)
class Case:
    """One line of the result, and the most that it may be."""

    case: str
    value: float
    target: float
    met: bool


@dataclass(frozen=True)
class Filled:
    """Where a database is, and the cookie of somebody signed in there."""

    folder: Path
    address: str
    token: str


def main() -> int:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.metrics_growth", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--accounts", type=int, default=500)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--years", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--postgresql", default="", help="a server on which two databases are made")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        empty = filled(Path(folder) / "empty", 0, 0, 0, chosen.postgresql)
        few = filled(Path(folder) / "new", len(NETWORKS), len(NETWORKS), 2, chosen.postgresql)
        days = int(chosen.years * 365)
        many = filled(Path(folder) / "full", chosen.accounts, chosen.posts, days, chosen.postgresql)
        cases = measured(empty, few, many, chosen.rounds)
    if chosen.json:
        print(json.dumps([asdict(case) for case in cases], indent=2))
    else:
        for case in cases:
            print(f"{case.case}: {case.value:.2f} (at most {case.target:g}){'' if case.met else ' MISSED'}")
    return 0 if all(case.met for case in cases) else 1


def measured(empty: Filled, few: Filled, many: Filled, rounds: int) -> list[Case]:
    """Each page in turn on every database; the first round warms up and is not counted."""
    taken: dict[tuple[str, Path], list[float]] = {}
    for turn in range(rounds + 1):
        for page in PAGES:
            for of in (empty, few, many):
                seconds = _run(page, of)
                if turn:
                    taken.setdefault((page, of.folder), []).append(seconds)
    cases = []
    for page in PAGES:
        *small, large = (statistics.median(taken[page, of.folder]) for of in (empty, few, many))
        for word, seconds in zip(("empty", "new"), small, strict=True):
            name = f"{page}, full {large * 1000:.0f} ms over {word} {seconds * 1000:.0f} ms"
            cases.append(Case(name, large / seconds, MOST, large / seconds <= MOST))
    return cases


def filled(folder: Path, accounts: int, posts: int, days: int, server: str) -> Filled:
    """A database with so many accounts read daily for so many days, and posts of that time."""
    address = _made(server) if server else ""
    use(folder, address)
    here = database.current()
    migrate.migrate(here)
    with here.transaction() as session:
        consortium = people.create_consortium(session, "Mesure")
        user = people.create_user(session, "mesure@exemple.test", "Mesure", "une phrase assez longue")
        people.add_member(session, user, consortium.id, people.Role.ADMINISTRATOR, None)
        token = sessions.open_session(session, user)
        _fill(session, consortium.id, accounts, posts, days)
    with here.transaction() as session:
        networks.rebuild_networks(session, consortium.id)
        networks.week_of_networks(session, consortium.id)
    with here.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")
    return Filled(folder, address, token)


def _fill(session: Session, consortium_id: UUID, accounts: int, posts: int, days: int) -> None:
    now = clock.now()
    campaign = Campaign(
        consortium_id=consortium_id,
        name="Mesure",
        need=Need.OTHER,
        audience=Audience.YOUNG,
        starts_on=now.date(),
        ends_on=now.date(),
        created_at=now,
    )
    session.add(campaign)
    session.flush()
    writer = _Writer(session)
    for number in range(accounts):
        account = Account(
            consortium_id=consortium_id,
            network=NETWORKS[number % len(NETWORKS)],
            handle=f"compte.{number}",
            own=True,
            collectable=True,
        )
        session.add(account)
        session.flush()
        of = rollups.Of(consortium_id, account.id, None, account.network.value)
        writer.target(of, [now - timedelta(days=back) for back in range(days, -1, -1)])
    for number in range(posts):
        at = now - timedelta(days=days * (number + 1) / (posts + 1), hours=2)
        variant = _post(session, consortium_id, campaign.id, number, at)
        ages = [*schedule.FRESH, *(schedule.FRESH[-1] + schedule.THEN * turn for turn in range(1, 40))]
        of = rollups.Of(consortium_id, None, variant.id, variant.network.value)
        writer.target(of, [at + age for age in ages if at + age < now] or [now])
        if number % 500 == 0:
            session.expunge_all()
    writer.close()


def _post(session: Session, consortium_id: UUID, campaign_id: UUID, number: int, at: datetime) -> Variant:
    post = Post(
        id=uuid4(),
        consortium_id=consortium_id,
        campaign_id=campaign_id,
        title=f"Publication {number}",
        text="",
        due_at=at,
        due_timezone="Europe/Paris",
        due_wall="2026-01-01T12:00",
        created_at=at,
    )
    variant = Variant(
        id=uuid4(),
        consortium_id=consortium_id,
        post_id=post.id,
        network=NETWORKS[number % len(NETWORKS)],
        published_at=at,
        published_url=f"https://exemple.test/{number}",
    )
    session.add(post)
    session.flush()
    session.add(variant)
    session.flush()
    return variant


class _Writer:
    """Rows as collecting would have left them, written in batches."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def target(self, of: rollups.Of, times: list[datetime]) -> None:
        """Every reading of one account or post, its days, its weeks and its last word."""
        ids = {"account_id": of.account_id, "variant_id": of.variant_id}
        whose = {"consortium_id": of.consortium_id, **ids}
        for measure in MEASURES["account" if of.account_id else "post"]:
            periods: dict[tuple[str, date], dict[str, Any]] = {}
            for place, at in enumerate(times):
                said = {"value": 100 + 3 * place, "provider": "mesure/inventee", "at": at}
                kept = {"state": "ok", "exactness": "exact", "measure": measure}
                self._add("snapshot", whose | said | kept | _SNAPSHOT | {"id": uuid4(), "slot": f"{at}"})
                day = at.date()
                for grain, start in ((rollups.DAY, day), (rollups.WEEK, rollups.monday(day))):
                    key = {"target_id": of.id, "grain": grain, "measure": measure, "starts_on": start}
                    periods[grain, start] = key | said | {"rounded": False}
            for row in periods.values():
                self._add("metric_period", row)
            latest = {"target_id": of.id, "network": of.network} | whose | said | kept
            self._add("metric_latest", latest)

    def close(self) -> None:
        """Write what is left."""
        for name in list(self._rows):
            self._flush(name)

    def _add(self, name: str, row: dict[str, Any]) -> None:
        rows = self._rows.setdefault(name, [])
        rows.append(row)
        if len(rows) >= BATCH:
            self._flush(name)

    def _flush(self, name: str) -> None:
        table: Table = Base.metadata.tables[name]
        if self._rows[name]:
            self._session.execute(insert(table), self._rows[name])
        self._rows[name] = []


_SNAPSHOT = {"provider_version": "1", "mapper": ""}


def _run(page: str, of: Filled) -> float:
    """How long the page takes on that database, as somebody signed in."""
    from streamlit.runtime.context import ContextProxy  # noqa: PLC0415
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415

    use(of.folder, of.address)
    cookies: Callable[[object], dict[str, str]] = lambda _context: {sessions.COOKIE: of.token}  # noqa: E731
    ContextProxy.cookies = property(cookies)  # type: ignore[assignment,method-assign]
    test = AppTest.from_file(str(ROOT / "reach" / "pages" / f"{page}.py"), default_timeout=120)
    start = time.perf_counter()
    test.run()
    seconds = time.perf_counter() - start
    if test.exception:
        raise RuntimeError(f"{page} failed: {test.exception[0].message}")
    return seconds


def _made(server: str) -> str:
    name = f"bench_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    os.environ.setdefault("STREAMLIT_LOG_LEVEL", "error")
    sys.exit(main())
