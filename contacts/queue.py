"""The lists of the queue, taking a request, and what may be said about delays.

What comes after taking stands in `answering` (answered, not reached, given back, closed) and in
`relays` (the hand-over).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from contacts import details, rows, transitions
from contacts.details import Way
from contacts.models import ContactDetail, Entry, FirstContact, HandOver, HandOverState, Likeness, State
from contacts.rows import Request
from contacts.transitions import ENDED, OPEN, Act
from core import clock
from core.errors import NotFound
from core.i18n import _
from core.people import Action, Actor, require

__all__ = [
    "HandOverState",
    "Likeness",
    "Request",
    "State",
    "Taken",
    "find",
    "in_progress",
    "last_delay",
    "look",
    "offered",
    "past",
    "recent",
    "take",
    "usual_delay",
    "waiting",
]

MEASURED = timedelta(days=90)
FEWEST = 20
USUALLY = 0.75
FRESH = timedelta(days=14)
"""How long an answered request without a way to answer stays in hand, to be noted or handed over."""
PROMISES = (1, 2, 3, 6, 12, 24, 48)
"""Delays, in hours, that a public page may name."""


@dataclass(frozen=True)
class Taken:
    """A request that a structure answers; `way` is None when no way to answer is left."""

    way: Way | None


def waiting(session: Session, consortium_id: UUID) -> list[Request]:
    """The requests that nobody has in hand, oldest first; those that were not reached are among them."""
    query = rows.requests().where(
        FirstContact.consortium_id == consortium_id,
        FirstContact.state.in_(OPEN),
        FirstContact.withdrawn_at.is_(None),
    )
    return rows.rows(session, query.order_by(FirstContact.at))


def in_progress(session: Session, actor: Actor) -> list[Request]:
    """What the actor's structure has in hand: taken ones first, oldest first, then the latest answers."""
    answered = and_(
        FirstContact.state == State.ANSWERED,
        or_(ContactDetail.kind.is_not(None), FirstContact.answered_at >= clock.now() - FRESH),
    )
    query = rows.own(actor).where(
        or_(FirstContact.state == State.TAKEN, answered), FirstContact.withdrawn_at.is_(None)
    )
    found = rows.rows(session, query.order_by(FirstContact.at))
    taken = [row for row in found if row.state is State.TAKEN]
    rest = [row for row in found if row.state is not State.TAKEN]
    return [*taken, *sorted(rest, key=lambda row: row.answered_at or row.at, reverse=True)]


def offered(session: Session, actor: Actor) -> list[Request]:
    """The hand-overs that wait for the actor's structure to say yes or no, oldest first."""
    query = rows.requests().where(
        FirstContact.consortium_id == actor.consortium_id,
        FirstContact.state == State.HANDED_OVER,
        FirstContact.withdrawn_at.is_(None),
        HandOver.structure_id == actor.structure_id,
        HandOver.state == HandOverState.PROPOSED,
    )
    return rows.rows(session, query.order_by(HandOver.at))


def past(session: Session, actor: Actor, limit: int = 30) -> list[Request]:
    """What is over, or was withdrawn, and concerns the actor's structure; the latest first."""
    mine = or_(
        FirstContact.structure_id == actor.structure_id,
        and_(HandOver.structure_id == actor.structure_id, HandOver.state != HandOverState.PROPOSED),
        and_(FirstContact.structure_id.is_(None), FirstContact.withdrawn_at.is_not(None)),
    )
    over = or_(FirstContact.state.in_(ENDED), FirstContact.withdrawn_at.is_not(None))
    query = rows.requests().where(FirstContact.consortium_id == actor.consortium_id, mine, over)
    return rows.rows(session, query.order_by(FirstContact.at.desc()).limit(limit))


def find(session: Session, consortium_id: UUID, contact_id: UUID) -> Request:
    """One request as a list shows it; NotFound in another consortium."""
    query = rows.requests().where(FirstContact.consortium_id == consortium_id, FirstContact.id == contact_id)
    found = rows.rows(session, query)
    if not found:
        raise NotFound(_("Cette demande est introuvable. Revenez à la liste."))
    return found[0]


def recent(session: Session, actor: Actor, limit: int = 5) -> list[Request]:
    """The last desk entries of the actor's structure, latest first."""
    query = rows.own(actor).where(FirstContact.entry == Entry.DESK)
    return rows.rows(session, query.order_by(FirstContact.at.desc()).limit(limit))


def take(session: Session, actor: Actor, contact_id: UUID) -> Taken:
    """«Je réponds»: the actor's structure takes a request and sees how to answer it (logged).

    Raises NotFound, Forbidden; Conflict when someone was faster.
    """
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Cette demande est introuvable. Revenez à la liste."))
    require(actor, Action.SEE_CONTACT_DETAIL, contact.consortium_id, contact.structure_id)
    transitions.move(
        session,
        contact_id,
        Act.TAKE,
        taken_at=clock.now(),
        taken_by=actor.user_id,
        structure_id=contact.structure_id or actor.structure_id,
    )
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
