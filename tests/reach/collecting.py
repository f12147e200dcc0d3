"""What the tests of collecting share: a reader that does as told, and the jobs carried out over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine
from sqlalchemy import func, select

from connectors.errors import ConnectorError
from connectors.fake.network import FakeNetwork
from connectors.fake.provider import MANNERS, FakeProvider
from connectors.records import AccountRecord, PostRecord
from core import clock, database, jobs, runs
from core.database import Database
from reach import jobs as reach_jobs
from reach.collecting.canaries import CANARIES
from reach.models import Lane, Watch
from tests.factories import people
from tests.factories.people import Place


@dataclass
class Scripted:
    """A provider of a network that does what the test says, and counts how often it was asked."""

    key: str = "instagram/instaloader"
    scraping: bool = False
    warning: str = ""
    asked: list[str] = field(default_factory=list)
    errors: dict[str, ConnectorError] = field(default_factory=dict)
    error: ConnectorError | None = None
    canary_error: ConnectorError | None = None
    meanwhile: Callable[[], None] = lambda: None

    def version(self) -> str:
        return "1"

    def read_account(self, handle: str, deadline: float = 10) -> AccountRecord:
        self._asked(handle)
        return self._inside.read_account(handle)

    def read_post(self, url_or_id: str, deadline: float = 10) -> PostRecord:
        self._asked(url_or_id)
        return self._inside.read_post(url_or_id)

    @property
    def _inside(self) -> FakeProvider:
        network = self.key.partition("/")[0]
        return FakeProvider(self.key, FakeNetwork("seed", MANNERS[network], {}))

    def _asked(self, what: str) -> None:
        self.asked.append(what)
        self.meanwhile()
        canary = what in CANARIES.values()
        error = self.canary_error if canary else self.errors.get(what, self.error)
        if error is not None:
            raise error


def begun(here: Database) -> Place:
    """A consortium, and the jobs of this room alone, alive."""
    for kind in list(jobs._kinds):
        jobs._kinds.pop(kind)
        jobs._every.pop(kind, None)
    jobs._planned.clear()
    reach_jobs.register()
    with here.transaction() as session:
        runs.beat(session, "test")
        return people.place(session)


def carry_out() -> list[str]:
    """Everything that is due at this instant, as the engine would; the kinds that were carried out."""
    done: list[str] = []
    jobs.plan()
    while True:
        with database.current().snapshot() as session:
            due = [(one.kind, one.key, one.failures) for one in runs.due(session, clock.now())]
        if not due:
            return done
        for run in due:
            jobs.carry(*run)
            done.append(run[0])


def days(traveller: time_machine.Traveller, **by: float) -> list[str]:
    """Let that time pass, from one thing that is to be done to the next; what was carried out."""
    until = clock.now() + timedelta(**by)
    traveller.shift(timedelta(minutes=5))
    done = carry_out()
    while (coming := _coming()) < until:
        traveller.move_to(max(coming, clock.now() + timedelta(seconds=1)))
        done += carry_out()
    traveller.move_to(max(until, clock.now()))
    return done + carry_out()


def _coming() -> datetime:
    """The next run of a queue, or the sweep after the next reading is due."""
    with database.current().snapshot() as session:
        run = session.scalar(select(func.min(runs.JobRun.due_at)).where(runs.JobRun.finished_at.is_(None)))
        lane = session.scalar(
            select(func.min(Lane.next_at)).where(Lane.stopped_at.is_(None), Lane.next_at > clock.now())
        )
        due = session.scalar(select(func.min(Watch.due_at)).where(Watch.due_at > clock.now()))
    found = [one for one in (run, lane, due and due + timedelta(minutes=5)) if one is not None]
    return min(found, default=clock.now() + timedelta(days=99))
