"""Actions outside from a spreadsheet: one line each, read and refused as the form would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import planning, typed
from campaigns.actions import kinds
from campaigns.actions import typed as action_typed
from campaigns.actions.typed import Slot, Wanted
from campaigns.importing import tables
from campaigns.importing.tables import Checked, Column, Progress, Table
from campaigns.models import Action, ActionKind, ActionState
from core import audit, clock, people, sheets, territory
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Actor, folded

COLUMNS = (
    Column("kind", mark("Type"), ("typedaction", "action"), needed=True),
    Column("place", mark("Lieu"), ("endroit", "emplacement", "place"), needed=True),
    Column("day", mark("Jour"), ("date",), needed=True),
    Column("starts", mark("Début"), ("heure", "heurededebut", "de"), needed=True),
    Column("ends", mark("Fin"), ("heuredefin", "a"), needed=True),
    Column("title", mark("Titre"), ("nom",)),
    Column("campaign", mark("Campagne"), ("campaign",)),
    Column("zone", mark("Zone"), ("quartier", "commune", "ville")),
    Column("structure", mark("Structure"), ("porteur", "accueillipar")),
    Column("people", mark("Équipe"), ("personnes", "nombredepersonnes")),
    Column("hours", mark("Heures"), ("heuresdetravail",)),
    Column("print_run", mark("Tirage"), ("exemplaires",)),
    Column("capacity", mark("Places"), ("capacite", "jauge")),
    Column("children", mark("Enfants bienvenus"), ("enfants",)),
    Column("note", mark("Note"), ("remarque", "commentaire")),
)
_YES = {"oui", "yes", "x", "1", "vrai"}
_NO = {"non", "no", "0", "faux"}
_BATCH = 250


@dataclass(frozen=True)
class Line:
    """An action as a line of the file wants it: its campaign and its columns."""

    campaign_id: UUID
    columns: Mapping[str, Any]


def check(
    session: Session, actor: Actor, table: Table, mapping: Mapping[str, int], campaign_id: UUID, timezone: str
) -> list[Checked]:
    """What each line would make, or what is wrong with it; raises as for posts."""
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    if missing := tables.lacking(COLUMNS, mapping):
        raise InvalidInput(_("Choisissez la colonne « {title} ».", title=missing[0]), "file")
    reader = _Reader(session, actor.consortium_id, campaign_id, timezone)
    return [reader.checked(number, tables.cells_of(row, mapping)) for number, row in table.rows]


def create(session: Session, actor: Actor, found: Sequence[Checked], progress: Progress) -> int:
    """A planned action for each line; InvalidInput while a line is wrong: then nothing is written."""
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    lines = tables.right(found, Line)
    for start in range(0, len(lines), _BATCH):
        progress(start, len(lines))
        session.add_all(
            Action(
                consortium_id=actor.consortium_id,
                campaign_id=typed.own_campaign(session, actor.consortium_id, line.campaign_id).id,
                state=ActionState.PLANNED,
                revision=1,
                created_by=actor.user_id,
                created_at=clock.now(),
                **line.columns,
            )
            for line in lines[start : start + _BATCH]
        )
        session.flush()
    progress(len(lines), len(lines))
    audit.record(session, actor, "campaigns.actions_imported", len(lines))
    return len(lines)


def written(session: Session, consortium_id: UUID, campaign_id: UUID | None = None) -> bytes:
    """The actions of a consortium, or of one campaign, as a table that `check` reads back."""
    query = select(Action).where(Action.consortium_id == consortium_id, Action.state != ActionState.CANCELLED)
    if campaign_id is not None:
        query = query.where(Action.campaign_id == campaign_id)
    campaigns = {row.id: row.name for row in planning.campaigns(session, consortium_id)}
    zones = {one.id: one.name for one in territory.zones(session, consortium_id)}
    homes = {one.id: one.name for one in people.structures(session, consortium_id)}
    rows = session.scalars(query.order_by(Action.starts_at, Action.id))
    head = [_(column.title) for column in COLUMNS]
    return sheets.written(head, [_row(one, campaigns, zones, homes) for one in rows])


def _row(
    one: Action, campaigns: Mapping[UUID, str], zones: Mapping[UUID, str], homes: Mapping[UUID, str]
) -> list[object]:
    year, month, day = one.starts_wall[:10].split("-")
    return [
        _(kinds.KIND_LABELS[one.kind]),
        one.place,
        f"{day}/{month}/{year}",
        one.starts_wall[11:],
        one.ends_wall[11:],
        one.title,
        campaigns.get(one.campaign_id, ""),
        zones.get(one.zone_id, "") if one.zone_id else "",
        homes.get(one.structure_id, "") if one.structure_id else "",
        one.people,
        None if one.hours is None else f"{one.hours:f}".replace(".", ","),
        one.print_run,
        one.capacity,
        _("oui") if one.children_welcome else _("non"),
        one.note,
    ]


class _Reader:
    """Reads lines against what the consortium has: campaigns, zones, structures, actions."""

    def __init__(self, session: Session, consortium_id: UUID, campaign_id: UUID, timezone: str) -> None:
        self._session, self._consortium_id = session, consortium_id
        self._campaign_id, self._timezone = campaign_id, timezone
        self._campaigns = {folded(row.name): row.id for row in planning.campaigns(session, consortium_id)}
        zones = territory.zones(session, consortium_id)
        self._zones = {folded(one.code): one.id for one in zones} | {
            folded(one.name): one.id for one in zones
        }
        self._homes = {folded(one.name): one.id for one in people.structures(session, consortium_id)}
        self._kinds = {folded(_(label)): kind for kind, label in kinds.KIND_LABELS.items()} | {
            kind.value: kind for kind in ActionKind
        }
        known = select(Action.kind, Action.place, Action.starts_wall, Action.campaign_id).where(
            Action.consortium_id == consortium_id, Action.state != ActionState.CANCELLED
        )
        self._known = {
            (kind, folded(place), wall, where): 0 for kind, place, wall, where in session.execute(known)
        }

    def checked(self, number: int, cells: Mapping[str, str]) -> Checked:
        shown = cells.get("place", "")
        try:
            line = Line(self._campaign(cells.get("campaign", "")), self._columns(cells))
            self._once(number, line)
            return Checked(number, shown, wanted=line)
        except (InvalidInput, NotFound) as error:
            return Checked(number, shown, error=error.message)

    def _columns(self, cells: Mapping[str, str]) -> dict[str, Any]:
        unknown = _("Le type « {text} » est inconnu. Écrivez par exemple date du van.")
        kind = tables.chosen(self._kinds, cells.get("kind", ""), unknown)
        wanted = Wanted(
            kind,
            cells.get("place", ""),
            self._slot(cells),
            title=cells.get("title", ""),
            zone_id=self._zone(cells.get("zone", "")),
            structure_id=self._home(cells.get("structure", "")),
            people=tables.whole(cells.get("people", ""), "people"),
            hours=_hours(cells.get("hours", "")),
            print_run=tables.whole(cells.get("print_run", ""), "print_run"),
            capacity=tables.whole(cells.get("capacity", ""), "capacity"),
            children_welcome=_yes(cells.get("children", "")),
            note=cells.get("note", ""),
        )
        return action_typed.columns(self._session, self._consortium_id, wanted)

    def _slot(self, cells: Mapping[str, str]) -> Slot:
        day, starts = tables.day(cells.get("day", "")), tables.wall(cells.get("starts", ""))
        ends = tables.wall(cells.get("ends", ""))
        # «22 h à 1 h» ends on the next day.
        return Slot(day, starts, ends, self._timezone, day + timedelta(days=1) if ends < starts else None)

    def _campaign(self, text: str) -> UUID:
        unknown = _("La campagne « {text} » est inconnue. Donnez son nom exact.")
        return tables.chosen(self._campaigns, text, unknown) if text else self._campaign_id

    def _zone(self, text: str) -> UUID | None:
        unknown = _("La zone « {text} » est inconnue. Donnez son nom ou son code.")
        return tables.chosen(self._zones, text, unknown) if text else None

    def _home(self, text: str) -> UUID | None:
        unknown = _("La structure « {text} » est inconnue. Donnez son nom exact.")
        return tables.chosen(self._homes, text, unknown) if text else None

    def _once(self, number: int, line: Line) -> None:
        columns = line.columns
        key = (columns["kind"], folded(columns["place"]), columns["starts_wall"], line.campaign_id)
        before = self._known.setdefault(key, number)
        if before == number:
            return
        if before:
            raise InvalidInput(_("Cette action est déjà à la ligne {number}.", number=before), "place")
        raise InvalidInput(_("Cette action est déjà prévue à ce moment."), "place")


def _hours(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal("".join(text.replace(",", ".").split()))
    except InvalidOperation:
        raise InvalidInput(_("« {text} » n'est pas un nombre d'heures.", text=text[:40]), "hours") from None


def _yes(text: str) -> bool:
    word = folded(text)
    if word and word not in _YES | _NO:
        raise InvalidInput(_("« {text} » : écrivez oui ou non.", text=text[:40]), "children")
    return word in _YES
