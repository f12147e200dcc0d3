"""A request as staff read it in a list: everything but the way to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from campaigns.models import Code, Link
from contacts import wording
from contacts.models import (
    AgeBand,
    Caller,
    CodeEvidence,
    ContactDetail,
    ContactOrigin,
    DetailKind,
    FirstContact,
    HandOver,
    HandOverState,
    Likeness,
    State,
)
from contacts.wording import When
from core.people import Actor, Structure, User
from core.territory import Channel, Need, Voice, Zone


@dataclass(frozen=True)
class Relay:
    """To which structure a person is handed over, and what became of it."""

    state: HandOverState
    structure_id: UUID
    structure: str
    appointment: bool | None


@dataclass(frozen=True)
class Request:
    """A contact as staff see it in a list: no way to answer in it."""

    id: UUID
    at: datetime
    answered_at: datetime | None
    caller: Caller
    need: Need | None
    age: AgeBand
    when: When | None
    zone: str | None
    code: str | None
    channel: Channel | None
    evidence: CodeEvidence | None
    declared: tuple[tuple[Channel, Voice | None], ...]
    kind: DetailKind | None
    """How they can be answered; None when no way was given, or once it is erased."""
    state: State
    tries: int
    escalated: bool
    withdrawn: bool
    structure_id: UUID | None
    routed_to: UUID | None
    zone_id: UUID | None
    taken_by: str | None
    """Who has it in hand."""
    likeness: Likeness | None
    duplicate_of: UUID | None
    relay: Relay | None

    @property
    def too_young(self) -> bool:
        """Under 16: answered like anybody, by a referent, and not counted in the target."""
        return self.caller is Caller.YOUNG and self.age is AgeBand.UNDER_16


Row = Select[FirstContact, str, Channel, DetailKind, str, HandOver, str]
_Receiver = aliased(Structure)


def requests() -> Row:
    """Every request with what a list shows of it; to be narrowed by the caller."""
    return (
        select(FirstContact, Zone.name, Link.channel, ContactDetail.kind, User.name, HandOver, _Receiver.name)
        .outerjoin(Zone, Zone.id == FirstContact.zone_id)
        .outerjoin(Link, Link.id == FirstContact.link_id)
        .outerjoin(ContactDetail, ContactDetail.first_contact_id == FirstContact.id)
        .outerjoin(User, User.id == FirstContact.taken_by)
        .outerjoin(HandOver, HandOver.first_contact_id == FirstContact.id)
        .outerjoin(_Receiver, _Receiver.id == HandOver.structure_id)
    )


def own(actor: Actor) -> Row:
    """The requests that the actor's structure has, or had, in hand."""
    return requests().where(
        FirstContact.consortium_id == actor.consortium_id, FirstContact.structure_id == actor.structure_id
    )


def rows(session: Session, query: Row) -> list[Request]:
    """What the query finds, read in three statements however many there are."""
    found = session.execute(query).all()
    declared = _declared(session, [row[0].id for row in found])
    codes = _codes(session, {row[0].link_id for row in found if row[0].link_id is not None})
    return [
        Request(
            id=contact.id,
            at=contact.at,
            answered_at=contact.answered_at,
            caller=contact.caller,
            need=contact.need,
            age=contact.age_band,
            when=When(contact.availability) if contact.availability else None,
            zone=zone,
            code=codes.get(contact.link_id) if contact.link_id is not None else None,
            channel=channel,
            evidence=contact.code_evidence,
            declared=wording.in_order(declared[contact.id]),
            kind=kind,
            state=contact.state,
            tries=contact.tries,
            escalated=contact.escalated_at is not None,
            withdrawn=contact.withdrawn_at is not None,
            structure_id=contact.structure_id,
            routed_to=contact.routed_to,
            zone_id=contact.zone_id,
            taken_by=taker,
            likeness=contact.likeness,
            duplicate_of=contact.duplicate_of,
            relay=_relay(relay, receiver),
        )
        for contact, zone, channel, kind, taker, relay, receiver in found
    ]


def _relay(found: HandOver | None, receiver: str) -> Relay | None:
    if found is None:
        return None
    return Relay(found.state, found.structure_id, receiver, found.first_appointment_kept)


def _declared(
    session: Session, contact_ids: Iterable[UUID]
) -> defaultdict[UUID, list[tuple[Channel, Voice | None]]]:
    found: defaultdict[UUID, list[tuple[Channel, Voice | None]]] = defaultdict(list)
    query = select(ContactOrigin).where(ContactOrigin.first_contact_id.in_(list(contact_ids)))
    for origin in session.scalars(query):
        found[origin.first_contact_id].append((origin.channel, origin.voice))
    return found


def _codes(session: Session, link_ids: Iterable[int]) -> dict[int, str]:
    query = select(Code).where(Code.link_id.in_(list(link_ids))).order_by(Code.alias.desc(), Code.text.desc())
    return {code.link_id: code.shown for code in session.scalars(query)}
