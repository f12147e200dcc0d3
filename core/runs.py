"""What every durable job is to do, does and did: the truth about jobs, in the domain database.

A run is one row, asked for within the transaction that needs it, or made when its time has come.
The engine (core/engine.py) only carries it out. Arguments are ids, results are counts: nothing
about a person is ever in a job.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock
from core.database import Base

TRIES = 3
AGAIN_AFTER = timedelta(minutes=5)
FRESH = timedelta(seconds=90)
"""A process of jobs that beat within this time is alive."""
DEAD_AFTER = timedelta(minutes=5)
REMEMBERED = timedelta(days=7)


class JobRun(Base):
    """One run of one kind, over once `finished_at` is set; `failure` is an error's class, never its text."""

    __tablename__ = "job_run"

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_for: Mapped[datetime]
    """When it was to be begun; `due_at` is when the next try is."""
    due_at: Mapped[datetime] = mapped_column(index=True)
    sent: Mapped[int] = mapped_column(default=0)
    """How many tries were given to the engine."""
    failures: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(60), default="")
    worker: Mapped[str] = mapped_column(String(60), default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(120), default="")
    """What is being done, in a few words."""
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class JobWorker(Base):
    """A process that carries jobs out, by its name, and when it last showed that it lives."""

    __tablename__ = "job_worker"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    since: Mapped[datetime]
    beat_at: Mapped[datetime] = mapped_column(index=True)
    taken_over_at: Mapped[datetime | None]


def ask(session: Session, kind: str, key: str, arguments: Mapping[str, Any], at: datetime) -> bool:
    """Ask for a run; False when that kind and key were asked for before, whatever became of it."""
    if session.get(JobRun, (kind, key)) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(
                JobRun(kind=kind, key=key, arguments=dict(arguments), asked_for=at, due_at=at, counts={})
            )
    except IntegrityError:
        return False
    return True


def due(session: Session, now: datetime) -> list[JobRun]:
    """The runs whose time has come and whose next try is not yet with the engine."""
    query = (
        select(JobRun)
        .where(JobRun.finished_at.is_(None), JobRun.due_at <= now, JobRun.sent <= JobRun.failures)
        .order_by(JobRun.due_at, JobRun.kind, JobRun.key)
    )
    return list(session.scalars(query))


def sent(session: Session, kind: str, key: str, attempt: int) -> None:
    """Note that the engine has this try."""
    this = update(JobRun).where(JobRun.kind == kind, JobRun.key == key, JobRun.failures == attempt)
    session.execute(this.values(sent=attempt + 1))


def begin(session: Session, kind: str, key: str, attempt: int, worker: str) -> dict[str, Any] | None:
    """The arguments of a run that is to be carried out now; None when it is over, or this try is."""
    run = session.get(JobRun, (kind, key), with_for_update=True)
    if run is None or run.finished_at is not None or run.failures != attempt:
        return None
    run.started_at, run.worker = clock.now(), worker
    return dict(run.arguments)


def tell(session: Session, kind: str, key: str, done: int, steps: int, said: str) -> None:
    """Note how far a run is."""
    values = {"done": done, "steps": steps, "said": said[:120]}
    session.execute(update(JobRun).where(JobRun.kind == kind, JobRun.key == key).values(values))


def finish(session: Session, kind: str, key: str, counts: Mapping[str, int]) -> None:
    """Note that a run is over, with what it counted."""
    run = session.get_one(JobRun, (kind, key))
    run.finished_at, run.failure, run.counts = clock.now(), "", dict(counts)


def fail(session: Session, kind: str, key: str, failure: str) -> None:
    """Note that a try failed: five minutes later it is tried again, three times in all."""
    run = session.get_one(JobRun, (kind, key))
    run.failures, run.failure = run.failures + 1, failure[:60]
    if run.failures >= TRIES:
        run.finished_at = clock.now()
    else:
        run.due_at = clock.now() + AGAIN_AFTER


def last(session: Session, kind: str) -> JobRun | None:
    """The run of that kind that finished last, well or not."""
    query = select(JobRun).where(JobRun.kind == kind, JobRun.finished_at.is_not(None))
    return session.scalars(query.order_by(JobRun.finished_at.desc()).limit(1)).first()


def forget_old(session: Session, now: datetime) -> None:
    """Drop what finished a week ago, except the last run of each kind."""
    kept = select(func.max(JobRun.finished_at)).group_by(JobRun.kind).scalar_subquery()
    old = JobRun.finished_at < now - REMEMBERED
    session.execute(delete(JobRun).where(old, JobRun.finished_at.not_in(kept)))


def beat(session: Session, name: str) -> None:
    """Note that this process lives."""
    now = clock.now()
    worker = session.get(JobWorker, name)
    if worker is None:
        session.add(JobWorker(name=name, since=now, beat_at=now))
    else:
        worker.beat_at, worker.taken_over_at = now, None


def known_since(session: Session) -> datetime:
    """When the first process of jobs came up; the present before it."""
    return session.scalars(select(JobWorker.since).order_by(JobWorker.since).limit(1)).first() or clock.now()


def last_beat(session: Session) -> datetime | None:
    """When a process of jobs last showed that it lives; None before the first."""
    return session.scalars(select(func.max(JobWorker.beat_at))).one()


def alive(session: Session) -> bool:
    """Whether a process of jobs lives now."""
    beaten = last_beat(session)
    return beaten is not None and clock.now() - beaten < FRESH


def take_over(session: Session) -> list[str]:
    """The names of processes that died and were not taken over yet; whoever asks first gets them."""
    now = clock.now()
    dead = (
        update(JobWorker)
        .where(JobWorker.beat_at < now - DEAD_AFTER, JobWorker.taken_over_at.is_(None))
        .values(taken_over_at=now)
        .returning(JobWorker.name)
    )
    return list(session.scalars(dead))


def send_again(session: Session) -> None:
    """Let every run that is not over be given to the engine anew: it knows its own, and drops doubles."""
    session.execute(update(JobRun).where(JobRun.finished_at.is_(None)).values(sent=JobRun.failures))
