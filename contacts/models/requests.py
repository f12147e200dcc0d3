"""First contacts, where they came from and how to answer them.

The contact itself (when, need, how they came) is apart from the way to answer, which is
encrypted in a table of its own and can be erased without touching a count.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Channel, Need, Voice


class Entry(StrEnum):
    """Which way a first contact came in."""

    FORM = "form"
    DESK = "desk"
    API = "api"


class CodeEvidence(StrEnum):
    """How we know the code: it travelled in the link (traced), or was said or shown (said)."""

    TRACED = "traced"
    SAID = "said"


class AgeBand(StrEnum):
    """Bands fine enough to rebuild those of the funders; never a birth date."""

    UNDER_16 = "under_16"
    FROM_16 = "16-17"
    FROM_18 = "18-20"
    FROM_21 = "21-25"
    FROM_26 = "26-29"
    UNSAID = "unsaid"


class Caller(StrEnum):
    """Who got in touch; relatives and professionals are counted apart."""

    YOUNG = "young"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"


class State(StrEnum):
    """Where a request stands in the queue."""

    WAITING = "waiting"
    TAKEN = "taken"
    ANSWERED = "answered"
    UNREACHED = "unreached"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


class Likeness(StrEnum):
    """Whether someone of the same phone or e-mail came before, and what a person decided about it."""

    SUSPECTED = "suspected"
    SAME = "same"
    OTHER = "other"


class FirstContact(Identified, Base):
    """One first two-way exchange. It carries a campaign code as a declared field and joins no scan."""

    __tablename__ = "first_contact"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    entry: Mapped[Entry]
    caller: Mapped[Caller]
    need: Mapped[Need | None]
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    age_band: Mapped[AgeBand]
    availability: Mapped[str] = mapped_column(String(20), default="")
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"), index=True)
    code_evidence: Mapped[CodeEvidence | None]
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Hash of the form's one-time token, or of a portal's key: sent twice, it counts once."""
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    """The first human answer; a try that reached nobody is none."""
    state: Mapped[State] = mapped_column(default=State.WAITING, server_default=State.WAITING.value)
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When a notice said that it waits; empty again when it escalates."""
    routed_to: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))
    """The structure that was proposed; `structure_id` is the one that answers."""
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    withdrawn_at: Mapped[datetime | None]
    decisive_channel: Mapped[Channel | None]
    """«Qu'est-ce qui t'a décidé ?», one answer."""
    decisive_voice: Mapped[Voice | None]
    control_named: Mapped[bool] = mapped_column(default=False, server_default=false())
    """They named the channel that never ran: how far declarations of that form can be trusted."""
    person_key: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed hash of the phone or e-mail; None for a handle, or once the year's key is destroyed."""
    campaign_year: Mapped[int | None]
    """Set where the person is known by phone or e-mail, and for good: without it, counted apart."""
    duplicate_of: Mapped[UUID | None] = mapped_column(ForeignKey("first_contact.id"))
    likeness: Mapped[Likeness | None]
    place: Mapped[str] = mapped_column(String(80), default="", server_default="")
    """Where the street entry was made, in a few words."""
    api_token_id: Mapped[UUID | None] = mapped_column(ForeignKey("api_token.id"))


class ContactOrigin(Identified, Base):
    """One declared answer to «comment nous as-tu connus ?»; several per contact, in no order."""

    __tablename__ = "contact_origin"
    __table_args__ = (UniqueConstraint("first_contact_id", "channel", "voice"),)

    first_contact_id: Mapped[UUID] = mapped_column(ForeignKey("first_contact.id"), index=True)
    channel: Mapped[Channel]
    voice: Mapped[Voice | None]


class DetailKind(StrEnum):
    """A way to answer."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    HANDLE = "handle"


class ContactDetail(Base):
    """The way to answer, encrypted; erased when handed over, withdrawn or too old."""

    __tablename__ = "contact_detail"

    first_contact_id: Mapped[UUID] = mapped_column(ForeignKey("first_contact.id"), primary_key=True)
    kind: Mapped[DetailKind]
    sealed: Mapped[bytes]
    erase_after: Mapped[datetime] = mapped_column(index=True)
