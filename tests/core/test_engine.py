"""Durable jobs in real processes: each once, and what a killed process left is finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core import audit, clock, engine, jobs, runs, settings
from core.database import Database
from tests.core import working

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lines"
    path.touch()
    return path


@pytest.fixture
def start(database: Database, file: Path) -> Iterator[Start]:
    """Start a process of jobs by its name; all are gone after the test."""
    started = []

    def begin(name: str, *more: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PORTE_VOIX_WORKER_NAME": name, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "error", "-m", "tests.core.working", str(file), *more]
        process = subprocess.Popen(command, env=environment, cwd=ROOT)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(jobs, "_kinds", {})
    monkeypatch.setattr(jobs, "_every", {})
    working.register(file)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def lines(file: Path) -> list[list[str]]:
    return [line.split() for line in file.read_text().splitlines()]


def words(file: Path, first: str) -> int:
    return sum(line[0] == first for line in lines(file))


def unfinished(database: Database) -> int:
    with database.snapshot() as session:
        query = select(func.count()).select_from(runs.JobRun).where(runs.JobRun.finished_at.is_(None))
        return session.scalars(query).one()


def known_for_a_year(database: Database) -> None:
    """As if a process of jobs had lived here before: what it missed is caught up."""
    with database.transaction() as session:
        long_ago = clock.now() - timedelta(days=366)
        session.add(
            runs.JobWorker(name="autrefois", since=long_ago, beat_at=long_ago, taken_over_at=long_ago)
        )


@pytest.mark.database
def test_two_processes_carry_each_job_out_once_and_a_killed_one_is_finished_at_its_next_start(
    database: Database, start: Start, file: Path
) -> None:
    known_for_a_year(database)
    with database.transaction() as session:
        assert jobs.enqueue(session, working.SLOW, "une fois", {})
        for number in range(12):
            assert jobs.enqueue(session, working.QUICK, str(number), {"number": number})
        assert not jobs.enqueue(session, working.QUICK, "0", {"number": 0})
    both = {name: start(name) for name in ("un", "deux")}
    until(lambda: words(file, "step") == 2)
    (killed,) = [line[-1] for line in lines(file) if line[0] == "start"]
    both[killed].kill()
    both[killed].wait()
    assert words(file, "end") == 0
    both[killed] = start(killed)
    until(lambda: unfinished(database) == 0)
    for process in both.values():
        process.send_signal(signal.SIGTERM)
    assert [process.wait(20) for process in both.values()] == [0, 0]
    ran = Counter(tuple(line[:-1]) for line in lines(file) if line[0] in {"quick", "back"})
    assert ran == Counter([("back",), *(("quick", str(number)) for number in range(12))])
    assert (words(file, "start"), words(file, "end")) == (2, 1)
    with database.snapshot() as session:
        things = [entry.thing for entry in session.query(audit.AuditEntry)]
        last = jobs.last(session, working.SLOW)
    assert sorted(things) == [str(number) for number in range(working.STEPS)]
    assert last is not None
    assert (last.failed, last.counts) == (False, {"steps": working.STEPS})


def test_another_process_takes_over_what_a_dead_one_left(
    database: Database, start: Start, file: Path
) -> None:
    with database.transaction() as session:
        jobs.enqueue(session, working.SLOW, "une fois", {})
    first = start("mort")
    until(lambda: words(file, "step") == 1)
    first.kill()
    first.wait()
    start("vivant", "1")
    until(lambda: unfinished(database) == 0)
    assert [line[-1] for line in lines(file) if line[0] == "end"] == ["vivant"]


@pytest.mark.database
def test_a_second_process_of_the_same_name_waits_until_the_first_is_gone(
    database: Database, file: Path
) -> None:
    name = settings.current().worker_name
    with engine._OwnName(name) as first, engine._OwnName(name) as second, engine._OwnName("autre") as other:
        assert (first.hold(), second.hold(), other.hold(), first.hold()) == (True, False, True, True)
        first._let_go()
        assert (second.hold(), first.hold()) == (True, False)


@pytest.mark.database
def test_the_name_is_held_on_another_machine_too(
    database: Database, engine_kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if engine_kind == "sqlite":
        return
    with engine._OwnName("un") as first, engine._OwnName("un") as elsewhere:
        assert first.hold()
        monkeypatch.setattr(settings.Settings, "data_dir", tmp_path, raising=False)
        assert elsewhere._hold_in_database() is False


@pytest.mark.database
def test_in_one_process_the_engine_works_stops_in_the_middle_and_goes_on(
    database: Database, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    jobs.start()
    jobs.start()
    with database.transaction() as session:
        assert jobs.alive(session)
        jobs.enqueue(session, working.SLOW, "une fois", {})
    until(lambda: words(file, "step") == 1)
    jobs.stop()
    assert (jobs.started(), words(file, "end"), unfinished(database)) == (False, 0, 1)
    jobs.start()
    until(lambda: unfinished(database) == 0)
    jobs.stop()
    assert [words(file, word) for word in ("start", "step", "end")] == [2, working.STEPS, 1]
    assert words(file, "back") == 0, "the first start catches nothing up"
    assert capfd.readouterr() == ("", "")


def test_what_the_engine_keeps_names_the_job_and_nothing_else(database: Database, file: Path) -> None:
    jobs.start()
    with database.transaction() as session:
        jobs.enqueue(session, working.QUICK, "a", {"number": 987654321})
    until(lambda: unfinished(database) == 0)
    jobs.stop()
    kept = b"".join(path.read_bytes() for path in settings.current().data_dir.glob("jobs.sqlite*"))
    assert (working.QUICK.encode() in kept, b"987654321" in kept) == (True, False)
