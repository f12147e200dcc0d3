"""What stands round the words of posts: hashtags, signatures, and who changed what."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified


class PostChange(Identified, Base):
    """One thing of a post before and after: who changed it, when. Never changed, never deleted."""

    __tablename__ = "post_change"
    __table_args__ = (Index("ix_post_change_post", "post_id", "at"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    who: Mapped[str] = mapped_column(String(120))
    """As they were called then; who came by a review link is named by the link."""
    field: Mapped[str] = mapped_column(String(60))
    """«text», «due», «stage», or of one network «instagram/text»."""
    before: Mapped[str] = mapped_column(Text, default="", server_default="")
    after: Mapped[str] = mapped_column(Text, default="", server_default="")


class HashtagSet(Identified, Base):
    """Hashtags that posts of a campaign share."""

    __tablename__ = "hashtag_set"
    __table_args__ = (UniqueConstraint("campaign_id", "name"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    name: Mapped[str] = mapped_column(String(60))
    tags: Mapped[str] = mapped_column(String(500))
    """As they are written in a post: «#PermisPourTous #Valbrune»."""


class Signature(Identified, Base):
    """Who answers and when, as posts end with it: a structure's, or the consortium's own."""

    __tablename__ = "signature"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))
    """None: the consortium's."""
    text: Mapped[str] = mapped_column(String(300))
