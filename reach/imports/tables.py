"""Tables of imports: the register, what a set of headers means, days of an account, a file on its way."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified


class ImportEntry(Identified, Base):
    """A file that was imported; the same file again adds to this entry, and only what was not kept yet."""

    __tablename__ = "import_entry"
    __table_args__ = (UniqueConstraint("consortium_id", "digest"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the bytes."""
    rows_digest: Mapped[str] = mapped_column(String(64), index=True)
    """Of what the rows say, so that a file saved again is the same."""
    what: Mapped[str] = mapped_column(String(200))
    """The formats that were found, by key."""
    downloaded_on: Mapped[date]
    at: Mapped[datetime]
    """The instant of its values."""
    imported_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))
    numbers: Mapped[int]
    """How many were kept from it so far."""
    waiting: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """Lines of posts that are not entered here: file, line, url, why; the first 500."""
    waits: Mapped[int]
    """How many there are in all."""


class HeaderMeaning(Identified, Base):
    """What a person said of a set of headers, for this consortium: the next such file is read by itself."""

    __tablename__ = "header_meaning"
    __table_args__ = (UniqueConstraint("consortium_id", "signature"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    signature: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(20))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    """The role of each column that is taken, by folded header."""
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class AccountDay(Base):
    """What an export says of one day of an account of ours: a day's own number, never a running total.

    Followers are the exception: how many there were on that day. A later download says it anew.
    """

    __tablename__ = "account_day"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    value: Mapped[int] = mapped_column(BigInteger)
    provider: Mapped[str] = mapped_column(String(60))
    downloaded_on: Mapped[date]


class ImportUpload(Identified, Base):
    """A file that somebody has sent and not decided on yet; gone after an hour, or with their next one."""

    __tablename__ = "import_upload"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
