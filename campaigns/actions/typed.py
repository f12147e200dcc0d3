"""What people write about an action, checked; each refusal is one sentence and names its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import placing, typed, when
from campaigns.actions.kinds import USUAL_CAPACITY
from campaigns.models import ActionKind
from core import people
from core.errors import InvalidInput
from core.i18n import _, number

LONGEST = timedelta(days=31)
MOST_PEOPLE = 1_000
MOST_HOURS = Decimal(10_000)
MOST_COUNTED = 1_000_000
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Slot:
    """When an action takes place: a day and two wall times in a zone; `ends_on` None is the same day.

    `fold` 1 means the second passage of an hour that the clocks show twice.
    """

    day: date
    starts: time
    ends: time
    timezone: str
    ends_on: date | None = None
    fold: int = 0


@dataclass(frozen=True)
class Wanted:
    """What an action is; everything but place and slot may be left open."""

    kind: ActionKind
    place: str
    slot: Slot
    title: str = ""
    """Empty: the kind and the place say enough."""
    zone_id: UUID | None = None
    structure_id: UUID | None = None
    people: int | None = None
    hours: Decimal | None = None
    print_run: int | None = None
    capacity: int | None = None
    children_welcome: bool = False
    details: str = ""
    note: str = ""


def columns(session: Session, consortium_id: UUID, wanted: Wanted) -> dict[str, Any]:
    """The columns of that action; InvalidInput, or NotFound for a zone or structure of another consortium."""
    placing.check_here(session, consortium_id, wanted.zone_id, wanted.structure_id)
    place = typed.text(wanted.place, "place", 160, _("Dites où se passe cette action."))
    return {
        "kind": wanted.kind,
        "title": people.required(wanted.title, "title", 120) if wanted.title.strip() else "",
        "place": place,
        "zone_id": wanted.zone_id,
        "structure_id": wanted.structure_id,
        "people": whole(wanted.people, "people", MOST_PEOPLE),
        "hours": exact(wanted.hours, "hours", MOST_HOURS),
        "print_run": whole(wanted.print_run, "print_run", placing.MOST),
        "capacity": whole(wanted.capacity, "capacity", placing.MOST),
        "children_welcome": wanted.children_welcome,
        "details": people.required(wanted.details, "details", 1000) if wanted.details.strip() else "",
        "note": people.required(wanted.note, "note", 500) if wanted.note.strip() else "",
        **instants(wanted.slot),
    }


def instants(slot: Slot) -> dict[str, Any]:
    """The columns of its time: instants and what people wrote.

    The end is the first passage of its wall time after the start. Raises InvalidInput (field named)
    for an hour that the clocks skip, an end before the start, an unknown zone, an absurd day.
    """
    starts_at, starts_wall = when.planned(slot.day, slot.starts, slot.timezone, slot.fold)
    last = slot.ends_on or slot.day
    ends_at, ends_wall = when.planned(last, slot.ends, slot.timezone)
    if ends_at <= starts_at:
        # In the hour that autumn repeats, it may be the second passage.
        ends_at, ends_wall = when.planned(last, slot.ends, slot.timezone, 1)
    if ends_at <= starts_at:
        raise InvalidInput(
            _(
                "La fin est avant le début. Choisissez une fin après {start}, ou un jour de fin plus tard.",
                start=hour(slot.starts),
            ),
            "ends",
        )
    if ends_at - starts_at > LONGEST:
        raise InvalidInput(_("Cette action dure plus d'un mois. Faites-en une série."), "ends")
    return {
        "starts_at": starts_at.astimezone(UTC),
        "ends_at": ends_at.astimezone(UTC),
        "timezone": slot.timezone,
        "starts_wall": starts_wall,
        "ends_wall": ends_wall,
        "starts_fold": _second(starts_at, slot),
    }


def slot_of(row: Any) -> Slot:
    """The slot of an action as it stands in the database."""
    starts = datetime.strptime(row.starts_wall, when.WALL).replace(tzinfo=UTC)
    ends = datetime.strptime(row.ends_wall, when.WALL).replace(tzinfo=UTC)
    ends_on = ends.date() if ends.date() != starts.date() else None
    return Slot(starts.date(), starts.time(), ends.time(), row.timezone, ends_on, row.starts_fold)


def moved(slot: Slot, day: date, starts: time | None = None) -> Slot:
    """The same slot on another day, with the same length on the clock."""
    first = datetime.combine(slot.day, slot.starts)
    length = datetime.combine(slot.ends_on or slot.day, slot.ends) - first
    begins = datetime.combine(day, starts or slot.starts)
    ends = begins + length
    return Slot(
        day, begins.time(), ends.time(), slot.timezone, ends.date() if ends.date() != day else None, slot.fold
    )


def hour(wall: time) -> str:
    """«18 h 30», «18 h»."""
    return (
        _("{hours} h {minutes}", hours=wall.hour, minutes=f"{wall:%M}")
        if wall.minute
        else _("{hours} h", hours=wall.hour)
    )


def whole(value: int | None, field: str, most: int = MOST_COUNTED) -> int | None:
    """A count, None when nobody has said it; InvalidInput below 0 and above `most`."""
    if value is not None and not 0 <= value <= most:
        raise InvalidInput(_("Donnez un nombre entre 0 et {most}.", most=number(most)), field)
    return value


def exact(value: Decimal | None, field: str, most: Decimal) -> Decimal | None:
    """A number with two decimals, None when nobody has said it; InvalidInput outside 0 to `most`."""
    if value is None:
        return None
    if not value.is_finite() or not 0 <= value <= most:
        raise InvalidInput(_("Donnez un nombre entre 0 et {most}.", most=number(int(most))), field)
    if value != value.quantize(_CENT):
        raise InvalidInput(_("Donnez deux chiffres après la virgule au plus."), field)
    return value.quantize(_CENT)


def usual(kind: ActionKind) -> Mapping[str, Any]:
    """What a new action of that kind begins with."""
    return {"capacity": USUAL_CAPACITY.get(kind)}


def _second(instant: datetime, slot: Slot) -> int:
    """1 only where the second passage is another instant than the first."""
    return int(slot.fold == 1 and when.planned(slot.day, slot.starts, slot.timezone)[0] != instant)
