"""What is kept about one person, and what is kept sealed: each room says it for its own tables.

A room that stores something about people registers a keeper: how to find a person there, what
to hand out, what to erase. `porte-voix export` and `porte-voix erase` ask every room. Every sealed
column is named too, so that a renewed secret reaches it (a test compares with the tables).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from core import audit, crypto
from core.database import Base

WAY_IN = "porte-voix erase"
BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """The person meant, in one consortium, by what they have or gave; one of the three."""

    consortium_id: UUID
    receipt: str = field(default="", repr=False)
    way: str = field(default="", repr=False)
    """A phone number, an e-mail or a handle, as typed."""
    ambassador: str = field(default="", repr=False)
    """Their alias, or their code."""


@dataclass(frozen=True)
class Keeper:
    """What a room does for one person. `sealed` maps «table.column» to the purpose of its key."""

    room: str
    find: Callable[[Session, Wanted], list[UUID]]
    export: Callable[[Session, UUID], dict[str, Any]]
    """Plain values; what somebody of the staff wrote in free text stays out."""
    erase: Callable[[Session, UUID], list[str]]
    """Erase, and say what left, in French words without content."""
    sealed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Erased:
    """What left in one place; `reference` is a row's id."""

    room: str
    reference: UUID
    what: tuple[str, ...]


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Give a room's keeper; done once, at start."""
    _keepers[keeper.room] = keeper


def find(session: Session, wanted: Wanted) -> list[tuple[str, UUID]]:
    """Where something is kept about the person: room and reference."""
    return [
        (keeper.room, reference) for keeper in _keepers.values() for reference in keeper.find(session, wanted)
    ]


def export(session: Session, wanted: Wanted) -> list[dict[str, Any]]:
    """Everything that is kept about the person, place by place; written down, without content."""
    exported = []
    for room, reference in find(session, wanted):
        audit.record_system(session, "porte-voix export", "keeping.exported", reference, wanted.consortium_id)
        exported.append(
            {"room": room, "reference": str(reference), **_keepers[room].export(session, reference)}
        )
    return exported


def erase(session: Session, wanted: Wanted) -> list[Erased]:
    """Erase what is kept about the person in every room; written down, without content. Counts stay."""
    erased = []
    for room, reference in find(session, wanted):
        what = tuple(_keepers[room].erase(session, reference))
        audit.record_system(session, WAY_IN, "keeping.erased", reference, wanted.consortium_id)
        erased.append(Erased(room, reference, what))
    return erased


def sealed() -> dict[str, str]:
    """Every sealed column, «table.column», with the purpose of its key."""
    return {name: purpose for keeper in _keepers.values() for name, purpose in keeper.sealed.items()}


def sealed_rows(session: Session, name: str) -> list[tuple[Any, ...]]:
    """The keys of every row where that column holds something."""
    table, column = _column(name)
    return [
        tuple(row) for row in session.execute(select(*table.primary_key).where(table.c[column].is_not(None)))
    ]


def reseal(session: Session, name: str, rows: list[tuple[Any, ...]]) -> int:
    """Seal the column of these rows under the newest secret; how many were. One that changed is left."""
    table, column = _column(name)
    changed = 0
    for keys in rows:
        this = [part == value for part, value in zip(table.primary_key, keys, strict=True)]
        before = session.scalar(select(table.c[column]).where(*this))
        if before is None:
            continue
        after = crypto.reseal(before, sealed()[name])
        same = update(table).where(*this, table.c[column] == before).values({column: after})
        changed += len(session.execute(same.returning(*table.primary_key)).all())
    return changed


def _column(name: str) -> tuple[Table, str]:
    table, _dot, column = name.partition(".")
    return Base.metadata.tables[table], column
