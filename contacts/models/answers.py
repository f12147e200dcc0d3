"""What follows a first contact: the counsellor's notes, the hand-over, offers, and notices to partners."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Need


class Told(StrEnum):
    """An answer to a question that may stay open."""

    YES = "yes"
    NO = "no"
    UNASKED = "unasked"
    UNSAID = "unsaid"


class Gender(StrEnum):
    """As the person says it."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    UNASKED = "unasked"
    UNSAID = "unsaid"


class ContactNote(Base):
    """What the counsellor who answered may note, each optional. Nothing else has a place here."""

    __tablename__ = "contact_note"

    first_contact_id: Mapped[UUID] = mapped_column(ForeignKey("first_contact.id"), primary_key=True)
    gender: Mapped[Gender] = mapped_column(default=Gender.UNASKED)
    qpv: Mapped[Told] = mapped_column(default=Told.UNASKED)
    """Lives in a priority district."""
    neither: Mapped[Told] = mapped_column(default=Told.UNASKED)
    """Declared: neither job, study nor training."""
    known: Mapped[Told] = mapped_column(default=Told.UNASKED)
    """Known to the employment service."""
    helped: Mapped[int | None]
    """First question of the rating, 1 to 5."""
    again: Mapped[Told | None]
    """Second question: would they come again, or send a friend."""
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    noted_at: Mapped[datetime]


class HandOverState(StrEnum):
    """Whether the structure took the person in, or the first one keeps them."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    KEPT = "kept"


class HandOver(Identified, Base):
    """A young person handed over to a structure; where the tool stops."""

    __tablename__ = "hand_over"

    first_contact_id: Mapped[UUID] = mapped_column(ForeignKey("first_contact.id"), unique=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"))
    state: Mapped[HandOverState]
    by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    first_appointment_kept: Mapped[bool | None]
    """None while nobody knows."""


class Offer(Identified, Base):
    """Places a structure has for a need, until a day."""

    __tablename__ = "offer"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"), index=True)
    need: Mapped[Need]
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    title: Mapped[str] = mapped_column(String(120))
    places_left: Mapped[int | None]
    """None when places are not counted."""
    until: Mapped[date | None]
    updated_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ContactYearKey(Identified, Base):
    """The key of a campaign year's hashes, encrypted; destroyed with them at the year's end."""

    __tablename__ = "contact_year_key"
    __table_args__ = (UniqueConstraint("consortium_id", "year"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    year: Mapped[int]
    sealed: Mapped[bytes | None]
    destroyed_at: Mapped[datetime | None]


class PartnerHook(Identified, Base):
    """Where a partner's portal is told that its contact was answered or handed over."""

    __tablename__ = "partner_hook"

    api_token_id: Mapped[UUID] = mapped_column(ForeignKey("api_token.id"), unique=True)
    url: Mapped[str] = mapped_column(String(400))
    secret: Mapped[bytes]
    """Signs each notice; encrypted."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class HookDelivery(Identified, Base):
    """One notice to a partner, tried until it is taken or given up."""

    __tablename__ = "hook_delivery"
    __table_args__ = (UniqueConstraint("hook_id", "first_contact_id", "event"),)

    hook_id: Mapped[UUID] = mapped_column(ForeignKey("partner_hook.id"))
    first_contact_id: Mapped[UUID] = mapped_column(ForeignKey("first_contact.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    delivered_at: Mapped[datetime | None]


class AnsweringHours(Base):
    """When a structure answers; one without a row has not said, and is taken to be there."""

    __tablename__ = "answering_hours"

    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"), primary_key=True)
    opens: Mapped[int]
    """Monday to Friday, whole hours."""
    closes: Mapped[int]
    saturday: Mapped[bool]
