"""Actions to test with: a van date on Wednesday 25 November 2026, 14 to 18 h in Paris, unless said otherwise."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns.actions import dates, planning
from campaigns.actions import series as action_series
from campaigns.actions.typed import Slot, Wanted
from campaigns.models import Action, ActionKind, ActionSeries
from core.people import Actor

PARIS = "Europe/Paris"
DAY = date(2026, 11, 25)


def slot(day: date = DAY, starts: time = time(14), ends: time = time(18), **more: Any) -> Slot:
    """14 to 18 h in Paris."""
    return Slot(day, starts, ends, **({"timezone": PARIS} | more))


def wanted(kind: ActionKind = ActionKind.VAN, place: str = "place du Marché", **more: Any) -> Wanted:
    """A van date on the market square."""
    return Wanted(kind, place, **({"slot": slot()} | more))


def action(session: Session, actor: Actor, campaign_id: UUID, **more: Any) -> Action:
    """The same, planned."""
    return planning.add_action(session, actor, campaign_id, wanted(**more))


def usual(**more: Any) -> Wanted:
    """What the dates of a van series have in common."""
    return wanted(place="", people=3, **more)


def series(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    text: str = "25/11/2026 place du Marché\n28/11/2026 cité des Forges\n2/12/2026 mail de la Plaine",
    name: str = "Le van, 60 dates",
    **more: Any,
) -> ActionSeries:
    """A series of van dates from a pasted list."""
    return action_series.create_series(
        session, actor, campaign_id, name, usual(), dates.from_text(text), **more
    )
