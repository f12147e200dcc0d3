"""Jobs of this room: raw rows of scans go after their time; planned destinations take their place.

Each day of scans that goes, and the links that turn, have a transaction of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns import destinations, keeping
from core import clock, database, jobs, settings
from core.jobs import Progress

PURGE = "campaigns.purge_scans"
TURN = "campaigns.turn_links"


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(PURGE, purge, every="40 3 * * *")
    jobs.register(TURN, turn, every="1 * * * *")


def purge(_arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Take away raw rows that are older than PORTE_VOIX_SCAN_DAYS; their sums stay."""
    chosen = settings.current()
    before = keeping.kept_since(clock.today(chosen.timezone), chosen.scan_days)
    gone = days = 0
    while True:
        with database.current().transaction() as session:
            rows = keeping.purge_day(session, before)
        if not rows:
            return {"rows": gone, "days": days}
        gone, days = gone + rows, days + 1
        progress(days, days, "")


def turn(_arguments: Mapping[str, Any], _progress: Progress) -> dict[str, int]:
    """Let lists and pages see the destinations that took their place."""
    with database.current().transaction() as session:
        return {"links": destinations.turn_due(session)}
