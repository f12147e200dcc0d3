"""The hand-over («passage de relais») to the structure that goes on, where the tool stops.

Another structure says yes or no; the own one may keep the person itself. While the answer is
awaited the receiving structure can read how to reach the person (each look is written down); it
says yes only after that, and with its yes the way to answer is erased.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from contacts import answering, details, hooks, transitions
from contacts.models import ContactDetail, FirstContact, HandOver, HandOverState
from contacts.transitions import Act
from core import audit, clock
from core.audit import AuditEntry
from core.errors import Conflict, Forbidden, NotFound
from core.i18n import _
from core.people import Action, Actor, Membership, Structure, require

__all__ = ["HandOverState", "accept", "appointment", "decline", "propose", "take_back"]


def propose(session: Session, actor: Actor, contact_id: UUID, structure_id: UUID) -> HandOverState:
    """Hand a person over: proposed to another structure, or kept by the own one and then over at once.

    Raises NotFound for a structure of another consortium, Conflict before an answer or a second time.
    """
    answering.own(session, actor, contact_id)
    structure = session.get(Structure, structure_id)
    if structure is None or structure.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))
    contact = transitions.move(session, contact_id, Act.HAND_OVER)
    kept = structure_id == actor.structure_id
    now = clock.now()
    state = HandOverState.KEPT if kept else HandOverState.PROPOSED
    session.add(
        HandOver(
            first_contact_id=contact_id,
            structure_id=structure_id,
            state=state,
            by=actor.user_id,
            at=now,
            decided_at=now if kept else None,
        )
    )
    session.flush()
    audit.record(session, actor, f"contacts.relay_{state.value}", contact_id)
    if kept:
        hooks.queue_event(session, contact, hooks.HANDED_OVER)
        details.forget(session, contact_id)
    return state


def accept(session: Session, actor: Actor, contact_id: UUID) -> None:
    """The receiving structure says yes: the tool stops here, and the way to answer is erased.

    Raises Conflict until somebody of that structure has looked at the way to answer, while there
    is one: nobody is lost between two structures.
    """
    relay = _offered(session, actor, contact_id)
    if session.get(ContactDetail, contact_id) is not None and not _seen(session, relay):
        raise Conflict(_("Regardez d'abord comment joindre la personne : accepter efface ce moyen."))
    _decide(session, relay, state=HandOverState.ACCEPTED, decided_at=clock.now())
    audit.record(session, actor, "contacts.relay_accepted", contact_id)
    hooks.queue_event(session, session.get_one(FirstContact, contact_id), hooks.HANDED_OVER)
    details.forget(session, contact_id)


def decline(session: Session, actor: Actor, contact_id: UUID) -> None:
    """The receiving structure says no: the first one has the person in hand again."""
    relay = _offered(session, actor, contact_id)
    _undo(session, relay)
    audit.record(session, actor, "contacts.relay_declined", contact_id)


def take_back(session: Session, actor: Actor, contact_id: UUID) -> None:
    """The first structure takes its proposal back, as long as nobody has said yes."""
    answering.own(session, actor, contact_id)
    relay = _relay(session, contact_id)
    _undo(session, relay)
    audit.record(session, actor, "contacts.relay_taken_back", contact_id)


def appointment(session: Session, actor: Actor, contact_id: UUID, *, kept: bool) -> None:
    """Whether the first appointment was kept: the last thing that the tool learns."""
    relay = _received(session, actor, contact_id)
    if relay.state is HandOverState.PROPOSED:
        raise Conflict(_("Acceptez d'abord le relais."))
    relay.first_appointment_kept = kept
    audit.record(session, actor, "contacts.appointment_noted", contact_id)


def _decide(session: Session, relay: HandOver, **values: object) -> None:
    statement = (
        update(HandOver)
        .where(HandOver.id == relay.id, HandOver.state == HandOverState.PROPOSED)
        .values(**values)
        .returning(HandOver.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(statement) is None:
        raise Conflict(_(transitions.MOVES[Act.RETURN].refused))
    session.refresh(relay)


def _undo(session: Session, relay: HandOver) -> None:
    """Back to who proposed it; the row leaves, the audit keeps that it was there."""
    contact_id = relay.first_contact_id
    statement = (
        delete(HandOver)
        .where(HandOver.id == relay.id, HandOver.state == HandOverState.PROPOSED)
        .returning(HandOver.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(statement) is None:
        raise Conflict(_(transitions.MOVES[Act.RETURN].refused))
    session.expunge(relay)
    transitions.move(session, contact_id, Act.RETURN)


def _offered(session: Session, actor: Actor, contact_id: UUID) -> HandOver:
    relay = _received(session, actor, contact_id)
    contact = session.get_one(FirstContact, contact_id)
    if contact.withdrawn_at is not None:
        raise Conflict(_("La personne a retiré sa demande. Rien n'est plus à faire."))
    return relay


def _received(session: Session, actor: Actor, contact_id: UUID) -> HandOver:
    """The hand-over of a contact, for the structure that it is made to."""
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Cette demande est introuvable. Revenez à la liste."))
    require(actor, Action.SEE_CONTACT_DETAIL, contact.consortium_id)
    relay = _relay(session, contact_id)
    if relay.structure_id != actor.structure_id:
        raise Forbidden(_("Ce relais est proposé à une autre structure."))
    return relay


def _relay(session: Session, contact_id: UUID) -> HandOver:
    relay = session.scalar(select(HandOver).where(HandOver.first_contact_id == contact_id))
    if relay is None:
        raise Conflict(_(transitions.MOVES[Act.RETURN].refused))
    return relay


def _seen(session: Session, relay: HandOver) -> bool:
    """Whether somebody of the receiving structure has looked since it was asked."""
    member = exists().where(
        Membership.user_id == AuditEntry.user_id, Membership.structure_id == relay.structure_id
    )
    query = select(AuditEntry.id).where(
        AuditEntry.what == details.SEEN,
        AuditEntry.thing == str(relay.first_contact_id),
        AuditEntry.at >= relay.at,
        member,
    )
    return session.scalar(query.limit(1)) is not None
