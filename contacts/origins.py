"""Counts without identity: the only door through which the room of reach sees first contacts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from campaigns.models import Link
from contacts import counting, wording
from contacts.counting import Tally
from contacts.models import AgeBand, Caller, CodeEvidence, ContactOrigin, FirstContact
from core import clock, settings
from core.territory import Channel, Voice

__all__ = ["Aside", "CodeEvidence", "CountedContact", "Tally", "aside", "counted", "told_apart"]

Declared = tuple[tuple[Channel, Voice | None], ...]


@dataclass(frozen=True)
class CountedContact:
    """One first contact of the target, as far as a count may know it.

    No code and nothing declared: the origin is unknown. `day` is local to the installation.
    """

    campaign_id: UUID | None
    link_id: int | None
    code_evidence: CodeEvidence | None
    declared: Declared
    day: date


@dataclass(frozen=True)
class Aside:
    """Contacts answered like any other and counted apart from the target."""

    under_16: int
    relatives: int
    professionals: int


def counted(
    session: Session, consortium_id: UUID, since: date | None = None, until: date | None = None
) -> list[CountedContact]:
    """The first contacts of young people of 16 and more (or of unsaid age), by day.

    `since` and `until` are whole days, both included; None is open. Each contact comes once, and each
    phone or e-mail once in its campaign year (contacts.counting).
    """
    timezone = ZoneInfo(settings.current().timezone)
    target = and_(_within(consortium_id, since, until), _in_target(), counting.once())
    rows = session.execute(
        select(FirstContact.id, FirstContact.at, FirstContact.link_id, FirstContact.code_evidence)
        .add_columns(Link.campaign_id)
        .outerjoin(Link, Link.id == FirstContact.link_id)
        .where(target)
        .order_by(FirstContact.at, FirstContact.id)
    ).all()
    declared = _declared(session, target)
    return [
        CountedContact(
            row.campaign_id,
            row.link_id,
            row.code_evidence,
            declared.get(row.id, ()),
            row.at.astimezone(timezone).date(),
        )
        for row in rows
    ]


def aside(
    session: Session, consortium_id: UUID, since: date | None = None, until: date | None = None
) -> Aside:
    """How many contacts stand beside the target: too young, relatives, professionals."""
    query = (
        select(FirstContact.caller, FirstContact.age_band, func.count())
        .where(_within(consortium_id, since, until), counting.once())
        .group_by(FirstContact.caller, FirstContact.age_band)
    )
    rows = [(caller, age, number) for caller, age, number in session.execute(query)]
    return Aside(
        under_16=sum(
            number for caller, age, number in rows if (caller, age) == (Caller.YOUNG, AgeBand.UNDER_16)
        ),
        relatives=sum(number for caller, _age, number in rows if caller is Caller.RELATIVE),
        professionals=sum(number for caller, _age, number in rows if caller is Caller.PROFESSIONAL),
    )


def told_apart(
    session: Session, consortium_id: UUID, since: date | None = None, until: date | None = None
) -> Tally:
    """How far the people behind `counted` can be told apart, and how many contacts it leaves out."""
    return counting.tally(session, and_(_within(consortium_id, since, until), _in_target()))


def _declared(session: Session, target: ColumnElement[bool]) -> dict[UUID, Declared]:
    query = select(ContactOrigin).join(FirstContact, FirstContact.id == ContactOrigin.first_contact_id)
    by_contact: dict[UUID, list[tuple[Channel, Voice | None]]] = defaultdict(list)
    for origin in session.scalars(query.where(target)):
        by_contact[origin.first_contact_id].append((origin.channel, origin.voice))
    return {contact_id: wording.in_order(pairs) for contact_id, pairs in by_contact.items()}


def _in_target() -> ColumnElement[bool]:
    return and_(FirstContact.caller == Caller.YOUNG, FirstContact.age_band != AgeBand.UNDER_16)


def _within(consortium_id: UUID, since: date | None, until: date | None) -> ColumnElement[bool]:
    timezone = settings.current().timezone
    conditions = [FirstContact.consortium_id == consortium_id]
    if since is not None:
        conditions.append(FirstContact.at >= clock.planned(since, time(), timezone))
    if until is not None and until < date.max:
        conditions.append(FirstContact.at < clock.planned(until + timedelta(days=1), time(), timezone))
    return and_(*conditions)
