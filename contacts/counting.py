"""How often a person counts: once per known phone or e-mail and campaign year, at their first contact.

A later contact of the same phone or e-mail is kept, answered and shown as «peut-être déjà venu·e»,
and does not count again, unless a person decides that it is somebody else. Contacts without a phone
or e-mail cannot be told apart: each counts, and they are said beside, as «non dédoublonnables».
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from contacts.models import FirstContact, Likeness


@dataclass(frozen=True)
class Tally:
    """Contacts by how far people can be told apart; the four together are all contacts received."""

    known: int
    """People counted once, by their phone or e-mail."""
    apart: int
    """Contacts that cannot be told apart, each counted: «non dédoublonnables»."""
    suspected: int
    """Later contacts that wait for a decision; not counted until then."""
    same: int
    """Later contacts of somebody who came before, as a person decided; not counted."""

    @property
    def counted(self) -> int:
        """What every count of this room stands on."""
        return self.known + self.apart

    @property
    def received(self) -> int:
        """Every contact that came in."""
        return self.counted + self.suspected + self.same


def once() -> ColumnElement[bool]:
    """The condition under which a contact counts."""
    return or_(FirstContact.likeness.is_(None), FirstContact.likeness == Likeness.OTHER)


def tally(session: Session, where: ColumnElement[bool]) -> Tally:
    """The contacts that meet `where`, by how far people can be told apart."""
    row = session.execute(_sums().where(where)).one()
    return Tally(*(int(number or 0) for number in row))


def _sums() -> Select[int, int, int, int]:
    known, repeat = FirstContact.campaign_year.is_not(None), FirstContact.likeness
    return select(
        _how_many(once() & known),
        _how_many(once() & ~known),
        _how_many(repeat == Likeness.SUSPECTED),
        _how_many(repeat == Likeness.SAME),
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
