"""The invented queue: some wait, one too long, some are in hand, one is handed over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from contacts import answering, details, escalation, offers, queue, relays, routing, settling
from contacts.answering import AgeBand, Gender, Noted, Told
from contacts.offers import OfferEntry
from contacts.settling import Hours, Settled
from core import clock, people
from core.people import Actor
from core.territory import Need


def lively(session: Session, coordinator: Actor, counsellor: Actor) -> None:
    """Settle the rules, propose what waits, and let two people answer some of it."""
    here = coordinator.consortium_id
    settling.settle(session, coordinator, Settled(referent=coordinator.user_id))
    for number, home in enumerate(people.structures(session, here)):
        if number % 3 == 0:
            settling.set_hours(session, coordinator, home.id, Hours(9, 20, saturday=number % 2 == 0))
    _places(session, counsellor)
    routing.route_waiting(session, here)
    taken, answered, offered, accepted = (one.id for one in queue.waiting(session, here)[:4])
    queue.take(session, counsellor, taken)
    for contact_id, who in ((answered, counsellor), (offered, coordinator), (accepted, counsellor)):
        queue.take(session, who, contact_id)
        answering.answered(session, who, contact_id)
    answering.note(
        session,
        counsellor,
        answered,
        Noted(AgeBand.FROM_18, Gender.WOMAN, None, Told.NO, Told.YES, Told.UNSAID, 5, Told.YES),
    )
    if coordinator.structure_id and counsellor.structure_id:
        relays.propose(session, coordinator, offered, counsellor.structure_id)
        relays.propose(session, counsellor, accepted, coordinator.structure_id)
        details.reveal(session, coordinator, accepted)
        relays.accept(session, coordinator, accepted)
        relays.appointment(session, coordinator, accepted, kept=True)
    escalation.escalate(session, here)


def _places(session: Session, counsellor: Actor) -> None:
    """What the counsellor's structure can give in the weeks that come."""
    if counsellor.structure_id is None:
        return
    last = clock.now().date() + timedelta(days=21)
    for need, title, places in (
        (Need.LICENCE, "Atelier code, le mercredi à 18 h", 4),
        (Need.PAPERWORK, "Écrivaine publique, le samedi", None),
        (Need.JOB, "Visite d'entreprise", 1),
    ):
        offers.add(session, counsellor, OfferEntry(counsellor.structure_id, need, title, places, last))
