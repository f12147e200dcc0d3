"""Offers: what a structure can give now, for which need, how many places are left and until when.

Whoever answers a young person proposes a place, not a structure. A counsellor keeps the offers of
the own structure, a coordinator those of all; everybody who answers reads all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from contacts.models import Offer
from core import audit, clock
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, Structure, folded, may, require, required
from core.territory import Need, Zone

LONGEST = 120
MOST_PLACES = 500


@dataclass(frozen=True)
class OpenOffer:
    """An offer with the names that people read; `places_left` is None when places are not counted."""

    id: UUID
    structure_id: UUID
    structure: str
    need: Need
    zone_id: UUID | None
    zone: str | None
    title: str
    places_left: int | None
    until: date | None
    updated_at: datetime

    def stands(self, day: date) -> bool:
        """Whether it can be proposed on that day: a place is left, and its last day is not over."""
        return self.places_left != 0 and (self.until is None or self.until >= day)


@dataclass(frozen=True)
class OfferEntry:
    """What somebody typed about an offer."""

    structure_id: UUID
    need: Need
    title: str
    places_left: int | None = None
    until: date | None = None
    zone_id: UUID | None = None


def open_offers(session: Session, consortium_id: UUID, need: Need | None, day: date) -> list[OpenOffer]:
    """What can be proposed on `day` for a need (every need when None); structures A to Z, never by rank."""
    query = _offers(consortium_id).where(
        or_(Offer.places_left.is_(None), Offer.places_left > 0),
        or_(Offer.until.is_(None), Offer.until >= day),
    )
    return _rows(session, query if need is None else query.where(Offer.need == need))


def listed(session: Session, consortium_id: UUID) -> list[OpenOffer]:
    """Every offer that was not closed, full and expired ones included; structures A to Z."""
    return _rows(session, _offers(consortium_id))


def keeps(actor: Actor, structure_id: UUID) -> bool:
    """Whether the actor may change the offers of that structure."""
    act = Action.ENTER_CONTACT if structure_id == actor.structure_id else Action.ACT_FOR_STRUCTURES
    return may(actor, act, actor.consortium_id)


def add(session: Session, actor: Actor, entry: OfferEntry) -> UUID:
    """A new offer's id; InvalidInput names the field, NotFound a structure or zone of another consortium."""
    _check_structure(session, actor, entry.structure_id)
    offer = Offer(consortium_id=actor.consortium_id, structure_id=entry.structure_id)
    _write(session, actor, offer, entry)
    session.add(offer)
    session.flush()
    audit.record(session, actor, "contacts.offer_added", offer.id)
    return offer.id


def edit(session: Session, actor: Actor, offer_id: UUID, entry: OfferEntry) -> None:
    """Say it anew; an offer stays with its structure. Errors as for `add`."""
    offer = _own(session, actor, offer_id)
    _write(session, actor, offer, entry)
    audit.record(session, actor, "contacts.offer_changed", offer.id)


def one_less(session: Session, actor: Actor, offer_id: UUID) -> int:
    """«Une place de moins»: how many are left; Conflict when none was, or when places are not counted."""
    offer = _own(session, actor, offer_id)
    statement = (
        update(Offer)
        .where(Offer.id == offer_id, Offer.closed_at.is_(None), Offer.places_left > 0)
        .values(places_left=Offer.places_left - 1, updated_by=actor.user_id, updated_at=clock.now())
        .returning(Offer.places_left)
    )
    left = session.scalar(statement)
    session.refresh(offer)
    if left is None:
        raise Conflict(_("Il n'y a plus de place à retirer ici. Rechargez la page pour voir le compte."))
    audit.record(session, actor, "contacts.offer_place_taken", offer.id)
    return left


def close(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Take the offer off every list."""
    offer = _own(session, actor, offer_id)
    offer.closed_at = clock.now()
    offer.updated_by = actor.user_id
    audit.record(session, actor, "contacts.offer_closed", offer.id)


def _offers(consortium_id: UUID) -> Select[Offer, str, str]:
    return (
        select(Offer, Structure.name, Zone.name)
        .join(Structure, Structure.id == Offer.structure_id)
        .outerjoin(Zone, Zone.id == Offer.zone_id)
        .where(Offer.consortium_id == consortium_id, Offer.closed_at.is_(None))
    )


def _rows(session: Session, query: Select[Offer, str, str]) -> list[OpenOffer]:
    order = list(Need)
    found = [
        OpenOffer(
            id=offer.id,
            structure_id=offer.structure_id,
            structure=structure,
            need=offer.need,
            zone_id=offer.zone_id,
            zone=zone,
            title=offer.title,
            places_left=offer.places_left,
            until=offer.until,
            updated_at=offer.updated_at,
        )
        for offer, structure, zone in session.execute(query)
    ]
    return sorted(
        found, key=lambda one: (folded(one.structure), order.index(one.need), folded(one.title), str(one.id))
    )


def _own(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    require(actor, Action.ENTER_CONTACT, actor.consortium_id)
    offer = session.get(Offer, offer_id)
    if offer is None or offer.consortium_id != actor.consortium_id or offer.closed_at is not None:
        raise NotFound(_("Cette offre n'existe plus. Rechargez la page."))
    _require_keeper(actor, offer.structure_id)
    return offer


def _check_structure(session: Session, actor: Actor, structure_id: UUID) -> None:
    require(actor, Action.ENTER_CONTACT, actor.consortium_id)
    structure = session.get(Structure, structure_id)
    if structure is None or structure.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))
    _require_keeper(actor, structure_id)


def _require_keeper(actor: Actor, structure_id: UUID) -> None:
    if structure_id != actor.structure_id:
        require(actor, Action.ACT_FOR_STRUCTURES, actor.consortium_id)


def _write(session: Session, actor: Actor, offer: Offer, entry: OfferEntry) -> None:
    if entry.places_left is not None and not 0 <= entry.places_left <= MOST_PLACES:
        raise InvalidInput(
            _("Donnez un nombre de places entre 0 et {most}, ou rien.", most=MOST_PLACES), "places"
        )
    zone = session.get(Zone, entry.zone_id) if entry.zone_id else None
    if entry.zone_id and (zone is None or zone.consortium_id != actor.consortium_id):
        raise NotFound(_("Cette zone n'est pas dans ce consortium. Choisissez dans la liste."))
    offer.need = entry.need
    offer.title = required(entry.title, "title", LONGEST)
    offer.places_left = entry.places_left
    offer.until = entry.until
    offer.zone_id = entry.zone_id
    offer.updated_by = actor.user_id
    offer.updated_at = clock.now()
