"""Tables of what we say and where.

A Placement is where a code is (a poster at a bus stop, a bio, a van date, a card). A Link is
what a code leads to; it is retired, never deleted. A Code is the short text that is printed
or spoken; it is unique for ever in the installation. Openings of links are in scan_tables.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, SmallInteger, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.scan_tables import ScanClass
from core.database import Base, Identified
from core.territory import Audience, Channel, Need, Voice

__all__ = [
    "Account",
    "Campaign",
    "CampaignStructure",
    "CampaignZone",
    "Code",
    "KnownHost",
    "Link",
    "LinkVersion",
    "Placement",
    "PlacementKind",
    "Post",
    "ScanClass",
    "UnknownCode",
    "Variant",
]


class Campaign(Identified, Base):
    """A goal over a period."""

    __tablename__ = "campaign"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    goal: Mapped[str] = mapped_column(String(500), default="")
    need: Mapped[Need]
    audience: Mapped[Audience]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[datetime]


class CampaignZone(Base):
    """A zone that a campaign covers."""

    __tablename__ = "campaign_zone"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    zone_id: Mapped[UUID] = mapped_column(ForeignKey("zone.id"), primary_key=True)


class CampaignStructure(Base):
    """A structure that takes part in a campaign."""

    __tablename__ = "campaign_structure"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"), primary_key=True)


class Account(Identified, Base):
    """An account on a network: the consortium's own, or an ambassador's (told by that room)."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("consortium_id", "network", "handle"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    network: Mapped[Channel]
    handle: Mapped[str] = mapped_column(String(120))
    own: Mapped[bool]
    collectable: Mapped[bool]
    """A fact this room only obeys: False stops every collection at once (no agreement, pause, leave)."""


class Post(Identified, Base):
    """One message, planned for one wall time; its forms on the networks are Variants."""

    __tablename__ = "post"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(index=True)
    due_timezone: Mapped[str] = mapped_column(String(40))
    due_wall: Mapped[str] = mapped_column(String(16))
    """The planned wall time as people wrote it, «2026-11-25T18:00», in due_timezone."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class Variant(Identified, Base):
    """A post's form on one network, and what became of it there."""

    __tablename__ = "variant"
    __table_args__ = (
        UniqueConstraint("post_id", "network"),
        UniqueConstraint("consortium_id", "published_url"),
    )

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"), index=True)
    network: Mapped[Channel]
    text: Mapped[str | None] = mapped_column(Text)
    """None: the post's text as it is."""
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    published_url: Mapped[str | None] = mapped_column(String(500))


class PlacementKind(StrEnum):
    """What carries a code."""

    POSTER = "poster"
    FLYER = "flyer"
    BIO = "bio"
    DATE = "date"
    PRESCRIBER_CARD = "prescriber_card"
    GODPARENT_CARD = "godparent_card"
    OTHER = "other"


class TakenDown(StrEnum):
    """Why a placement is no longer where it was."""

    OVER = "over"
    MISSING = "missing"
    COVERED = "covered"
    CLOSED = "closed"
    UNWANTED = "unwanted"
    MOVED = "moved"
    OTHER = "other"


class Placement(Identified, Base):
    """Where a code is: this poster in that shop, this bio, that van date, that person's card."""

    __tablename__ = "placement"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    kind: Mapped[PlacementKind]
    channel: Mapped[Channel]
    voice: Mapped[Voice | None]
    place: Mapped[str] = mapped_column(String(160))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))
    prescriber_id: Mapped[UUID | None] = mapped_column(ForeignKey("prescriber.id"))
    held_on: Mapped[date | None]
    size: Mapped[str] = mapped_column(String(20), default="", server_default="")
    quantity: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    put_up_on: Mapped[date | None]
    """None: nobody has said yet that it is up."""
    seen_on: Mapped[date | None]
    """The last day on which somebody stood before it and found the right code."""
    taken_down_on: Mapped[date | None]
    taken_down_why: Mapped[TakenDown | None]
    created_at: Mapped[datetime]


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
