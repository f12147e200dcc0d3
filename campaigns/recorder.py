"""Scans are committed before their visitors are answered, many in one transaction.

The event loop gathers what opens; one thread writes a batch while the next one gathers (no
timer). When the store does not take a batch, visitors are let go at once and the scans are
kept for another try; what is given up in the end is counted in `lost`, and written down once the
store takes writes again. This is one of the named edges that commit by themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from datetime import date
from queue import SimpleQueue
from threading import Thread

from campaigns import batches, store
from campaigns.agents import Opening
from campaigns.batches import Batch, Unknown, UnknownCodes
from campaigns.store import Outcome, ScanRow
from core import clock, settings
from core.database import Database

BATCH = 2_000
MOST_WAITING = 10_000
"""Beyond so many scans that wait, the next visitors are answered first."""
MOST_KEPT = 100_000
"""Beyond so many scans in memory, the next ones are lost."""
PATIENCE = 1.0
"""Seconds after which a slow commit keeps no visitor waiting."""
RETRY = 0.5
"""Seconds between two tries of a store that refuses."""
LAST_TRY = 10.0
"""Seconds that the last batch may take when the process stops."""
REVIVAL = 5.0
"""Seconds between two starts of a writer thread that died."""
LOCK_WAIT = 250
_log = logging.getLogger("porte_voix.scans")


class Recorder:
    """Records scans for one event loop; all but `stop` and the counters belong to that loop.

    `lost`: scans given up since the start; `answered_first`: visitors answered before their
    scan was stored; `behind`: the store refuses now, so nobody waits for it.
    """

    def __init__(self, database: Database) -> None:
        self.lost = 0
        self.answered_first = 0
        self.behind = False
        self._database = database
        self._thread: Thread | None = None
        self._writing = False
        """Whether the thread runs, at less cost than to ask it."""
        self._full: deque[Batch] = deque()
        self._filling = Batch()
        self._waiting = 0
        """Scans in these."""
        self._in_hand = Batch()
        self._unknown: Unknown = Counter()
        self._moving = False
        self._retry: asyncio.TimerHandle | None = None
        self._turn: asyncio.Future[Outcome] | None = None
        self._next_report = 1
        self.untold = 0
        """Losses that are not written down yet."""
        self._revived_at = -REVIVAL

    @property
    def alive(self) -> bool:
        """Whether the writer thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start writing; call it within the event loop that serves."""
        self._loop = asyncio.get_running_loop()
        self._start_thread()

    def _start_thread(self) -> None:
        # Scans, unknown codes, and how many losses to write down.
        self._batches: SimpleQueue[tuple[dict[ScanRow, int], Unknown, int] | None] = SimpleQueue()
        self._writing = True
        self._thread = Thread(target=self._work, name="scan-writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, then end the thread; call it from another thread than the loop's."""
        if self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._thread.join(LAST_TRY)
        self._thread = None

    def record(
        self, link_id: int, version: int, opening: Opening, quarter: int, new_on: date | None = None
    ) -> asyncio.Future[None] | None:
        """Note one opening; await what comes back before answering (None: answer at once).

        `new_on`: the day on which this visitor is new to the link.
        """
        if not (self._writing or self._writes()) or self._waiting >= MOST_KEPT:
            self._lose(1)
            return None
        row = (link_id, quarter, version, *opening, new_on.toordinal() if new_on else 0)
        batch = self._filling
        batch.rows[row] = batch.rows.get(row, 0) + 1
        batch.scans += 1
        waiter = None
        if self.behind or self._waiting >= MOST_WAITING:
            self.answered_first += 1
        else:
            waiter = self._loop.create_future()
            batch.waiters.append(waiter)
        self._waiting += 1
        if batch.scans >= BATCH:
            self._full.append(batch)
            self._filling = Batch()
        if not self._moving:
            self._move()
        return waiter

    def _writes(self) -> bool:
        """Whether somebody writes; a thread that died is started again, now and then."""
        if self._thread is None:
            return False
        if self._loop.time() < self._revived_at + REVIVAL:
            return False
        self._revived_at = self._loop.time()
        _log.error("The writer of scans had died; it is started again")
        if self._moving and self._retry is None:
            self._deadline.cancel()
            self._put_back()
            self._moving = False
        self._start_thread()
        return True

    def count_unknown(self, text: str) -> None:
        """Count a request for a code (folded) that leads nowhere; nobody waits for it."""
        if self._thread is not None:
            today = clock.today(settings.current().timezone)
            known = (text, today) in self._unknown or len(self._unknown) < batches.MOST_UNKNOWN_A_DAY
            self._unknown[text if known else batches.OTHERS, today] += 1
            self._move()

    def _move(self) -> None:
        if not self._moving:
            self._moving = True
            # At the end of this turn of the loop: what else arrived in it goes along.
            self._loop.call_soon(self._hand_over)

    def _hand_over(self) -> None:
        self._retry = None
        if self._full:
            batch = self._full.popleft()
        else:
            batch, self._filling = self._filling, Batch()
        self._waiting -= batch.scans
        self._in_hand = batch
        unknown = self._unknown
        if unknown:
            self._unknown = Counter()
        self._deadline = self._loop.call_later(PATIENCE, self._fall_behind)
        untold, self.untold = self.untold, 0
        self._batches.put((batch.rows, unknown, untold))

    def _put_back(self) -> None:
        """What is in hand waits again, before all others."""
        if self._in_hand.scans:
            self._full.appendleft(self._in_hand)
            self._waiting += self._in_hand.scans
        self._in_hand = Batch()

    def _written(self, outcome: Outcome) -> None:
        """The thread is done with the batch in hand."""
        self._deadline.cancel()
        if outcome is Outcome.LATER:
            self._fall_behind()
            self._put_back()
            self._retry = self._loop.call_later(RETRY, self._hand_over)
        else:
            self._go_on(outcome)
        if self._turn is not None and not self._turn.done():
            self._turn.set_result(outcome)

    def _go_on(self, outcome: Outcome) -> None:
        done = self._in_hand
        if outcome is Outcome.REFUSED:
            self._lose(done.scans)
        elif self.behind:
            self.behind = False
            _log.warning("Scans are stored again")
        # The next batch first: the thread writes it while the loop answers.
        if self._waiting or self._unknown:
            self._hand_over()
        else:
            self._moving = False
            self._in_hand = Batch()
        done.release()

    def _fall_behind(self) -> None:
        """Let every visitor go; their scans stay, to be stored later."""
        if not self.behind:
            self.behind = True
            _log.warning("Scans cannot be stored now; visitors are answered first")
        self.answered_first += sum(batch.release() for batch in (self._in_hand, *self._full, self._filling))

    def _lose(self, scans: int) -> None:
        self.lost += scans
        self.untold += scans
        if self.lost >= self._next_report:
            self._next_report = 2 * self.lost
            _log.error("Scans lost since the start: %d", self.lost)

    async def _finish(self) -> None:
        while self._moving:
            if self._retry is not None:
                self._retry.cancel()
                self._hand_over()
            self._turn = self._loop.create_future()
            try:
                outcome = await asyncio.wait_for(self._turn, LAST_TRY if self.alive else 0)
            except TimeoutError:
                break
            if outcome is Outcome.LATER and self._retry is not None:
                self._retry.cancel()
                break
        self._lose(self._waiting + self._in_hand.scans)
        self._full, self._filling, self._in_hand = deque(), Batch(), Batch()
        self._waiting, self._moving = 0, False
        if self.untold:
            self._batches.put(({}, Counter(), self.untold))
        self._batches.put(None)

    def _work(self) -> None:
        try:
            self._write_batches()
        finally:
            self._writing = False

    def _write_batches(self) -> None:
        writer = store.opened_later(self._database, LOCK_WAIT)
        unknown_codes = UnknownCodes(writer)
        while (batch := self._batches.get()) is not None:
            scans, unknown, untold = batch
            outcome = writer.write(scans) if scans else Outcome.WRITTEN
            if scans or unknown:
                self._loop.call_soon_threadsafe(self._written, outcome)
            if unknown:
                unknown_codes.count(unknown)
            if untold:
                self._tell(writer, untold)
        writer.close()

    def _tell(self, writer: store.Store, lost: int) -> None:
        """Write losses down, or keep them for the next batch."""
        try:
            writer.count_lost(clock.today(settings.current().timezone), lost)
        except writer.failures:
            writer.mend()
            self._loop.call_soon_threadsafe(self._keep_untold, lost)

    def _keep_untold(self, lost: int) -> None:
        self.untold += lost
