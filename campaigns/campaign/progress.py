"""What a campaign has reached, of what it aims at; what nobody can know is None, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import needs, rollups
from campaigns.campaign import budget as money
from campaigns.campaign.budget import Spent
from campaigns.campaign.whole import Whole
from campaigns.models import Action, ActionState, Link


@dataclass(frozen=True)
class Progress:
    """Reached so far, and what there is to show for it."""

    held: int
    coming: int
    cancelled: int
    scans: int | None
    """Human scans of its codes; None while it has no code."""
    contacts: int | None
    """First contacts that carry one of its codes; None while nobody can know."""
    spent: Spent


def progress(session: Session, consortium_id: UUID, one: Whole, timezone: str) -> Progress:
    """How far the campaign is."""
    by_state = select(Action.state, func.count()).where(Action.campaign_id == one.id)
    states = {state: number for state, number in session.execute(by_state.group_by(Action.state))}  # noqa: C416
    hours = session.scalars(
        select(Action.hours).where(Action.campaign_id == one.id, Action.state == ActionState.HELD)
    ).all()
    links = set(session.scalars(select(Link.id).where(Link.campaign_id == one.id)))
    opened = rollups.counts(session, consortium_id, None, None, timezone) if links else []
    return Progress(
        held=states.get(ActionState.HELD, 0),
        coming=states.get(ActionState.PLANNED, 0) + states.get(ActionState.CONFIRMED, 0),
        cancelled=states.get(ActionState.CANCELLED, 0),
        scans=sum(count.human for count in opened if count.link_id in links) if links else None,
        contacts=needs.contacts(session, consortium_id, one.id) if links else None,
        spent=money.spent(one.budget, hours),
    )


def elapsed(starts_on: date, ends_on: date, today: date) -> int:
    """How many days of the period are over, today included; 0 before it."""
    return max(0, min((today - starts_on).days + 1, (ends_on - starts_on).days + 1))
