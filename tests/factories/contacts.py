"""Landing pages and first contacts to test with, made through the room's own ways in."""

from __future__ import annotations

from itertools import count as counting
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from contacts import intake, landing
from contacts.intake import AgeBand, Caller, DeskEntry, Received, Typed
from core.people import Actor
from core.territory import Need

PHONE = "06 39 98 12 34"
EMAIL = "lina.secret@exemple.fr"
_numbers = counting()


def number() -> str:
    """An invented phone number that no other test person has (06 39 98 is set aside for fiction)."""
    rest = next(_numbers) % 10_000
    return f"06 39 98 {rest // 100:02} {rest % 100:02}"


def page(session: Session, consortium_id: UUID, **traits: Any) -> Any:
    """The page «permis», with a phone."""
    given: dict[str, Any] = {
        "slug": "permis",
        "need": Need.LICENCE,
        "title": "Le permis, c'est cher. On t'aide.",
        "text": "On regarde avec toi les aides.",
        "phone": "06 39 98 00 01",
        "hours": "Lundi à vendredi, 9 h à 20 h. Samedi, 10 h à 17 h.",
    }
    return landing.create(session, consortium_id=consortium_id, **(given | traits))


def page_for_relatives(session: Session, consortium_id: UUID) -> Any:
    """The page «proche»."""
    return page(session, consortium_id, slug="proche", need=Need.OTHER, for_relatives=True, phone="")


def request(session: Session, on: Any, nonce: str = "", **typed: Any) -> Received:
    """A form sent by a young person who wants a call, on a phone of their own."""
    given: dict[str, Any] = {"way": number(), "kind": "phone", "need": "permis", "age": "18-20"}
    return intake.from_form(session, on, Typed(**(given | typed)), nonce or uuid4().hex)


def at_desk(session: Session, by: Actor, **entry: Any) -> UUID:
    """A young person met at a desk."""
    given: dict[str, Any] = {"need": Need.LICENCE, "age": AgeBand.FROM_18}
    return intake.from_desk(session, by, DeskEntry(**(given | entry)))


def under_16(session: Session, on: Any) -> Received:
    """Too young for the target, and never refused."""
    return request(session, on, age="under_16")


def professional(session: Session, by: Actor) -> UUID:
    """A professional who calls for someone."""
    return at_desk(session, by, caller=Caller.PROFESSIONAL)


def count(session: Session, table: str = "first_contact") -> int:
    """How many rows a table of the room has."""
    tables = {"first_contact", "contact_detail", "contact_origin"}
    assert table in tables
    return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def last_id(session: Session) -> UUID:
    """The id of the contact that came last."""
    row = session.scalar(text("SELECT id FROM first_contact ORDER BY at DESC LIMIT 1"))
    return row if isinstance(row, UUID) else UUID(str(row))


def youngest_id(session: Session) -> UUID:
    """The id of one whose answer was «under 16»."""
    row = session.scalar(text("SELECT id FROM first_contact WHERE age_band = 'under_16' LIMIT 1"))
    return row if isinstance(row, UUID) else UUID(str(row))


def column(session: Session, name: str) -> list[Any]:
    """One column of every contact, in order of arrival."""
    assert name.isidentifier()
    return list(session.scalars(text(f"SELECT {name} FROM first_contact ORDER BY at")))
