"""Many forms from one address: a class or a stand passes, a flood meets a page to tap. Never a refusal.

Addresses are kept in the memory of the process only, as hashes under a key of its own that is
forgotten with it, for five minutes and for a bounded number of addresses.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections import Counter, OrderedDict
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from threading import Lock

from core import clock

WINDOW = timedelta(minutes=5)
FREE = 30
"""Different forms of one address in five minutes that nobody is asked about."""
CONFIRMED = 30
"""Further ones that pass with a tap; then the tap has to wait."""
GUESSES = 10
"""Receipts that do not exist, tried from one address in five minutes."""
MOST_ADDRESSES = 4096
FASTEST = timedelta(seconds=2)
"""No hand fills in and sends the form in less."""


class Step(StrEnum):
    """Which showing of a form is sent: the first, again with what to mend, or the one to tap."""

    FIRST = ""
    AGAIN = "again"
    SURE = "sure"


class Ask(StrEnum):
    """Why a form is shown again, to be confirmed by a tap."""

    FAST = "fast"
    MANY = "many"
    WAIT = "wait"


class Throttle:
    """How many different things came from each address lately."""

    def __init__(self, most: int, addresses: int = MOST_ADDRESSES) -> None:
        self._most = most
        self._addresses = addresses
        self._seen: OrderedDict[bytes, dict[str, datetime]] = OrderedDict()
        self._salt = secrets.token_bytes(16)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._seen)

    def admits(self, address: str, thing: str) -> bool:
        """Whether `thing` passes: it came before, or there is room left for it. It takes its room."""
        now = clock.now()
        with self._lock:
            recent = self._recent(address, now)
            if thing in recent:
                return True
            if len(recent) >= self._most:
                return False
            recent[thing] = now
            return True

    def full(self, address: str) -> bool:
        """Whether nothing new of this address would pass."""
        with self._lock:
            return len(self._recent(address, clock.now())) >= self._most

    def forget(self) -> None:
        """Forget every address."""
        with self._lock:
            self._seen.clear()

    def _recent(self, address: str, now: datetime) -> dict[str, datetime]:
        key = self._hashed(address)
        recent = self._seen.setdefault(key, {})
        self._seen.move_to_end(key)
        for thing in [thing for thing, at in recent.items() if now - at >= WINDOW]:
            del recent[thing]
        while len(self._seen) > self._addresses:
            self._seen.popitem(last=False)
        return recent

    def _hashed(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), digest_size=12, key=self._salt).digest()


_log = logging.getLogger("porte_voix.contacts")
_trapped: Counter[str] = Counter()
_free, _confirmed, _guesses = Throttle(FREE), Throttle(CONFIRMED), Throttle(GUESSES)


def stamp() -> str:
    """A one-time part for a form that is shown now: the moment in milliseconds, then chance."""
    return f"{int(clock.now().timestamp() * 1000)}.{secrets.token_urlsafe(12)}"


def asks(address: str, part: str, step: Step) -> Ask | None:
    """Why the form with this one-time part has to be confirmed by a tap; None when it passes."""
    if step is Step.SURE:
        passes = _free.admits(address, part) or _confirmed.admits(address, part)
        return None if passes else Ask.WAIT
    if step is Step.FIRST and _fast(part):
        return Ask.FAST
    return None if _free.admits(address, part) else Ask.MANY


def may_guess(address: str) -> bool:
    """Whether this address may try one more receipt."""
    return not _guesses.full(address)


def guessed(address: str) -> None:
    """Count a receipt that does not exist."""
    _guesses.admits(address, secrets.token_urlsafe(8))


def trap(slug: str) -> None:
    """Count a form whose hidden field was filled in by a machine; nothing of it is kept."""
    _trapped[slug] += 1
    _log.info("a hidden field was filled in on /bonjour/%s, %d since start", slug, _trapped[slug])


def trapped(slug: str) -> int:
    """How many forms of a page were trapped since the process started."""
    return _trapped[slug]


def forget() -> None:
    """Forget every address."""
    for throttle in (_free, _confirmed, _guesses):
        throttle.forget()


def _fast(part: str) -> bool:
    """Whether the form came back faster than a hand; a part without a moment says nothing."""
    shown, dot, _rest = part.partition(".")
    if not dot or not shown.isascii() or not shown.isdigit():
        return False
    return int(clock.now().timestamp() * 1000) - int(shown) < FASTEST / timedelta(milliseconds=1)


def _network(address: str) -> str:
    """An IPv6 home has 2⁶⁴ addresses: they are one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(IPv6Address(int(known) >> 64 << 64))
    return str(known)
