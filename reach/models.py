"""Tables of reach: public metrics over time, their sums, and what collecting them needs to know.

Snapshots are only ever added. `MetricLatest`, `MetricPeriod` and `NetworkWeek` are made from them and
can be made anew; `Lane`, `Watch` and `ProviderHealth` carry a collection over a stop in the middle.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Identified


class Snapshot(Identified, Base):
    """One value that a network gave (or did not give) at one instant, with where it came from.

    A measure stands once per target and slot («day-2026-11-26», «age-6h»); only a newer mapper may say
    it again, and then the row before is marked as replaced.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        Index("ix_snapshot_account", "account_id", "at"),
        Index("ix_snapshot_variant", "variant_id", "at"),
        UniqueConstraint("account_id", "measure", "slot", "mapper"),
        UniqueConstraint("variant_id", "measure", "slot", "mapper"),
    )

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variant.id"))
    measure: Mapped[str] = mapped_column(String(20))
    value: Mapped[int | None] = mapped_column(BigInteger)
    """None: the network did not say. Never 0 for unknown."""
    state: Mapped[str] = mapped_column(String(20))
    exactness: Mapped[str] = mapped_column(String(10))
    provider: Mapped[str] = mapped_column(String(60))
    provider_version: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    slot: Mapped[str | None] = mapped_column(String(60))
    """Which reading of the schedule this is; None for what came otherwise."""
    mapper: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The version of what made the value from the body."""
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("raw_body.id"), index=True)
    replaced_at: Mapped[datetime | None]
    """When a newer mapper, or a correction by hand, took its place."""


class RawBody(Identified, Base):
    """What a provider answered, reduced to counters, so that history can be mapped again."""

    __tablename__ = "raw_body"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variant.id"), index=True)
    provider: Mapped[str] = mapped_column(String(60), index=True)
    provider_version: Mapped[str] = mapped_column(String(40))
    mapper: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(index=True)


class MetricLatest(Base):
    """The last word on one measure of one target (an account's or a variant's id)."""

    __tablename__ = "metric_latest"
    __table_args__ = (Index("ix_metric_latest_sum", "consortium_id", "network", "measure"),)

    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variant.id"))
    network: Mapped[str] = mapped_column(String(20))
    value: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(20))
    exactness: Mapped[str] = mapped_column(String(10))
    provider: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class MetricPeriod(Base):
    """The last known value of a day or a week («day», «week» by its Monday); none was known: no row."""

    __tablename__ = "metric_period"

    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    grain: Mapped[str] = mapped_column(String(4), primary_key=True)
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    rounded: Mapped[bool]
    provider: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class NetworkWeek(Base):
    """What a consortium's accounts or posts on one network had together at the end of a week."""

    __tablename__ = "network_week"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), primary_key=True)
    network: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(8), primary_key=True)
    """«account» (the consortium's own) or «post»."""
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    total: Mapped[int] = mapped_column(BigInteger)
    known: Mapped[int]
    """How many had a number; the others are in no sum."""
    rounded: Mapped[int]
    silent: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Where none had one: what the network said instead."""
    oldest_at: Mapped[datetime | None]
    """When the oldest of these numbers was read."""
    noted_at: Mapped[datetime | None]


class CollectionFailure(Identified, Base):
    """The last thing that went wrong for an account or a post, named, until a collection goes well."""

    __tablename__ = "collection_failure"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variant.id"))
    error: Mapped[str] = mapped_column(String(40))
    provider: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class ProviderSwitch(Identified, Base):
    """A scraping provider switched on or off, by whom and when; the latest row per provider counts.

    A row without consortium is the operator's, by the command line; a consortium's own row prevails.
    """

    __tablename__ = "provider_switch"

    consortium_id: Mapped[UUID | None] = mapped_column(ForeignKey("consortium.id"), index=True)
    provider: Mapped[str] = mapped_column(String(60), index=True)
    switched_on: Mapped[bool]
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class Lane(Identified, Base):
    """One queue: a network as read for one owner, one request at a time.

    `owner` is «operator» (without credentials: the address of this installation is what networks see),
    or the id of the consortium whose credentials are used.
    """

    __tablename__ = "collection_lane"
    __table_args__ = (UniqueConstraint("network", "owner"),)

    network: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(36))
    next_at: Mapped[datetime]
    """Before this instant nothing is asked."""
    busy_until: Mapped[datetime | None]
    """A reading is under way; one that was killed ends here."""
    day: Mapped[date]
    spent: Mapped[int] = mapped_column(default=0)
    """Requests on that day."""
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str] = mapped_column(String(60), default="")
    told_at: Mapped[datetime | None]
    canary_at: Mapped[datetime | None]
    canary_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The reader that asked it; another one asks for itself."""
    canary_well: Mapped[bool] = mapped_column(default=True)


class Watch(Identified, Base):
    """One account or published post, and when it is to be read next."""

    __tablename__ = "collection_watch"
    __table_args__ = (
        Index("ix_collection_watch_due", "lane_id", "due_at"),
        UniqueConstraint("account_id"),
        UniqueConstraint("variant_id"),
    )

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    variant_id: Mapped[UUID | None] = mapped_column(ForeignKey("variant.id"))
    network: Mapped[str] = mapped_column(String(20))
    lane_id: Mapped[UUID] = mapped_column(ForeignKey("collection_lane.id"))
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    """A person asked for this reading; None: the schedule did."""
    tries: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]
    by_itself_until: Mapped[datetime | None]
    """A post that its account's list did not hold, or whose list failed: no list for its sake before that."""


class ProviderHealth(Base):
    """How a provider fares for one owner, and how long it is left alone (reach.collecting.health)."""

    __tablename__ = "provider_health"

    owner: Mapped[str] = mapped_column(String(36), primary_key=True)
    provider: Mapped[str] = mapped_column(String(60), primary_key=True)
    well_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(40), default="")
    """The class of the last error; '' once it went well again."""
    error_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """In a row."""
    open_until: Mapped[datetime | None]
    """It is left alone until then; once that is past, the next reading is a try."""
    openings: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was left alone since it last answered."""


class NetworkCredential(Identified, Base):
    """A key or token for a network, sealed; never shown again.

    One of the consortium for all its accounts, and one of each account whose owner agreed.
    """

    __tablename__ = "network_credential"
    __table_args__ = (
        UniqueConstraint("consortium_id", "network", "account_id"),
        # What is empty is never equal: the consortium's own needs a rule of its own.
        Index(
            "uq_network_credential_of_all",
            "consortium_id",
            "network",
            unique=True,
            sqlite_where=text("account_id IS NULL"),
            postgresql_where=text("account_id IS NULL"),
        ),
    )

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    network: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    """The account that it speaks for; None: the consortium's own, for all its accounts."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_on: Mapped[date | None]
    """Of an owner's consent: the day when it can no longer be renewed."""
    access_ends_at: Mapped[datetime | None]
    """When the token for asking ends; it is renewed before that."""
    renewing_until: Mapped[datetime | None]
    """Somebody renews it now; one that was killed ends here."""
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime]
    tested_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(40), default="")
    """The class of what the last test met; '' when it went well."""
    told_days: Mapped[int | None]
    """The last warning before the end that was given: 14, 7 or 1 days."""


class ConsentLink(Identified, Base):
    """A link for the owner of an account, who says there whether it may be read; opened on their phone."""

    __tablename__ = "consent_link"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state_hash: Mapped[str] = mapped_column(String(64), default="")
    """Of the one way to the network and back that is under way; '' when there is none."""
    state_until: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
