"""«Qu'est-ce qui t'a décidé ?»: one answer, asked once the request has left, tied to its one-time part."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contacts import intake
from contacts.models import FirstContact
from contacts.wording import ORIGIN_BY_KEY, UNKNOWN_KEY, no_such_answer

FIELD = "decided"


def note(session: Session, part: str, key: str) -> None:
    """Keep the answer of whoever sent the form with this one-time part; the last one holds.

    «Je ne sais pas», no answer and a form that was not kept leave nothing. InvalidInput («decided»).
    """
    if key in {"", UNKNOWN_KEY}:
        return
    origin = ORIGIN_BY_KEY.get(key)
    if origin is None:
        raise no_such_answer(FIELD)
    query = select(FirstContact).where(FirstContact.form_key == intake.form_key(part))
    contact = session.scalar(query)
    if contact is not None:
        contact.decisive_channel, contact.decisive_voice = origin.pair
        session.flush()
