"""Where a network began to count otherwise: no line and no growth goes across.

Dated data, each with its source; a new change is one more row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from connectors.records import MeasureName
from core.i18n import mark


@dataclass(frozen=True)
class Change:
    """From that day on a measure of a network means something else."""

    network: str
    measure: MeasureName
    on: date
    sentence: str
    source: str


CHANGES = (
    Change(
        "instagram",
        MeasureName.VIEWS,
        date(2025, 4, 21),
        mark(
            "Depuis le 21 avril 2025, Instagram compte les vues autrement : avant et après ne se suivent pas."
        ),
        "Graph API, 21 April 2025: views replaces impressions, plays and video_views",
    ),
    Change(
        "youtube",
        MeasureName.VIEWS,
        date(2025, 3, 31),
        mark(
            "Depuis le 31 mars 2025, YouTube compte chaque démarrage d'un Short : "
            "avant et après ne se suivent pas."
        ),
        "YouTube Help, 31 March 2025: Shorts views count every start",
    ),
)


def series(network: str, measure: str, day: date) -> int:
    """Which of the following meanings of that measure a day belongs to: 0, 1, …"""
    return sum(1 for one in CHANGES if (one.network, one.measure) == (network, measure) and one.on <= day)


def between(network: str, measure: str, first: date, last: date) -> list[Change]:
    """The changes after `first`, up to `last`."""
    return [
        one for one in CHANGES if (one.network, one.measure) == (network, measure) and first < one.on <= last
    ]
