"""The calendar on a phone: a secret address for everything, for the own structure or for one campaign.

Only a hash of the address is kept; it is shown once, and asking again replaces it. What it opens is
decided at every reading, by what its owner may see at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, and_, false, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaigns import typed
from campaigns.calendar import ical, items
from campaigns.calendar.item import Wanted
from campaigns.models import Campaign
from core import audit, clock, crypto, people, settings
from core.database import Base, Identified
from core.errors import InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, Consortium, User

PREFIX = "/agenda"


class CalendarFeed(Identified, Base):
    """A person's secret address of the calendar; revoked for good once another one is asked for."""

    __tablename__ = "calendar_feed"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    own_structure: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Only what its owner's structure takes part in, whichever that is at the time of reading."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class FeedRow:
    """An address that is open, without its secret; without campaign and own structure it shows everything."""

    id: UUID
    campaign: str | None
    own_structure: bool
    created_at: datetime


def open_feed(
    session: Session, actor: Actor, campaign_id: UUID | None = None, *, own_structure: bool = False
) -> str:
    """A new secret address for everything, one campaign or the own structure; the one before stops at once.

    Raises NotFound for a campaign of another consortium, InvalidInput without a structure of one's own.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    if campaign_id is not None:
        typed.own_campaign(session, actor.consortium_id, campaign_id)
    if own_structure and actor.structure_id is None:
        raise InvalidInput(
            _("Vous n'êtes dans aucune structure. Choisissez tout le consortium ou une campagne."), "shows"
        )
    same = (
        CalendarFeed.campaign_id.is_(None) if campaign_id is None else CalendarFeed.campaign_id == campaign_id
    )
    session.execute(
        update(CalendarFeed)
        .where(_own(actor), same, CalendarFeed.own_structure.is_(own_structure))
        .where(CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    token = crypto.token()
    feed = CalendarFeed(
        consortium_id=actor.consortium_id,
        user_id=actor.user_id,
        campaign_id=campaign_id,
        own_structure=own_structure,
        token_hash=crypto.digest(token),
        created_at=clock.now(),
    )
    session.add(feed)
    session.flush()
    audit.record(session, actor, "campaigns.feed_opened", feed.id)
    return f"{settings.current().public_url}{PREFIX}/{token}.ics"


def feeds(session: Session, actor: Actor) -> list[FeedRow]:
    """The actor's open addresses, the newest first."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    query = (
        select(CalendarFeed, Campaign.name)
        .outerjoin(Campaign, Campaign.id == CalendarFeed.campaign_id)
        .where(_own(actor), CalendarFeed.revoked_at.is_(None))
        .order_by(CalendarFeed.created_at.desc())
    )
    return [
        FeedRow(feed.id, name, feed.own_structure, feed.created_at) for feed, name in session.execute(query)
    ]


def close_feed(session: Session, actor: Actor, feed_id: UUID) -> None:
    """Stop an address of the actor's own, at once and for good; NotFound for another's."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    feed = session.scalar(select(CalendarFeed).where(_own(actor), CalendarFeed.id == feed_id))
    if feed is None:
        raise NotFound(_("Cette adresse d'agenda est introuvable. Rechargez la page."))
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        session.flush()
        audit.record(session, actor, "campaigns.feed_closed", feed.id)


def calendar(session: Session, token: str) -> bytes:
    """The calendar behind a secret address (RFC 5545); NotFound once it, its owner or their role is gone."""
    feed = session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.token_hash == crypto.digest(token), CalendarFeed.revoked_at.is_(None)
        )
    )
    user = session.get(User, feed.user_id) if feed else None
    actor = people.actor_in(session, user, feed.consortium_id) if feed and user else None
    if feed is None or actor is None or not people.may(actor, Action.PLAN, feed.consortium_id):
        raise NotFound(_("Cet agenda est fermé. Demandez une autre adresse dans « Calendrier »."))
    shown = Wanted(
        campaign_id=feed.campaign_id,
        structure_id=actor.structure_id if feed.own_structure else None,
        cancelled=True,
    )
    name = session.get_one(Consortium, feed.consortium_id).name
    return ical.written(name, items.everything(session, feed.consortium_id, shown))


def _own(actor: Actor) -> ColumnElement[bool]:
    return and_(CalendarFeed.user_id == actor.user_id, CalendarFeed.consortium_id == actor.consortium_id)
