"""Who opens a link, for some minutes and in memory only: people of a day, programs, guessers.

An address and an agent become one number by a salt that nobody knows and that goes with the day;
neither they nor the number are ever written anywhere. Everybody behind one address with the
same phone is one visitor, so a class on one Wi-Fi counts less than its heads; a restart or a
second process takes somebody for new again, so the number of a day is «au plus».
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import settings

BURST = 20
BURST_SECONDS = 10
"""Beyond so many openings of one link by one visitor in that time, it is a program."""
FIRST_SECONDS = 15
"""After a post went out: what opens its link so soon draws previews or looks for malware."""
MOST_REMEMBERED = 200_000
"""Beyond so many visitors of a day, the next ones all count as new: the number stays a bound."""
WRONG_CODES = 30
WRONG_CODES_OF_ADDRESS = 300
WRONG_SECONDS = 60
"""An address is shared by a town's phones: it may be wrong more often than one of them."""

_Scope = Any


class Visitors:
    """What one event loop remembers of its visitors."""

    def __init__(self) -> None:
        self._proxies = settings.current().trusted_proxies
        self._zone = ZoneInfo(settings.current().timezone)
        self._day = date.min
        self._day_ends = 0.0
        self._salt = b""
        self._seen: set[tuple[int, int]] = set()
        self._openings: dict[tuple[int, int], int] = {}
        self._openings_end = 0.0
        self._wrong: dict[int, int] = {}
        self._wrong_ends = 0.0

    def of(self, scope: _Scope, agent: bytes, at: float) -> int:
        """A number for whoever asks at that second, the same until the day ends."""
        if at >= self._day_ends:
            self._turn(at)
        client = None if self._proxies else scope["client"]
        address = client[0].encode() if client else self._address(scope)
        return hash(self._salt + address + agent)

    def new_today(self, link_id: int, visitor: int) -> date | None:
        """The day, at the first opening of that link by that visitor; else None."""
        key = (link_id, visitor)
        if key in self._seen:
            return None
        if len(self._seen) < MOST_REMEMBERED:
            self._seen.add(key)
        return self._day

    def bursts(self, link_id: int, visitor: int, at: float) -> bool:
        """Whether this opening is one too many for a person. Classed on arrival, before rounding."""
        if at >= self._openings_end:
            self._openings.clear()
            self._openings_end = at + BURST_SECONDS
        key = (link_id, visitor)
        times = self._openings.get(key, 0) + 1
        self._openings[key] = times
        return times > BURST

    def wrong(self, scope: _Scope, agent: bytes, at: float) -> None:
        """Note a code that does not exist."""
        for key, _most in self._guessers(scope, agent, at):
            self._wrong[key] = self._wrong.get(key, 0) + 1

    def guesses(self, scope: _Scope, agent: bytes, at: float) -> bool:
        """Whether whoever asks tries codes one after the other."""
        if not self._wrong:
            return False
        return any(self._wrong.get(key, 0) >= most for key, most in self._guessers(scope, agent, at))

    def _guessers(self, scope: _Scope, agent: bytes, at: float) -> list[tuple[int, int]]:
        if at >= self._wrong_ends or len(self._wrong) > MOST_REMEMBERED:
            self._wrong.clear()
            self._wrong_ends = at + WRONG_SECONDS
        alone = (self.of(scope, agent, at), WRONG_CODES)
        return [alone, (self.of(scope, b"*", at), WRONG_CODES_OF_ADDRESS)]

    def _turn(self, at: float) -> None:
        """At midnight the salt goes, and with it all that was remembered."""
        self._day = datetime.fromtimestamp(at, self._zone).date()
        midnight = datetime.combine(self._day + timedelta(days=1), time.min, self._zone)
        self._day_ends = midnight.timestamp()
        self._salt = secrets.token_bytes(16)
        self._seen.clear()
        self._openings.clear()
        self._wrong.clear()

    def _address(self, scope: _Scope) -> bytes:
        """As our own proxies give it (PORTE_VOIX_TRUSTED_PROXIES); what a visitor forges is left of it."""
        if self._proxies:
            said = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
            steps = b",".join(said).split(b",")
            if len(steps) >= self._proxies:
                return bytes(steps[-self._proxies].strip())
        client = scope.get("client")
        return client[0].encode() if client else b""


def too_soon(announced_at: int | None, at: float) -> bool:
    """Whether a post with that link went out some seconds ago: programs come before people."""
    return announced_at is not None and 0 <= at - announced_at < FIRST_SECONDS
