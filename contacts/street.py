"""Street entry: where somebody on the street may note contacts, what the shift remembers, and noting once.

The phone gives each entry a key of its own. The same key again, after a lost answer or a double
tap, is the same contact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contacts import intake
from contacts.entries import DeskEntry
from contacts.models import Entry, FirstContact
from core import clock, crypto, people
from core.errors import Forbidden, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, User, folded, may

SHIFT = timedelta(hours=12)
LONGEST_WAIT = timedelta(hours=24)
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True)
class Station:
    """A structure for which somebody notes contacts, and as whom they do."""

    actor: Actor
    structure_id: UUID
    structure: str
    consortium: str


@dataclass(frozen=True)
class Shift:
    """What the last entry of the shift said of structure and place."""

    structure_id: UUID | None = None
    place: str = ""


@dataclass(frozen=True)
class Noted:
    """What became of an entry: the contact, and whether this sending made it."""

    contact_id: UUID
    new: bool


def stations(session: Session, user: User) -> list[Station]:
    """Where `user` may note: the own structures, or all of a consortium with `act_for_structures`; A to Z."""
    found: list[Station] = []
    for _member, consortium in people.memberships(session, user.id):
        actor = people.actor_in(session, user, consortium.id)
        if actor is None or not may(actor, Action.ENTER_CONTACT, consortium.id):
            continue
        every = may(actor, Action.ACT_FOR_STRUCTURES, consortium.id)
        found.extend(
            Station(actor, one.id, one.name, consortium.name)
            for one in people.structures(session, consortium.id)
            if every or one.id == actor.structure_id
        )
    return sorted(found, key=lambda one: (folded(one.consortium), folded(one.structure)))


def chosen(found: Iterable[Station], structure_id: UUID | None) -> Station:
    """The station that was named, else the own structure's, else the first.

    Raises Forbidden for somebody who notes nowhere, NotFound for a structure that is not theirs.
    """
    known = list(found)
    if not known:
        raise Forbidden(
            _("Votre rôle ne permet pas de noter un contact. Demandez l'accès à votre administration.")
        )
    if structure_id is None:
        return next((one for one in known if one.structure_id == one.actor.structure_id), known[0])
    named = next((one for one in known if one.structure_id == structure_id), None)
    if named is None:
        raise NotFound(_("Vous ne notez pas pour cette structure. Choisissez-en une autre."))
    return named


def shift(session: Session, user_id: UUID) -> Shift:
    """Structure and place of the last entry of the last twelve hours."""
    query = (
        select(FirstContact.structure_id, FirstContact.place)
        .where(
            FirstContact.recorded_by == user_id,
            FirstContact.entry == Entry.DESK,
            FirstContact.at > clock.now() - SHIFT,
        )
        .order_by(FirstContact.at.desc(), FirstContact.id)
        .limit(1)
    )
    row = session.execute(query).first()
    return Shift(row.structure_id, row.place) if row else Shift()


def note(session: Session, actor: Actor, entry: DeskEntry, *, key: str, waited: timedelta) -> Noted:
    """Store an entry that was made `waited` ago; sent again under its key, it is the same contact.

    InvalidInput without a key or with nothing in it; otherwise the errors of `intake.from_desk`.
    """
    if not _KEY.fullmatch(key):
        raise InvalidInput(_("Le formulaire n'est pas complet. Rechargez la page."), "key")
    form_key = crypto.fingerprint(f"{actor.consortium_id}/{actor.user_id}/{key}", "contact-street")
    known = session.scalar(select(FirstContact.id).where(FirstContact.form_key == form_key))
    at = clock.now() - min(max(waited, timedelta()), LONGEST_WAIT)
    contact_id = intake.from_desk(session, actor, entry, at=at, form_key=form_key)
    return Noted(contact_id, known is None)
