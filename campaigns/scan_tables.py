"""Tables of scans: one short row for each opening, and the sums that every screen reads.

SCANS holds raw rows for some months (campaigns.keeping); the sums are kept. Whoever stores a scan
inserts it into ENTRIES, a view: the database adds it to SCAN_DAYS and SCAN_SUMS in the same
statement, so that the two never differ (`porte-voix reconcile` proves it). The recorder hands in
whole batches by a view of its own (campaigns.store). The tables have no class of their own:
nothing is ever said of one scan.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, MetaData, SmallInteger, Table, text

from core.database import Base


class _Kind(IntEnum):
    """Hashed as its number: a member's own hash costs a call in Python at each scan."""

    __hash__ = int.__hash__


class ScanClass(_Kind):
    """What opened a link; bots are flagged, never dropped."""

    HUMAN = 0
    BOT = 1
    PREVIEW = 2
    TEST = 3
    """The staff's own: in no count."""


class Device(_Kind):
    """The family of device, as the browser names it."""

    OTHER = 0
    IPHONE = 1
    ANDROID = 2
    COMPUTER = 3


class App(_Kind):
    """The application whose own browser opened the link; NONE is a browser, or a camera."""

    NONE = 0
    TIKTOK = 1
    INSTAGRAM = 2
    SNAPCHAT = 3
    YOUTUBE = 4
    DISCORD = 5
    FACEBOOK = 6
    WHATSAPP = 7
    X = 8
    OTHER = 9


HOURS = range(24)
ALL = tuple(f"all_{hour:02}" for hour in HOURS)
HUMAN = tuple(f"human_{hour:02}" for hour in HOURS)
"""Columns of SCAN_DAYS, one for each hour (UTC) of the day."""

SCANS = Table(
    "scan",
    Base.metadata,
    Column("link_id", Integer, ForeignKey("link.id"), nullable=False),
    # Quarters of an hour since 1970-01-01T00:00Z (core.clock.quarter_of).
    Column("quarter", Integer, nullable=False),
    Column("version", SmallInteger, nullable=False, server_default=text("1")),
    Column("scan_class", SmallInteger, nullable=False),
    Column("device", SmallInteger, nullable=False, server_default=text("0")),
    Column("app", SmallInteger, nullable=False, server_default=text("0")),
    Index("ix_scan_quarter", "quarter"),
)
"""One opening. No address, no agent, no cookie, no instant finer than a quarter of an hour.

`version` is that of the destination it was sent to. No key: a row is never looked up, and a
number for each would cost a third of its place.
"""

ENTRIES = Table(
    "scan_entry",
    MetaData(),
    *(Column(column.name, Integer) for column in SCANS.c),
)
"""The door for scans that are stored one by one; never read."""

SCAN_DAYS = Table(
    "scan_day",
    Base.metadata,
    Column("link_id", Integer, ForeignKey("link.id"), primary_key=True, autoincrement=False),
    # Days since 1970-01-01, in UTC.
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("total", Integer, nullable=False),
    Column("human", Integer, nullable=False),
    *(Column(name, Integer, nullable=False, server_default=text("0")) for name in (*ALL, *HUMAN)),
    sqlite_with_rowid=False,
)
"""Openings of a link by hour, tests left out; a year of a link is 365 rows however often it opens."""

SCAN_SUMS = Table(
    "scan_sum",
    Base.metadata,
    Column("link_id", Integer, ForeignKey("link.id"), primary_key=True, autoincrement=False),
    Column("version", SmallInteger, primary_key=True, autoincrement=False),
    Column("scan_class", SmallInteger, primary_key=True, autoincrement=False),
    Column("device", SmallInteger, primary_key=True, autoincrement=False),
    Column("app", SmallInteger, primary_key=True, autoincrement=False),
    Column("scans", Integer, nullable=False),
    # How many of them have no raw row any more.
    Column("purged", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)
"""Openings of a link since its beginning, by all that a scan says of itself."""

VISITORS = Table(
    "daily_visitors",
    Base.metadata,
    Column("link_id", Integer, ForeignKey("link.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("visitors", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""At most so many people opened a link on a day (of the installation's time zone).

An upper bound, since a process that restarts, or a second one, takes somebody for new again; days
never add up. It comes from a salt in memory (campaigns.visitors) and cannot be counted again.
"""

LOSSES = Table(
    "lost_scans",
    Base.metadata,
    Column("day", Date, primary_key=True),
    Column("scans", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Scans that could not be stored, by day; written down once the store takes writes again."""
