"""A campaign: what it wants, where it is led and by whom, in which phases, with what money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Audience, Need


class CampaignStatus(StrEnum):
    """What people have said of a campaign; where it stands on a day is planning.Phase."""

    DRAFT = "draft"
    RUNNING = "running"
    OVER = "over"
    ARCHIVED = "archived"


class HoursKind(StrEnum):
    """What hours of work are spent on."""

    PREPARATION = "preparation"
    PRESENCE = "presence"
    MEETINGS = "meetings"


class Campaign(Identified, Base):
    """A goal over a period."""

    __tablename__ = "campaign"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    goal: Mapped[str] = mapped_column(String(500), default="")
    need: Mapped[Need]
    """The first need; further ones stand in campaign_need."""
    audience: Mapped[Audience]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    status: Mapped[CampaignStatus] = mapped_column(
        default=CampaignStatus.RUNNING, server_default=CampaignStatus.RUNNING.value
    )
    target_dates: Mapped[int | None]
    """Dates to hold, scans and first contacts hoped for; None: no target was set."""
    target_scans: Mapped[int | None]
    target_contacts: Mapped[int | None]
    hourly_cost: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    """Loaded cost of an hour of work, in euros; None: nobody has said."""
    overhead: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    """Running costs on top of the hours, in per cent of them."""
    hypothesis: Mapped[str] = mapped_column(String(500), default="", server_default="")
    learnt: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    revision: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
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


class CampaignNeed(Base):
    """A further need of a campaign, beside its first one."""

    __tablename__ = "campaign_need"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    need: Mapped[Need] = mapped_column(primary_key=True)


class CampaignPhase(Identified, Base):
    """A part of a campaign's period with a name: «avant la rentrée»."""

    __tablename__ = "campaign_phase"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class CampaignHours(Base):
    """Hours that a campaign is given, by kind."""

    __tablename__ = "campaign_hours"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    kind: Mapped[HoursKind] = mapped_column(primary_key=True)
    hours: Mapped[Decimal] = mapped_column(Numeric(8, 2))


class CampaignPurchase(Identified, Base):
    """Something to buy for a campaign; `spent_on` None: not bought yet."""

    __tablename__ = "campaign_purchase"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    spent_on: Mapped[date | None]
