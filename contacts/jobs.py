"""Jobs of first contacts: what the night erases.

The edge of keeping: one short transaction per batch, so that a night that is stopped in the
middle has erased what it counted, and the next one goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contacts import keeping
from core import database, jobs
from core.i18n import _
from core.jobs import Progress


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(keeping.ERASE, erase, every="10 3 * * *")


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
