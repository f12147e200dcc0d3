"""Jobs of this room: a file of many codes; raw rows of scans go; planned destinations take their place.

«campaigns.print» makes a file for many codes, read back before it is given: whoever starts it asks
for the right to print; the job itself stays in the consortium it is given. The others come back by
themselves; each day of scans that goes has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns import destinations, keeping, reviews
from campaigns.media import keeping as media_keeping
from campaigns.prints import asking, making
from campaigns.prints.asking import Wish
from campaigns.prints.making import Print
from core import clock, database, jobs, settings, storage
from core.jobs import Progress

PRINT = "campaigns.print"
TIDY = "campaigns.tidy_media"
PURGE = "campaigns.purge_scans"
TURN = "campaigns.turn_links"


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(PRINT, print_codes)
    jobs.register(PURGE, purge, every="40 3 * * *")
    jobs.register(TIDY, tidy, every="20 4 * * *")
    jobs.register(TURN, turn, every="1 * * * *")


def print_codes(arguments: Mapping[str, Any], progress: Progress) -> Print:
    """The checked file of `placement_ids` of `consortium_id`; `wish` as `Wish.plain` gives it."""
    with database.current().snapshot() as session:
        order = asking.of_placements(
            session,
            UUID(str(arguments["consortium_id"])),
            [UUID(str(one)) for one in arguments["placement_ids"]],
            Wish.from_plain(arguments["wish"]),
        )
    return making.make(order, progress)


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


def tidy(_arguments: Mapping[str, Any], _progress: Progress) -> dict[str, int]:
    """Take away files that no row of the library names, those removed long ago, old names of readers."""
    with database.current().transaction() as session:
        names = reviews.forget_names(session, clock.now() - reviews.NAMES_KEPT)
    with database.current().snapshot() as session:
        gone = media_keeping.tidy(session)
    for name in gone:
        storage.current().delete(name)
    return {"files": len(gone), "names": names}
