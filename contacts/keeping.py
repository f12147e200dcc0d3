"""How long a way to answer is kept, and what the night does about it.

It leaves the database when the person withdraws, when the hand-over is accepted or the request is
closed, and at the latest when nobody used it for as long as the consortium has settled. The first
contact stays, so no sum changes. Each erasing is written down by reference, in its own transaction.
The keys of a campaign year are destroyed with their hashes once the year is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from contacts import policy
from contacts.models import (
    ContactDetail,
    ContactPolicy,
    ContactYearKey,
    FirstContact,
    HandOver,
    HandOverState,
    State,
)
from core import audit, clock, jobs

ERASE = "contacts.erase"
BATCH = 200
NIGHT = "nuit"
OVERDUE, HANDED_OVER, WITHDRAWN, CLOSED = "overdue", "handed_over", "withdrawn", "closed"
_ERASED = "contacts.night_"
YEAR_ENDED = "contacts.year_key_destroyed"
DAY, LATE = timedelta(days=1), timedelta(hours=36)


@dataclass(frozen=True)
class Night:
    """The last night: when it ended, whether it gave up, what left since the day before, and why."""

    finished_at: datetime
    failed: bool
    erased: Mapping[str, int]

    @property
    def late(self) -> bool:
        """No night for a day and a half."""
        return clock.now() - self.finished_at > LATE


def due(session: Session) -> int:
    """How many ways to answer are to be erased now."""
    return session.scalars(select(func.count()).select_from(_due(session).subquery())).one()


def erase_batch(session: Session) -> int:
    """Erase some of what is to be erased and write each down; how many, 0 once nothing is left."""
    found = session.execute(_due(session).limit(BATCH)).all()
    ids = [row.id for row in found]
    gone = delete(ContactDetail).where(ContactDetail.first_contact_id.in_(ids))
    # Somebody else may have erased one meanwhile: what is counted is what left here.
    left = set(session.scalars(gone.returning(ContactDetail.first_contact_id))) if ids else set()
    for row in found:
        if row.id in left:
            audit.record_system(session, NIGHT, f"{_ERASED}{row.reason}", row.id, row.consortium_id)
    return len(ids)


def erase_overdue(session: Session) -> None:
    """The same, where something is past its day: a look that costs nothing when nothing is."""
    past = select(ContactDetail.first_contact_id).where(ContactDetail.erase_after <= clock.now())
    if session.scalars(past.limit(1)).first() is not None:
        erase_batch(session)


def end_years(session: Session) -> int:
    """Destroy the key and the hashes of every campaign year that is over; how many keys were destroyed."""
    query = select(ContactYearKey).where(ContactYearKey.destroyed_at.is_(None))
    now = clock.now()
    ended = [
        key
        for key in session.scalars(query)
        if key.year < policy.campaign_year(session, key.consortium_id, now)
    ]
    for key in ended:
        hashes = update(FirstContact).where(
            FirstContact.consortium_id == key.consortium_id, FirstContact.campaign_year == key.year
        )
        session.execute(hashes.values(person_key=None))
        key.sealed, key.destroyed_at = None, clock.now()
        audit.record_system(session, NIGHT, YEAR_ENDED, key.year, key.consortium_id)
    session.flush()
    return len(ended)


def last_night(session: Session, consortium_id: UUID) -> Night | None:
    """What the last night did in that consortium; None before the first."""
    last = jobs.last(session, ERASE)
    if last is None:
        return None
    acts = audit.count(session, consortium_id, _ERASED, last.due_at - DAY, last.finished_at)
    return Night(last.finished_at, last.failed, {what.removeprefix(_ERASED): n for what, n in acts.items()})


def _due(session: Session) -> Select[UUID, UUID, str]:
    """Every way to answer that may not be kept, with its consortium and why."""
    contact, over = FirstContact, HandOver.state == HandOverState.ACCEPTED
    handed = select(HandOver.first_contact_id).where(over)
    reasons = (
        (contact.withdrawn_at.is_not(None), WITHDRAWN),
        (contact.id.in_(handed), HANDED_OVER),
        (contact.state == State.CLOSED, CLOSED),
        (_too_old(session), OVERDUE),
    )
    why = case(*((when, literal(reason)) for when, reason in reasons))
    return (
        select(contact.id, contact.consortium_id, why.label("reason"))
        .join(ContactDetail, ContactDetail.first_contact_id == contact.id)
        .where(or_(*(when for when, _reason in reasons)))
        .order_by(contact.id)
    )


def _too_old(session: Session) -> ColumnElement[bool]:
    """Past the day promised when it came, or past what has been settled since."""
    now = clock.now()
    shorter = [
        (FirstContact.consortium_id == settled.consortium_id)
        & (FirstContact.at <= now - timedelta(days=settled.keep_days))
        for settled in session.scalars(select(ContactPolicy))
    ]
    return or_(ContactDetail.erase_after <= now, *shorter)
