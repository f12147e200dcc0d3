"""Series of actions («60 dates»): made at once from a list, all of them or none, then followed.

`preview` says of each line what it would make or what to mend; `create_series` makes them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import typed as room_typed
from campaigns.actions import dates, planning, typed
from campaigns.actions.typed import Slot, Wanted
from campaigns.lines import MOST, Line
from campaigns.models import Action, ActionSeries
from core import audit, clock, days, people, territory
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark, n_
from core.people import Actor, folded

T = TypeVar("T")
_ZONE = mark("La zone « {text} » est inconnue. Donnez son nom ou son code.")
_STRUCTURE = mark("La structure « {text} » est inconnue. Donnez son nom exact.")


@dataclass(frozen=True)
class Checked:
    """A line that was looked at: the action that it would make, or the sentence that says what to mend."""

    number: int
    said: str
    wanted: Wanted | None = None
    error: str = ""


def preview(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    usual: Wanted,
    lines: Sequence[Line],
    series_id: UUID | None = None,
) -> list[Checked]:
    """What each line would make, or what is wrong with it; nothing is written.

    `usual` is what a line says nothing about: kind, hours, place, zone, structure, people.
    """
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    room_typed.own_campaign(session, actor.consortium_id, campaign_id)
    reader = _Reader(session, actor.consortium_id, usual, series_id)
    return [reader.checked(line) for line in lines]


def create_series(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    name: str,
    usual: Wanted,
    lines: Sequence[Line],
    *,
    meant: int | None = None,
) -> ActionSeries:
    """A new series with an action for each line; InvalidInput while a line is wrong.

    `meant` is how many dates are meant to be held in the end; None: as many as there are lines.
    """
    found = preview(session, actor, campaign_id, usual, lines)
    _all_right(found)
    series = ActionSeries(
        consortium_id=actor.consortium_id,
        campaign_id=campaign_id,
        name=room_typed.text(
            name, "name", 120, _("Donnez un nom à la série, par exemple « Le van, 60 dates ».")
        ),
        kind=usual.kind,
        wanted=_meant(len(found) if meant is None else meant),
        created_at=clock.now(),
    )
    session.add(series)
    session.flush()
    _add(session, actor, series, found)
    audit.record(session, actor, "campaigns.series_created", series.id)
    return series


def add_dates(
    session: Session, actor: Actor, series_id: UUID, usual: Wanted, lines: Sequence[Line]
) -> list[Action]:
    """Further dates of a series, all of them or none; raises as create_series."""
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    series = own_series(session, actor.consortium_id, series_id)
    usual = replace(usual, kind=series.kind)
    found = preview(session, actor, series.campaign_id, usual, lines, series.id)
    _all_right(found)
    made = _add(session, actor, series, found)
    audit.record(session, actor, "campaigns.series_extended", series.id)
    return made


def series_of(session: Session, consortium_id: UUID, series_id: UUID) -> ActionSeries:
    """The series, to read it; NotFound when it is not of this consortium."""
    found = session.get(ActionSeries, series_id)
    if found is None or found.consortium_id != consortium_id:
        raise _unknown()
    return found


def own_series(session: Session, consortium_id: UUID, series_id: UUID) -> ActionSeries:
    """The series, locked until the end of the transaction; NotFound when it is not of this consortium."""
    query = select(ActionSeries).where(
        ActionSeries.id == series_id, ActionSeries.consortium_id == consortium_id
    )
    found = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if found is None:
        raise _unknown()
    return found


class _Reader:
    """Reads lines against what the consortium has: zones, structures, the dates of the series."""

    def __init__(self, session: Session, consortium_id: UUID, usual: Wanted, series_id: UUID | None) -> None:
        self._session, self._consortium_id, self._usual = session, consortium_id, usual
        zones = territory.zones(session, consortium_id)
        self._zones = {folded(one.code): one.id for one in zones} | {
            folded(one.name): one.id for one in zones
        }
        homes = people.structures(session, consortium_id)
        self._structures = {folded(one.name): one.id for one in homes}
        known = select(Action.starts_at, Action.place).where(Action.series_id == series_id)
        self._known: dict[tuple[datetime, str], int] = {
            (at, folded(place)): 0 for at, place in session.execute(known) if series_id is not None
        }

    def checked(self, line: Line) -> Checked:
        said = " ".join(filter(None, (line.cells.get("day", ""), line.cells.get("place", ""))))[:80]
        try:
            return Checked(line.number, said, self._wanted(line))
        except (InvalidInput, NotFound) as error:
            return Checked(line.number, said, error=error.message)

    def _wanted(self, line: Line) -> Wanted:
        cells, usual = line.cells, self._usual
        starts = dates.hour(cells["starts"]) if "starts" in cells else usual.slot.starts
        ends = dates.hour(cells["ends"]) if "ends" in cells else self._end(starts)
        wanted = replace(
            usual,
            slot=Slot(days.read(cells.get("day", "")), starts, ends, usual.slot.timezone),
            place=cells.get("place") or usual.place,
            zone_id=self._found(self._zones, cells.get("zone"), usual.zone_id, _ZONE),
            structure_id=self._found(
                self._structures, cells.get("structure"), usual.structure_id, _STRUCTURE
            ),
        )
        columns = typed.columns(self._session, self._consortium_id, wanted)
        self._once(line.number, columns["starts_at"], wanted.place)
        return wanted

    def _end(self, starts: time) -> time:
        """As long as usual, within the day."""
        usual = self._usual.slot
        first = datetime.combine(date.min, usual.starts)
        ends = datetime.combine(date.min, starts) + (datetime.combine(date.min, usual.ends) - first)
        return ends.time() if ends.date() == date.min else time(23, 59)

    def _once(self, number: int, at: datetime, place: str) -> None:
        before = self._known.setdefault((at, folded(place)), number)
        if before == number:
            return
        if before:
            raise InvalidInput(_("Cette date est déjà à la ligne {number}.", number=before), "day")
        raise InvalidInput(_("Cette date est déjà dans la série."), "day")

    @staticmethod
    def _found(words: Mapping[str, T], text: str | None, usual: T | None, unknown: str) -> T | None:
        if not text:
            return usual
        if folded(text) not in words:
            raise InvalidInput(_(unknown, text=text[:40]))
        return words[folded(text)]


def _unknown() -> NotFound:
    return NotFound(_("Cette série est introuvable. Revenez à la liste des actions."))


def _all_right(found: Sequence[Checked]) -> None:
    wrong = sum(bool(one.error) for one in found)
    if wrong or not found:
        raise InvalidInput(
            n_(
                "{count} ligne est à corriger : rien n'a été créé.",
                "{count} lignes sont à corriger : rien n'a été créé.",
                wrong,
            ),
            "file",
        )


def _add(session: Session, actor: Actor, series: ActionSeries, found: Sequence[Checked]) -> list[Action]:
    return [
        planning.add_action(session, actor, series.campaign_id, one.wanted, series_id=series.id)
        for one in found
        if one.wanted
    ]


def _meant(number: int) -> int:
    if not 1 <= number <= MOST:
        raise InvalidInput(_("Donnez un nombre de dates entre 1 et {most}.", most=MOST), "meant")
    return number
