"""A month on paper: whole weeks, each day with what stands on it, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns.calendar import days, items
from campaigns.calendar.days import Off
from campaigns.calendar.item import STATE_LABELS, UNFINISHED, Item, ItemKind, Wanted
from core import i18n, people, territory
from core.i18n import _
from core.people import Action, Actor


@dataclass(frozen=True)
class Line:
    """One item on a day; what is not agreed is set in brackets by its state."""

    hour: str
    title: str
    sub: str
    family: str
    outside: bool
    unfinished: bool


@dataclass(frozen=True)
class PrintedDay:
    """One cell of the month."""

    number: int
    inside: bool
    off: bool
    name: str
    lines: tuple[Line, ...]


def bounds(month: date) -> tuple[date, date]:
    """The first and the last day of the weeks that hold a day of that month."""
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def weeks(session: Session, actor: Actor, month: date, wanted: Wanted) -> list[list[PrintedDay]]:
    """The weeks of the month, Monday first."""
    here = actor.consortium_id
    people.require(actor, Action.PLAN, here)
    first, last = bounds(month)
    found = items.between(session, here, first, last, wanted)
    homes = {one.id: one.name for one in people.structures(session, here)}
    special = days.off(days.place(session, here), first, last)
    cells = [_cell(day, month, found, homes) for day in special]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(off: Off, month: date, found: Sequence[Item], homes: dict[UUID, str]) -> PrintedDay:
    there = [item for item in found if item.day <= off.day <= item.last_day]
    return PrintedDay(
        number=off.day.day,
        inside=off.day.month == month.month,
        off=bool(off.public or off.school),
        name=off.public,
        lines=tuple(_line(item, off.day, homes) for item in there),
    )


def _line(item: Item, day: date, homes: dict[UUID, str]) -> Line:
    word = _(STATE_LABELS[item.state]) if item.state in UNFINISHED else ""
    hosts = sorted(homes[one] for one in item.structure_ids if one in homes)
    host = hosts[0] if item.kind is ItemKind.ACTION and len(hosts) == 1 else ""
    channels = "" if item.place else ", ".join(territory.label(channel) for channel in item.channels)
    return Line(
        hour="" if item.all_day or item.day != day else i18n.hour(item.hour),
        title=item.title,
        sub=", ".join(filter(None, (item.beside, channels, host, word))),
        family=item.family.value,
        outside=item.kind is ItemKind.ACTION,
        unfinished=bool(word),
    )
