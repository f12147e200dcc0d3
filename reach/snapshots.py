"""Public metrics over time: what to read, reading it, keeping it; what is known now.

Reading goes to the network and holds no session; keeping is one short transaction per target, at
the edge (reach.jobs). A pause between the two wins: nothing is kept of an account that is no
longer collectable. A failure is kept by its name and never writes a value.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors import registry
from connectors.errors import ConnectorError, Gone
from connectors.records import AccountRecord, MeasureName, PostRecord, State
from core import clock, settings
from core.errors import PorteVoixError
from core.people import Consortium
from core.territory import Channel
from reach import providers
from reach.models import CollectionFailure, Snapshot

STALE_AFTER = timedelta(days=7)
Record = AccountRecord | PostRecord


@dataclass(frozen=True)
class Target:
    """One account or one published post to read; exactly one of the two ids is set."""

    consortium_id: UUID
    account_id: UUID | None
    variant_id: UUID | None
    network: str
    address: str
    """The handle of an account, the address of a post."""

    def same(self, table: type[Snapshot] | type[CollectionFailure]) -> ColumnElement[bool]:
        """The rows of `table` that speak of this target."""
        if self.account_id is not None:
            return table.account_id == self.account_id
        return table.variant_id == self.variant_id


@dataclass(frozen=True)
class Plan:
    """What to read for a consortium, and with which providers."""

    targets: tuple[Target, ...]
    allowed: frozenset[str]
    demo: bool


@dataclass(frozen=True)
class Latest:
    """The last word on one measure of one account or post."""

    account_id: UUID | None
    variant_id: UUID | None
    network: Channel
    own: bool
    name: str
    """The handle of an account, the title of a post."""
    measure: MeasureName
    value: int | None
    state: State
    rounded: bool
    provider: str
    at: datetime


def plan(session: Session, consortium_id: UUID) -> Plan:
    """The collectable accounts and published posts on networks with a reader switched on, accounts first."""
    consortium = session.get_one(Consortium, consortium_id)
    allowed = providers.allowed(session, consortium_id)
    networks = [network for network in _readable() if allowed & _chain(network, demo=consortium.demo)]
    with_posts = [network for network in networks if registry.reads_posts(network.value)]
    accounts = (
        select(Account.id, Account.network, Account.handle)
        .where(Account.consortium_id == consortium_id, Account.collectable, Account.network.in_(networks))
        .order_by(Account.network, Account.handle)
    )
    variants = (
        select(Variant.id, Variant.network, Variant.published_url)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(
            Variant.consortium_id == consortium_id,
            Variant.network.in_(with_posts),
            Variant.published_url.is_not(None),
            open_to_reading(),
        )
        .order_by(Variant.network, Variant.published_at)
    )
    targets = [
        Target(consortium_id, account_id, None, network.value, handle)
        for account_id, network, handle in session.execute(accounts)
    ]
    targets += [
        Target(consortium_id, None, variant_id, network.value, url or "")
        for variant_id, network, url in session.execute(variants)
    ]
    return Plan(tuple(targets), allowed, consortium.demo)


def read(target: Target, allowed: Collection[str], *, demo: bool = False) -> Record:
    """What the network says of a target now, by the switched-on providers; touches no database.

    A demonstration reads invented numbers only. Raises a ConnectorError, or InvalidInput for an
    address that the network cannot have.
    """
    chain = registry.demo_chain(target.network) if demo else None
    if target.account_id is not None:
        return registry.read_account(target.network, target.address, allowed, chain=chain)
    return registry.read_post(target.network, target.address, allowed, chain=chain)


def keep(session: Session, target: Target, record: Record) -> bool:
    """Keep every measure of a reading and forget the last failure; False when it may no longer be kept."""
    if not _still_collectable(session, target):
        return False
    session.add_all(
        Snapshot(
            consortium_id=target.consortium_id,
            account_id=target.account_id,
            variant_id=target.variant_id,
            measure=measure.name.value,
            value=measure.value,
            state=measure.state.value,
            exactness=measure.exactness.value if measure.exactness else "",
            provider=measure.provider,
            provider_version=measure.provider_version,
            at=measure.at,
        )
        for measure in record.measures
    )
    session.execute(delete(CollectionFailure).where(target.same(CollectionFailure)))
    return True


def keep_failure(session: Session, target: Target, error: PorteVoixError) -> bool:
    """Keep the name of what went wrong, in place of the failure before; no value is written.

    «Gone» said again on another day marks what was known as gone. False as for `keep`.
    """
    if not _still_collectable(session, target):
        return False
    before = session.scalar(select(CollectionFailure).where(target.same(CollectionFailure)))
    if isinstance(error, Gone) and before is not None and before.error == Gone.__name__:
        if _day(before.at) < _day(clock.now()):
            _mark_gone(session, target, error.provider)
        return True  # The first time it was said stays, so that another day can be told.
    session.execute(delete(CollectionFailure).where(target.same(CollectionFailure)))
    session.add(
        CollectionFailure(
            consortium_id=target.consortium_id,
            account_id=target.account_id,
            variant_id=target.variant_id,
            error=type(error).__name__,
            provider=error.provider if isinstance(error, ConnectorError) else "",
            at=clock.now(),
        )
    )
    return True


def latest(session: Session, consortium_id: UUID) -> list[Latest]:
    """The last word on each measure, of what may still be collected; old values are STALE, never 0."""
    place = func.row_number().over(
        partition_by=(Snapshot.account_id, Snapshot.variant_id, Snapshot.measure),
        order_by=Snapshot.at.desc(),
    )
    mine = Snapshot.consortium_id == consortium_id
    last = select(Snapshot.id, place.label("place")).where(mine).subquery()
    query = (
        select(Snapshot, Account, Variant.network, Post.title)
        .join(last, and_(last.c.id == Snapshot.id, last.c.place == 1))
        .outerjoin(Variant, Variant.id == Snapshot.variant_id)
        .outerjoin(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == func.coalesce(Snapshot.account_id, Variant.account_id))
        .where(open_to_reading())
    )
    return [_latest(row, account, network, title) for row, account, network, title in session.execute(query)]


def failures(session: Session, consortium_id: UUID) -> dict[UUID, CollectionFailure]:
    """What went wrong last, by the id of the account or variant."""
    rows = session.scalars(select(CollectionFailure).where(CollectionFailure.consortium_id == consortium_id))
    return {which: row for row in rows if (which := row.account_id or row.variant_id) is not None}


def _latest(row: Snapshot, account: Account | None, network: Channel | None, title: str | None) -> Latest:
    old = row.state == State.OK and clock.now() - row.at > STALE_AFTER
    found = network if network is not None else (account.network if account else Channel.UNKNOWN)
    return Latest(
        account_id=row.account_id,
        variant_id=row.variant_id,
        network=found,
        own=account is None or account.own,
        name=title if title is not None else (account.handle if account else ""),
        measure=MeasureName(row.measure),
        value=row.value,
        state=State.STALE if old else State(row.state),
        rounded=row.exactness == "rounded",
        provider=row.provider,
        at=row.at,
    )


def _still_collectable(session: Session, target: Target) -> bool:
    """Asked again inside the write transaction, on locked rows: a pause meanwhile stops it."""
    if target.account_id is not None:
        account = session.get(Account, target.account_id, with_for_update=True, populate_existing=True)
        return account is not None and account.collectable
    variant = session.get(Variant, target.variant_id, populate_existing=True)
    if variant is None or variant.published_url != target.address:
        return False
    if variant.account_id is None:
        return True
    account = session.get(Account, variant.account_id, with_for_update=True, populate_existing=True)
    return account is not None and account.collectable


def _mark_gone(session: Session, target: Target, provider: str) -> None:
    """A row without value for each measure that was known: the network says there is nothing any more."""
    known = session.scalars(select(Snapshot.measure).where(target.same(Snapshot)).distinct())
    version = registry.provider(provider).version()
    session.add_all(
        Snapshot(
            consortium_id=target.consortium_id,
            account_id=target.account_id,
            variant_id=target.variant_id,
            measure=measure,
            value=None,
            state=State.GONE.value,
            exactness="",
            provider=provider,
            provider_version=version,
            at=clock.now(),
        )
        for measure in sorted(known)
    )


def open_to_reading() -> ColumnElement[bool]:
    """No account behind it (a post of the consortium), or one that may be collected."""
    return or_(Account.id.is_(None), Account.collectable)


def _readable() -> list[Channel]:
    return [channel for channel in Channel if channel.value in registry.networks()]


def _chain(network: Channel, *, demo: bool) -> set[str]:
    chain = registry.demo_chain(network.value) if demo else registry.providers(network.value)
    return {provider.key for provider in chain if not registry.needs_credentials(provider.key)}


def _day(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(settings.current().timezone)).date()
