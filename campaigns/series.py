"""Placements in series: forty shops from a CSV file, the dates of a van from a list. All of them or none.

`from_csv` and `from_dates` read what people wrote into lines; `preview` says of each line what it
would make or what to mend; `create` makes them all, and refuses while one is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import lines, placements, placing, typed, when
from campaigns.lines import Line
from campaigns.models import Placement, PlacementKind
from campaigns.placements import Placed
from core import days, people, territory
from core.errors import InvalidInput, NotFound
from core.i18n import _, n_
from core.people import Action, Actor, folded
from core.territory import Channel

T = TypeVar("T")
COLUMNS: dict[str, tuple[str, ...]] = {
    "place": ("lieu", "endroit", "nom", "emplacement", "commerce", "magasin", "boutique", "place"),
    "kind": ("type", "support", "typedesupport", "kind"),
    "channel": ("canal", "channel"),
    "zone": ("zone", "quartier", "commune", "ville", "secteur"),
    "structure": ("structure", "porteur"),
    "size": ("format", "taille", "size"),
    "quantity": ("quantite", "nombre", "qte", "nb", "quantity"),
    "put_up_on": ("posele", "poseele", "posee", "datedepose", "pose"),
    "held_on": ("jour", "date", "datedepassage", "jouroudate"),
    "prescriber": ("prescripteur", "prescriber"),
    "destination": ("menea", "page", "destination", "lien", "url"),
}
"""What a column may be called, accents, capitals and signs left out."""


@dataclass(frozen=True)
class Defaults:
    """What a line says nothing about."""

    campaign_id: UUID
    kind: PlacementKind
    destination: str
    channel: Channel | None = None
    zone_id: UUID | None = None


@dataclass(frozen=True)
class Checked:
    """A line that was looked at: what it would make, or the sentence that says what to mend."""

    number: int
    place: str
    wanted: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


def from_csv(data: bytes) -> list[Line]:
    """The lines of a table whose first row names its columns; InvalidInput («file») when unreadable."""
    return lines.from_table(
        data,
        COLUMNS,
        "place",
        _("Ce fichier est vide. Mettez un lieu par ligne, sous des titres."),
        _("Aucune colonne « Lieu » dans la première ligne. Ajoutez-la, puis recommencez."),
    )


def from_dates(text: str, place: str = "") -> list[Line]:
    """One date on site a line: «28/11/2026 place du Marché»; without a place, `place`."""
    found = []
    for number, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        try:
            day, rest = days.leading(written)
        except InvalidInput:
            found.append(Line(number, {"held_on": written, "place": place}))
            continue
        named = rest.strip(" \t;,:–-")
        found.append(Line(number, {"held_on": day.isoformat(), "place": named or place}))
    if not found:
        raise InvalidInput(_("Écrivez une date par ligne, par exemple 28/11/2026 place du Marché."), "dates")
    return lines.bounded(found, "dates")


def preview(session: Session, actor: Actor, defaults: Defaults, listed: Sequence[Line]) -> list[Checked]:
    """What each line would make, or what is wrong with it; nothing is written."""
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, defaults.campaign_id)
    reader = _Reader(session, actor.consortium_id, defaults)
    return [reader.checked(line) for line in listed]


def create(session: Session, actor: Actor, defaults: Defaults, listed: Sequence[Line]) -> list[Placed]:
    """A placement for each line, with its own link and code; InvalidInput while a line is wrong."""
    found = preview(session, actor, defaults, listed)
    wrong = [one for one in found if one.error]
    if wrong or not found:
        raise InvalidInput(
            n_(
                "{count} ligne est à corriger : rien n'a été créé.",
                "{count} lignes sont à corriger : rien n'a été créé.",
                len(wrong),
            ),
            "file",
        )
    return [placements.create(session, actor, defaults.campaign_id, **one.wanted) for one in found]


class _Reader:
    """Reads lines against what the consortium has: zones, structures, pages, placements."""

    def __init__(self, session: Session, consortium_id: UUID, defaults: Defaults) -> None:
        self._session, self._consortium_id, self._defaults = session, consortium_id, defaults
        zones = territory.zones(session, consortium_id)
        self._zones = {folded(one.code): one.id for one in zones} | {
            folded(one.name): one.id for one in zones
        }
        homes = people.structures(session, consortium_id)
        self._structures = {folded(one.name): one.id for one in homes}
        known = select(Placement).where(Placement.campaign_id == defaults.campaign_id)
        self._known: dict[tuple[object, ...], int] = {
            (one.kind, folded(one.place), one.zone_id, one.held_on): 0 for one in session.scalars(known)
        }

    def checked(self, line: Line) -> Checked:
        place = line.cells.get("place", "")
        try:
            return Checked(line.number, place, wanted=self._wanted(line))
        except (InvalidInput, NotFound) as error:
            return Checked(line.number, place, error=error.message)

    def _wanted(self, line: Line) -> dict[str, Any]:
        cells = line.cells
        kind = self._kind(cells.get("kind", ""))
        wanted: dict[str, Any] = {
            "place": typed.text(cells.get("place", ""), "place", 160, _("Il manque le lieu.")),
            "kind": kind,
            "channel": self._channel(cells.get("channel", ""), kind),
            "zone_id": self._zone(cells.get("zone", "")),
            "structure_id": self._structure(cells.get("structure", "")),
            "size": placing.sort_of(cells.get("size", "")),
            "quantity": placing.quantity_of(_number(cells.get("quantity", ""))),
            "put_up_on": _day(cells.get("put_up_on", ""), "put_up_on"),
            "held_on": _day(cells.get("held_on", ""), "held_on"),
            "prescriber": cells.get("prescriber") or None,
            "destination": self._destination(cells.get("destination", "")),
        }
        if kind is not PlacementKind.DATE and wanted["put_up_on"] is None:
            # «Date», in a list of shops, is the day of putting up.
            wanted["put_up_on"], wanted["held_on"] = wanted["held_on"], None
        placing.check_channel(kind, wanted["channel"])
        placing.check_day(kind, wanted["held_on"])
        placing.check_prescriber(kind, wanted["prescriber"])
        self._once(line.number, wanted)
        return wanted

    def _once(self, number: int, wanted: Mapping[str, Any]) -> None:
        key = (wanted["kind"], folded(wanted["place"]), wanted["zone_id"], wanted["held_on"])
        before = self._known.setdefault(key, number)
        if before == number:
            return
        if before:
            raise InvalidInput(_("Ce lieu est déjà à la ligne {number}.", number=before), "place")
        raise InvalidInput(_("Ce lieu est déjà dans le registre de cette campagne."), "place")

    def _kind(self, text: str) -> PlacementKind:
        if not text:
            return self._defaults.kind
        words = {folded(_(label)): kind for kind, label in placing.KIND_LABELS.items()}
        words |= {kind.value: kind for kind in PlacementKind}
        return _known(words, text, _("Le type « {text} » est inconnu. Écrivez par exemple affiche ou flyer."))

    def _channel(self, text: str, kind: PlacementKind) -> Channel:
        if text:
            words = {folded(territory.label(one)): one for one in Channel} | {
                one.value: one for one in Channel
            }
            return _known(words, text, _("Le canal « {text} » est inconnu."))
        chosen = self._defaults.channel
        return chosen if chosen in placing.CHANNELS_OF[kind] and chosen else placing.CHANNELS_OF[kind][0]

    def _zone(self, text: str) -> UUID | None:
        unknown = _("La zone « {text} » est inconnue. Donnez son nom ou son code.")
        return _known(self._zones, text, unknown) if text else self._defaults.zone_id

    def _structure(self, text: str) -> UUID | None:
        unknown = _("La structure « {text} » est inconnue. Donnez son nom exact.")
        return _known(self._structures, text, unknown) if text else None

    def _destination(self, text: str) -> str:
        return placing.destination_of(self._session, self._consortium_id, text or self._defaults.destination)


def _known(words: Mapping[str, T], text: str, unknown: str) -> T:
    if folded(text) not in words:
        raise InvalidInput(unknown.format(text=text[:40]))
    return words[folded(text)]


def _day(text: str, name: str) -> date | None:
    return when.sane_day(days.read(text), name) if text else None


def _number(text: str) -> int:
    plain = "".join(text.split()).translate({0xA0: None, 0x202F: None})
    if not plain:
        return 1
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise InvalidInput(_("« {text} » n'est pas un nombre entier.", text=text[:40]), "quantity")
    return int(plain)
