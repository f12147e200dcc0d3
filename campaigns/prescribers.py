"""Prescribers: someone outside the consortium who sends young people; an own code, and no account.

The own code counts under «partner» and belongs to no campaign. Cards of a campaign are placements
beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from campaigns import destinations, links, placing
from campaigns.models import Code, Link, PrescriberLink
from core import audit, clock
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Action, Actor, folded, require, required
from core.territory import Channel, Prescriber

LONGEST_NAME = 120
LONGEST_KIND = 60


@dataclass(frozen=True)
class PrescriberRow:
    """A prescriber in a list; code, link and destination are None where none was made."""

    id: UUID
    name: str
    kind: str
    link_id: int | None
    code: str | None
    destination: str | None
    archived_at: datetime | None


def rows(session: Session, consortium_id: UUID) -> list[PrescriberRow]:
    """The prescribers of a consortium, A to Z; archived ones are in it."""
    query = (
        select(Prescriber, Link.id, Link.destination, Code.shown)
        .outerjoin(PrescriberLink, PrescriberLink.prescriber_id == Prescriber.id)
        .outerjoin(Link, Link.id == PrescriberLink.link_id)
        .outerjoin(Code, and_(Code.link_id == Link.id, ~Code.alias))
        .where(Prescriber.consortium_id == consortium_id)
        .order_by(Link.id, Code.text)
    )
    found = {
        one.id: PrescriberRow(
            id=one.id,
            name=one.name,
            kind=one.kind,
            link_id=link_id,
            code=shown,
            destination=destination,
            archived_at=one.archived_at,
        )
        for one, link_id, destination, shown in session.execute(query)
    }
    return sorted(found.values(), key=lambda row: (folded(row.name), str(row.id)))


def names(session: Session, consortium_id: UUID) -> dict[int, str]:
    """Whose own code each link is: the prescriber's name by link."""
    query = (
        select(PrescriberLink.link_id, Prescriber.name)
        .join(Prescriber, Prescriber.id == PrescriberLink.prescriber_id)
        .where(Prescriber.consortium_id == consortium_id)
    )
    return {row.link_id: row.name for row in session.execute(query)}


def add(session: Session, actor: Actor, name: str, kind: str, destination: str, word: str = "") -> UUID:
    """A new prescriber with an own code: to say where a word is given, else to print.

    InvalidInput («name», «kind», «destination», «word»); Conflict when the name is taken.
    """
    require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    made = Prescriber(consortium_id=actor.consortium_id, name="", kind="")
    _say(session, made, name, kind)
    session.add(made)
    session.flush()
    _give_code(session, made, destination, word)
    audit.record(session, actor, "campaigns.prescriber_added", made.id)
    return made.id


def edit(
    session: Session,
    actor: Actor,
    prescriber_id: UUID,
    name: str,
    kind: str,
    destination: str,
    word: str = "",
) -> None:
    """Another name, kind or page; the printed code stays. One without a code gets it here. As for `add`."""
    one = _own(session, actor, prescriber_id)
    _say(session, one, name, kind)
    link = _link(session, one)
    if link is None:
        _give_code(session, one, destination, word)
    elif links.checked(destination) != link.destination:
        destinations.change(
            session, actor, link.id, placing.destination_of(session, one.consortium_id, destination)
        )
    audit.record(session, actor, "campaigns.prescriber_changed", one.id)


def archive(session: Session, actor: Actor, prescriber_id: UUID) -> None:
    """Nobody sends from there any more: the code is given back, what it brought stays counted."""
    one = _own(session, actor, prescriber_id)
    link = _link(session, one)
    if link is not None:
        links.retire(session, link)
    one.archived_at = clock.now()
    audit.record(session, actor, "campaigns.prescriber_archived", one.id)


def _own(session: Session, actor: Actor, prescriber_id: UUID) -> Prescriber:
    require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    one = session.get(Prescriber, prescriber_id)
    if one is None or one.consortium_id != actor.consortium_id or one.archived_at is not None:
        raise NotFound(_("Ce prescripteur n'est plus là. Rechargez la page."))
    return one


def _say(session: Session, one: Prescriber, name: str, kind: str) -> None:
    name = required(name, "name", LONGEST_NAME)
    kind = required(kind, "kind", LONGEST_KIND) if kind.strip() else ""
    query = select(Prescriber).where(
        Prescriber.consortium_id == one.consortium_id, Prescriber.archived_at.is_(None)
    )
    with session.no_autoflush:
        others = [other for other in session.scalars(query) if other.id != one.id]
    if folded(name) in {folded(other.name) for other in others}:
        raise Conflict(_("Ce prescripteur est déjà dans la liste. Modifiez-le, ou donnez un autre nom."))
    one.name, one.kind = name, kind


def _give_code(session: Session, one: Prescriber, destination: str, word: str) -> None:
    link, _code = links.create(
        session,
        consortium_id=one.consortium_id,
        channel=Channel.PARTNER,
        destination=placing.destination_of(session, one.consortium_id, destination),
        word=word.strip() or None,
    )
    session.add(PrescriberLink(link_id=link.id, prescriber_id=one.id))
    session.flush()


def _link(session: Session, one: Prescriber) -> Link | None:
    query = select(Link).join(PrescriberLink, PrescriberLink.link_id == Link.id)
    return session.scalar(query.where(PrescriberLink.prescriber_id == one.id, Link.retired_at.is_(None)))
