"""One code for each action: a placement that follows its day and place, printed with the others."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import placements
from campaigns.actions import planning, series
from campaigns.actions.kinds import CHANNEL_OF, PLACEMENT_OF
from campaigns.actions.typed import slot_of
from campaigns.models import Action, ActionState, Placement, PlacementKind
from campaigns.placements import Placed
from core import people
from core.errors import Conflict
from core.i18n import _
from core.people import Actor


def code_action(session: Session, actor: Actor, action_id: UUID, destination: str) -> Placed:
    """A placement and its code for one action; Conflict when it has one, or is cancelled."""
    people.require(actor, people.Action.MANAGE_PLACEMENTS, actor.consortium_id)
    action = planning.own_action(session, actor.consortium_id, action_id)
    if action.state is ActionState.CANCELLED:
        raise Conflict(_("Cette action est annulée : elle n'a pas besoin de code."))
    if session.scalar(select(Placement.id).where(Placement.action_id == action.id).limit(1)):
        raise Conflict(_("Cette action a déjà son code."))
    return _placed(session, actor, action, destination)


def code_series(session: Session, actor: Actor, series_id: UUID, destination: str) -> list[Placed]:
    """A placement and its code for each date of a series that has none and is not cancelled.

    Twice in a row makes nothing the second time. Raises InvalidInput («destination») and NotFound.
    """
    people.require(actor, people.Action.MANAGE_PLACEMENTS, actor.consortium_id)
    found = series.own_series(session, actor.consortium_id, series_id)
    coded = select(Placement.action_id).where(Placement.action_id.is_not(None))
    query = (
        select(Action)
        .where(Action.series_id == found.id, Action.state != ActionState.CANCELLED, Action.id.not_in(coded))
        .order_by(Action.starts_at, Action.id)
    )
    return [_placed(session, actor, action, destination) for action in session.scalars(query)]


def _placed(session: Session, actor: Actor, action: Action, destination: str) -> Placed:
    channel = CHANNEL_OF[action.kind]
    kind = PLACEMENT_OF[channel]
    day: date = slot_of(action).day
    placed = placements.create(
        session,
        actor,
        action.campaign_id,
        kind,
        channel,
        place=action.place,
        destination=destination,
        zone_id=action.zone_id,
        structure_id=action.structure_id,
        held_on=day if kind is PlacementKind.DATE else None,
        quantity=action.print_run or 1,
    )
    placed.placement.action_id = action.id
    session.flush()
    return placed
