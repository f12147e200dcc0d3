"""Jobs of first contacts: what the night erases, what waits too long.

The edge of keeping: one short transaction per batch, so that a night that is stopped in the
middle has erased what it counted, and the next one goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contacts import escalation, keeping
from core import database, jobs, notify, people
from core.i18n import _
from core.jobs import Progress

ESCALATE = "contacts.escalate"


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(keeping.ERASE, erase, every="10 3 * * *")
    jobs.register(ESCALATE, escalate, every="*/15 * * * *")


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
    failures = notify.send(addresses, *escalation.notice(waiting))
    counts["failed"] += len(failures)
    if len(failures) < len(addresses):
        with database.current().transaction() as session:
            escalation.told(session, waiting.ids)
        counts["told"] += len(waiting.ids)
