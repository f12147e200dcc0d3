"""How often a network may be asked, as data: per day, how far apart, how many in a row.

Without credentials the network sees the address of this installation, and what it allows is known by
experience only: far below what tools of the trade ask. With credentials the published limits count,
halved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Budget:
    """At most `a_day` requests, `apart` on average, after at most `in_a_row` at once."""

    a_day: int
    apart: timedelta
    in_a_row: int = 1


def _budget(a_day: int, seconds: float, in_a_row: int) -> Budget:
    return Budget(a_day, timedelta(seconds=seconds), in_a_row)


# Instagram: one page each 10 to 30 s and some 100 a day from one address (experience, 2026).
WITHOUT_CREDENTIALS = {
    "instagram": _budget(100, 20, 5),
    "tiktok": _budget(300, 12, 5),
    "snapchat": _budget(200, 12, 5),
    "youtube": _budget(300, 10, 5),
    "discord": _budget(1_000, 2, 5),
    "mastodon": _budget(3_000, 2, 10),
    "bluesky": _budget(3_000, 1, 10),
}
# Graph API: 200 calls an hour a user; YouTube: 10,000 units a day; TikTok Display: 600 a minute.
WITH_CREDENTIALS = {
    "instagram": _budget(2_000, 4, 10),
    "facebook": _budget(2_000, 4, 10),
    "tiktok": _budget(3_000, 1, 10),
    "youtube": _budget(5_000, 0.5, 20),
    "mastodon": _budget(3_000, 2, 10),
}
CAREFUL = _budget(100, 20, 5)
"""For a network that nobody measured yet."""
INVENTED = _budget(100_000, 0, 1)
"""A demonstration asks nobody."""


def of(network: str, *, credentials: bool, demo: bool = False) -> Budget:
    """The budget of one queue of a network."""
    if demo or network == "fake":
        return INVENTED
    known = WITH_CREDENTIALS if credentials else WITHOUT_CREDENTIALS
    return known.get(network, WITHOUT_CREDENTIALS.get(network, CAREFUL))
