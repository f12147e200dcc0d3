"""Plan an action, say it better, move it; two people who write at once lose nothing."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaigns import typed as room_typed
from campaigns.actions import states, typed
from campaigns.actions.kinds import STATE_LABELS
from campaigns.actions.typed import Wanted
from campaigns.models import Action, ActionState, Placement
from core import audit, clock, people
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Actor


def add_action(
    session: Session, actor: Actor, campaign_id: UUID, wanted: Wanted, *, series_id: UUID | None = None
) -> Action:
    """A new planned action of a campaign.

    Raises InvalidInput (field named: place, wall, ends, day, people, hours…) and NotFound (campaign,
    zone or structure of another consortium).
    """
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    room_typed.own_campaign(session, actor.consortium_id, campaign_id)
    action = Action(
        consortium_id=actor.consortium_id,
        campaign_id=campaign_id,
        series_id=series_id,
        state=ActionState.PLANNED,
        revision=1,
        created_by=actor.user_id,
        created_at=clock.now(),
        **typed.columns(session, actor.consortium_id, wanted),
    )
    session.add(action)
    session.flush()
    audit.record(session, actor, "campaigns.action_planned", action.id)
    return action


def edit_action(session: Session, actor: Actor, action_id: UUID, revision: int, wanted: Wanted) -> Action:
    """Say an action better; its code follows to the new day and place.

    `revision` is the one that was read: Conflict when somebody has changed the action since, and when a
    held or cancelled one would get another time. Raises as add_action.
    """
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    unchanged(action, revision)
    columns = typed.columns(session, actor.consortium_id, wanted)
    if action.state not in states.OPEN and any(columns[one] != getattr(action, one) for one in _FIXED):
        raise _fixed(action)
    _change(session, action, columns)
    audit.record(session, actor, "campaigns.action_edited", action.id)
    return action


def move_action(
    session: Session, actor: Actor, action_id: UUID, revision: int, day: date, starts: time | None = None
) -> Action:
    """The action on another day (and hour), as long on the clock as before; raises as edit_action."""
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    unchanged(action, revision)
    if action.state not in states.OPEN:
        raise _fixed(action)
    _change(session, action, typed.instants(typed.moved(typed.slot_of(action), day, starts)))
    audit.record(session, actor, "campaigns.action_moved", action.id)
    return action


def own_action(session: Session, consortium_id: UUID, action_id: UUID) -> Action:
    """The action, locked until the end of the transaction; NotFound when it is not of this consortium."""
    query = select(Action).where(Action.id == action_id, Action.consortium_id == consortium_id)
    found = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("Cette action est introuvable. Revenez à la liste des actions."))
    return found


def unchanged(action: Action, revision: int) -> None:
    """Conflict when the action is no longer the one that was read."""
    if action.revision != revision:
        raise Conflict(
            _(
                "Quelqu'un a changé cette action pendant que vous écriviez. Rien n'est perdu : "
                "comparez, puis enregistrez à nouveau."
            )
        )


_FIXED = ("starts_at", "ends_at", "timezone", "place", "zone_id")


def _change(session: Session, action: Action, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(action, name, value)
    action.revision += 1
    session.flush()
    follow(session, action)


def follow(session: Session, action: Action) -> None:
    """The codes of an action go with it: same place, zone and day; what was counted stays."""
    mine = update(Placement).where(Placement.action_id == action.id)
    session.execute(mine.values(place=action.place, zone_id=action.zone_id))
    day = typed.slot_of(action).day
    session.execute(mine.where(Placement.held_on.is_not(None)).values(held_on=day))


def _fixed(action: Action) -> Conflict:
    return Conflict(
        _(
            "Cette action est {state} : sa date et son lieu ne changent plus.",
            state=_(STATE_LABELS[action.state]),
        )
    )
