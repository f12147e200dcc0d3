"""What this room asks of rooms above it; app.wiring provides it at start, tests provide a fake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Tally:
    """What links brought: openings by people, and first contacts that carry one of their codes."""

    scans: int
    contacts: int


class Brought(Protocol):
    """Counts what links brought from the beginning up to a day."""

    def __call__(
        self, session: Session, consortium_id: UUID, link_ids: Sequence[int], before: date, /
    ) -> Tally:
        """The counts of all that happened before the first instant of the day `before`."""
        ...


@dataclass(frozen=True)
class Access:
    """An account that its owner let be read on the network itself."""

    account_id: UUID
    network: str
    """Its name on screen."""
    handle: str
    works: bool
    """False: the network no longer accepts it."""


class Accesses(Protocol):
    """Which of these accounts are connected by their owner."""

    def __call__(self, session: Session, account_ids: Sequence[UUID], /) -> Sequence[Access]:
        """In the order of networks and names."""
        ...


class EndAccess(Protocol):
    """Ends what an owner let be read."""

    def __call__(self, session: Session, account_id: UUID, /) -> Callable[[], object]:
        """Erase it; gives what is left to do on the network, once that is committed."""
        ...


class _Given:
    """Set once at start; a process that forgot it finds out at the first use."""

    brought: Brought | None = None
    accesses: tuple[Accesses, EndAccess] | None = None


def provide(brought: Brought) -> None:
    """Say once, at start, where counts come from."""
    _Given.brought = brought


def brought() -> Brought:
    """What counts; RuntimeError when nobody said."""
    if _Given.brought is None:
        raise RuntimeError("ambassadors.needs.provide was not called; app.wiring does it at start")
    return _Given.brought


def provide_accesses(accesses: Accesses, end: EndAccess) -> None:
    """Say once, at start, who knows which accounts their owners connected."""
    _Given.accesses = (accesses, end)


def accesses(session: Session, account_ids: Sequence[UUID]) -> Sequence[Access]:
    """What these accounts' owner let be read; nothing while nobody knows."""
    return _Given.accesses[0](session, account_ids) if _Given.accesses else ()


def end_access(session: Session, account_id: UUID) -> Callable[[], object]:
    """End it here; gives what is left to do on the network, once that is committed."""
    return _Given.accesses[1](session, account_id) if _Given.accesses else lambda: None
