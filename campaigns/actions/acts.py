"""What became of an action: confirmed, held, cancelled, with what was counted afterwards.

Whoever notes actions may say it, a counsellor in the street included; planning stays with those who plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import typed as room_typed
from campaigns.actions import states, typed
from campaigns.actions.planning import own_action
from campaigns.actions.states import Act
from campaigns.models import Action, ActionState
from core import audit, clock, people
from core.errors import Conflict
from core.i18n import _
from core.people import Actor


@dataclass(frozen=True)
class Counted:
    """What was counted; None: nobody has said, which is not 0."""

    talks: int | None = None
    leaflets: int | None = None
    present: int | None = None


def confirm(session: Session, actor: Actor, action_id: UUID) -> Action:
    """It will take place; Conflict unless it is planned."""
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    return _done(session, actor, own_action(session, actor.consortium_id, action_id), Act.CONFIRM)


def hold(session: Session, actor: Actor, action_id: UUID, counted: Counted | None = None) -> Action:
    """It took place, with what was counted so far; Conflict before it has begun, or when it is cancelled."""
    people.require(actor, people.Action.NOTE_ACTIONS, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    states.after(action.state, Act.HOLD)
    if action.starts_at > clock.now():
        raise Conflict(_("Cette action n'a pas encore commencé. Notez-la une fois sur place."))
    _count(action, counted or Counted())
    return _done(session, actor, action, Act.HOLD)


def count(session: Session, actor: Actor, action_id: UUID, counted: Counted) -> Action:
    """Say what was counted at a held action, again if need be; None takes a count back."""
    people.require(actor, people.Action.NOTE_ACTIONS, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    if action.state is not ActionState.HELD:
        raise Conflict(_("Notez d'abord que cette action a été tenue."))
    _count(action, counted)
    action.revision += 1
    session.flush()
    audit.record(session, actor, "campaigns.action_counted", action.id)
    return action


def cancel(session: Session, actor: Actor, action_id: UUID, why: str) -> Action:
    """It does not take place, and why; its code goes on answering. InvalidInput («why») without a reason."""
    people.require(actor, people.Action.NOTE_ACTIONS, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    states.after(action.state, Act.CANCEL)
    action.cancelled_why = room_typed.text(
        why, "why", 200, _("Dites pourquoi : pluie, personne malade, lieu fermé…")
    )
    return _done(session, actor, action, Act.CANCEL)


def reopen(session: Session, actor: Actor, action_id: UUID) -> Action:
    """It was noted as held by mistake: what was counted goes."""
    people.require(actor, people.Action.NOTE_ACTIONS, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    states.after(action.state, Act.REOPEN)
    _count(action, Counted())
    return _done(session, actor, action, Act.REOPEN)


def resume(session: Session, actor: Actor, action_id: UUID) -> Action:
    """A cancelled action takes place after all."""
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    action = own_action(session, actor.consortium_id, action_id)
    states.after(action.state, Act.RESUME)
    action.cancelled_why = ""
    return _done(session, actor, action, Act.RESUME)


def _done(session: Session, actor: Actor, action: Action, act: Act) -> Action:
    action.state = states.after(action.state, act)
    action.revision += 1
    session.flush()
    audit.record(session, actor, f"campaigns.action_{action.state.value}", action.id)
    return action


def _count(action: Action, counted: Counted) -> None:
    for name, value in vars(counted).items():
        setattr(action, name, typed.whole(value, name))
