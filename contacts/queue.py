"""Who waits for an answer, who took it, and how long answers take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from campaigns.models import Code, Link
from contacts import details, wording
from contacts.details import Way
from contacts.models import (
    AgeBand,
    Caller,
    CodeEvidence,
    ContactDetail,
    ContactOrigin,
    DetailKind,
    Entry,
    FirstContact,
    State,
)
from contacts.wording import When
from core import clock
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Action, Actor, require
from core.territory import Channel, Need, Voice, Zone

MEASURED = timedelta(days=90)
FEWEST = 20
USUALLY = 0.75
PROMISES = (1, 2, 3, 6, 12, 24, 48)
"""Delays, in hours, that a public page may name."""


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


@dataclass(frozen=True)
class Taken:
    """A request that a structure answers; `way` is None when no way to answer is left."""

    way: Way | None


def waiting(session: Session, consortium_id: UUID) -> list[Request]:
    """The requests that nobody has answered, oldest first."""
    query = _requests().where(FirstContact.consortium_id == consortium_id)
    return _rows(session, query.where(FirstContact.answered_at.is_(None)).order_by(FirstContact.at))


def in_progress(session: Session, actor: Actor) -> list[Request]:
    """What the actor's structure has answered and can still reach, latest answer first."""
    query = _own(actor).where(FirstContact.answered_at.is_not(None), ContactDetail.kind.is_not(None))
    return _rows(session, query.order_by(FirstContact.answered_at.desc()))


def recent(session: Session, actor: Actor, limit: int = 5) -> list[Request]:
    """The last desk entries of the actor's structure, latest first."""
    query = _own(actor).where(FirstContact.entry == Entry.DESK)
    return _rows(session, query.order_by(FirstContact.at.desc()).limit(limit))


def take(session: Session, actor: Actor, contact_id: UUID) -> Taken:
    """«Je réponds»: the actor's structure takes a request and sees how to answer it (logged).

    Raises NotFound, Forbidden; Conflict when someone was faster.
    """
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Cette demande est introuvable. Revenez à la liste."))
    require(actor, Action.SEE_CONTACT_DETAIL, contact.consortium_id, contact.structure_id)
    statement = (
        update(FirstContact)
        .where(FirstContact.id == contact_id, FirstContact.answered_at.is_(None))
        .values(
            answered_at=clock.now(),
            state=State.ANSWERED,
            structure_id=contact.structure_id or actor.structure_id,
        )
        .returning(FirstContact.id)
    )
    if session.scalar(statement) is None:
        raise Conflict(_("Quelqu'un répond déjà à cette demande. Prenez la suivante."))
    session.refresh(contact)
    return look(session, actor, contact_id)


def look(session: Session, actor: Actor, contact_id: UUID) -> Taken:
    """See again how to answer a request (logged each time)."""
    try:
        return Taken(details.reveal(session, actor, contact_id))
    except NotFound:
        return Taken(None)


def last_delay(session: Session, consortium_id: UUID) -> timedelta | None:
    """How long the request answered last had waited; None while none was."""
    query = (
        select(FirstContact.at, FirstContact.answered_at)
        .where(
            FirstContact.consortium_id == consortium_id,
            FirstContact.entry != Entry.DESK,
            FirstContact.answered_at.is_not(None),
        )
        .order_by(FirstContact.answered_at.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None or row.answered_at is None else row.answered_at - row.at


def usual_delay(session: Session, consortium_id: UUID) -> int | None:
    """Within how many hours three requests in four of the last 90 days were answered.

    None under 20 requests, or when no delay of PROMISES holds: nothing is promised then. A
    request that still waits counts against every delay it has outlived.
    """
    now = clock.now()
    query = select(FirstContact.at, FirstContact.answered_at).where(
        FirstContact.consortium_id == consortium_id,
        FirstContact.entry != Entry.DESK,
        FirstContact.at >= now - MEASURED,
    )
    waits = [(at, answered) for at, answered in session.execute(query)]
    for hours in PROMISES:
        limit = timedelta(hours=hours)
        ripe = [(at, answered) for at, answered in waits if answered or now - at > limit]
        kept = sum(1 for at, answered in ripe if answered and answered - at <= limit)
        if len(ripe) >= FEWEST and kept >= USUALLY * len(ripe):
            return hours
    return None


def _requests() -> Select[FirstContact, str, Channel, DetailKind]:
    return (
        select(FirstContact, Zone.name, Link.channel, ContactDetail.kind)
        .outerjoin(Zone, Zone.id == FirstContact.zone_id)
        .outerjoin(Link, Link.id == FirstContact.link_id)
        .outerjoin(ContactDetail, ContactDetail.first_contact_id == FirstContact.id)
    )


def _own(actor: Actor) -> Select[FirstContact, str, Channel, DetailKind]:
    return _requests().where(
        FirstContact.consortium_id == actor.consortium_id, FirstContact.structure_id == actor.structure_id
    )


def _rows(session: Session, query: Select[FirstContact, str, Channel, DetailKind]) -> list[Request]:
    rows = session.execute(query).all()
    declared = _declared(session, [row[0].id for row in rows])
    codes = _codes(session, {row[0].link_id for row in rows if row[0].link_id is not None})
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
        )
        for contact, zone, channel, kind in rows
    ]


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
