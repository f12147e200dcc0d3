"""The library of pictures and videos."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified


class MediaKind(StrEnum):
    """What a file of the library is."""

    PICTURE = "picture"
    VIDEO = "video"


class Media(Identified, Base):
    """A picture or a video of the library, as it was measured; its bytes are in core.storage."""

    __tablename__ = "media"
    __table_args__ = (UniqueConstraint("consortium_id", "digest"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    kind: Mapped[MediaKind]
    title: Mapped[str] = mapped_column(String(120))
    stored: Mapped[str] = mapped_column(String(120))
    """Our name of the file; the sender's name is never used for one."""
    thumbnail: Mapped[str | None] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what was sent, so that the same file is kept once."""
    mime: Mapped[str] = mapped_column(String(40))
    bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    seconds: Mapped[float | None]
    codec: Mapped[str] = mapped_column(String(20), default="", server_default="")
    alt: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    decorative: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Declared to say nothing: no words are needed for who does not see it."""
    rights_holder: Mapped[str] = mapped_column(String(160), default="", server_default="")
    consent_until: Mapped[date | None]
    """The last day on which the people shown agree to be; None: nobody can be recognised."""
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
