"""The durable engine behind core.jobs: DBOS, in a thread of the one process or of `porte-voix worker`.

It carries out what stands in core.runs. Its own database (PORTE_VOIX_JOBS_DATABASE_URL) holds
the kind and key of a run, nothing else, and can be thrown away: unfinished runs are given anew.

Two defaults of DBOS are dangerous and settled here: the executor's id is the process's own name,
held by a lock (a second process of that name waits), and the application's version is pinned.
A process that died is taken over after five minutes by another one, or at once under its own name.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import IO, Any

from sqlalchemy import make_url, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from core import clock, database, runs, settings

QUEUE = "porte-voix"
VERSION = "1"
LOOK_SECONDS = 2.0
"""How often this process looks for runs that are due; it beats every fifth time."""
_BEATS_EVERY = 5
_FIRST_LOOK_SECONDS = 15.0
_LEAVING_SECONDS = 20.0
_KEPT = timedelta(days=7)
_log = logging.getLogger("porte_voix.jobs")

Carry = Callable[[str, str, int], None]
"""Carry out the run of that kind and key, the try of that number."""
_carried: dict[str, Carry] = {}


class Stopped(BaseException):
    """The process is going down: the job stays as it is, and goes on at the next start.

    No Exception on purpose: nobody but the engine may catch it.
    """


class Engine:
    """One thread that starts DBOS, gives it what is due, and shows that it lives."""

    def __init__(self, carry: Carry, plan: Callable[[], None]) -> None:
        self._carry = carry
        self._plan = plan
        self._stopping = threading.Event()
        self._looked = threading.Event()
        self._thread = threading.Thread(target=self._live, name="porte-voix-jobs", daemon=True)

    @property
    def stopping(self) -> bool:
        """True once the process goes down."""
        return self._stopping.is_set()

    def start(self) -> None:
        """Start, and wait until the first look (or the first sign that another process has our name)."""
        self._thread.start()
        self._looked.wait(_FIRST_LOOK_SECONDS)

    def stop(self) -> None:
        """Stop giving work; what runs stops at its next step and goes on at the next start."""
        self._stopping.set()
        self._thread.join(_LEAVING_SECONDS)

    def _live(self) -> None:
        name = settings.current().worker_name
        with _OwnName(name) as own:
            while not self.stopping:
                try:
                    if own.hold():
                        self._work(name, own)
                    else:
                        _log.warning("another process is called %s: this one waits", name)
                except Exception as error:  # noqa: BLE001 (tried again; by its class: a message may hold an address)
                    _log.error("jobs cannot run: %s", type(error).__name__)
                finally:
                    self._looked.set()
                self._stopping.wait(LOOK_SECONDS * _BEATS_EVERY)

    def _work(self, name: str, own: _OwnName) -> None:
        try:
            _launch(name, self._carry)
            with database.current().transaction() as session:
                runs.send_again(session)
            looks = 0
            while not self.stopping and own.hold():
                if looks % _BEATS_EVERY == 0:
                    self._beat(name, sweep=looks % (_BEATS_EVERY * 360) == 0)
                self._plan()
                _give_what_is_due()
                self._looked.set()
                looks += 1
                self._stopping.wait(LOOK_SECONDS)
        finally:
            _dbos().destroy()

    def _beat(self, name: str, *, sweep: bool) -> None:
        with database.current().transaction() as session:
            runs.beat(session, name)
            dead = runs.take_over(session)
            if sweep:
                runs.forget_old(session, clock.now())
        for gone in dead:
            _take_over(gone)
        if sweep:
            _forget_old()


class _OwnName:
    """The name of this process, held by a locked file, and on PostgreSQL by a lock of the database too."""

    def __init__(self, name: str) -> None:
        self._key = hashlib.sha256(name.encode()).hexdigest()[:15]
        self._file: IO[str] | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> _OwnName:
        """Nothing is held yet."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Give the name back."""
        self._let_go()

    def hold(self) -> bool:
        """Take the name, or see that it is still ours."""
        return self._hold_file() and self._hold_in_database()

    def _hold_file(self) -> bool:
        if self._file is not None:
            return True
        file = (settings.current().data_dir / f"worker-{self._key}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def _hold_in_database(self) -> bool:
        present = database.current()
        if present.sqlite:
            return True
        try:
            if self._connection is not None:
                return bool(self._connection.scalar(text("SELECT true")))
            connection = present.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            locked = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": int(self._key, 16)})
        except SQLAlchemyError:
            self._let_go()
            return False
        if locked:
            self._connection = connection
        else:
            connection.close()
        return bool(locked)

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.invalidate()
                self._connection.close()
            self._connection = None
        if self._file is not None:
            self._file.close()
            self._file = None


def address() -> str:
    """The SQLAlchemy address of the engine's own database."""
    chosen = settings.current()
    if chosen.jobs_database_url:
        return chosen.jobs_database_url
    if database.current().sqlite:
        return f"sqlite:///{(chosen.data_dir / 'jobs.sqlite').resolve()}"
    return chosen.database_address


def _launch(name: str, carry: Carry) -> None:
    """Start DBOS: quiet, alone, and without a word to any service outside."""
    dbos = _dbos()
    where = address()
    if where.startswith("sqlite"):
        # Its default journal waits for every reader; WAL stays with the file once it is set.
        with sqlite3.connect(str(make_url(where).database)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.close()
    from dbos import DBOSConfig, DBOSPortableJSONSerializer  # noqa: PLC0415 (half a second that pages need not pay)

    config = DBOSConfig(
        name=QUEUE,
        system_database_url=where,
        application_version=VERSION,
        executor_id=name,
        log_level="CRITICAL",
        serializer=DBOSPortableJSONSerializer(),
        use_listen_notify=False,
        notification_listener_polling_interval_sec=0.5,
        sys_db_pool_size=5,
    )
    dbos(config=config)
    _carried["by"] = carry
    dbos.launch()
    dbos.register_queue(QUEUE, worker_concurrency=2, polling_interval_sec=1.0)


@cache
def _dbos() -> Any:
    """DBOS with our one workflow, imported when first needed."""
    from dbos import DBOS  # noqa: PLC0415

    # Its log tells arguments and addresses: nothing of it is written. What fails, we say ourselves.
    logging.getLogger("dbos").handlers[:] = [logging.NullHandler()]
    logging.getLogger("dbos").propagate = False

    DBOS.workflow(name=QUEUE)(_workflow)
    return DBOS


def _workflow(kind: str, key: str, attempt: int) -> None:
    _carried["by"](kind, key, attempt)


def _give_what_is_due() -> None:
    with database.current().snapshot() as session:
        found = [(run.kind, run.key, run.failures) for run in runs.due(session, clock.now())]
    for kind, key, attempt in found:
        options = {
            "workflow_name": QUEUE,
            "queue_name": QUEUE,
            "workflow_id": f"{kind}/{key}/{attempt}",
            "app_version": VERSION,
        }
        _dbos().enqueue_workflow_with_options(options, kind, key, attempt)
        with database.current().transaction() as session:
            runs.sent(session, kind, key, attempt)


def _take_over(gone: str) -> None:
    for left in _dbos().list_workflows(status="PENDING", executor_id=gone, load_input=False):
        _dbos().resume_workflow(left.workflow_id, queue_name=QUEUE)


def _forget_old() -> None:
    """What the engine finished a week ago leaves its database: the truth stands in core.runs."""
    before = (clock.now() - _KEPT).isoformat()
    old = _dbos().list_workflows(
        status=["SUCCESS", "ERROR"], end_time=before, limit=10_000, load_input=False, load_output=False
    )
    if old:
        _dbos().delete_workflows([one.workflow_id for one in old])
