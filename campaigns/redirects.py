"""What the fast path stands on: look the code up, note the opening. One for each event loop."""

from __future__ import annotations

from starlette.types import Scope

from campaigns import agents, codes, lookup
from campaigns.agents import Opening
from campaigns.recorder import Recorder
from campaigns.scan_tables import ScanClass
from campaigns.store import Found
from campaigns.visitors import Visitors, too_soon
from core import clock, database
from core.database import Database

_LONGEST = 64


class Guessing(Exception):
    """Whoever asks goes through codes one after the other."""


class Redirects:
    """A look-up and a recorder on one database, started and stopped together."""

    def __init__(self, database: Database, recorder: Recorder | None = None) -> None:
        self.database = database
        self.recorder = recorder or Recorder(database)
        self.lookup = lookup.lookup_in(database)
        self.visitors = Visitors()

    def start(self) -> None:
        """Begin to serve: within the event loop, in the server's lifespan, before its first request."""
        agents.warm_up()
        self.lookup.start()
        self.recorder.start()

    def stop(self) -> None:
        """Flush and end: after the last request, from another thread (run_in_threadpool)."""
        self.recorder.stop()
        self.lookup.stop()

    async def find(self, text: str, scope: Scope, scan_class: ScanClass | None) -> Found | None:
        """The code that was asked for, or None; a person's request for an unknown one is counted.

        Raises lookup.Unreadable when the store cannot be read and the code is not remembered, and
        Guessing when whoever asks goes through codes one after the other.
        """
        now = clock.now()
        if self.visitors.guesses(scope, now):
            raise Guessing
        found, folded = None, codes.fold(text) if len(text) <= _LONGEST and "/" not in text else ""
        if 0 < len(folded) <= codes.LONGEST:
            found = await self.lookup.find(folded)
        if found is None:
            self.visitors.wrong(scope, now)
            if folded and len(folded) <= codes.LONGEST and scan_class is ScanClass.HUMAN:
                self.recorder.count_unknown(folded)
        return found

    async def note(self, found: Found, scope: Scope, opening: Opening) -> None:
        """Note an opening; back once it is stored, or need not be waited for."""
        new_on = None
        if opening.scan_class is ScanClass.HUMAN:
            now = clock.now()
            visitor = self.visitors.of(scope, now)
            if too_soon(found.announced_at, now) or self.visitors.bursts(found.link_id, visitor, now):
                opening = opening._replace(scan_class=ScanClass.BOT)
            else:
                new_on = self.visitors.new_today(found.link_id, visitor)
        waiter = self.recorder.record(found.link_id, found.version, opening, new_on)
        if waiter is not None:
            await waiter


class _Present:
    redirects: Redirects | None = None


def redirects() -> Redirects:
    """The one of this process, on its present database."""
    if _Present.redirects is None or _Present.redirects.database is not database.current():
        _Present.redirects = Redirects(database.current())
    return _Present.redirects
