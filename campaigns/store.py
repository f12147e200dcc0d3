"""What the fast path reads and writes, in single statements on a driver's own connection.

SQLAlchemy is left out of the statements for speed alone. A whole batch is committed, or none of
it; triggers of the database add it to the sums within the same transaction. A store serves one thread.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import SQLAlchemyError

from core.database import Database

ScanRow = tuple[int, int, int, int, int, int, int]
"""Link, quarter of an hour, version, class, device, application; then a day as an ordinal, where it
is that visitor's first opening of the link on that day, else 0."""

# What a plan has put in place since: looked for only where a link has one.
_IN_FORCE = (
    "CASE WHEN link.turns_at <= {now} THEN (SELECT link_version.{column} FROM link_version"
    " WHERE link_version.link_id = link.id AND link_version.called_off_at IS NULL"
    " AND link_version.from_quarter <= {now}"
    " ORDER BY link_version.from_quarter DESC, link_version.number DESC LIMIT 1) ELSE link.{otherwise} END"
)
_FIND = (
    "SELECT code.text, code.shown, code.link_id, {destination}, {version}, link.answers,"
    " link.retired_at IS NOT NULL, link.utm, link.announced_at"
    " FROM code JOIN link ON link.id = code.link_id WHERE code.text {texts}"
)
_SCANS = "INSERT INTO scan (link_id, quarter, version, scan_class, device, app) SELECT "
_VISITORS = "INSERT INTO daily_visitors (link_id, day, visitors) SELECT "
_MORE_VISITORS = (
    " ON CONFLICT (link_id, day) DO UPDATE SET visitors = daily_visitors.visitors + excluded.visitors"
)
_LOST = "INSERT INTO lost_scans (day, scans) VALUES ({marks})"
_MORE_LOST = " ON CONFLICT (day) DO UPDATE SET scans = lost_scans.scans + excluded.scans"
_UNKNOWN = "INSERT INTO unknown_code (text, day, times) SELECT "
_AGAIN = " ON CONFLICT (text, day) DO UPDATE SET times = unknown_code.times + excluded.times"
_UNKNOWN_ON = "SELECT text FROM unknown_code WHERE day = "


class Found(NamedTuple):
    """A code as the fast path needs it."""

    text: str
    shown: str
    link_id: int
    destination: str
    """In force now; empty: closed."""
    version: int
    answers: bool
    retired: bool
    utm: str
    announced_at: int | None


class Outcome(Enum):
    """What became of a batch."""

    WRITTEN = "written"
    LATER = "later"
    """The store is locked, full or away: the same batch may pass later."""
    REFUSED = "refused"
    """The batch itself does not pass, now or ever."""


class Store(ABC):
    """One driver connection, opened at the first use."""

    def __init__(self, database: Database, wait: int) -> None:
        """`wait`: milliseconds to stand behind somebody else's lock."""
        self.wait = wait
        self._engine = database.engine
        self._driver: Any = database.engine.dialect.loaded_dbapi
        self._raw: PoolProxiedConnection | None = None
        self._opened: Any = None
        self.failures: tuple[type[Exception], ...] = (SQLAlchemyError, self._driver.Error)

    @abstractmethod
    def find(self, texts: Sequence[str], quarter: int) -> list[Found]:
        """The codes among `texts` (folded) that exist, as they lead in that quarter of an hour.

        Raises one of `failures`.
        """

    def write(self, scans: Sequence[ScanRow]) -> Outcome:
        """Store a batch of scans in one transaction."""
        try:
            self._insert(scans)
        except (SQLAlchemyError, self._driver.OperationalError):
            self.mend()
            return Outcome.LATER
        except self._driver.Error:
            self.mend()
            return Outcome.REFUSED
        return Outcome.WRITTEN

    @abstractmethod
    def count_unknown(self, asked: Counter[tuple[str, date]]) -> None:
        """Add to the unknown codes of their days; raises one of `failures`."""

    @abstractmethod
    def count_lost(self, day: date, scans: int) -> None:
        """Write down what could not be stored; raises one of `failures`."""

    @abstractmethod
    def unknown_on(self, day: date) -> set[str]:
        """The unknown codes already counted on that day; raises one of `failures`."""

    @abstractmethod
    def mend(self) -> None:
        """After a failure: leave a connection that may be broken."""

    def open(self) -> Any:
        """The driver's connection."""
        if self._opened is None:
            self._raw = self._engine.raw_connection()
            self._opened = self._raw.driver_connection
            # Out of the pool: its settings are its own, and it is never lent to another.
            self._raw.detach()
            self._prepare(self._opened)
        return self._opened

    def close(self) -> None:
        """Give the connection back."""
        raw, self._raw, self._opened = self._raw, None, None
        if raw is not None:
            raw.close()

    @abstractmethod
    def _insert(self, scans: Sequence[ScanRow]) -> None: ...

    @abstractmethod
    def _prepare(self, connection: Any) -> None: ...


