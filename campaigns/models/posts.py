"""Posts, their forms on the networks, and the accounts they go out on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, SmallInteger, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified
from core.territory import Channel


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


class Stage(StrEnum):
    """How far a post's words are agreed; only a scheduled one goes out."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SCHEDULED = "scheduled"


class Post(Identified, Base):
    """One message, planned for one wall time; its forms on the networks are Variants."""

    __tablename__ = "post"
    __table_args__ = (Index("ix_post_when", "consortium_id", "due_at"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    due_timezone: Mapped[str] = mapped_column(String(40))
    due_wall: Mapped[str] = mapped_column(String(16))
    """The planned wall time as people wrote it, «2026-11-25T18:00», in due_timezone."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    due_fold: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    """1: the second passage of an hour that the clocks show twice."""
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT, server_default=Stage.SCHEDULED.value)
    """Only `campaigns.stages` writes it."""
    revision: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    """One more with every change of words, time or stage: who edits an older one is told."""
    words_revision: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    """The revision that last changed the words: what a reader says is about these."""
    approved_at: Mapped[datetime | None]
    """When somebody else said yes to these very words; None once they change."""
    then_schedule: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever asked for the review wants it scheduled with the approval."""
    hashtags: Mapped[str] = mapped_column(String(500), default="", server_default="")
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("post_series.id"), index=True)
    """The series that it was made in; from then on it is changed by itself."""
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    destination: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    """Where the tracked link of each network leads; empty: posts carry none."""


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
    format: Mapped[str | None] = mapped_column(String(30))
    """A `connectors.limits.Format`; None: the usual one of the network."""
    title: Mapped[str | None] = mapped_column(String(200))
    """None: the post's title, where the network shows one."""
    hashtags: Mapped[str | None] = mapped_column(String(500))
    """None: the post's hashtags."""
    signed: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False: the post's signature stays away here."""
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"))
    """The tracked link of this network, while the post leads somewhere."""
    ending: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What stands under the text, as it was when it was last saved: link or code, signature, hashtags."""
    paid_partnership: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A fact this room only obeys: the legal mention is due."""
    published_at: Mapped[datetime | None]
    published_url: Mapped[str | None] = mapped_column(String(500))
    skipped_at: Mapped[datetime | None]
    """«Pas fait»: it was said not to go out on this network, and why."""
    skipped_why: Mapped[str] = mapped_column(String(200), default="", server_default="")


class PostMedia(Base):
    """A picture or video of a post, in the order in which they are shown."""

    __tablename__ = "post_media"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"), primary_key=True)
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
