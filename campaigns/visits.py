"""Visits: somebody stood before a placement and says what is there. Kept with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaigns import codes, placing, typed
from campaigns.models import Link, Placement, TakenDown
from campaigns.rounds import Hand
from core import audit, clock, people
from core.database import Base, Identified
from core.errors import NotFound
from core.i18n import _, mark
from core.people import Action, Actor


class Seen(StrEnum):
    """What somebody found."""

    PUT_UP = "put_up"
    RIGHT = "right"
    OTHER_CODE = "other_code"
    GONE = "gone"


SEEN_LABELS = {
    Seen.PUT_UP: mark("posé ici"),
    Seen.RIGHT: mark("vu, code conforme"),
    Seen.OTHER_CODE: mark("code différent"),
    Seen.GONE: mark("disparu"),
}


class Visit(Identified, Base):
    """One look at one placement. `who` is a name of the team, or of the round."""

    __tablename__ = "visit"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    at: Mapped[datetime]
    seen: Mapped[Seen]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round_link.id"))
    who: Mapped[str] = mapped_column(String(120))
    remark: Mapped[str] = mapped_column(String(200), default="")
    photo: Mapped[str | None] = mapped_column(String(80))
    """The name of the picture in core.storage; it holds no place and no device."""


@dataclass(frozen=True)
class Told:
    """What somebody says of a placement; place, zone, quantity only when they put it up."""

    seen: Seen
    place: str = ""
    quantity: int | None = None
    remark: str = ""
    photo: str | None = None


def note(session: Session, hand: Hand, placement_id: UUID, told: Told, today: date) -> Visit:
    """Keep what was seen, and what follows from it for the placement.

    NotFound for a placement that this hand has nothing to do with; InvalidInput («place», «quantity»,
    «remark»).
    """
    placement = within_reach(session, hand, placement_id)
    if told.seen is Seen.PUT_UP:
        _put_up(placement, told, today)
    elif told.seen is Seen.RIGHT:
        placement.seen_on, placement.put_up_on = today, placement.put_up_on or today
        placement.taken_down_on = placement.taken_down_why = None
    elif told.seen is Seen.GONE:
        placement.taken_down_on, placement.taken_down_why = today, TakenDown.MISSING
    visit = Visit(
        consortium_id=hand.consortium_id,
        placement_id=placement.id,
        at=clock.now(),
        seen=told.seen,
        user_id=hand.user_id,
        round_id=hand.round_id,
        who=hand.who,
        remark=people.required(told.remark, "remark", 200) if told.remark.strip() else "",
        photo=told.photo,
    )
    session.add(visit)
    session.flush()
    return visit


def _put_up(placement: Placement, told: Told, today: date) -> None:
    if told.place.strip():
        placement.place = typed.text(told.place, "place", 160, "")
    if told.quantity is not None:
        placement.quantity = placing.quantity_of(told.quantity)
    placement.put_up_on = placement.seen_on = today
    placement.taken_down_on = placement.taken_down_why = None


def by_code(session: Session, hand: Hand, text: str) -> Placement:
    """The placement whose code was scanned or typed, however it was written.

    Raises UnknownCode and RetiredCode with a sentence; NotFound outside this hand's campaign.
    """
    link = codes.resolve(session, text, hand.consortium_id)
    if link.placement_id is None:
        raise NotFound(_("Ce code n'est pas celui d'une affiche. Vérifiez les lettres."))
    return within_reach(session, hand, link.placement_id)


def within_reach(session: Session, hand: Hand, placement_id: UUID) -> Placement:
    """The placement, when it is of this hand's consortium (and campaign), and its code not retired."""
    query = (
        select(Placement)
        .join(Link, Link.placement_id == Placement.id)
        .where(Placement.id == placement_id, Placement.consortium_id == hand.consortium_id)
        .where(Link.retired_at.is_(None))
    )
    if hand.campaign_id is not None:
        query = query.where(Placement.campaign_id == hand.campaign_id)
    found = session.scalar(query)
    if found is None:
        raise NotFound(_("Ce code n'est pas de cette tournée. Demandez à l'équipe."))
    return found


def last(session: Session, consortium_id: UUID) -> dict[UUID, Seen]:
    """What was found at the latest visit of each placement that has one."""
    query = select(Visit.placement_id, Visit.seen).where(Visit.consortium_id == consortium_id)
    found: dict[UUID, Seen] = {}
    for placement_id, seen in session.execute(query.order_by(Visit.at, Visit.id)):
        found[placement_id] = seen
    return found


def of_placement(session: Session, consortium_id: UUID, placement_id: UUID) -> list[Visit]:
    """The visits of one placement, the latest first."""
    query = select(Visit).where(Visit.consortium_id == consortium_id, Visit.placement_id == placement_id)
    return list(session.scalars(query.order_by(Visit.at.desc(), Visit.id)))


def photo_of(session: Session, actor: Actor, visit_id: UUID) -> str:
    """The name of a visit's picture, for the team; NotFound without one or in another consortium."""
    return _own_photo(session, actor, visit_id)[1]


def photo_for(session: Session, actors: Sequence[Actor], visit_id: UUID) -> str:
    """The same for somebody in several consortia; NotFound when it is in none of them."""
    visit = session.get(Visit, visit_id)
    for actor in actors:
        if visit is not None and actor.consortium_id == visit.consortium_id:
            return photo_of(session, actor, visit_id)
    raise NotFound(_("Cette photo est introuvable."))


def remove_photo(session: Session, actor: Actor, visit_id: UUID) -> str:
    """Forget a visit's picture, and give back its name so that it can be deleted; NotFound without one."""
    visit, name = _own_photo(session, actor, visit_id)
    visit.photo = None
    session.flush()
    audit.record(session, actor, "campaigns.photo_removed", visit_id)
    return name


def _own_photo(session: Session, actor: Actor, visit_id: UUID) -> tuple[Visit, str]:
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    visit = session.get(Visit, visit_id)
    if visit is None or visit.consortium_id != actor.consortium_id or visit.photo is None:
        raise NotFound(_("Cette photo est introuvable."))
    return visit, visit.photo
