"""What is done outside, alone or in series."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Numeric, SmallInteger, String, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified


class ActionKind(StrEnum):
    """What is done outside, or face to face."""

    RADIO = "radio"
    POSTERS = "posters"
    FLYERS = "flyers"
    MARKET = "market"
    VAN = "van"
    DROP_IN = "drop_in"
    SHOPS = "shops"
    TOURNAMENT = "tournament"
    WORKSHOP = "workshop"
    BREAKFAST = "breakfast"
    OTHER = "other"


class ActionState(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


class ActionSeries(Identified, Base):
    """Dates that belong together («60 dates»), and how the order of their places was drawn."""

    __tablename__ = "action_series"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ActionKind]
    wanted: Mapped[int]
    """How many dates are meant to be held."""
    seed: Mapped[int | None] = mapped_column(BigInteger)
    """What the order was drawn from: the same seed gives the same order; None: never drawn."""
    drawn_at: Mapped[datetime | None]
    drawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class SeriesDraw(Identified, Base):
    """One drawing of the order of places, kept whole: what was drawn cannot be drawn better later."""

    __tablename__ = "series_draw"

    series_id: Mapped[UUID] = mapped_column(ForeignKey("action_series.id"), index=True)
    number: Mapped[int]
    """1 for the first draw; a second one has its reason."""
    seed: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str] = mapped_column(String(300), default="", server_default="")
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


class DrawnPlace(Base):
    """What a draw gave to one date: the place it had before, and the one it got."""

    __tablename__ = "drawn_place"

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("series_draw.id"), primary_key=True)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id"), primary_key=True)
    number: Mapped[int]
    before: Mapped[str] = mapped_column(String(160))
    drawn: Mapped[str] = mapped_column(String(160))


class Action(Identified, Base):
    """Something done at a place and a time; counts are None until somebody says them."""

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_when", "consortium_id", "starts_at"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("action_series.id"), index=True)
    kind: Mapped[ActionKind]
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(160))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))
    """Who hosts it."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    timezone: Mapped[str] = mapped_column(String(40))
    starts_wall: Mapped[str] = mapped_column(String(16))
    """The planned wall time as people wrote it, «2026-11-25T18:00», in `timezone`; so for the end."""
    ends_wall: Mapped[str] = mapped_column(String(16))
    starts_fold: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    people: Mapped[int | None]
    """How many of the team are there."""
    hours: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    """Hours of work, preparation and presence together; None: not said."""
    print_run: Mapped[int | None]
    capacity: Mapped[int | None]
    children_welcome: Mapped[bool] = mapped_column(default=False, server_default=false())
    details: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    """The hours of a radio spot, the places of a round: one a line."""
    note: Mapped[str] = mapped_column(String(500), default="", server_default="")
    state: Mapped[ActionState] = mapped_column(default=ActionState.PLANNED)
    cancelled_why: Mapped[str] = mapped_column(String(200), default="", server_default="")
    talks: Mapped[int | None]
    leaflets: Mapped[int | None]
    present: Mapped[int | None]
    draw_place: Mapped[int | None]
    """Its place in the drawn order of its series, from 1."""
    revision: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
