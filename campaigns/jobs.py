"""The job «campaigns.print»: a file for many codes, read back before it is given.

Whoever starts it asks for the right to print; the job itself stays in the consortium it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.prints import asking, making
from campaigns.prints.asking import Wish
from campaigns.prints.making import Print
from core import database, jobs
from core.jobs import Progress

PRINT = "campaigns.print"


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(PRINT, print_codes)


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
