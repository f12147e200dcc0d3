"""Runs of jobs: asked for with the fact that needs them, tried three times, remembered for a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from core import clock, jobs, runs
from core.database import Database
from core.errors import NotFound
from core.jobs import Progress

KIND = "test.kind"


@pytest.fixture(autouse=True)
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What the job of this test was given, each time."""
    monkeypatch.setattr(jobs, "_kinds", {})
    monkeypatch.setattr(jobs, "_every", {})
    given: list[Mapping[str, Any]] = []

    def work(arguments: Mapping[str, Any], progress: Progress) -> dict[str, object]:
        progress(1, 2, "à moitié")
        given.append(arguments)
        if arguments.get("fails"):
            raise RuntimeError("06 39 98 12 34")
        return {"number": 3, "word": "not kept"}

    jobs.register(KIND, work)
    return given


def carried(database: Database) -> list[tuple[str, str, int]]:
    """Carry out everything that is due, as the engine does."""
    with database.snapshot() as session:
        due = [(run.kind, run.key, run.failures) for run in runs.due(session, clock.now())]
    for one in due:
        with database.transaction() as session:
            runs.sent(session, *one)
        jobs.carry(*one)
    return due


@pytest.mark.database
def test_a_run_stands_once_its_transaction_stands(database: Database, ran: list[Mapping[str, Any]]) -> None:
    thing = uuid4()
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        jobs.enqueue(session, KIND, "a", {"thing": thing})
        raise ZeroDivisionError
    assert carried(database) == []
    with database.transaction() as session:
        assert jobs.enqueue(session, KIND, "a", {"thing": thing})
        assert not jobs.enqueue(session, KIND, "a", {"thing": uuid4()})
        assert jobs.enqueue(session, KIND, "later", {}, at=clock.now() + timedelta(hours=1))
    assert len(carried(database)) == 1
    jobs.carry(KIND, "a", 0)
    assert ran == [{"thing": str(thing)}]
    with database.snapshot() as session:
        last = jobs.last(session, KIND)
    assert last is not None
    assert (last.failed, last.counts) == (False, {"number": 3})


def test_nothing_but_ids_and_numbers_goes_into_a_job(database: Database) -> None:
    with database.transaction() as session:
        wrong: Any = {"phone": "06 39 98 12 34"}
        with pytest.raises(ValueError, match="UUID"):
            jobs.enqueue(session, KIND, "a", wrong)
        with pytest.raises(NotFound):
            jobs.enqueue(session, "test.unknown", "a", {})


def test_what_fails_is_tried_three_times_and_told_without_its_text(
    database: Database, ran: list[Mapping[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False) as travel:
        with database.transaction() as session:
            jobs.enqueue(session, KIND, "a", {"fails": 1})
        for _try in range(5):
            carried(database)
            assert carried(database) == []
            travel.shift(timedelta(minutes=5))
    assert len(ran) == runs.TRIES
    assert {record.getMessage() for record in caplog.records} == {"job test.kind failed: RuntimeError"}
    assert "39 98" not in caplog.text
    with database.snapshot() as session:
        last = jobs.last(session, KIND)
    assert last is not None
    assert last.failed


def test_missed_times_are_caught_up_by_one_run_and_none_before_the_first_start(
    database: Database, ran: list[Mapping[str, Any]]
) -> None:
    jobs.register("test.back", lambda arguments, _progress: ran.append(arguments), every="10 3 * * *")
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False) as travel:
        with database.transaction() as session:
            runs.beat(session, "un")
        jobs.plan()
        assert carried(database) == []
        travel.shift(timedelta(days=5))
        jobs.plan()
        jobs.plan()
        assert carried(database) == [("test.back", "2026-05-06T01:10Z", 0)]
        jobs._planned.clear()
        jobs.plan()
        assert carried(database) == []
        travel.shift(timedelta(days=1))
        jobs.plan()
        assert [key for _kind, key, _try in carried(database)] == ["2026-05-07T01:10Z"]


def test_a_dead_process_is_taken_over_by_the_first_who_asks(database: Database) -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False) as travel:
        with database.transaction() as session:
            assert (runs.alive(session), runs.last_beat(session)) == (False, None)
            runs.beat(session, "mort")
            assert runs.alive(session)
        travel.shift(timedelta(minutes=6))
        with database.transaction() as session:
            assert not runs.alive(session)
            assert (runs.take_over(session), runs.take_over(session)) == (["mort"], [])
            runs.beat(session, "mort")
        travel.shift(timedelta(minutes=6))
        with database.transaction() as session:
            assert runs.take_over(session) == ["mort"]


def test_old_runs_are_forgotten_but_the_last_of_each_kind(database: Database) -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False) as travel:
        for day in range(3):
            with database.transaction() as session:
                jobs.enqueue(session, KIND, str(day), {})
            carried(database)
            travel.shift(timedelta(days=1))
        travel.shift(timedelta(days=90))
        with database.transaction() as session:
            runs.forget_old(session, clock.now())
            assert [run.key for run in session.query(runs.JobRun)] == ["2"]
