"""Work that takes longer than a page, or that nobody waits for: kinds registered once, run by name.

Rooms and pages know only these functions:

run       now, in this process, for somebody who watches the progress
enqueue   durably, as part of the caller's own transaction: kept once that is committed
register  with a time, to come back by itself, once for all processes together
start     the engine of this process (the one-process start, `porte-voix worker`)
last      what the latest run of a kind brought

Behind them stand the rows of core.runs and the engine of core.engine. A kind has to bear being
run again: killed in the middle, it is begun anew and finds in its own tables what is left to do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core import clock, cron, database, i18n, runs, settings
from core.engine import Engine, Stopped
from core.errors import Conflict, NotFound
from core.i18n import _

Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, a short French word on what is being done)."""
Work = Callable[[Mapping[str, Any], Progress], Any]
"""A job: its arguments (plain values), a way to tell progress; returns a plain result."""

_kinds: dict[str, Work] = {}
_every: dict[str, str] = {}
_running: set[tuple[str, str]] = set()
_lock = threading.Lock()
_planned: dict[str, datetime] = {}
_engine: list[Engine] = []
_log = logging.getLogger("porte_voix.jobs")


@dataclass(frozen=True)
class Last:
    """What the latest run of a kind brought: when it was due and over, what it counted, or gave up."""

    due_at: datetime
    finished_at: datetime
    failed: bool
    counts: Mapping[str, int]


def register(kind: str, work: Work, every: str = "") -> None:
    """Give the kind «room.act» its work, and a time (cron, local) to one that comes back by itself.

    Done once, at start. A scheduled job is run without arguments. A result that maps words to
    numbers is kept as the counts of the run. ValueError for a time that is none.
    """
    if every:
        cron.read(every)
        _every[kind] = every
    _kinds[kind] = work


def kinds() -> list[str]:
    """Every registered kind, sorted."""
    return sorted(_kinds)


def schedule() -> dict[str, str]:
    """The kinds that come back by themselves, each with its time."""
    return dict(_every)


def run(kind: str, key: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Any:
    """Run a job now and give back its result.

    Raises NotFound on an unknown kind, Conflict while the same kind and key is running.
    """
    if kind not in _kinds:
        raise NotFound(_("Cette tâche n'existe pas : {kind}.", kind=kind))
    ticket = (kind, key)
    with _lock:
        if ticket in _running:
            raise Conflict(_("Cette tâche est déjà en cours. Attendez sa fin."))
        _running.add(ticket)
    try:
        return _kinds[kind](arguments, progress or _silent)
    finally:
        with _lock:
            _running.discard(ticket)


def enqueue(
    session: Session, kind: str, key: str, arguments: Mapping[str, UUID | int], at: datetime | None = None
) -> bool:
    """Ask that a job be run, now or at `at`, once `session` is committed; False when it was asked before.

    `arguments` are ids and numbers: nothing about a person is ever written into a job.
    """
    if kind not in _kinds:
        raise NotFound(_("Cette tâche n'existe pas : {kind}.", kind=kind))
    plain = {
        name: value if isinstance(value, int) else str(UUID(str(value))) for name, value in arguments.items()
    }
    return runs.ask(session, kind, key, plain, at or clock.now())


def last(session: Session, kind: str) -> Last | None:
    """The latest run of that kind that is over; None before the first."""
    found = runs.last(session, kind)
    if found is None or found.finished_at is None:
        return None
    return Last(found.asked_for, found.finished_at, bool(found.failure), dict(found.counts))


def alive(session: Session) -> bool:
    """Whether any process carries jobs out now."""
    return runs.alive(session)


def start() -> None:
    """Carry out jobs in this process until `stop`; a second call does nothing."""
    if not _engine:
        _engine.append(Engine(carry, plan))
        _engine[0].start()


def started() -> bool:
    """Whether this process is to carry out jobs."""
    return bool(_engine)


def stop() -> None:
    """Stop carrying out jobs; what is not over goes on at the next start."""
    if _engine:
        _engine[0].stop()
        _engine.clear()


def plan() -> None:
    """Ask for the latest run of every kind that comes back, where it was not asked for yet.

    Runs missed while no process lived are caught up by one; the very first start catches up nothing.
    """
    chosen = settings.current()
    latest = {kind: cron.latest(every, clock.now(), chosen.timezone) for kind, every in _every.items()}
    news = {kind: at for kind, at in latest.items() if _planned.get(kind) != at}
    if not news:
        return
    with database.current().transaction() as session:
        since = runs.known_since(session)
        for kind, at in news.items():
            if at >= since:
                runs.ask(session, kind, f"{at:%Y-%m-%dT%H:%MZ}", {}, at)
    _planned.update(news)


def carry(kind: str, key: str, attempt: int) -> None:
    """Carry out one try of a run and note what became of it; called by the engine."""
    with i18n.speaking(settings.current().language), database.current().kept_open():
        with database.current().transaction() as session:
            arguments = runs.begin(session, kind, key, attempt, settings.current().worker_name)
        if arguments is None:
            return
        try:
            result = run(kind, key, arguments, _told(kind, key))
        except Exception as error:  # noqa: BLE001 (whatever it was: noted by its class, tried again)
            _log.error("job %s failed: %s", kind, type(error).__name__)
            with database.current().transaction() as session:
                runs.fail(session, kind, key, type(error).__name__)
            return
        with database.current().transaction() as session:
            runs.finish(session, kind, key, _counts(result))


def _told(kind: str, key: str) -> Progress:
    """Progress that is written down, at most once a second; it stops the job when the process goes down."""
    written: list[datetime] = []
    engine = _engine[0] if _engine else None

    def tell(done: int, total: int, text: str) -> None:
        if engine is not None and engine.stopping:
            raise Stopped
        now = clock.now()
        if not written or (now - written[0]).total_seconds() >= 1:
            written[:] = [now]
            with database.current().transaction() as session:
                runs.tell(session, kind, key, done, total, text)

    return tell


def _counts(result: object) -> dict[str, int]:
    if not isinstance(result, Mapping):
        return {}
    return {str(name): count for name, count in result.items() if isinstance(count, int)}


def _silent(_done: int, _total: int, _text: str) -> None:
    """Progress that nobody watches."""
