"""The scan writer when the store is slow, locked, gone or wrong: phones are let go, losses are counted."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from campaigns import links, recorder
from campaigns.agents import Opening
from campaigns.models import Code
from campaigns.recorder import Recorder
from campaigns.routes import Redirects
from campaigns.scan_tables import App, Device, ScanClass
from core.database import Database
from tests.campaigns.serving import Served, serve, stored
from tests.factories import campaigns

pytestmark = pytest.mark.database
QUARTER = 1_982_000
PERSON = Opening(ScanClass.HUMAN, Device.IPHONE, App.NONE)


@pytest.fixture
def poster(database: Database) -> Code:
    with database.transaction() as session:
        return campaigns.link(session)[1]


@contextmanager
def locked(database: Database) -> Iterator[Callable[[], None]]:
    """Another process writes for long; call what is given to let it end."""
    with database.engine.connect() as connection:
        connection.begin()
        if not database.sqlite:
            connection.execute(text("LOCK TABLE scan IN EXCLUSIVE MODE"))
        yield connection.rollback


def changed(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.execute(text(statement))


async def opened(served: Served, code: Code, times: int) -> list[int]:
    return [(await served.get(f"/r/{code.shown}")).status_code for _ in range(times)]


async def until(met: Callable[[], bool]) -> None:
    """Let the loop turn until the writer is there."""
    async with asyncio.timeout(20):
        while not met():
            await asyncio.sleep(0.01)


def test_many_at_once_share_transactions(
    database: Database, engine_kind: str, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = []
    hand_over = Recorder._hand_over

    def counted(self: Recorder) -> None:
        batches.append(self._waiting)
        hand_over(self)

    monkeypatch.setattr(Recorder, "_hand_over", counted)

    async def visit(served: Served) -> list[int]:
        responses = await asyncio.gather(*(served.get(f"/r/{poster.shown}") for _ in range(200)))
        return [response.status_code for response in responses]

    assert serve(database, visit) == [302] * 200
    assert stored(database) == 200
    assert len(batches) < 100


def test_a_batch_has_an_end(
    database: Database, engine_kind: str, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "BATCH", 7)

    async def visit(served: Served) -> int:
        await asyncio.gather(*(served.get(f"/r/{poster.shown}") for _ in range(50)))
        return stored(database)

    assert serve(database, visit) == 50


def test_while_the_store_is_locked_phones_are_let_go_and_their_scans_are_kept(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> tuple[int, int]:
        recorder = served.redirects.recorder
        with locked(database) as release:
            async with asyncio.timeout(5):
                assert await opened(served, poster, 20) == [302] * 20
            assert recorder.behind
            release()
            await until(lambda: not recorder.behind)
        assert await opened(served, poster, 1) == [302]
        return recorder.lost, recorder.answered_first

    assert serve(database, visit) == (0, 20)
    assert stored(database) == 21


def test_what_a_store_locked_to_the_end_did_not_take_is_counted_as_lost(
    database: Database, engine_kind: str, poster: Code, caplog: pytest.LogCaptureFixture
) -> None:
    redirects = Redirects(database)

    async def run() -> None:
        redirects.start()
        for _ in range(3):
            waiter = redirects.recorder.record(poster.link_id, 1, PERSON, QUARTER)
            if waiter is not None:
                await waiter
        await asyncio.to_thread(redirects.stop)

    with locked(database):
        asyncio.run(run())
    assert (redirects.recorder.lost, stored(database)) == (3, 0)
    said = [line.getMessage() for line in caplog.records if line.name == "porte_voix.scans"]
    assert said == [
        "Scans cannot be stored now; visitors are answered first",
        "Scans lost since the start: 3",
    ]


def test_a_writer_that_fails_stops_no_redirect(database: Database, engine_kind: str, poster: Code) -> None:
    redirects: list[Redirects] = []
    # SQLite writes the new name of a table into its views: there, the door itself goes.
    gone, back = "DROP VIEW scan_batch", "SELECT 1"
    if not database.sqlite:
        gone, back = "ALTER TABLE scan RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO scan"

    async def visit(served: Served) -> list[int]:
        redirects.append(served.redirects)
        changed(database, gone)
        return await opened(served, poster, 5)

    assert serve(database, visit) == [302] * 5
    assert redirects[0].recorder.lost == 5
    changed(database, back)
    assert stored(database) == 0


def test_a_batch_that_the_store_refuses_is_lost_and_the_next_is_not(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> int:
        waiter = served.redirects.recorder.record(404, 1, PERSON, QUARTER)
        assert waiter is not None
        await waiter
        await opened(served, poster, 1)
        return served.redirects.recorder.lost

    assert serve(database, visit) == 1
    assert stored(database) == 1


def test_a_slow_commit_keeps_nobody_waiting(
    database: Database, engine_kind: str, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LOCK_WAIT", 30_000)
    monkeypatch.setattr(recorder, "PATIENCE", 0.05)

    async def visit(served: Served) -> tuple[int, int, int]:
        writer = served.redirects.recorder
        with locked(database) as release:
            async with asyncio.timeout(5):
                await opened(served, poster, 4)
            before = stored(database)
            release()
            await until(lambda: not writer.behind)
        return before, writer.answered_first, writer.lost

    assert serve(database, visit) == (0, 4, 0)
    assert stored(database) == 4


def test_beyond_the_cap_phones_are_answered_first_and_still_counted(
    database: Database, engine_kind: str, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "MOST_WAITING", 0)

    async def visit(served: Served) -> int:
        await opened(served, poster, 6)
        return served.redirects.recorder.answered_first

    assert serve(database, visit) == 6
    assert stored(database) == 6


def test_memory_has_an_end_too(
    database: Database, engine_kind: str, poster: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "MOST_KEPT", 5)

    async def visit(served: Served) -> int:
        with locked(database):
            await opened(served, poster, 1)
            await until(lambda: served.redirects.recorder.behind)
            await opened(served, poster, 10)
        return served.redirects.recorder.lost

    lost = serve(database, visit)
    assert lost > 0
    assert stored(database) + lost == 11


def test_a_known_code_redirects_while_the_store_cannot_be_read(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> list[int]:
        seen = await opened(served, poster, 1)
        changed(database, "ALTER TABLE code RENAME TO elsewhere")
        seen += await opened(served, poster, 2)
        seen.append((await served.get("/r/JAMAISVU")).status_code)
        changed(database, "ALTER TABLE elsewhere RENAME TO code")
        return seen + await opened(served, poster, 1)

    assert serve(database, visit) == [302, 302, 302, 503, 302]
    assert stored(database) == 4


def test_a_pause_counts_although_an_earlier_answer_is_remembered(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> list[int]:
        seen = await opened(served, poster, 1)
        with database.transaction() as session:
            links.set_answers(session, [poster.link_id], False)
        seen += await opened(served, poster, 1)
        changed(database, "ALTER TABLE code RENAME TO elsewhere")
        seen += await opened(served, poster, 1)
        changed(database, "ALTER TABLE elsewhere RENAME TO code")
        return seen

    assert serve(database, visit) == [302, 404, 404]


def test_lost_connections_are_made_again(database: Database, engine_kind: str, poster: Code) -> None:
    async def visit(served: Served) -> int:
        await opened(served, poster, 1)
        cut(database)
        assert await opened(served, poster, 5) == [302] * 5
        await until(lambda: not served.redirects.recorder.behind)
        return served.redirects.recorder.lost

    assert serve(database, visit) == 0
    assert stored(database) == 6


def cut(database: Database) -> None:
    """The server ends every connection; a file has none to lose."""
    if not database.sqlite:
        query = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with database.engine.connect() as connection:
            connection.execute(text(query))


def test_stopping_writes_what_is_left_and_leaves_no_thread(
    database: Database, engine_kind: str, poster: Code
) -> None:
    redirects = Redirects(database)

    async def run() -> None:
        redirects.start()
        assert redirects.recorder.alive
        for _ in range(500):
            redirects.recorder.record(poster.link_id, 1, PERSON, QUARTER)
        await asyncio.to_thread(redirects.stop)

    before = threading.active_count()
    for _round in range(2):
        asyncio.run(run())
    assert not redirects.recorder.alive
    assert threading.active_count() <= before
    assert stored(database) == 1000


def test_a_scan_before_the_start_is_counted_as_lost_and_keeps_nobody(
    database: Database, engine_kind: str, poster: Code
) -> None:
    early = Recorder(database)
    assert early.record(poster.link_id, 1, PERSON, QUARTER) is None
    early.count_unknown("NOUR3K")
    assert early.lost == 1
    early.stop()
