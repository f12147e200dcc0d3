"""A campaign, where it is led and who takes part."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Audience, Need


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
