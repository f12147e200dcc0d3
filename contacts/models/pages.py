"""Pages of the public and what a consortium has settled about them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Need


class LandingPage(Identified, Base):
    """A public page that names a need and takes a request to be called back."""

    __tablename__ = "landing_page"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    need: Mapped[Need]
    for_relatives: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(600))
    phone: Mapped[str] = mapped_column(String(20), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    """Where it is for; None is everywhere."""
    withdrawn_at: Mapped[datetime | None]


class LandingVersion(Identified, Base):
    """What a page said, and says: each save is a version, in one language. Nothing is overwritten.

    The page itself holds the French text in force. Another language is offered to the public
    only once a named person has confirmed it.
    """

    __tablename__ = "landing_version"
    __table_args__ = (UniqueConstraint("page_id", "language", "number"),)

    page_id: Mapped[UUID] = mapped_column(ForeignKey("landing_page.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(600))
    hours: Mapped[str] = mapped_column(String(200), default="")
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
    confirmed_by: Mapped[str] = mapped_column(String(120), default="")
    """The name of who read it as a speaker of the language."""
    confirmed_at: Mapped[datetime | None]
    covers: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Fingerprint of all that was confirmed: this text, the French, our own words around it."""


class HubPage(Identified, Base):
    """«De quoi as-tu besoin ?»: one per campaign, one tap per need, for bios and general posters."""

    __tablename__ = "hub_page"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime | None]


class ContactPolicy(Base):
    """What a consortium has settled about first contacts."""

    __tablename__ = "contact_policy"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), primary_key=True)
    keep_days: Mapped[int] = mapped_column(default=90)
    """Days after which a way to answer that nobody used is erased."""
    escalate_hours: Mapped[int] = mapped_column(default=24)
    year_month: Mapped[int] = mapped_column(default=1)
    """The month in which a campaign year begins."""
    danger: Mapped[str] = mapped_column(String(200), default="112, 119, 3114")
    """The numbers of «En danger ?», on every page of the public."""
    minors_referent: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """Who answers those under 16."""
    notify: Mapped[bytes | None]
    """Where notices go (addresses of apprise, one per line), encrypted."""
