"""What makes the next post quicker: series of dated copies, weekly slots, templates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Audience, Channel, Need


class PostSeries(Identified, Base):
    """Dated copies that were made of one post at once; each is a post of its own from then on."""

    __tablename__ = "post_series"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    rule: Mapped[str] = mapped_column(String(200))
    """As calendars write it (RFC 5545): «FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=10»."""
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class WeeklySlot(Identified, Base):
    """A moment of the week at which posts of a network go out."""

    __tablename__ = "weekly_slot"
    __table_args__ = (UniqueConstraint("consortium_id", "network", "weekday", "wall"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    network: Mapped[Channel]
    weekday: Mapped[int] = mapped_column(SmallInteger)
    """0 is Monday."""
    wall: Mapped[str] = mapped_column(String(5))
    """«18:00», in the time zone of the installation."""


class PostTemplate(Identified, Base):
    """Words to start from, for campaigns of one need or audience, or for all."""

    __tablename__ = "post_template"
    __table_args__ = (UniqueConstraint("consortium_id", "name"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    name: Mapped[str] = mapped_column(String(120))
    need: Mapped[Need | None]
    audience: Mapped[Audience | None]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    hashtags: Mapped[str] = mapped_column(String(500), default="", server_default="")
    forms: Mapped[dict[str, Any]] = mapped_column(JSON)
    """By network, what is written for it only: text, title, format, hashtags, signed."""
    created_at: Mapped[datetime]
