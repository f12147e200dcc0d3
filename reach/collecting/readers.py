"""Who may read what is due in a queue now: providers that are switched on, can read it, and do not rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from connectors import registry
from core.people import Consortium
from reach import providers
from reach.collecting import health, watching
from reach.models import Lane


@dataclass(frozen=True)
class Readers:
    """Who reads the accounts, or the posts, of one consortium that are due in a queue."""

    consortium_id: UUID
    posts: bool
    chain: tuple[str, ...]
    """In the order of asking; empty where none that is switched on can read that kind."""
    wakes_at: datetime | None
    """Every one of them rests: when the first wakes."""


def due(session: Session, lane: Lane, only: UUID | None = None) -> list[Readers]:
    """The readers of everything that is due in a queue (of one consortium when said).

    What nobody is switched on for is left out.
    """
    asleep = health.resting(session, lane.owner)
    found, on = [], dict[UUID, list[str]]()
    for consortium_id, posts in watching.kinds_due(session, lane.id):
        if only not in (None, consortium_id):
            continue
        if consortium_id not in on:
            consortium = session.get_one(Consortium, consortium_id)
            on[consortium_id] = switched_on(session, consortium, lane.network, lane.owner)
        if not on[consortium_id]:
            continue
        able = [key for key in on[consortium_id] if registry.reads(key, posts=posts)]
        chain = tuple(key for key in able if key not in asleep)
        found.append(Readers(consortium_id, posts, chain, None if chain else _first(able, asleep)))
    return found


def switched_on(
    session: Session, consortium: Consortium, network: str, owner: str | None = None
) -> list[str]:
    """The providers of a network that may read for a consortium (in the queue of `owner`), in order."""
    allowed = providers.allowed(session, consortium.id)
    return [key for key in watching.chain_keys(session, consortium, network, owner) if key in allowed]


def wake_at(found: Sequence[Readers]) -> datetime | None:
    """When the first reader wakes; None while any may be asked already."""
    ends = [one.wakes_at for one in found if one.wakes_at is not None]
    return min(ends) if ends and len(ends) == len(found) else None


def rest_of(session: Session, owner: str, keys: Sequence[str]) -> datetime | None:
    """When the first of these providers wakes; None while one of them may be asked."""
    asleep = health.resting(session, owner)
    return _first(keys, asleep) if all(key in asleep for key in keys) else None


def startable(session: Session) -> dict[UUID, int]:
    """The queues with something due that some provider may read, now or once it wakes; how much is due."""
    return {
        lane_id: count
        for lane_id, count in watching.waiting(session).items()
        if due(session, session.get_one(Lane, lane_id))
    }


def _first(keys: Sequence[str], asleep: dict[str, datetime]) -> datetime | None:
    return min((asleep[key] for key in keys), default=None)
