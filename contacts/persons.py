"""What this room keeps about one person, for core.keeping: found, handed out, erased.

Somebody is found by the receipt of their request, or by their phone, e-mail or handle: among the ways
to answer that are still kept, and among the keyed hashes of the campaign years that are not over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaigns.models import Code
from contacts import details, duplicates, escalation, hooks, receipts, wording
from contacts.details import Way
from contacts.models import (
    ContactDetail,
    ContactNote,
    ContactOrigin,
    DetailKind,
    FirstContact,
    HandOver,
)
from core import clock, crypto
from core.errors import InvalidInput
from core.i18n import _
from core.keeping import Keeper, Wanted
from core.people import Structure
from core.territory import Zone

SEALED = {
    "contact_detail.sealed": details.PURPOSE,
    "contact_year_key.sealed": duplicates.PURPOSE,
    "contact_policy.notify": escalation.PURPOSE,
    "partner_hook.secret": hooks.PURPOSE,
}


def find(session: Session, wanted: Wanted) -> list[UUID]:
    """The first contacts of the person, the oldest first."""
    found: set[UUID] = set()
    if wanted.receipt:
        hashed = receipts.hashed(wanted.receipt)
        found.update(session.scalars(select(FirstContact.id).where(FirstContact.receipt_hash == hashed)))
    if wanted.way:
        ways = _ways(wanted.way)
        found.update(_among_the_kept(session, wanted.consortium_id, ways))
        keys = [key for way in ways for key in duplicates.hashes(session, wanted.consortium_id, way)]
        found.update(session.scalars(select(FirstContact.id).where(FirstContact.person_key.in_(keys))))
    query = select(FirstContact.id).where(
        FirstContact.id.in_(found), FirstContact.consortium_id == wanted.consortium_id
    )
    return list(session.scalars(query.order_by(FirstContact.at, FirstContact.id)))


def export(session: Session, contact_id: UUID) -> dict[str, Any]:
    """One first contact as plain values; remarks and places in free text stay out."""
    contact = session.get_one(FirstContact, contact_id)
    zone = session.get(Zone, contact.zone_id) if contact.zone_id else None
    structure = session.get(Structure, contact.structure_id) if contact.structure_id else None
    detail = session.get(ContactDetail, contact_id)
    code = session.scalars(select(Code.shown).where(Code.link_id == contact.link_id)).first()
    origins = session.scalars(select(ContactOrigin).where(ContactOrigin.first_contact_id == contact_id))
    return {
        "at": contact.at.isoformat(),
        "entry": contact.entry.value,
        "caller": contact.caller.value,
        "need": contact.need and contact.need.value,
        "zone": zone and zone.name,
        "age": contact.age_band.value,
        "way": detail and crypto.decrypt(detail.sealed, details.PURPOSE),
        "way_kept_until": detail and detail.erase_after.isoformat(),
        "availability": contact.availability,
        "code": code if contact.link_id else None,
        "code_evidence": contact.code_evidence and contact.code_evidence.value,
        "origins": [wording.origin_label(origin.channel, origin.voice) for origin in origins],
        "state": contact.state.value,
        "structure": structure and structure.name,
        "answered_at": contact.answered_at and contact.answered_at.isoformat(),
        "withdrawn_at": contact.withdrawn_at and contact.withdrawn_at.isoformat(),
        "note": _note(session, contact_id),
        "hand_over": _hand_over(session, contact_id),
    }


def erase(session: Session, contact_id: UUID) -> list[str]:
    """Erase the way to answer, the hashes and the free text of one contact; it stays counted."""
    contact = session.get_one(FirstContact, contact_id)
    gone = delete(ContactDetail).where(ContactDetail.first_contact_id == contact_id)
    detail = session.scalars(gone.returning(ContactDetail.first_contact_id)).first()
    left = {
        _("moyen de répondre"): detail is not None,
        _("empreinte du téléphone ou de l'e-mail"): contact.person_key is not None,
        _("empreinte du reçu"): contact.receipt_hash is not None,
        _("lieu de la saisie"): bool(contact.place),
    }
    contact.person_key = contact.receipt_hash = None
    contact.place = ""
    contact.withdrawn_at = contact.withdrawn_at or clock.now()
    session.flush()
    return [what for what, was_there in left.items() if was_there]


KEEPER = Keeper("contacts", find, export, erase, SEALED)


def _ways(typed: str) -> list[Way]:
    """What was typed, read as every kind that it may be."""
    found = []
    for kind in (None, DetailKind.HANDLE):
        try:
            found.append(details.read(kind, typed, polite=True))
        except InvalidInput:
            if kind is DetailKind.HANDLE:
                raise
    return found


def _among_the_kept(session: Session, consortium_id: UUID, ways: Iterable[Way]) -> list[UUID]:
    values = {way.value.casefold() for way in ways}
    query = (
        select(ContactDetail.first_contact_id, ContactDetail.sealed)
        .join(FirstContact, FirstContact.id == ContactDetail.first_contact_id)
        .where(FirstContact.consortium_id == consortium_id)
    )
    return [
        contact_id
        for contact_id, sealed in session.execute(query)
        if crypto.decrypt(sealed, details.PURPOSE).casefold() in values
    ]


def _note(session: Session, contact_id: UUID) -> dict[str, Any] | None:
    note = session.get(ContactNote, contact_id)
    if note is None:
        return None
    return {
        "gender": note.gender.value,
        "qpv": note.qpv.value,
        "neither": note.neither.value,
        "known": note.known.value,
        "helped": note.helped,
        "again": note.again and note.again.value,
    }


def _hand_over(session: Session, contact_id: UUID) -> dict[str, Any] | None:
    found = session.scalars(select(HandOver).where(HandOver.first_contact_id == contact_id)).first()
    if found is None:
        return None
    return {
        "structure": session.get_one(Structure, found.structure_id).name,
        "state": found.state.value,
        "at": found.at.isoformat(),
        "first_appointment_kept": found.first_appointment_kept,
    }
