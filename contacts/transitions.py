"""Where a request may go from where it stands: one table, and one guarded way to move along it.

Each move is one conditional UPDATE: of two people who act at once, the second is refused in words
and changes nothing. What the person withdrew does not move any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from contacts.models import FirstContact, State
from core.errors import Conflict, NotFound
from core.i18n import _, mark


class Act(StrEnum):
    """What can be done with a request."""

    TAKE = "take"
    GIVE_BACK = "give_back"
    ANSWER = "answer"
    MISS = "miss"
    HAND_OVER = "hand_over"
    RETURN = "return"
    CLOSE = "close"


@dataclass(frozen=True)
class Move:
    """From which states, to which one; `refused` is said to whoever comes too late."""

    before: frozenset[State]
    after: State
    refused: str


OPEN = frozenset({State.WAITING, State.UNREACHED})
"""Nobody has it in hand: whoever is free takes it."""
ENDED = frozenset({State.HANDED_OVER, State.CLOSED})

MOVES: dict[Act, Move] = {
    Act.TAKE: Move(OPEN, State.TAKEN, mark("Quelqu'un répond déjà à cette demande. Prenez la suivante.")),
    Act.GIVE_BACK: Move(
        frozenset({State.TAKEN}), State.WAITING, mark("Cette demande n'est plus prise. Rechargez la liste.")
    ),
    Act.ANSWER: Move(
        frozenset({State.TAKEN}), State.ANSWERED, mark("Cette demande n'est plus prise. Rechargez la liste.")
    ),
    Act.MISS: Move(
        frozenset({State.TAKEN}), State.UNREACHED, mark("Cette demande n'est plus prise. Rechargez la liste.")
    ),
    Act.HAND_OVER: Move(
        frozenset({State.ANSWERED}),
        State.HANDED_OVER,
        mark("Le relais se passe après la réponse, et une seule fois. Rechargez la liste."),
    ),
    Act.RETURN: Move(
        frozenset({State.HANDED_OVER}), State.ANSWERED, mark("Ce relais n'attend plus. Rechargez la liste.")
    ),
    Act.CLOSE: Move(
        frozenset({State.TAKEN, State.ANSWERED}),
        State.CLOSED,
        mark("Cette demande n'est plus en cours. Rechargez la liste."),
    ),
}


def move(session: Session, contact_id: UUID, act: Act, **values: Any) -> FirstContact:
    """Make the move and set `values` with it; the contact as it then stands.

    Raises NotFound; Conflict when it stands elsewhere meanwhile, or was withdrawn by the person.
    """
    chosen = MOVES[act]
    statement = (
        update(FirstContact)
        .where(
            FirstContact.id == contact_id,
            FirstContact.state.in_(chosen.before),
            FirstContact.withdrawn_at.is_(None),
        )
        .values(state=chosen.after, **values)
        .returning(FirstContact.id)
        .execution_options(synchronize_session=False)
    )
    moved = session.scalar(statement)
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Cette demande est introuvable. Revenez à la liste."))
    session.refresh(contact)
    if moved is None:
        if contact.withdrawn_at is not None:
            raise Conflict(_("La personne a retiré sa demande. Rien n'est plus à faire."))
        raise Conflict(_(chosen.refused))
    return contact
