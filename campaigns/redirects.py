"""What the fast path stands on: look the code up, note the opening. One for each event loop."""

from __future__ import annotations

import asyncio

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


class Asked:
    """One request: who asks, at which second, and what its opening would say of itself."""

    __slots__ = ("agent", "at", "opening", "plain", "quarter", "scope")

    def __init__(self, scope: Scope) -> None:
        at = clock.seconds()
        agent, cookie = agents.look(scope["headers"])
        self.plain = not cookie and not scope["query_string"]
        """Neither a parameter nor a cookie: nearly everybody."""
        self.scope = scope
        self.at = at
        self.quarter = int(at) // clock.QUARTER_SECONDS
        self.agent = agent or b""
        self.opening = agents.opening_by(agent) if agent is not None and scope["method"] == "GET" else None


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

    async def find(self, text: str, asked: Asked) -> Found | None:
        """The code that was asked for, or None; a person's request for an unknown one is counted.

        Raises lookup.Unreadable when the store cannot be read and the code is not remembered, and
        Guessing when whoever asks goes through codes one after the other.
        """
        if self.visitors.guesses(asked.scope, asked.agent, asked.at):
            raise Guessing
        if (shared := self.lookup.this_turn.get(text)) is not None:
            return shared
        found, folded = None, codes.fold(text) if len(text) <= _LONGEST and "/" not in text else ""
        if 0 < len(folded) <= codes.LONGEST:
            found = await self.lookup.find(folded, asked.quarter)
        if found is None:
            self.visitors.wrong(asked.scope, asked.agent, asked.at)
            person = asked.opening is not None and asked.opening.scan_class is ScanClass.HUMAN
            if 0 < len(folded) <= codes.LONGEST and person:
                self.recorder.count_unknown(folded)
        else:
            self.lookup.share(text, found)
        return found

    def note(self, found: Found, asked: Asked, opening: Opening) -> asyncio.Future[None] | None:
        """Note an opening; await what comes back, which is done once it is stored (None: need not be)."""
        new_on = None
        if opening.scan_class is ScanClass.HUMAN:
            visitor = self.visitors.of(asked.scope, asked.agent, asked.at)
            soon = found.announced_at is not None and too_soon(found.announced_at, asked.at)
            if soon or self.visitors.bursts(found.link_id, visitor, asked.at):
                opening = Opening(ScanClass.BOT, opening.device, opening.app)
            else:
                new_on = self.visitors.new_today(found.link_id, visitor)
        return self.recorder.record(found.link_id, found.version, opening, asked.quarter, new_on)


class _Present:
    redirects: Redirects | None = None


def redirects() -> Redirects:
    """The one of this process, on its present database."""
    if _Present.redirects is None or _Present.redirects.database is not database.current():
        _Present.redirects = Redirects(database.current())
    return _Present.redirects
