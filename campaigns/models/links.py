"""What a code leads to, now and before."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, SmallInteger, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.territory import Channel, Voice


class Link(Base):
    """What a code leads to. Channel and voice stand here, so that a scan needs no other table."""

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    """A small number, since every scan carries it; no page or address shows it."""
    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    placement_id: Mapped[UUID | None] = mapped_column(ForeignKey("placement.id"), index=True)
    channel: Mapped[Channel]
    voice: Mapped[Voice | None]
    destination: Mapped[str] = mapped_column(String(1000))
    """A path of ours («/bonjour/permis») or an http(s) address; empty: closed, a page says so."""
    version: Mapped[int] = mapped_column(SmallInteger, default=1, server_default=text("1"))
    """Which LinkVersion `destination` is."""
    turns_at: Mapped[int | None]
    """The quarter of an hour at which the next LinkVersion takes over, if one is planned."""
    utm: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """What another site's address gets: campaign and channel, «utm_source=…»."""
    announced_at: Mapped[int | None]
    """The second (since 1970) at which a post that carries it went out: programs come first."""
    answers: Mapped[bool]
    """A fact this room only obeys: False while agreement is missing, or during a pause."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class PrescriberLink(Base):
    """Whose own code a link is."""

    __tablename__ = "prescriber_link"

    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), primary_key=True, autoincrement=False)
    prescriber_id: Mapped[UUID] = mapped_column(ForeignKey("prescriber.id"), index=True)


class LinkVersion(Base):
    """Where a link led, leads or will lead from a moment on: who decided it, when.

    In force is the latest one begun and not called off. None is ever changed or deleted: each scan
    names the one that it was sent to.
    """

    __tablename__ = "link_version"

    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    destination: Mapped[str] = mapped_column(String(1000))
    """Empty: closed."""
    from_quarter: Mapped[int]
    """The quarter of an hour from which it holds."""
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    called_off_at: Mapped[datetime | None]
    """A plan that was given up before it began."""


class Code(Base):
    """A short text that names a link for ever; capital letters and digits, look-alikes folded."""

    __tablename__ = "code"

    text: Mapped[str] = mapped_column(String(24), primary_key=True)
    """The folded form (see campaigns.codes.fold); the key, so that no two codes can be confused."""
    shown: Mapped[str] = mapped_column(String(24))
    spoken: Mapped[bool] = mapped_column(default=False)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    alias: Mapped[bool] = mapped_column(default=False, server_default=false())
    """An earlier name: it goes on leading to the link, and is shown no more."""


class UnknownCode(Base):
    """How often a code that leads nowhere was asked for, per day: a misprint shows up here."""

    __tablename__ = "unknown_code"

    text: Mapped[str] = mapped_column(String(24), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(Integer)


class KnownHost(Base):
    """A site that a consortium's links may lead to without a warning, its subdomains included."""

    __tablename__ = "known_host"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), primary_key=True)
    host: Mapped[str] = mapped_column(String(253), primary_key=True)
