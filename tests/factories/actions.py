"""Actions to test with: a van date on Wednesday 25 November 2026, 14 to 18 h in Paris, unless said otherwise."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns.actions import planning
from campaigns.actions.typed import Slot, Wanted
from campaigns.models import Action, ActionKind
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