def _find(now: str, texts: str) -> str:
    forced = {
        name: _IN_FORCE.format(now=now, column=column, otherwise=name)
        for name, column in (("destination", "destination"), ("version", "number"))
    }
    return _FIND.format(texts=texts, **forced)


def _visitors(scans: Sequence[ScanRow]) -> list[tuple[int, date, int]]:
    """New visitors by link and day, in the order of the keys: writers never wait in a ring."""
    new = Counter((row[0], row[6]) for row in scans if row[6])
    return [(link_id, date.fromordinal(day), people) for (link_id, day), people in sorted(new.items())]


def _json(columns: int) -> str:
    return (
        ", ".join(f"json_extract(value, '$[{column}]')" for column in range(columns)) + " FROM json_each(?)"
    )


class _Sqlite(Store):
    """A file: its connection stays good after a failure, and opening another could wait for long."""

    _FIND = _find("?1", "= ?2")
    _SCANS = _SCANS + _json(6)
    # «WHERE true» tells SQLite that ON CONFLICT belongs to the INSERT.
    _VISITORS = f"{_VISITORS}{_json(3)} WHERE true{_MORE_VISITORS}"
    _COUNT = f"{_UNKNOWN}{_json(3)} WHERE true{_AGAIN}"
    _LOST = _LOST.format(marks="?, ?") + _MORE_LOST

    def find(self, texts: Sequence[str], quarter: int) -> list[Found]:
        connection = self.open()
        rows = [row for text in texts for row in connection.execute(self._FIND, (quarter, text))]
        return [Found._make(row) for row in rows]

    def count_unknown(self, asked: Counter[tuple[str, date]]) -> None:
        rows = [(text, day.isoformat(), times) for (text, day), times in asked.items()]
        self.open().execute(self._COUNT, [json.dumps(rows)])

    def count_lost(self, day: date, scans: int) -> None:
        self.open().execute(self._LOST, [day.isoformat(), scans])

    def unknown_on(self, day: date) -> set[str]:
        return {text for (text,) in self.open().execute(f"{_UNKNOWN_ON} ?", [day.isoformat()])}

    def mend(self) -> None:
        """Undo what a failure left open."""
        with suppress(*self.failures):
            if self.open().in_transaction:
                self.open().execute("ROLLBACK")

    def _insert(self, scans: Sequence[ScanRow]) -> None:
        connection, new = self.open(), _visitors(scans)
        if new:
            connection.execute("BEGIN IMMEDIATE")
        # One step outside the GIL, where executemany would ask for it again at every row.
        connection.execute(self._SCANS, [json.dumps(scans)])
        if new:
            rows = [(link_id, day.isoformat(), people) for link_id, day, people in new]
            connection.execute(self._VISITORS, [json.dumps(rows)])
            connection.execute("COMMIT")

    def _prepare(self, connection: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {self.wait}")


class _Postgresql(Store):
    """A server: a failure may mean that the connection is gone."""

    _FIND = _find("%(now)s", "= ANY(%(texts)s)")
    _SCANS = _SCANS + "* FROM unnest(" + "%s::int[], %s::int[]" + ", %s::smallint[]" * 4 + ")"
    _VISITORS = f"{_VISITORS}* FROM unnest(%s::int[], %s::date[], %s::int[]){_MORE_VISITORS}"
    _COUNT = f"{_UNKNOWN} * FROM unnest(%s::text[], %s::date[], %s::int[]){_AGAIN}"
    _LOST = _LOST.format(marks="%s, %s") + _MORE_LOST

    def find(self, texts: Sequence[str], quarter: int) -> list[Found]:
        rows = self.open().execute(self._FIND, {"now": quarter, "texts": list(texts)})
        return [Found._make(row) for row in rows]

    def count_unknown(self, asked: Counter[tuple[str, date]]) -> None:
        rows = [(text, day, times) for (text, day), times in asked.items()]
        self.open().execute(self._COUNT, _columns(rows))

    def count_lost(self, day: date, scans: int) -> None:
        self.open().execute(self._LOST, [day, scans])

    def unknown_on(self, day: date) -> set[str]:
        return {text for (text,) in self.open().execute(f"{_UNKNOWN_ON} %s", [day])}

    def mend(self) -> None:
        with suppress(*self.failures):
            self.close()

    def _insert(self, scans: Sequence[ScanRow]) -> None:
        connection, new = self.open(), _visitors(scans)
        with connection.transaction() if new else nullcontext():
            connection.execute(self._SCANS, _columns([row[:6] for row in scans]))
            if new:
                connection.execute(self._VISITORS, _columns(new))

    def _prepare(self, connection: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {self.wait}")


def opened_later(database: Database, wait: int) -> Store:
    """A store of that database; nothing is opened yet."""
    return _Sqlite(database, wait) if database.sqlite else _Postgresql(database, wait)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
