"""Jobs of first contacts: what the night erases, and notices to partner portals.

The edge of keeping: one short transaction per batch, so that a night that is stopped in the
middle has erased what it counted, and the next one goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contacts import hooks, keeping, sending
from core import clock, database, jobs
from core.i18n import _
from core.jobs import Progress

MOST_NOTICES = 100
"""In one run."""


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(keeping.ERASE, erase, every="10 3 * * *")
    jobs.register(hooks.KIND, notify, every="* * * * *")


def erase(_arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Erase what may not be kept any longer; gives how many ways to answer and how many years' keys."""
    with database.current().snapshot() as session:
        total = keeping.due(session)
    erased = 0
    while True:
        progress(erased, total, _("Moyens de répondre effacés"))
        with database.current().transaction() as session:
            batch = keeping.erase_batch(session)
        if not batch:
            break
        erased += batch
    with database.current().transaction() as session:
        years = keeping.end_years(session)
    progress(erased, erased, "")
    return {"details": erased, "years": years}


def notify(_arguments: Mapping[str, Any], _progress: Progress) -> dict[str, int]:
    """Send the notices that are due, each in its own transactions; gives how many were taken and not.

    A partner that does not take one is left in peace until the next run.
    """
    counts = {"taken": 0, "refused": 0}
    aside: set[UUID] = set()
    with database.current().snapshot() as session:
        if not hooks.waiting(session):
            return counts
    for _place in range(MOST_NOTICES):
        with database.current().transaction() as session:
            notice = hooks.claim(session, aside)
        if notice is None:
            break
        headers = notice.headers(clock.now())
        if not sending.post(notice.url, notice.body(), headers, loopback=notice.loopback):
            aside.add(notice.hook_id)
            counts["refused"] += 1
            continue
        with database.current().transaction() as session:
            hooks.delivered(session, notice.id)
        counts["taken"] += 1
    return counts
