"""Requests that nobody answers: they escalate to the coordination, and a notice says that they wait.

A notice holds counts, needs and the way to the list: nothing about a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from contacts import policy, routing
from contacts.models import ContactPolicy, FirstContact
from contacts.transitions import OPEN
from contacts.wording import When
from core import clock, crypto, settings
from core.i18n import _, n_
from core.territory import Need, label

PURPOSE = "contact-notices"


@dataclass(frozen=True)
class Pending:
    """What a notice is to tell: requests that came, and those that wait too long."""

    ids: tuple[UUID, ...]
    new: int
    late: int
    needs: tuple[Need, ...]


def escalate(session: Session, consortium_id: UUID) -> int:
    """Mark what waits too long; how many were marked now. What is marked is to be told (again).

    Too long: the settled hours have passed, or every structure has said its hours and all are
    closed while somebody asks to be answered as soon as possible.
    """
    now = clock.now()
    hours = policy.of(session, consortium_id).escalate_hours
    late = FirstContact.at <= now - timedelta(hours=hours)
    if routing.nobody_there(session, consortium_id):
        late = or_(late, FirstContact.availability.in_(["", When.SOON.value]))
    statement = (
        update(FirstContact)
        .where(
            FirstContact.consortium_id == consortium_id,
            FirstContact.state.in_(OPEN),
            FirstContact.withdrawn_at.is_(None),
            FirstContact.escalated_at.is_(None),
            late,
        )
        .values(escalated_at=now, told_at=None)
        .returning(FirstContact.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(statement).all())


def pending(session: Session, consortium_id: UUID) -> Pending | None:
    """What has not been told yet; None when nothing is to be told."""
    query = select(FirstContact).where(
        and_(
            FirstContact.consortium_id == consortium_id,
            FirstContact.state.in_(OPEN),
            FirstContact.withdrawn_at.is_(None),
            FirstContact.told_at.is_(None),
        )
    )
    found = list(session.scalars(query))
    if not found:
        return None
    late = sum(one.escalated_at is not None for one in found)
    needs = {one.need for one in found if one.need is not None}
    return Pending(
        ids=tuple(one.id for one in found),
        new=len(found) - late,
        late=late,
        needs=tuple(need for need in Need if need in needs),
    )


def told(session: Session, ids: Sequence[UUID]) -> None:
    """Write down that a notice was taken."""
    session.execute(update(FirstContact).where(FirstContact.id.in_(ids)).values(told_at=clock.now()))


def notice(what: Pending) -> tuple[str, str]:
    """Title and text: how many, which needs, where to look."""
    lines = []
    if what.late:
        lines.append(
            n_(
                "{count} demande attend depuis trop longtemps.",
                "{count} demandes attendent depuis trop longtemps.",
                what.late,
            )
        )
    if what.new:
        lines.append(n_("{count} demande est arrivée.", "{count} demandes sont arrivées.", what.new))
    if what.needs:
        lines.append(_("Besoins : {needs}.", needs=", ".join(label(need) for need in what.needs)))
    lines.append(_("Répondre : {address}", address=f"{settings.current().public_url}/contacts"))
    return _("Porte-Voix : des demandes attendent"), "\n".join(lines)


def addresses(session: Session, consortium_id: UUID) -> list[str]:
    """Where notices go, in clear for the moment of sending."""
    row = session.get(ContactPolicy, consortium_id)
    return crypto.decrypt(row.notify, PURPOSE).splitlines() if row and row.notify else []
