"""A full disk, a dead writer, a bug in it: redirects go on, what is lost is counted, written down and shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text

from campaigns import recorder, rollups
from campaigns.models import Code
from campaigns.scan_tables import LOSSES, SCANS
from campaigns.store import Store, opened_later
from core import clock
from core.database import Database
from core.people import Role
from reach.agenda import agenda
from tests import streamlit_pages as pages
from tests.campaigns.serving import Served, serve, stored
from tests.factories import campaigns, people

PARIS = "Europe/Paris"


@pytest.fixture
def poster(database: Database) -> Code:
    with database.transaction() as session:
        return campaigns.link(session)[1]


async def opened(served: Served, code: Code, times: int) -> list[int]:
    return [(await served.get(f"/r/{code.shown}")).status_code for _ in range(times)]


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not met():
            await asyncio.sleep(0.01)


def lost(database: Database) -> int:
    with database.snapshot() as session:
        return rollups.lost(session, clock.today(PARIS))


def test_on_a_full_disk_redirects_go_on_and_every_scan_is_stored_or_counted_as_lost(
    database: Database, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite may not grow beyond the pages that it has: what a full disk says, without filling one."""
    monkeypatch.setattr(recorder, "MOST_KEPT", 50)
    monkeypatch.setattr(recorder, "RETRY", 0.01)
    limit: list[Any] = []
    prepare = Store.open

    def small(self: Store) -> Any:
        connection = prepare(self)
        if limit:
            connection.execute(f"PRAGMA max_page_count = {limit[0]}")
        return connection

    monkeypatch.setattr(Store, "open", small)

    async def visit(served: Served) -> int:
        with database.snapshot() as session:
            limit.append(session.scalar(text("PRAGMA page_count")))
        answered = 0
        while served.redirects.recorder.lost == 0:
            assert await opened(served, poster, 50) == [302] * 50
            answered += 50
        limit[0] = 1_000_000
        await until(lambda: not served.redirects.recorder.behind)
        assert await opened(served, poster, 1) == [302]
        await until(lambda: served.redirects.recorder.untold == 0)
        return answered + 1

    answered = serve(database, visit)
    assert lost(database) > 0
    assert stored(database) + lost(database) == answered
    with database.snapshot() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert session.scalar(select(func.count()).select_from(SCANS)) == stored(database)


@pytest.mark.database
def test_a_writer_that_died_is_started_again_and_nothing_in_hand_is_lost(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> tuple[int, bool]:
        here = served.redirects.recorder
        await opened(served, poster, 2)
        here._batches.put(None)
        await until(lambda: not here.alive)
        assert await opened(served, poster, 2) == [302] * 2
        return here.lost, here.alive

    assert serve(database, visit) == (0, True)
    assert stored(database) == 4


@pytest.mark.database
def test_a_writer_that_dies_again_at_once_costs_scans_that_are_counted(
    database: Database, engine_kind: str, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def visit(served: Served) -> int:
        here = served.redirects.recorder
        for _ in range(2):
            here._batches.put(None)
            await until(lambda: not here.alive)
            async with asyncio.timeout(5):
                assert await opened(served, poster, 3) == [302] * 3
        counted = here.lost
        monkeypatch.setattr(recorder, "REVIVAL", 0.0)
        await opened(served, poster, 1)
        await until(lambda: here.untold == 0)
        return counted

    assert serve(database, visit) == 3
    assert (stored(database), lost(database)) == (4, 3)


def test_a_mistake_of_ours_in_the_writer_costs_its_batch_and_not_the_thread(
    database: Database, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = vars(type(opened_later(database, 1)))["_insert"]
    wrong = [True]

    def fails(self: Store, scans: Any) -> None:
        if wrong.pop() if wrong else False:
            raise ZeroDivisionError
        insert(self, scans)

    monkeypatch.setattr(type(opened_later(database, 1)), "_insert", fails)

    async def visit(served: Served) -> tuple[int, bool]:
        await opened(served, poster, 2)
        return served.redirects.recorder.lost, served.redirects.recorder.alive

    assert serve(database, visit) == (1, True)
    assert (stored(database), lost(database)) == (1, 1)


def test_todays_page_says_how_many_were_lost(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as session:
        place = people.place(session, "Trois-Rives")
        actor = people.actor(session, place, Role.COMMUNICATIONS)
        assert agenda(session, actor, PARIS).lost == 0
        session.execute(insert(LOSSES).values(day=clock.today(PARIS), scans=1204))
        assert agenda(session, actor, PARIS).lost == 1204
    pages.sign_in(monkeypatch, database, actor)
    shown = pages.open_page("reach/pages/today.py")
    assert not shown.exception
    (warning,) = shown.warning
    assert "1\u202f204 scans de ces 30 jours n’ont pas pu être enregistrés" in warning.value
