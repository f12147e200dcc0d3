"""What the fast path reads and writes, in single statements on a driver's own connection.

SQLAlchemy is left out of the statements for speed alone. A whole batch is committed, or none of
it. The database adds it to the sums within the same transaction. A store serves one thread.
"""

from __future__ import annotations

import json
import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import SQLAlchemyError

from core.database import Database

_log = logging.getLogger("porte_voix.scans")
ScanRow = tuple[int, int, int, int, int, int, int]
"""Link, quarter of an hour, version, class, device, application; then a day as an ordinal, where it
is that visitor's first opening of the link on that day, else 0."""
Scans = Mapping[ScanRow, int]
"""How many openings say the same of themselves; each is a row of its own in the store."""

_FIND = (
    "SELECT code.text, code.shown, code.link_id, link.destination, link.version, link.answers,"
    " link.retired_at IS NOT NULL, link.utm, link.announced_at, link.turns_at"
    " FROM code JOIN link ON link.id = code.link_id WHERE code.text "
)
# Asked only where a plan's moment has come and is not written on the link yet.
_IN_FORCE = (
    "SELECT destination, number FROM link_version WHERE link_id = {mark} AND called_off_at IS NULL"
    " AND from_quarter <= {mark} ORDER BY from_quarter DESC, number DESC LIMIT 1"
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
    turns_at: int | None


class Outcome(Enum):
    """What became of a batch."""

    WRITTEN = "written"
    LATER = "later"
    """The store is locked, full or away: the same batch may pass later."""
    REFUSED = "refused"
    """The batch itself does not pass, now or ever."""


class Store(ABC):
    """One driver connection, opened at the first use."""

    _IN_FORCE: str

    def __init__(self, database: Database, wait: int) -> None:
        """`wait`: milliseconds to stand behind somebody else's lock."""
        self.wait = wait
        self._engine = database.engine
        self._driver: Any = database.engine.dialect.loaded_dbapi
        self._raw: PoolProxiedConnection | None = None
        self._opened: Any = None
        self.failures: tuple[type[Exception], ...] = (SQLAlchemyError, self._driver.Error)

    def find(self, texts: Sequence[str], quarter: int) -> list[Found]:
        """The codes among `texts` (folded) that exist, as they lead in that quarter of an hour.

        Raises one of `failures`.
        """
        found = self._find(texts)
        if all(one.turns_at is None or one.turns_at > quarter for one in found):
            return found
        return [self._turned(one, quarter) for one in found]

    def _turned(self, found: Found, quarter: int) -> Found:
        if found.turns_at is None or found.turns_at > quarter:
            return found
        row = self.open().execute(self._IN_FORCE, (found.link_id, quarter)).fetchone()
        return found._replace(destination=row[0], version=row[1])

    @abstractmethod
    def _find(self, texts: Sequence[str]) -> list[Found]: ...

    def write(self, scans: Scans) -> Outcome:
        """Store a batch of scans in one transaction."""
        try:
            self._insert(scans)
        except (SQLAlchemyError, self._driver.OperationalError):
            self.mend()
            return Outcome.LATER
        except Exception as error:  # noqa: BLE001 (a mistake of ours costs this batch, never the thread)
            _log.error("A batch of scans is refused: %s", type(error).__name__)
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
    def _insert(self, scans: Scans) -> None: ...

    @abstractmethod
    def _prepare(self, connection: Any) -> None: ...


def _visitors(scans: Scans) -> list[tuple[int, date, int]]:
    """New visitors by link and day, in the order of the keys: writers never wait in a ring."""
    new: Counter[tuple[int, int]] = Counter()
    for row, times in scans.items():
        if row[6]:
            new[row[0], row[6]] += times
    return [(link_id, date.fromordinal(day), people) for (link_id, day), people in sorted(new.items())]


def _alike(scans: Scans) -> dict[tuple[int, ...], int]:
    """The same without the day of new visitors: what a row of the store says, and how often."""
    found: dict[tuple[int, ...], int] = {}
    for row, times in scans.items():
        found[row[:6]] = found.get(row[:6], 0) + times
    return found


def _json(columns: int) -> str:
    return (
        ", ".join(f"json_extract(value, '$[{column}]')" for column in range(columns)) + " FROM json_each(?)"
    )


class _Sqlite(Store):
    """A file: its connection stays good after a failure, and opening another could wait for long."""

    _FIND = f"{_FIND}= ?"
    _IN_FORCE = _IN_FORCE.format(mark="?")
    # A view whose trigger stores all of it: one step outside the GIL, where a statement for each
    # table, or executemany, would ask for it again and again.
    _SCANS = "INSERT INTO scan_batch (scans, visitors) VALUES (?, ?)"
    # «WHERE true» tells SQLite that ON CONFLICT belongs to the INSERT.
    _COUNT = f"{_UNKNOWN}{_json(3)} WHERE true{_AGAIN}"
    _LOST = _LOST.format(marks="?, ?") + _MORE_LOST

    def _find(self, texts: Sequence[str]) -> list[Found]:
        execute = self.open().execute
        return [Found._make(row) for text in texts for row in execute(self._FIND, (text,))]

    def count_unknown(self, asked: Counter[tuple[str, date]]) -> None:
        rows = [(text, day.isoformat(), times) for (text, day), times in asked.items()]
        self.open().execute(self._COUNT, [json.dumps(rows)])

    def count_lost(self, day: date, scans: int) -> None:
        self.open().execute(self._LOST, [day.isoformat(), scans])

    def unknown_on(self, day: date) -> set[str]:
        return {text for (text,) in self.open().execute(f"{_UNKNOWN_ON} ?", [day.isoformat()])}

    def mend(self) -> None:
        """Nothing to do."""

    def _insert(self, scans: Scans) -> None:
        rows = [(*row, times, [0] * times) for row, times in _alike(scans).items()]
        visitors = [(link_id, day.isoformat(), people) for link_id, day, people in _visitors(scans)]
        self.open().execute(self._SCANS, (json.dumps(rows), json.dumps(visitors)))

    def _prepare(self, connection: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {self.wait}")


class _Postgresql(Store):
    """A server: a failure may mean that the connection is gone."""

    _FIND = f"{_FIND}= ANY(%s)"
    _IN_FORCE = _IN_FORCE.format(mark="%s")
    _SCANS = (
        f"{_SCANS}link_id, quarter, version, scan_class, device, app"
        " FROM unnest(%s::int[], %s::int[]" + ", %s::smallint[]" * 4 + ", %s::int[])"
        " AS alike (link_id, quarter, version, scan_class, device, app, times), generate_series(1, times)"
    )
    _VISITORS = f"{_VISITORS}* FROM unnest(%s::int[], %s::date[], %s::int[]){_MORE_VISITORS}"
    _COUNT = f"{_UNKNOWN} * FROM unnest(%s::text[], %s::date[], %s::int[]){_AGAIN}"
    _LOST = _LOST.format(marks="%s, %s") + _MORE_LOST

    def _find(self, texts: Sequence[str]) -> list[Found]:
        return [Found._make(row) for row in self.open().execute(self._FIND, [list(texts)])]

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

    def _insert(self, scans: Scans) -> None:
        connection, new = self.open(), _visitors(scans)
        with connection.transaction() if new else nullcontext():
            connection.execute(self._SCANS, _columns([(*row, times) for row, times in _alike(scans).items()]))
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
