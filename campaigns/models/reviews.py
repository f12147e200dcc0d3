"""Who read a post before it goes out, through which link, and what was tried with young people."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified


class Verdict(StrEnum):
    """What a reader says of a post."""

    FINE = "fine"
    CHANGE = "change"


class Reader(StrEnum):
    """For whom a review link is: it decides between «tu» and «vous»."""

    YOUTH = "youth"
    PARTNER = "partner"


class ReviewRule(Base):
    """«Une autre personne relit avant de programmer»; no row: switched off."""

    __tablename__ = "review_rule"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), primary_key=True)
    required: Mapped[bool] = mapped_column(default=False, server_default=false())


class ReviewLink(Identified, Base):
    """A way in to some posts for readers without an account; the link holds a token, the row its hash."""

    __tablename__ = "review_link"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    label: Mapped[str] = mapped_column(String(60))
    """Whom it is for («Club L'Ancre», «groupe de jeunes du mercredi»): a group, never a young person."""
    reader: Mapped[Reader]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    maker: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    answered: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class ReviewLinkPost(Base):
    """A post that a review link shows."""

    __tablename__ = "review_link_post"

    link_id: Mapped[UUID] = mapped_column(ForeignKey("review_link.id"), primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"), primary_key=True, index=True)


class PostRemark(Identified, Base):
    """What a reader said of the words of one revision of a post."""

    __tablename__ = "post_remark"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"), index=True)
    words_revision: Mapped[int]
    at: Mapped[datetime]
    verdict: Mapped[Verdict]
    text: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """What an outsider chose to be called; empty: nothing said, or forgotten since."""
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("review_link.id"))
    who: Mapped[str] = mapped_column(String(120))


class PanelKind(StrEnum):
    """What is tried with young people."""

    FORM = "form"
    PAGE = "page"
    VISUAL = "visual"
    POST = "post"


class Decision(StrEnum):
    """What follows from what young people said."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class PanelVersion(Identified, Base):
    """A version of a form, page, visual or post that is tried with young people."""

    __tablename__ = "panel_version"
    __table_args__ = (UniqueConstraint("consortium_id", "title", "version"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    kind: Mapped[PanelKind]
    title: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    """1, 2, 3 … of the same title."""
    what: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """What is in this version, or what changed since the one before."""
    page: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """The path of a landing page («/bonjour/permis»), by reference only."""
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("post.id"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class PanelSession(Identified, Base):
    """A meeting where young people looked at versions; how many were there, never who."""

    __tablename__ = "panel_session"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(160))
    young_people: Mapped[int]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class PanelFinding(Base):
    """What was said of a version in a session, and what is decided."""

    __tablename__ = "panel_finding"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("panel_session.id"), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("panel_version.id"), primary_key=True, index=True)
    remarks: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    decision: Mapped[Decision | None]
    """None: not decided yet."""
