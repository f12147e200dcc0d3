"""Rounds: whoever goes out to put posters up and look at them, with an account or without.

A round link is given to a volunteer: it opens the phone page of one campaign, until its last day
or until it is taken back. The link holds a random token, the row its SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaigns import typed
from campaigns.models import Campaign
from core import audit, clock, crypto, people, settings
from core.database import Base, Identified
from core.errors import InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor

LONGEST = 60
"""Days for which a link may be good."""


class RoundLink(Identified, Base):
    """A way in to one campaign's phone page, for whoever holds it."""

    __tablename__ = "round_link"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    name: Mapped[str] = mapped_column(String(80))
    """What the team calls it («Tournée de samedi»); it is written beside each visit."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Hand:
    """Who is out there: a member of the team, or whoever holds a round link (then one campaign only)."""

    consortium_id: UUID
    who: str
    user_id: UUID | None = None
    campaign_id: UUID | None = None
    round_id: UUID | None = None


@dataclass(frozen=True)
class RoundRow:
    """A round link in a list; the link itself is shown once, when it is made."""

    id: UUID
    name: str
    campaign: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def open_link(session: Session, actor: Actor, campaign_id: UUID, name: str, days: int) -> str:
    """A new round link, good for `days` days: its address, which is shown once.

    Raises NotFound (campaign of another consortium) and InvalidInput («name», «days»).
    """
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    name = typed.text(name, "name", 80, _("Donnez un nom à cette tournée, par exemple samedi matin."))
    if not 1 <= days <= LONGEST:
        raise InvalidInput(_("Choisissez une durée entre 1 et {most} jours.", most=LONGEST), "days")
    token, now = crypto.token(), clock.now()
    made = RoundLink(
        consortium_id=actor.consortium_id,
        campaign_id=campaign_id,
        name=name,
        token_hash=crypto.digest(token),
        created_by=actor.user_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "campaigns.round_opened", made.id)
    return f"{settings.current().public_url}/tournee/entrer/{token}"


def revoke(session: Session, actor: Actor, round_id: UUID) -> None:
    """Take a round link back at once; twice changes nothing. NotFound in another consortium."""
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    found = session.get(RoundLink, round_id)
    if found is None or found.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette tournée est introuvable. Revenez à la liste."))
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        audit.record(session, actor, "campaigns.round_revoked", round_id)


def listed(session: Session, consortium_id: UUID) -> list[RoundRow]:
    """The round links of a consortium, the latest first."""
    query = (
        select(RoundLink, Campaign.name)
        .join(Campaign, Campaign.id == RoundLink.campaign_id)
        .where(RoundLink.consortium_id == consortium_id)
        .order_by(RoundLink.created_at.desc(), RoundLink.id)
    )
    return [
        RoundRow(one.id, one.name, campaign, one.created_at, one.expires_at, one.revoked_at)
        for one, campaign in session.execute(query)
    ]


def hand_of(actor: Actor) -> Hand:
    """A member of the team out on a round; Forbidden for a role that may not manage placements."""
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    return Hand(actor.consortium_id, actor.name, user_id=actor.user_id)


def holder(session: Session, token: str | None) -> Hand | None:
    """Whoever holds this link's token, or None when it is over, taken back or unknown."""
    found = session.scalar(select(RoundLink).where(RoundLink.token_hash == crypto.digest(token or "")))
    if found is None or found.revoked_at is not None or found.expires_at <= clock.now():
        return None
    return Hand(found.consortium_id, found.name, campaign_id=found.campaign_id, round_id=found.id)
