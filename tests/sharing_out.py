"""Which of the processes of `pytest -n` runs what: a file stays whole, all journeys stay together, the long ones begin.

Files in the order of the alphabet would leave one process alone with the last long one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

JOURNEYS = "tests/journeys"
"""They share a demonstration, a browser and the pages that a server has read once."""
LONG = (JOURNEYS,)
"""What takes longest, the longest first; everything else follows in its order."""


def unit(nodeid: str) -> str:
    """What a test is run together with."""
    file = nodeid.partition("::")[0]
    return JOURNEYS if file.startswith(f"{JOURNEYS}/") else file


def long_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests, the units of LONG in front."""
    place = {name: number for number, name in enumerate(LONG)}
    return sorted(items, key=lambda item: place.get(unit(item.nodeid), len(LONG)))


class Sharing(LoadFileScheduling):  # type: ignore[misc]
    """Gives a process the next unit, in the order of the tests, as soon as it is nearly done with its last."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        # Its own order begins with the units of most tests, and ends with a journey.
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
