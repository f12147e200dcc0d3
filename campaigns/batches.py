"""What the recorder gathers between two commits: openings, and requests for codes that lead nowhere."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date

from campaigns import store
from campaigns.store import ScanRow

MOST_UNKNOWN_A_DAY = 500
OTHERS = "*"
"""Stands for the unknown codes of a day beyond the first 500: a scanner cannot fill the table."""

Unknown = Counter[tuple[str, date]]


class Batch:
    """Scans of one transaction, those that are alike counted once, and who waits for them."""

    __slots__ = ("rows", "scans", "waiters")

    def __init__(self) -> None:
        self.rows: dict[ScanRow, int] = {}
        self.scans = 0
        self.waiters: list[asyncio.Future[None]] = []

    def release(self) -> int:
        """Let these visitors go; how many did wait."""
        released = 0
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)
                released += 1
        self.waiters.clear()
        return released


class UnknownCodes:
    """Counts requests per unknown code and day, for at most so many codes a day."""

    def __init__(self, writer: store.Store) -> None:
        self._writer = writer
        self._day: date | None = None
        self._texts: set[str] = set()

    def count(self, asked: Unknown) -> None:
        """Add to the table; a store that refuses costs these counts, they are only a hint."""
        with suppress(*self._writer.failures):
            kept: Unknown = Counter()
            for (text, day), times in asked.items():
                kept[self._kept(text, day), day] += times
            self._writer.count_unknown(kept)

    def _kept(self, text: str, day: date) -> str:
        if day != self._day:
            self._texts = self._writer.unknown_on(day) - {OTHERS}
            self._day = day
        if text not in self._texts and len(self._texts) >= MOST_UNKNOWN_A_DAY:
            return OTHERS
        self._texts.add(text)
        return text
