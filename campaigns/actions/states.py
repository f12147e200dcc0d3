"""The states of an action, and what leads from one to another; nothing else changes a state.

planned ──confirm──▶ confirmed ──hold──▶ held
   │  └───────────hold──────────────────▲  │
   │                  └──cancel──▶ cancelled └─reopen─▶ confirmed
   └──cancel──▶ cancelled ──resume──▶ planned
"""

from __future__ import annotations

from enum import StrEnum

from campaigns.actions.kinds import STATE_LABELS
from campaigns.models import ActionState
from core.errors import Conflict
from core.i18n import _


class Act(StrEnum):
    """What can be said of an action."""

    CONFIRM = "confirm"
    HOLD = "hold"
    CANCEL = "cancel"
    REOPEN = "reopen"
    """It was noted as held by mistake."""
    RESUME = "resume"
    """A cancelled one takes place after all."""


LEADS: dict[Act, tuple[frozenset[ActionState], ActionState]] = {
    Act.CONFIRM: (frozenset({ActionState.PLANNED}), ActionState.CONFIRMED),
    Act.HOLD: (frozenset({ActionState.PLANNED, ActionState.CONFIRMED}), ActionState.HELD),
    Act.CANCEL: (frozenset({ActionState.PLANNED, ActionState.CONFIRMED}), ActionState.CANCELLED),
    Act.REOPEN: (frozenset({ActionState.HELD}), ActionState.CONFIRMED),
    Act.RESUME: (frozenset({ActionState.CANCELLED}), ActionState.PLANNED),
}
OPEN = frozenset({ActionState.PLANNED, ActionState.CONFIRMED})
"""What may still change its day, its place, its hours."""


def may(state: ActionState, act: Act) -> bool:
    """Whether `act` can be said of an action in that state."""
    return state in LEADS[act][0]


def after(state: ActionState, act: Act) -> ActionState:
    """The state that `act` leads to; Conflict when it cannot be said now."""
    if not may(state, act):
        raise Conflict(
            _(
                "Cette action est {state} : rechargez la page, puis choisissez à nouveau.",
                state=_(STATE_LABELS[state]),
            )
        )
    return LEADS[act][1]
