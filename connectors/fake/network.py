"""Accounts and posts that exist by being asked for; their numbers come from their names."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from connectors.errors import (
    Changed,
    ConnectorError,
    Gone,
    LoginWall,
    NeedsReconnect,
    Private,
    RateLimited,
    Refused,
    TimedOut,
)
from connectors.readings import Reading, Seen, hidden, seen
from connectors.records import MeasureName
from core import clock

EPOCH = datetime(2025, 9, 1, tzinfo=UTC)
LEAST = {
    MeasureName.VIEWS: 1.0,
    MeasureName.LIKES: 0.06,
    MeasureName.COMMENTS: 0.008,
    MeasureName.SHARES: 0.012,
    MeasureName.SAVES: 0.01,
    MeasureName.BOOSTS: 0.009,
    MeasureName.RECOMMENDS: 0.004,
}


class Fault(StrEnum):
    """What can be made to go wrong, once or for ever."""

    THROTTLED = "throttled"
    GONE = "gone"
    PRIVATE = "private"
    HIDDEN_LIKES = "hidden_likes"
    LOGIN_WALL = "login_wall"
    NONSENSE = "nonsense"
    SLOW = "slow"
    REFUSED = "refused"
    DISCONNECTED = "disconnected"


# Names that fail in every fake network, so that each error can be seen in a demonstration.
KNOWN_FAULTS: Mapping[str, Sequence[Fault | None]] = {
    "compte.freine": [Fault.THROTTLED],
    "compte.disparu": [Fault.GONE],
    "compte.prive": [Fault.PRIVATE],
    "compte.connexion": [Fault.LOGIN_WALL],
    "compte.illisible": [Fault.NONSENSE],
    "compte.lent": [Fault.SLOW],
    "compte.refuse": [Fault.REFUSED],
    "compte.coupe": [Fault.DISCONNECTED],
    "compte.discret": [Fault.HIDDEN_LIKES],
}
_ERRORS: Mapping[Fault, type[ConnectorError]] = {
    Fault.THROTTLED: RateLimited,
    Fault.GONE: Gone,
    Fault.PRIVATE: Private,
    Fault.LOGIN_WALL: LoginWall,
    Fault.NONSENSE: Changed,
    Fault.SLOW: TimedOut,
    Fault.REFUSED: Refused,
    Fault.DISCONNECTED: NeedsReconnect,
}


@dataclass(frozen=True)
class Manner:
    """How a network speaks: which measures it gives, and from where it rounds them (`None`: exact).

    A network without measures of posts has none that could be read.
    """

    account: tuple[MeasureName, ...]
    post: tuple[MeasureName, ...] = ()
    silent: frozenset[MeasureName] = frozenset()
    rounded_from: int | None = None
    account_rounded_from: int | None = None


@dataclass
class FakeNetwork:
    """One invented network.

    `faults` maps a handle or a post's identifier to what goes wrong at each reading in turn (None: nothing
    does); the last one stays. «Slow» answers TimedOut at once: nobody waits for an invented network.
    """

    seed: str
    manner: Manner
    faults: Mapping[str, Sequence[Fault | None]] = field(default_factory=lambda: KNOWN_FAULTS)
    _asked: dict[str, int] = field(default_factory=dict)

    def account(self, handle: str, at: datetime | None = None) -> Reading:
        """The account as it stands now, or stood at `at`. Raises the ConnectorError of its fault script."""
        self._fault(handle)
        days = max(((at or clock.now()) - EPOCH).days, 0)
        values = {
            MeasureName.FOLLOWERS: self._draw(handle, 180, 5_200)
            + days * self._draw(handle + "+", 0, 9)
            + self._bursts(handle, days),
            MeasureName.POSTS: self._draw(handle + "#", 12, 90) + days // self._draw(handle + "/", 3, 9),
            MeasureName.LIKES: self._draw(handle + "*", 900, 60_000) + days * self._draw(handle + "~", 3, 80),
            MeasureName.VIEWS: self._draw(handle + "!", 4_000, 90_000)
            + days * self._draw(handle + "?", 9, 90),
            MeasureName.ONLINE: self._draw(handle + "%", 12, 160),
        }
        rounded_from = self.manner.account_rounded_from
        counts = tuple(self._seen(name, values[name], rounded_from) for name in self.manner.account)
        return Reading(handle, counts)

    def latest(self, handle: str, most: int) -> list[str]:
        """The identifiers of the account's latest posts: as many as it has, at most `most`."""
        self._fault(handle)
        return [f"{number}" for number in range(min(most, self._draw(handle + "#", 12, 90)))]

    def post(
        self,
        identifier: str,
        handle: str | None,
        at: datetime | None = None,
        published: datetime | None = None,
    ) -> Reading:
        """The post as it stands now or stood at `at`, of `handle` or of an invented author.

        `published` in place of an invented instant. Raises like `account`.
        """
        faults = {self._fault(identifier), self._fault(handle) if handle else None}
        return self._reading(identifier, handle, faults, at, published)

    def listed(self, identifier: str, handle: str) -> Reading | None:
        """The post as it stands in the list of `handle`; None where its script ends out of sight."""
        lasting = {(self._script(one) or [None])[-1] for one in (identifier, handle)}
        return None if lasting & _ERRORS.keys() else self._reading(identifier, handle, lasting)

    def _reading(
        self,
        identifier: str,
        handle: str | None,
        faults: Collection[Fault | None],
        at: datetime | None = None,
        published: datetime | None = None,
    ) -> Reading:
        published = published or EPOCH + timedelta(hours=self._draw(identifier + "@", 0, 24 * 60))
        age = max(((at or clock.now()) - published) / timedelta(days=1), 0.0)
        views = int(self._draw(identifier, 150, 24_000) * age / (age + 3))
        counts = tuple(self._of_post(name, int(views * LEAST[name]), faults) for name in self.manner.post)
        author = handle or f"compte.{self._draw(identifier + '=', 10, 99)}"
        return Reading(author, counts, int(published.timestamp()))

    def _bursts(self, handle: str, days: int) -> int:
        """Followers won on a few good days: a year that is no straight line."""
        good = [(self._draw(f"{handle}^{turn}", 0, 500), turn) for turn in range(9)]
        return sum(self._draw(f"{handle}&{turn}", 5, 60) for day, turn in good if day <= days)

    def _of_post(self, name: MeasureName, value: int, faults: Collection[Fault | None]) -> Seen:
        if name is MeasureName.LIKES and Fault.HIDDEN_LIKES in faults:
            return hidden(name)
        return self._seen(name, value, self.manner.rounded_from)

    def _seen(self, name: MeasureName, value: int, rounded_from: int | None = None) -> Seen:
        if name in self.manner.silent:
            return seen(name, None)
        if rounded_from is not None and value >= rounded_from:
            value = value // 100 * 100
        return seen(name, value, rounded_from)

    def _fault(self, name: str) -> Fault | None:
        script = self._script(name)
        if not script:
            return None
        turn = self._asked.get(name, 0)
        self._asked[name] = turn + 1
        fault = script[min(turn, len(script) - 1)]
        if fault is not None and fault in _ERRORS:
            raise _ERRORS[fault]
        return fault

    def _script(self, name: str) -> Sequence[Fault | None] | None:
        return self.faults.get(name) or self.faults.get(name.partition("@")[0].replace("-", "."))

    def _draw(self, name: str, least: int, most: int) -> int:
        """A number between `least` and `most` that depends on the names alone."""
        digest = hashlib.sha256(f"{self.seed}:{name}".encode()).digest()
        return least + int.from_bytes(digest[:8], "big") % (most - least + 1)
