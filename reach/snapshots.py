"""Public metrics over time: reading a target, keeping what came; what is known now.

Reading goes to the network and holds no session; keeping is one short transaction per target, at
the edge (reach.jobs). What is read when stands in reach.collecting. A pause between the two wins:
nothing is kept of an account that is no longer collectable. A failure is kept by its name and never
writes a value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors import registry
from connectors.errors import ConnectorError, Gone
from connectors.records import AccountRecord, MeasureName, PostRecord, State
from core import clock, settings
from core.errors import PorteVoixError
from core.territory import Channel
from reach.models import CollectionFailure, MetricLatest, RawBody, Snapshot
from reach.series import rollups

STALE_AFTER = timedelta(days=7)
NOT_THE_SAME_RUN = timedelta(hours=6)
"""Two readings around midnight are one run, not two days."""
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

    @property
    def ids(self) -> dict[str, UUID | None]:
        """Whose it is, for a row that speaks of it."""
        return {
            "consortium_id": self.consortium_id,
            "account_id": self.account_id,
            "variant_id": self.variant_id,
        }

    @property
    def of(self) -> rollups.Of:
        """The same, for the sums."""
        return rollups.Of(self.consortium_id, self.account_id, self.variant_id, self.network)

    def same(self, table: type[Snapshot] | type[CollectionFailure]) -> ColumnElement[bool]:
        """The rows of `table` that speak of this target."""
        if self.account_id is not None:
            return table.account_id == self.account_id
        return table.variant_id == self.variant_id


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


def read(
    target: Target,
    allowed: Collection[str],
    *,
    demo: bool = False,
    given: Mapping[str, str] | None = None,
) -> Record:
    """What the network says of a target now, by the switched-on providers; touches no database.

    A demonstration reads invented numbers only; `given` are the consortium's credentials. Raises a
    ConnectorError, or InvalidInput for an address that the network cannot have.
    """
    chain = registry.demo_chain(target.network) if demo else None
    credentials = registry.Credentials(**given) if given else None
    ask = registry.read_account if target.account_id is not None else registry.read_post
    return ask(target.network, target.address, allowed, chain=chain, credentials=credentials)


def keep(session: Session, target: Target, record: Record, slot: str | None = None) -> bool:
    """Keep every measure of a reading and forget the last failure; False when it may no longer be kept.

    A measure that stands already under this slot is not kept twice.
    """
    if not _still_collectable(session, target):
        return False
    kept = _kept_already(session, target, slot)
    body = _body(target, record)
    rows = [
        Snapshot(
            **target.ids,
            measure=measure.name.value,
            value=measure.value,
            state=measure.state.value,
            exactness=measure.exactness.value if measure.exactness else "",
            provider=measure.provider,
            provider_version=measure.provider_version,
            at=measure.at,
            slot=slot,
            mapper=body.mapper if body else "",
            body_id=body.id if body else None,
        )
        for measure in record.measures
        if measure.name.value not in kept
    ]
    if rows and body is not None:
        session.add(body)
        session.flush()
    session.add_all(rows)
    rollups.add(session, target.of, rows)
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
        now = clock.now()
        if _day(before.at) < _day(now) and now - before.at >= NOT_THE_SAME_RUN:
            _mark_gone(session, target, error.provider)
        return True  # The first time it was said stays, so that another day can be told.
    session.execute(delete(CollectionFailure).where(target.same(CollectionFailure)))
    session.add(
        CollectionFailure(
            **target.ids,
            error=type(error).__name__,
            provider=error.provider if isinstance(error, ConnectorError) else "",
            at=clock.now(),
        )
    )
    return True


def latest(session: Session, consortium_id: UUID, targets: Collection[UUID] | None = None) -> list[Latest]:
    """The last word on each measure, of what may still be collected; old values are STALE, never 0.

    `targets` narrows it to some accounts and variants, by their ids.
    """
    query = (
        select(MetricLatest, Account, Variant.network, Post.title)
        .outerjoin(Variant, Variant.id == MetricLatest.variant_id)
        .outerjoin(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == func.coalesce(MetricLatest.account_id, Variant.account_id))
        .where(MetricLatest.consortium_id == consortium_id, open_to_reading())
    )
    if targets is not None:
        query = query.where(MetricLatest.target_id.in_(targets))
    return [_latest(row, account, network, title) for row, account, network, title in session.execute(query)]


def failures(
    session: Session, consortium_id: UUID, targets: Collection[UUID] | None = None
) -> dict[UUID, CollectionFailure]:
    """What went wrong last, by the id of the account or variant; of some of them when said."""
    query = select(CollectionFailure).where(CollectionFailure.consortium_id == consortium_id)
    if targets is not None:
        which = func.coalesce(CollectionFailure.account_id, CollectionFailure.variant_id)
        query = query.where(which.in_(targets))
    rows = session.scalars(query)
    return {found: row for row in rows if (found := row.account_id or row.variant_id) is not None}


def _latest(row: MetricLatest, account: Account | None, network: Channel | None, title: str | None) -> Latest:
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
    known = session.execute(
        select(MetricLatest.measure, MetricLatest.state).where(MetricLatest.target_id == target.of.id)
    ).all()
    version = registry.provider(provider).version()
    rows = [
        Snapshot(
            **target.ids,
            measure=measure,
            value=None,
            state=State.GONE.value,
            exactness="",
            provider=provider,
            provider_version=version,
            at=clock.now(),
        )
        for measure, state in sorted(known)
        if state != State.GONE
    ]
    session.add_all(rows)
    rollups.add(session, target.of, rows)


def _kept_already(session: Session, target: Target, slot: str | None) -> frozenset[str]:
    if slot is None:
        return frozenset()
    query = select(Snapshot.measure).where(target.same(Snapshot), Snapshot.slot == slot)
    return frozenset(session.scalars(query))


def _body(target: Target, record: Record) -> RawBody | None:
    """The reduced body that the record was made of, when its provider gives one."""
    raw = getattr(record, "raw", None)
    if raw is None:
        return None
    [version] = {one.provider_version for one in record.measures} or {""}
    return RawBody(
        id=uuid4(),
        **target.ids,
        provider=record.provider,
        provider_version=version,
        mapper=str(getattr(record, "mapper", "")),
        body=dict(raw),
        at=record.at,
    )


def open_to_reading() -> ColumnElement[bool]:
    """No account behind it (a post of the consortium), or one that may be collected."""
    return or_(Account.id.is_(None), Account.collectable)


def _day(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(settings.current().timezone)).date()
