"""Where a request is proposed: somebody always gets it, and nobody is locked out.

A place is proposed, not a structure: what counts is who has somebody to answer, where a place is
left for the need, who is there at the wished moment, who leads in the zone; among equals, who was
proposed the fewest requests of late. Any structure takes any request. Who is under 16 goes to the
referent that the consortium has named, or like everybody else while it has named none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.models import Link, Placement
from contacts import offers, policy
from contacts.models import AgeBand, AnsweringHours, Caller, FirstContact
from contacts.offers import OpenOffer
from contacts.transitions import OPEN
from contacts.wording import When
from core import clock, people, settings
from core.people import ALLOWED, Action, Membership, Role, User
from core.territory import Zone

RECENT = timedelta(days=30)
EVENING_HOUR, SATURDAY, SUNDAY = 17, 5, 6
EVENING_ENOUGH = 19
ANSWERING = ALLOWED[Action.SEE_CONTACT_DETAIL]


@dataclass(frozen=True)
class Candidate:
    """A structure as routing sees it."""

    structure_id: UUID
    name: str
    staffed: bool
    there: bool
    offer: int
    """0 a place for this need and zone, 1 a place for this need, 2 none known."""
    leads: bool
    recent: int

    @property
    def rank(self) -> tuple[object, ...]:
        """The smallest is proposed."""
        return (
            not self.staffed,
            self.offer,
            not self.there,
            not self.leads,
            self.recent,
            people.folded(self.name),
            str(self.structure_id),
        )


def route(session: Session, contact: FirstContact) -> UUID | None:
    """Propose a request that waits to a structure and write that down; None where there is no structure.

    A referent without a structure gets those under 16 by the list itself: then nothing is written.
    """
    session.flush()
    if contact.state not in OPEN:
        return None
    referent = referent_of(session, contact.consortium_id) if _too_young(contact) else None
    if referent is not None:
        contact.routed_to = referent.structure_id
    else:
        found = candidates(session, contact)
        contact.routed_to = min(found, key=lambda one: one.rank).structure_id if found else None
    session.flush()
    return contact.routed_to


def route_waiting(session: Session, consortium_id: UUID) -> int:
    """Propose whatever waits and was proposed to nobody, oldest first; how many."""
    query = select(FirstContact).where(
        FirstContact.consortium_id == consortium_id,
        FirstContact.state.in_(OPEN),
        FirstContact.routed_to.is_(None),
    )
    found = list(session.scalars(query.order_by(FirstContact.at)))
    for contact in found:
        route(session, contact)
    return len(found)


def referent_of(session: Session, consortium_id: UUID) -> Membership | None:
    """Who answers those under 16, as long as that person is there and may answer."""
    named = policy.of(session, consortium_id).minors_referent
    if named is None:
        return None
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.user_id == named,
            Membership.consortium_id == consortium_id,
            Membership.role.in_(ANSWERING),
            User.disabled_at.is_(None),
        )
    )
    return session.scalar(query)


def candidates(session: Session, contact: FirstContact) -> list[Candidate]:
    """Every structure of the consortium, with what speaks for it."""
    zone_id = _zone_of(session, contact)
    zone = session.get(Zone, zone_id) if zone_id else None
    now = _local()
    staffed, recent = _staffed(session, contact.consortium_id), _recent(session, contact.consortium_id)
    hours = _hours(session, contact.consortium_id)
    open_offers = _open_offers(session, contact, now)
    return [
        Candidate(
            structure_id=one.id,
            name=one.name,
            staffed=one.id in staffed,
            there=is_there(hours.get(one.id), contact.availability, now),
            offer=_offered(open_offers, one.id, zone_id),
            leads=zone is not None and zone.lead_structure_id == one.id,
            recent=recent[one.id],
        )
        for one in people.structures(session, contact.consortium_id)
    ]


def suggested(session: Session, contact_id: UUID, consortium_id: UUID) -> UUID | None:
    """Where to pass on who turns out to be under 16: the structure of the referent, if there is one."""
    contact = session.get(FirstContact, contact_id)
    if contact is None or contact.consortium_id != consortium_id or not _too_young(contact):
        return None
    referent = referent_of(session, consortium_id)
    return referent.structure_id if referent else None


def places(session: Session, contact_id: UUID, consortium_id: UUID) -> list[OpenOffer]:
    """The places that can be proposed for a request: those of its zone first, structures A to Z."""
    contact = session.get(FirstContact, contact_id)
    if contact is None or contact.consortium_id != consortium_id or contact.need is None:
        return []
    zone_id = _zone_of(session, contact)
    found = _open_offers(session, contact, _local())
    return sorted(found, key=lambda offer: zone_id is None or offer.zone_id != zone_id)


def is_there(hours: AnsweringHours | None, wish: str, now: datetime) -> bool:
    """Whether a structure answers at the wished moment; one that has not said is taken to be there."""
    if hours is None:
        return True
    if wish == When.EVENING:
        return hours.closes >= EVENING_ENOUGH
    if wish == When.SATURDAY:
        return hours.saturday
    return open_at(hours, now)


def open_at(hours: AnsweringHours, now: datetime) -> bool:
    """Whether somebody is there at that local time."""
    day = now.weekday()
    return (day < SATURDAY or (day == SATURDAY and hours.saturday)) and hours.opens <= now.hour < hours.closes


def nobody_there(session: Session, consortium_id: UUID) -> bool:
    """Whether every structure that could answer has said its hours, and all are closed now."""
    hours = _hours(session, consortium_id)
    staffed = _staffed(session, consortium_id)
    now = _local()
    return bool(staffed) and all(one in hours and not open_at(hours[one], now) for one in staffed)


def _too_young(contact: FirstContact) -> bool:
    return contact.caller is Caller.YOUNG and contact.age_band is AgeBand.UNDER_16


def _zone_of(session: Session, contact: FirstContact) -> UUID | None:
    """Where they live, else where the code was that they used: a hint for the way, never stored as a home."""
    if contact.zone_id is not None or contact.link_id is None:
        return contact.zone_id
    query = (
        select(Placement.zone_id)
        .join(Link, Link.placement_id == Placement.id)
        .where(Link.id == contact.link_id)
    )
    return session.scalar(query)


def _open_offers(session: Session, contact: FirstContact, now: datetime) -> list[OpenOffer]:
    if contact.need is None:
        return []
    return offers.open_offers(session, contact.consortium_id, contact.need, now.date())


def _offered(found: Sequence[OpenOffer], structure_id: UUID, zone_id: UUID | None) -> int:
    own = [offer for offer in found if offer.structure_id == structure_id]
    if any(zone_id is not None and offer.zone_id == zone_id for offer in own):
        return 0
    return 1 if any(offer.zone_id is None or zone_id is None for offer in own) else 2


def _staffed(session: Session, consortium_id: UUID) -> set[UUID]:
    query = (
        select(Membership.structure_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.consortium_id == consortium_id,
            Membership.role.in_([role for role in Role if role in ANSWERING]),
            User.disabled_at.is_(None),
        )
    )
    return {found for found in session.scalars(query) if found is not None}


def _recent(session: Session, consortium_id: UUID) -> Counter[UUID]:
    query = (
        select(FirstContact.routed_to, func.count())
        .where(
            FirstContact.consortium_id == consortium_id,
            FirstContact.at >= clock.now() - RECENT,
            FirstContact.routed_to.is_not(None),
        )
        .group_by(FirstContact.routed_to)
    )
    return Counter({one: number for one, number in session.execute(query) if one is not None})


def _hours(session: Session, consortium_id: UUID) -> dict[UUID, AnsweringHours]:
    homes = [one.id for one in people.structures(session, consortium_id)]
    query = select(AnsweringHours).where(AnsweringHours.structure_id.in_(homes))
    return {found.structure_id: found for found in session.scalars(query)}


def _local() -> datetime:
    return clock.now().astimezone(ZoneInfo(settings.current().timezone))
