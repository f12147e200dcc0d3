"""How far the series are: held, still to come, cancelled, of how many that were meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.actions.states import OPEN
from campaigns.models import Action, ActionKind, ActionSeries, ActionState, Campaign, Placement, SeriesDraw
from core import clock


@dataclass(frozen=True)
class SeriesRow:
    """A series in a list: how many dates stand where, how many carry a code, how often it was drawn."""

    id: UUID
    campaign_id: UUID
    campaign: str
    name: str
    kind: ActionKind
    wanted: int
    states: Mapping[ActionState, int]
    to_say: int
    """Dates that are over, and of which nobody has said what became."""
    coded: int
    draws: int
    seed: int | None
    drawn_at: datetime | None

    @property
    def held(self) -> int:
        """Dates that took place."""
        return self.states.get(ActionState.HELD, 0)

    @property
    def coming(self) -> int:
        """Dates that are still meant to take place."""
        return (
            self.states.get(ActionState.PLANNED, 0) + self.states.get(ActionState.CONFIRMED, 0) - self.to_say
        )

    @property
    def cancelled(self) -> int:
        """Dates that did not."""
        return self.states.get(ActionState.CANCELLED, 0)


def series_rows(session: Session, consortium_id: UUID, campaign_id: UUID | None = None) -> list[SeriesRow]:
    """The series of a consortium, the latest first."""
    states = _states(session, consortium_id)
    over = _over(session, consortium_id)
    coded, draws = _coded(session, consortium_id), _draws(session, consortium_id)
    query = select(ActionSeries, Campaign.name).join(Campaign, Campaign.id == ActionSeries.campaign_id)
    if campaign_id is not None:
        query = query.where(ActionSeries.campaign_id == campaign_id)
    here = query.where(ActionSeries.consortium_id == consortium_id)
    return [
        SeriesRow(
            id=one.id,
            campaign_id=one.campaign_id,
            campaign=campaign,
            name=one.name,
            kind=one.kind,
            wanted=one.wanted,
            states=states[one.id],
            to_say=over[one.id],
            coded=coded[one.id],
            draws=draws[one.id],
            seed=one.seed,
            drawn_at=one.drawn_at,
        )
        for one, campaign in session.execute(
            here.order_by(ActionSeries.created_at.desc(), ActionSeries.name, ActionSeries.id)
        )
    ]


def _states(session: Session, consortium_id: UUID) -> defaultdict[UUID, Counter[ActionState]]:
    found: defaultdict[UUID, Counter[ActionState]] = defaultdict(Counter)
    query = select(Action.series_id, Action.state, func.count()).where(Action.consortium_id == consortium_id)
    for series_id, state, number in session.execute(query.group_by(Action.series_id, Action.state)):
        if series_id is not None:
            found[series_id][state] = number
    return found


def _over(session: Session, consortium_id: UUID) -> Counter[UUID]:
    query = select(Action.series_id, func.count()).where(
        Action.consortium_id == consortium_id, Action.state.in_(OPEN), Action.ends_at <= clock.now()
    )
    found = session.execute(query.group_by(Action.series_id))
    return Counter({one: number for one, number in found if one is not None})


def _coded(session: Session, consortium_id: UUID) -> Counter[UUID]:
    query = select(Action.series_id, func.count(Action.id.distinct())).join(
        Placement, Placement.action_id == Action.id
    )
    here = query.where(Action.consortium_id == consortium_id).group_by(Action.series_id)
    return Counter({one: number for one, number in session.execute(here) if one is not None})


def _draws(session: Session, consortium_id: UUID) -> Counter[UUID]:
    query = select(SeriesDraw.series_id, func.count()).join(
        ActionSeries, ActionSeries.id == SeriesDraw.series_id
    )
    here = query.where(ActionSeries.consortium_id == consortium_id).group_by(SeriesDraw.series_id)
    return Counter({one: number for one, number in session.execute(here)})  # noqa: C416 (rows, not pairs)
