"""The silence alarm: a placement that was usually scanned, and then is not.

The rule, on the whole days between the day it was put up (91 days back at most) and yesterday:
let n be the number of days, k the days with a human scan, q the days since the last of them. If
scans had gone on as before, any k of the n days would be as likely as any other, and all of them
would fall before the last q with probability C(n-q, k) / C(n, k). Alarm when

- q is 7 or more (a week-end, a closed Monday are no silence),
- k is 5 or more (there was a habit),
- 3 days with scans or more were to be expected in that time (q * k / n),
- and that probability is under 1 %.

Days, not scans, are counted: an evening with forty scans makes no habit. Since the q days are
counted back from yesterday, whatever they are, a placement whose scans go on unchanged gives a
false alarm on fewer than 1 % of days; tests hold the rule to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WINDOW = 91
QUIET = 7
ACTIVE = 5
EXPECTED = 3
CHANCE = 0.01


@dataclass(frozen=True)
class Silence:
    """Days since the last scan, days with a scan before, and how likely so long a gap was by chance."""

    quiet: int
    active: int
    days: int
    chance: float


def chance_of_quiet(days: int, active: int, quiet: int) -> float:
    """How likely it is that `active` of `days` days all fall before the last `quiet` ones."""
    if not 0 <= active <= days or not 0 <= quiet <= days:
        raise ValueError("more days than there are")
    found = 1.0
    for place in range(active):
        found *= max(0, days - quiet - place) / (days - place)
    return found


def heard(scans: Sequence[int]) -> Silence | None:
    """The silence in human scans per whole day (the oldest first, yesterday last), or None.

    Only the last 91 days are looked at.
    """
    scans = scans[-WINDOW:]
    days, active = len(scans), sum(1 for one in scans if one)
    quiet = next((back for back, one in enumerate(reversed(scans)) if one), days)
    if quiet < QUIET or active < ACTIVE or quiet * active < EXPECTED * days:
        return None
    chance = chance_of_quiet(days, active, quiet)
    return Silence(quiet, active, days, chance) if chance < CHANCE else None
