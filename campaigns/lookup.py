"""From a code to its link, afresh for every request: a pause or a retirement counts at once,
whichever process decided it.

Requests that arrived before a look-up and wait for it share what it found. While the store cannot
be read, what was last known of a code still answers.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from campaigns import store
from campaigns.store import Found
from core import clock
from core.database import Database

_REMEMBERED = 20_000
_BATCH = 500
_ANSWER_SECONDS = 2.0


class Unreadable(Exception):
    """The store cannot be read, and nothing is remembered of this code."""


class Lookup(ABC):
    """Finds codes for one event loop; `start` within it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Found] = {}
        self.this_turn: dict[str, Found] = {}
        """By the text as it was asked for: what a look-up found in this turn of the event loop."""

    @abstractmethod
    def start(self) -> None:
        """Open what is needed."""

    @abstractmethod
    def stop(self) -> None:
        """Give everything back."""

    def share(self, asked: str, found: Found) -> None:  # noqa: B027 (a server's look-ups are shared anyway)
        """Let the other requests that arrived before this turn have it too."""

    @abstractmethod
    async def _read(self, text: str, quarter: int) -> Found | None: ...

    async def find(self, text: str, quarter: int) -> Found | None:
        """The code with that folded text, as it leads in that quarter, or None; raises Unreadable."""
        try:
            found = await self._read(text, quarter)
        except Unreadable:
            if text in self._known:
                return self._known[text]
            raise
        if found is not None:
            self._remember(text, found)
        return found

    def _remember(self, text: str, found: Found) -> None:
        if len(self._known) >= _REMEMBERED and text not in self._known:
            del self._known[next(iter(self._known))]
        self._known[text] = found


class _InLoop(Lookup):
    """SQLite: a look-up takes some microseconds and waits for no writer."""

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._store = store.opened_later(self._database, wait=20)
        self._store.open()

    def stop(self) -> None:
        self._store.close()

    def share(self, asked: str, found: Found) -> None:
        """Until the loop has answered all that it had read; what it reads next is looked up again."""
        if not self.this_turn:
            self._loop.call_soon(self.this_turn.clear)
        self.this_turn[asked] = found

    async def _read(self, text: str, quarter: int) -> Found | None:
        try:
            found = self._store.find([text], quarter)
        except self._store.failures:
            raise Unreadable from None
        return found[0] if found else None


class _InThread(Lookup):
    """A server: a thread asks for all the codes that wait, in one query."""

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._asked: SimpleQueue[tuple[str, asyncio.Future[Found | None]] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="code-lookup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._asked.put(None)
        self._thread.join(_ANSWER_SECONDS)

    async def _read(self, text: str, quarter: int) -> Found | None:  # noqa: ARG002 (all at once)
        answer: asyncio.Future[Found | None] = self._loop.create_future()
        self._asked.put((text, answer))
        try:
            return await asyncio.wait_for(answer, _ANSWER_SECONDS)
        except TimeoutError:
            raise Unreadable from None

    def _work(self) -> None:
        reader = store.opened_later(self._database, wait=int(_ANSWER_SECONDS * 500))
        while (first := self._asked.get()) is not None:
            batch = [first, *self._waiting()]
            texts = list({text for text, _answer in batch})
            found = self._found(reader, texts)
            self._loop.call_soon_threadsafe(_answer_all, batch, found)
        reader.close()

    def _waiting(self) -> list[tuple[str, asyncio.Future[Found | None]]]:
        batch: list[tuple[str, asyncio.Future[Found | None]]] = []
        with suppress(Empty):
            while len(batch) < _BATCH:
                one = self._asked.get_nowait()
                if one is None:
                    self._asked.put(None)
                    break
                batch.append(one)
        return batch

    @staticmethod
    def _found(reader: store.Store, texts: list[str]) -> dict[str, Found] | None:
        """By text; None when the store cannot be read, even by a fresh connection."""
        quarter = clock.quarter_of(clock.now())
        for _try in range(2):
            try:
                return {found.text: found for found in reader.find(texts, quarter)}
            except reader.failures:
                reader.mend()
        return None


def lookup_in(database: Database) -> Lookup:
    """The way to look codes up in that database."""
    return _InLoop(database) if database.sqlite else _InThread(database)


def _answer_all(
    batch: list[tuple[str, asyncio.Future[Found | None]]], found: dict[str, Found] | None
) -> None:
    for text, answer in batch:
        if answer.done():
            continue
        if found is None:
            answer.set_exception(Unreadable())
        else:
            answer.set_result(found.get(text))
