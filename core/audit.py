"""Who did what, when, to which thing: by reference only, never by content."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock
from core.database import Base, Identified
from core.people import Actor


class AuditEntry(Identified, Base):
    """One act. `what` is «room.act»; `thing` is a reference such as a row's id or «instagram/instaloader»."""

    __tablename__ = "audit_entry"

    consortium_id: Mapped[UUID | None] = mapped_column(ForeignKey("consortium.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    who: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(120), default="")


def record(session: Session, actor: Actor, what: str, thing: object = "") -> None:
    """Write down that `actor` did `what` to `thing` (a reference, never a content)."""
    session.add(
        AuditEntry(
            consortium_id=actor.consortium_id,
            at=clock.now(),
            user_id=actor.user_id,
            who=actor.name,
            what=what,
            thing=str(thing),
        )
    )


def record_system(
    session: Session, who: str, what: str, thing: object = "", consortium_id: UUID | None = None
) -> None:
    """The same for the command line, a young person or a job: `who` names the way in."""
    session.add(
        AuditEntry(
            consortium_id=consortium_id,
            at=clock.now(),
            user_id=None,
            who=who,
            what=what,
            thing=str(thing),
        )
    )


def count(
    session: Session, consortium_id: UUID, beginning: str, since: datetime, until: datetime
) -> dict[str, int]:
    """How often each act whose name begins so was done in a consortium, both instants included."""
    query = select(AuditEntry.what, func.count()).where(
        AuditEntry.consortium_id == consortium_id,
        AuditEntry.what.startswith(beginning, autoescape=True),
        AuditEntry.at.between(since, until),
    )
    return {str(what): number for what, number in session.execute(query.group_by(AuditEntry.what))}


def entries(session: Session, consortium_id: UUID, what: str | None = None) -> list[AuditEntry]:
    """The acts of a consortium, latest first."""
    query = select(AuditEntry).where(AuditEntry.consortium_id == consortium_id)
    if what is not None:
        query = query.where(AuditEntry.what == what)
    return list(session.scalars(query.order_by(AuditEntry.at.desc())))
