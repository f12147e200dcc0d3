"""What becomes of a request that somebody has in hand: answered, not reached, given back, closed, noted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from contacts import details, hooks, transitions
from contacts.models import AgeBand, ContactNote, FirstContact, Gender, State, Told
from contacts.transitions import Act
from core import audit, clock, territory
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, require

__all__ = [
    "AgeBand",
    "Gender",
    "Noted",
    "State",
    "Told",
    "answered",
    "close",
    "give_back",
    "missed",
    "note",
    "noted",
]

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Noted:
    """What the counsellor who answered may note; everything may stay open. Nothing else is ever asked."""

    age: AgeBand = AgeBand.UNSAID
    gender: Gender = Gender.UNASKED
    zone_id: UUID | None = None
    qpv: Told = Told.UNASKED
    neither: Told = Told.UNASKED
    known: Told = Told.UNASKED
    helped: int | None = None
    again: Told | None = None


def answered(session: Session, actor: Actor, contact_id: UUID) -> None:
    """The person was reached: the first human answer, from which the delay is counted.

    Raises NotFound, Forbidden to another structure; Conflict when it is not in hand any more.
    """
    contact = own(session, actor, contact_id)
    moved = transitions.move(session, contact_id, Act.ANSWER, answered_at=contact.answered_at or clock.now())
    hooks.queue_event(session, moved, hooks.ANSWERED)
    audit.record(session, actor, "contacts.answered", contact_id)


def missed(session: Session, actor: Actor, contact_id: UUID) -> int:
    """The person was not reached: back to the list for whoever is free; how many tries there were.

    A try is no answer: the person still waits, and the delay goes on.
    """
    contact = own(session, actor, contact_id)
    moved = transitions.move(
        session,
        contact_id,
        Act.MISS,
        tries=FirstContact.tries + 1,
        taken_at=None,
        taken_by=None,
        structure_id=None,
    )
    audit.record(session, actor, "contacts.missed", contact.id)
    return moved.tries


def give_back(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Put a request back to the list, with its place by age."""
    own(session, actor, contact_id)
    transitions.move(session, contact_id, Act.GIVE_BACK, taken_at=None, taken_by=None, structure_id=None)
    audit.record(session, actor, "contacts.given_back", contact_id)


def close(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Nothing more is to be done: the way to answer has no purpose any more and is erased."""
    own(session, actor, contact_id)
    transitions.move(session, contact_id, Act.CLOSE, closed_at=clock.now())
    details.forget(session, contact_id)
    audit.record(session, actor, "contacts.closed", contact_id)


def note(session: Session, actor: Actor, contact_id: UUID, noted: Noted) -> None:
    """Keep what the counsellor learnt; a later note replaces it.

    Raises InvalidInput («helped»), NotFound, Forbidden to another structure; Conflict before an
    answer and after the hand-over, where the tool stops.
    """
    contact = own(session, actor, contact_id)
    if contact.state is not State.ANSWERED:
        raise Conflict(_("Les notes se prennent après la réponse, et avant le relais."))
    if noted.helped is not None and not LOWEST <= noted.helped <= HIGHEST:
        raise InvalidInput(_("Cette note va de 1 à 5."), "helped")
    zones = {zone.id for zone in territory.zones(session, actor.consortium_id)}
    if noted.zone_id is not None and noted.zone_id not in zones:
        raise NotFound(_("Cette zone n'est pas dans ce consortium. Choisissez dans la liste."))
    contact.age_band, contact.zone_id = noted.age, noted.zone_id
    session.merge(
        ContactNote(
            first_contact_id=contact.id,
            gender=noted.gender,
            qpv=noted.qpv,
            neither=noted.neither,
            known=noted.known,
            helped=noted.helped,
            again=noted.again,
            noted_by=actor.user_id,
            noted_at=clock.now(),
        )
    )
    session.flush()


def noted(session: Session, actor: Actor, contact_id: UUID) -> Noted:
    """What is noted so far, to be corrected; NotFound, Forbidden to another structure."""
    contact = own(session, actor, contact_id)
    found = session.get(ContactNote, contact_id)
    if found is None:
        return Noted(age=contact.age_band, zone_id=contact.zone_id)
    return Noted(
        age=contact.age_band,
        gender=found.gender,
        zone_id=contact.zone_id,
        qpv=found.qpv,
        neither=found.neither,
        known=found.known,
        helped=found.helped,
        again=found.again,
    )


def own(session: Session, actor: Actor, contact_id: UUID) -> FirstContact:
    """A contact that the actor's structure has in hand; NotFound, Forbidden otherwise."""
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Cette demande est introuvable. Revenez à la liste."))
    require(actor, Action.SEE_CONTACT_DETAIL, contact.consortium_id, contact.structure_id)
    return contact
