"""The calendar on a phone: one secret address per person, for everything planned or for one campaign.

Only a hash of the address is kept; it is shown once, and asking again replaces it. What it opens is
decided at every reading, by what its owner may see at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, ForeignKey, String, and_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaigns import posts, typed
from campaigns.models import Campaign
from campaigns.posts import PostRow, PostState
from core import audit, clock, crypto, people, settings, territory
from core.database import Base, Identified
from core.errors import NotFound
from core.i18n import _, n_
from core.people import Action, Actor, Consortium, User

PREFIX = "/agenda"
LENGTH = timedelta(minutes=15)
"""What a post takes in a calendar: long enough to be read on a phone."""
REFRESH = timedelta(hours=1)


class CalendarFeed(Identified, Base):
    """A person's secret address of the calendar; revoked for good once another one is asked for."""

    __tablename__ = "calendar_feed"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class FeedRow:
    """An address that is open, without its secret; `campaign` is None for everything."""

    id: UUID
    campaign: str | None
    created_at: datetime


def open_feed(session: Session, actor: Actor, campaign_id: UUID | None = None) -> str:
    """A new secret address for everything, or for one campaign; the one before stops at once.

    Raises NotFound for a campaign of another consortium.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    if campaign_id is not None:
        typed.own_campaign(session, actor.consortium_id, campaign_id)
    same = (
        CalendarFeed.campaign_id.is_(None) if campaign_id is None else CalendarFeed.campaign_id == campaign_id
    )
    session.execute(
        update(CalendarFeed)
        .where(_own(actor), same, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    token = crypto.token()
    feed = CalendarFeed(
        consortium_id=actor.consortium_id,
        user_id=actor.user_id,
        campaign_id=campaign_id,
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
    return [FeedRow(feed.id, name, feed.created_at) for feed, name in session.execute(query)]


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
    if feed is None or not people.may(actor, Action.PLAN, feed.consortium_id):
        raise NotFound(_("Cet agenda est fermé. Demandez une autre adresse dans « Publications »."))
    rows = posts.posts(session, feed.consortium_id, campaign_id=feed.campaign_id)
    name = session.get_one(Consortium, feed.consortium_id).name
    return written(name, rows)


def written(name: str, rows: list[PostRow]) -> bytes:
    """The rows as a calendar named `name`: one event per post, its networks together, times in UTC."""
    made = Calendar()
    made.add("prodid", "-//Porte-Voix//Agenda//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{name} - Porte-Voix")
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    by_post: dict[UUID, list[PostRow]] = {}
    for row in sorted(rows, key=lambda one: (one.due_at, str(one.post_id))):
        by_post.setdefault(row.post_id, []).append(row)
    for variants in by_post.values():
        made.add_component(_event(variants))
    return bytes(made.to_ical())


def _event(variants: list[PostRow]) -> Event:
    first = variants[0]
    published = [row for row in variants if row.state is PostState.PUBLISHED]
    cancelled = all(row.state in (PostState.CANCELLED, PostState.SKIPPED) for row in variants)
    agreed = not any(row.state in posts.WAITING for row in variants)
    made = Event()
    made.add("uid", f"{first.post_id}@porte-voix")
    made.add("dtstamp", clock.now())
    made.add("dtstart", first.due_at)
    made.add("dtend", first.due_at + LENGTH)
    # Each step of a post's life is a change that calendars must take over: a revision, published once more.
    made.add("sequence", first.revision - 1 + len(published))
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED" if agreed else "TENTATIVE")
    networks = ", ".join(territory.label(row.network) for row in variants)
    made.add("summary", f"{first.title} ({networks})")
    made.add("description", _description(variants))
    made.add("categories", [first.campaign])
    made.add("url", f"{settings.current().public_url}/publications")
    made.add("transp", "TRANSPARENT")
    return made


def _description(variants: list[PostRow]) -> str:
    waiting = next((row.state for row in variants if row.state in posts.WAITING), None)
    left = sum(row.state not in (PostState.PUBLISHED, PostState.SKIPPED) for row in variants)
    state = n_("Reste à publier sur {count} réseau.", "Reste à publier sur {count} réseaux.", left)
    if waiting:
        state = _("Pas encore programmée : {state}.", state=_(posts.STATE_LABELS[waiting]))
    elif not left:
        state = _("Publiée partout.")
    return f"{variants[0].text}\n\n{state}"


def _own(actor: Actor) -> ColumnElement[bool]:
    return and_(CalendarFeed.user_id == actor.user_id, CalendarFeed.consortium_id == actor.consortium_id)
