"""Invented networks in the manner of four real ones: requests noted in a file, a tenth failing once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from connectors import registry
from connectors.fake.network import FakeNetwork, Fault
from connectors.fake.provider import MANNERS, FakeProvider
from connectors.records import AccountRecord, PostRecord
from connectors.registry import Network
from core import clock
from reach.collecting.canaries import CANARIES

NETWORKS = ("instagram", "tiktok", "youtube", "facebook")
LOG, LISTED = "asked.log", "list:"
PASSING = (Fault.THROTTLED, Fault.LOGIN_WALL, Fault.NONSENSE, Fault.SLOW, Fault.DISCONNECTED)


@dataclass(frozen=True)
class Watched(FakeProvider):
    """An invented provider that notes each request in a file before it answers."""

    folder: Path = field(default_factory=Path, compare=False)

    def read_account(self, handle: str, deadline: float = 10) -> AccountRecord:
        """The invented account, noted."""
        with Noted(self, handle):
            return super().read_account(handle, deadline)

    def read_post(self, url_or_id: str, deadline: float = 10) -> PostRecord:
        """The invented post, noted."""
        with Noted(self, url_or_id):
            return super().read_post(url_or_id, deadline)

    def list_posts(self, handle: str, most: int, deadline: float = 10) -> tuple[PostRecord, ...]:
        """The invented account's posts, noted as one request."""
        with Noted(self, f"{LISTED}{handle}"):
            return super().list_posts(handle, most, deadline)


class Noted:
    """One request: said aloud before it is answered, written down with what came."""

    many = 0

    def __init__(self, provider: Watched, target: str) -> None:
        self._file = provider.folder / LOG
        self._network = provider.key.partition("/")[0]
        self._name = name_of(self._network, target)
        self._at = clock.now()

    def __enter__(self) -> None:
        Noted.many += 1
        print("asked", self._name, flush=True)

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        outcome = "ok" if kind is None else kind.__name__
        line = " ".join([self._at.isoformat(), self._network, self._name, outcome])
        with self._file.open("ab", buffering=0) as opened:
            opened.write(f"{line}\n".encode())


def invent(folder: Path) -> None:
    """The networks with a fault script: a tenth fails once, some are gone, private or half hidden."""
    chance = Random(11)
    for network in NETWORKS:
        faults: dict[str, list[Fault | None]] = {}
        inner = FakeNetwork(network, MANNERS[network], Chosen(chance, faults))
        provider = Watched(f"{network}/invented", inner, folder=folder)
        registry.NETWORKS[network] = Network(network, (provider,))


class Chosen(dict[str, list[Fault | None]]):
    """A fault script that decides by the name when it is first asked."""

    def __init__(self, chance: Random, seen: dict[str, list[Fault | None]]) -> None:
        super().__init__(seen)
        self._salt = chance.random()

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        """The script of that name."""
        if name in CANARIES.values():
            return None  # Surely there.
        if name not in self:
            draw = Random(f"{self._salt}{name}").random()
            if draw < 0.10:
                self[name] = [PASSING[int(draw * 1000) % len(PASSING)], None]
            elif draw < 0.12:
                self[name] = [Fault.GONE]
            elif draw < 0.13:
                self[name] = [Fault.PRIVATE]
            elif draw < 0.18:
                self[name] = [Fault.HIDDEN_LIKES]
            else:
                self[name] = [None]
        return super().get(name, default)


def name_of(network: str, target: str) -> str:
    """What the log calls an account or a post, by its handle or address."""
    return f"{network}/{target.rstrip('/').rpartition('/')[2]}"
