"""Where a code is."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Channel, Voice


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
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("action.id"), index=True)
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
