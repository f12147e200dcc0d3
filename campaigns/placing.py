"""What a placement may be: the right channel, day, page, zone and structure, before anything is written."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import links, needs, typed, when
from campaigns.models import PlacementKind
from core import people
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark, number
from core.people import Structure, folded
from core.territory import NETWORKS, Channel, Prescriber, Zone

KIND_LABELS = {
    PlacementKind.POSTER: mark("affiche"),
    PlacementKind.FLYER: mark("flyer"),
    PlacementKind.BIO: mark("lien de profil"),
    PlacementKind.DATE: mark("date sur le terrain"),
    PlacementKind.PRESCRIBER_CARD: mark("carte de prescripteur"),
    PlacementKind.GODPARENT_CARD: mark("carte de parrainage"),
    PlacementKind.OTHER: mark("autre"),
}

CHANNELS_OF: dict[PlacementKind, tuple[Channel, ...]] = {
    PlacementKind.POSTER: (Channel.POSTER,),
    PlacementKind.FLYER: (Channel.FLYER,),
    PlacementKind.BIO: (*NETWORKS, Channel.WEB),
    PlacementKind.DATE: (Channel.VAN, Channel.MARKET, Channel.EVENT),
    PlacementKind.PRESCRIBER_CARD: (Channel.PARTNER,),
    PlacementKind.GODPARENT_CARD: (Channel.WORD_OF_MOUTH,),
    PlacementKind.OTHER: (Channel.RADIO, Channel.PARTNER, Channel.WEB, Channel.EVENT, *NETWORKS),
}
"""The channels that a kind can count under; the first is the usual one."""
PRINTED = frozenset({PlacementKind.POSTER, PlacementKind.FLYER})
"""What somebody puts up somewhere, and can go and look at."""
MOST = 100_000


def check_channel(kind: PlacementKind, channel: Channel) -> None:
    """InvalidInput («channel») when that kind cannot count there."""
    if channel not in CHANNELS_OF[kind]:
        raise InvalidInput(
            _("Ce canal ne va pas avec ce type de support. Choisissez-en un autre."), "channel"
        )


def check_day(kind: PlacementKind, held_on: date | None) -> None:
    """InvalidInput («held_on») unless a date has a day, and nothing else has one."""
    if kind is not PlacementKind.DATE:
        if held_on is not None:
            raise InvalidInput(
                _("Seule une date sur le terrain a un jour. Laissez ce champ vide."), "held_on"
            )
    elif held_on is None:
        raise InvalidInput(_("Donnez le jour de cette date sur le terrain."), "held_on")
    else:
        when.sane_day(held_on, "held_on")


def destination_of(session: Session, consortium_id: UUID, text: str) -> str:
    """A landing page of this consortium, or an http(s) address; InvalidInput («destination»)."""
    if not text.strip():
        raise InvalidInput(_("Choisissez la page où mène le code."), "destination")
    destination = links.checked(text)
    ours = {choice.path for choice in needs.landing_choices(session, consortium_id)}
    if destination.startswith("/") and destination not in ours:
        raise InvalidInput(_("Cette page n'existe pas ici. Choisissez-en une dans la liste."), "destination")
    return destination


def check_here(
    session: Session, consortium_id: UUID, zone_id: UUID | None, structure_id: UUID | None
) -> None:
    """NotFound for a zone or a structure of another consortium."""
    zone = session.get(Zone, zone_id) if zone_id else None
    structure = session.get(Structure, structure_id) if structure_id else None
    if zone_id and (zone is None or zone.consortium_id != consortium_id):
        raise NotFound(_("Cette zone n'est pas dans ce consortium. Choisissez dans la liste."))
    if structure_id and (structure is None or structure.consortium_id != consortium_id):
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))


def check_prescriber(kind: PlacementKind, name: str | None) -> str | None:
    """The name on a prescriber's card, None on anything else; InvalidInput («prescriber») otherwise."""
    if kind is PlacementKind.PRESCRIBER_CARD:
        return typed.text(name or "", "prescriber", 120, _("Donnez le nom du prescripteur."))
    if name:
        raise InvalidInput(
            _("Seule une carte de prescripteur porte un prescripteur. Laissez ce champ vide."),
            "prescriber",
        )
    return None


def prescriber_id(
    session: Session, consortium_id: UUID, kind: PlacementKind, name: str | None
) -> UUID | None:
    """The prescriber of that name, noted at its first card; None for what is no prescriber's card."""
    name = check_prescriber(kind, name)
    if name is None:
        return None
    known = session.scalars(
        select(Prescriber).where(Prescriber.consortium_id == consortium_id, Prescriber.archived_at.is_(None))
    )
    found = next((one for one in known if folded(one.name) == folded(name)), None)
    if found is None:
        found = Prescriber(consortium_id=consortium_id, name=name)
        session.add(found)
        session.flush()
    return found.id


def sort_of(size: str) -> str:
    """«A3» for « a3 »: outer spaces away, at most 20 signs; empty when nobody says."""
    return people.required(size, "size", 20).upper() if size.strip() else ""


def quantity_of(quantity: int) -> int:
    """How many of them; InvalidInput («quantity») outside 1 to 100,000."""
    if not 1 <= quantity <= MOST:
        raise InvalidInput(_("Donnez une quantité entre 1 et {most}.", most=number(MOST)), "quantity")
    return quantity
