"""What planning costs as it grows: the calendar's month page, its feed, an import.

`python -m benchmarks.planning [--json] [--runs N] [--items N] [--month N] [--many N]`. A fresh data
folder of its own. The page is run by Streamlit's test runner, signed in, turned to one month; an
empty month, the full month with few and with many items in the base are run in turn, and each value
is a ratio of medians of the same rounds. Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from app.migrate import migrate
from app.wiring import wire
from campaigns import feeds, planning
from campaigns.importing import posts, tables
from campaigns.models import Action, ActionKind, ActionState, Post, Variant
from core import clock, database, people, sessions, settings
from core.people import Actor, Role
from core.territory import NETWORKS, Audience, Need

PAGE = Path(__file__).parents[1] / "campaigns" / "pages" / "schedule.py"
ZONE = ZoneInfo("Europe/Paris")
FULL, EMPTY = date(2027, 3, 1), date(2029, 5, 1)
"""Nothing is planned in the empty month; the rest of the base lies in the years before the full one."""


@dataclass(frozen=True)
class Case:
    """One line of the result, and the most that it may be (None: told, not bounded)."""

    case: str
    value: float
    target: float | None
    met: bool


@dataclass(frozen=True)
class House:
    """An installation with so many items, and who looks at it."""

    folder: str
    token: str
    feed: str


def main() -> int:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planning", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--items", type=int, default=5_000)
    parser.add_argument("--month", type=int, default=400)
    parser.add_argument("--many", type=int, default=50_000)
    chosen = parser.parse_args()
    # The test runner says at every run that no browser is there.
    logging.disable(logging.WARNING)
    cases = [
        *of_the_page(chosen.runs, chosen.items, chosen.month, chosen.many),
        *of_the_feed(chosen.items),
        *of_the_import(chosen.items),
    ]
    if chosen.json:
        print(json.dumps([asdict(case) for case in cases], indent=2))
    else:
        for case in cases:
            bound = f" (at most {case.target:g})" if case.target is not None else ""
            print(f"{case.case}: {case.value:.3g}{bound}{'' if case.met else ' MISSED'}")
    return 0 if all(case.met for case in cases) else 1


def of_the_page(runs: int, few: int, month: int, many: int) -> list[Case]:
    """The month page: a full month against an empty one, many items in the base against few."""
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        small, large = (_house(f"{folder}/{number}", number, month) for number in (few, many))
        kinds: dict[str, Callable[[], float]] = {
            "empty": lambda: _page_seconds(small, EMPTY),
            "full": lambda: _page_seconds(small, FULL),
            "full of many": lambda: _page_seconds(large, FULL),
        }
        for run in kinds.values():
            run()
        taken: dict[str, list[float]] = {name: [] for name in kinds}
        for _round in range(runs):
            for name, run in kinds.items():
                taken[name].append(run())
    median = {name: statistics.median(values) for name, values in taken.items()}
    return [
        Case("empty month, ms", median["empty"] * 1000, None, met=True),
        _bounded(f"month of {month} of {few} / empty month", median["full"] / median["empty"], 4.0),
        _bounded(
            f"month of {month}: {many} in the base / {few}", median["full of many"] / median["full"], 1.5
        ),
    ]


def of_the_feed(most: int) -> list[Case]:
    """The feed of everything, and how it grows from a fifth of the items: in proportion, or slower."""
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        small, large = (_house(f"{folder}/{number}", number, 0) for number in (most // 5, most))
        taken: dict[House, list[float]] = {small: [], large: []}
        for _round in range(5):
            for house, values in taken.items():
                values.append(_feed_seconds(house))
    few, all_of_them = (statistics.median(values) for values in taken.values())
    growth = all_of_them / few
    return [
        Case(f"feed of {most} items, s", all_of_them, None, met=True),
        _bounded(f"feed: {most} items / {most // 5}", growth, 6.0),
    ]


def of_the_import(most: int) -> list[Case]:
    """A file of so many posts, checked and made, and how that grows from a fifth of them."""
    taken: dict[int, list[float]] = {most // 5: [], most: []}
    for _round in range(3):
        for rows, values in taken.items():
            with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
                values.append(_import_seconds(_house(f"{folder}/import", 2, 0), rows))
    few, all_of_them = (statistics.median(values) for values in taken.values())
    return [
        Case(f"import of {most} posts, s", all_of_them, None, met=True),
        _bounded(f"import: {most} rows / {most // 5}", all_of_them / few, 6.0),
    ]


def _import_seconds(house: House, rows: int) -> float:
    """A file read, its lines checked, all of them made in one transaction."""
    lines = [
        f"Publication {number};Tu galères ?;TikTok, Instagram;{number % 28 + 1:02}/03/2027;{8 + number % 12}h"
        for number in range(rows)
    ]
    data = "\r\n".join(["Titre;Texte;Réseaux;Jour;Heure", *lines, ""]).encode()
    with _within(house), database.current().transaction() as session:
        user = sessions.signed_in(session, house.token)
        actor = people.actor_in(session, user, people.memberships(session, user.id)[0][1].id)
        assert actor is not None
        campaign = planning.campaigns(session, actor.consortium_id)[0].id
        start = time.perf_counter()
        table = tables.opened(data)
        mapping = tables.guessed(posts.COLUMNS, table.head)
        found = posts.check(session, actor, table, mapping, campaign, ZONE.key)
        made = posts.create(session, actor, found, ZONE.key, lambda *_at: None)
    assert made == rows
    return time.perf_counter() - start


def _bounded(case: str, value: float, target: float) -> Case:
    return Case(case, value, target, met=value <= target)


def _page_seconds(house: House, month: date) -> float:
    """One run of the page, turned to that month."""
    with _within(house):
        page = AppTest.from_file(str(PAGE), default_timeout=120)
        page.session_state["calendar-day"] = month
        page.run()
        # The second run is what each click costs: the first one compiles the script as well.
        start = time.perf_counter()
        page.run()
        taken = time.perf_counter() - start
    if page.exception or not page.title:
        raise SystemExit(f"the page failed: {page.exception}")
    return taken


def _feed_seconds(house: House) -> float:
    with _within(house), database.current().snapshot() as session:
        start = time.perf_counter()
        feeds.calendar(session, house.feed)
        return time.perf_counter() - start


@contextmanager
def _within(house: House) -> Iterator[None]:
    """This process uses that installation, as the member who looks at it."""
    _use(house.folder)
    ContextProxy.cookies = property(lambda _context: {sessions.COOKIE: house.token})  # type: ignore[method-assign,assignment]
    yield


def _use(folder: str) -> None:
    if os.environ.get("PORTE_VOIX_DATA_DIR") == folder:
        return
    if database.current.cache_info().currsize:
        database.current().close()
    os.environ["PORTE_VOIX_DATA_DIR"] = folder
    os.environ.pop("PORTE_VOIX_DATABASE_URL", None)
    settings.current.cache_clear()
    database.current.cache_clear()


def _house(folder: str, items: int, in_month: int) -> House:
    """An installation with so many items, half of them actions, `in_month` of them in the full month."""
    Path(folder).mkdir(parents=True)
    _use(folder)
    migrate(database.current())
    wire()
    with database.current().transaction() as session:
        consortium = people.create_consortium(session, "Banc d'essai")
        home = people.add_structure(session, consortium.id, "Club")
        user = people.create_user(session, "banc@exemple.test", "Banc", "une phrase assez longue")
        people.add_member(session, user, consortium.id, Role.COMMUNICATIONS, home.id)
        actor = people.actor_in(session, user, consortium.id)
        assert actor is not None
        campaign = _campaign(session, actor)
        _fill(session.connection(), consortium.id, campaign, items, in_month)
        feed = feeds.open_feed(session, actor).rsplit("/", 1)[1].removesuffix(".ics")
        return House(folder, sessions.open_session(session, user), feed)


def _campaign(session: Session, actor: Actor) -> UUID:
    return planning.create_campaign(
        session,
        actor,
        "Rentrée",
        goal="",
        need=Need.OTHER,
        audience=Audience.YOUNG,
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 12, 31),
    ).id


def _fill(connection: Connection, consortium: UUID, campaign: UUID, items: int, in_month: int) -> None:
    common = {"consortium_id": consortium, "campaign_id": campaign, "created_at": clock.now()}
    messages, variants, actions = [], [], []
    for number in range(items):
        inside = number < in_month
        day = FULL + timedelta(days=number % 31) if inside else FULL - timedelta(days=10 + number % 1500)
        wall = datetime(day.year, day.month, day.day, 8 + number % 12, 30, tzinfo=ZONE)
        instant, written, ends = (
            wall.astimezone(UTC),
            wall.strftime("%Y-%m-%dT%H:%M"),
            wall + timedelta(hours=2),
        )
        if number % 2:
            actions.append(
                {
                    **common,
                    "kind": list(ActionKind)[number % len(ActionKind)],
                    "title": f"Action numéro {number}",
                    "place": "Place du marché",
                    "starts_at": instant,
                    "ends_at": ends.astimezone(UTC),
                    "timezone": ZONE.key,
                    "starts_wall": written,
                    "ends_wall": ends.strftime("%Y-%m-%dT%H:%M"),
                    "state": ActionState.PLANNED,
                }
            )
            continue
        post = {"id": uuid4(), **common, "title": f"Publication {number}", "text": "Tu galères ? " * 8}
        messages.append({**post, "due_at": instant, "due_timezone": ZONE.key, "due_wall": written})
        for network in (NETWORKS[number % 6], NETWORKS[(number + 2) % 6]):
            variants.append({"consortium_id": consortium, "post_id": post["id"], "network": network})
    connection.execute(insert(Post), messages)
    connection.execute(insert(Variant), variants)
    connection.execute(insert(Action), actions)


if __name__ == "__main__":
    sys.exit(main())
