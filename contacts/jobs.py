"""Jobs of first contacts: what the night erases, what waits too long, notices to partner portals.

The edge of keeping: one short transaction per batch, so that a night that is stopped in the
middle has erased what it counted, and the next one goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contacts import escalation, hooks, keeping, sending
from core import clock, database, jobs, people
from core import notify as team_notices
from core.i18n import _
from core.jobs import Progress

ESCALATE = "contacts.escalate"

MOST_NOTICES = 100
"""In one run."""


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(keeping.ERASE, erase, every="10 3 * * *")
    jobs.register(ESCALATE, escalate, every="*/15 * * * *")
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


def escalate(_arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Mark what waits too long and send the notices; gives what was marked, told and not taken.

    What no address took is told at the next run; a crash after sending tells it once more.
    """
    counts = {"escalated": 0, "told": 0, "failed": 0}
    with database.current().snapshot() as session:
        everybody = people.consortium_ids(session)
    for done, consortium_id in enumerate(everybody):
        progress(done, len(everybody), _("Demandes qui attendent"))
        with database.current().transaction() as session:
            counts["escalated"] += escalation.escalate(session, consortium_id)
        _tell(consortium_id, counts)
    progress(len(everybody), len(everybody), "")
    return counts


def _tell(consortium_id: UUID, counts: dict[str, int]) -> None:
    with database.current().snapshot() as session:
        addresses = escalation.addresses(session, consortium_id)
        waiting = escalation.pending(session, consortium_id) if addresses else None
    if waiting is None:
        return
    failures = team_notices.send(addresses, *escalation.notice(waiting))
    counts["failed"] += len(failures)
    if len(failures) < len(addresses):
        with database.current().transaction() as session:
            escalation.told(session, waiting.ids)
        counts["told"] += len(waiting.ids)


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
