"""What is to be read, and when: one row per account and post, kept in step with the rooms below.

A row goes when its account may no longer be collected or its post is no longer online; what was read
stays or goes by reach.erasing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors import registry
from core import clock, settings
from core.people import Consortium
from core.territory import Channel
from reach import providers
from reach.collecting import credentials, lanes, schedule
from reach.models import Lane, Watch
from reach.owners import access, spoken


class Kind(Protocol):
    """The accounts, or the posts, of one consortium."""

    @property
    def consortium_id(self) -> UUID: ...

    @property
    def posts(self) -> bool: ...


def sync(session: Session, only: UUID | None = None) -> None:
    """Watch what may be collected, in the right queue, and nothing else."""
    _drop(session, only)
    query = select(Consortium) if only is None else select(Consortium).where(Consortium.id == only)
    for consortium in session.scalars(query):
        for network in readable():
            lane = _lane(session, consortium, network)
            if lane is not None:
                _add(session, consortium.id, network, lane)
                _place(session, consortium.id, network, lane)
    session.flush()


def ask(session: Session, consortium_id: UUID) -> int:
    """A person wants everything read now; how many readings that makes.

    What somebody asked for before and was not read yet stays asked for.
    """
    sync(session, consortium_id)
    networks = [network.value for network in readable() if able(session, consortium_id, network.value)]
    now = clock.now()
    mine = (Watch.consortium_id == consortium_id, Watch.network.in_(networks))
    session.execute(update(Watch).where(*mine).values(due_at=now, asked_at=now, tries=0))
    return session.scalars(select(func.count()).select_from(Watch).where(*mine)).one()


def able(session: Session, consortium_id: UUID, network: str) -> bool:
    """Whether any provider of the network is switched on for the consortium."""
    consortium = session.get_one(Consortium, consortium_id)
    return not providers.allowed(session, consortium_id).isdisjoint(chain_keys(session, consortium, network))


def waiting(session: Session, consortium_id: UUID | None = None) -> dict[UUID, int]:
    """How many readings are due, by queue; of everybody or of one consortium."""
    query = select(Watch.lane_id, func.count()).where(Watch.due_at <= clock.now())
    if consortium_id is not None:
        query = query.where(Watch.consortium_id == consortium_id)
    found = session.execute(query.group_by(Watch.lane_id))
    return {row[0]: row[1] for row in found}


def next_due(session: Session, lane_id: UUID, kinds: Iterable[Kind]) -> Watch | None:
    """The reading of these kinds that is due first: what a person asked for, then accounts, then posts."""
    chosen = [
        and_(Watch.consortium_id == one.consortium_id, Watch.variant_id.is_not(None) == one.posts)
        for one in kinds
    ]
    if not chosen:
        return None
    query = (
        select(Watch)
        .where(Watch.lane_id == lane_id, Watch.due_at <= clock.now(), or_(*chosen))
        .order_by(
            Watch.asked_at.is_(None), Watch.tries, Watch.variant_id.is_not(None), Watch.due_at, Watch.id
        )
        .limit(1)
    )
    return session.scalar(query)


def kinds_due(session: Session, lane_id: UUID) -> list[tuple[UUID, bool]]:
    """Whose things are due in a queue, and whether they are posts."""
    posts = Watch.variant_id.is_not(None)
    due = (Watch.lane_id == lane_id, Watch.due_at <= clock.now())
    return [
        (row[0], bool(row[1]))
        for row in session.execute(select(Watch.consortium_id, posts).where(*due).distinct())
    ]


def done(watch: Watch, published_at: datetime | None) -> None:
    """It was read: the next time is the schedule's."""
    now = clock.now()
    watch.read_at, watch.tries, watch.asked_at = now, 0, None
    watch.due_at = following(watch, published_at, now)


def put_off(watch: Watch, published_at: datetime | None, *, at_least: datetime, passing: bool) -> None:
    """It was not read: again later (sooner where the failure may be `passing`), then with the schedule."""
    now = clock.now()
    watch.tries, watch.asked_at = watch.tries + 1, None
    otherwise = following(watch, published_at, now)
    watch.due_at = max(schedule.after_failure(watch.tries, now, otherwise, passing=passing), at_least)


def following(watch: Watch, published_at: datetime | None, after: datetime) -> datetime:
    """The schedule's next reading of an account or a post."""
    if watch.account_id is not None or published_at is None:
        which = watch.account_id or watch.variant_id
        assert which is not None
        return schedule.account_next(which, after, settings.current().timezone)
    return schedule.post_next(published_at, after)


def readable() -> list[Channel]:
    """The networks that have a reader."""
    return [channel for channel in Channel if channel.value in registry.networks()]


def with_posts() -> list[Channel]:
    """The networks whose posts have counters that somebody can read."""
    return [channel for channel in readable() if registry.reads_posts(channel.value)]


def chain_keys(
    session: Session, consortium: Consortium, network: str, owner: str | None = None
) -> tuple[str, ...]:
    """The keys of what can read a network for a consortium, in the order of asking.

    Without credentials, those that need some are not asked at all: none are in the queue of the
    installation (`owner`), all are in the consortium's own.
    """
    chain = registry.demo_chain(network) if consortium.demo else registry.providers(network)
    if owner is None:
        connected = credentials.exists(session, consortium.id, network) or bool(
            access.speaking(session, consortium.id, network)
        )
    else:
        connected = owner != lanes.OPERATOR
    return tuple(one.key for one in chain if connected or not registry.needs_credentials(one.key))


def published(variant: type[Variant] = Variant, post: type[Post] = Post) -> ColumnElement[datetime]:
    """When a post came out: as it was marked, else as it was planned."""
    return func.coalesce(variant.published_at, post.due_at)


def _lane(session: Session, consortium: Consortium, network: Channel) -> Lane | None:
    own = consortium.demo or credentials.exists(session, consortium.id, network.value)
    owner = str(consortium.id) if own else lanes.OPERATOR
    query = select(Lane).where(Lane.network == network.value, Lane.owner == owner)
    found = session.scalar(query)
    if found is not None:
        return found
    mine = (Account.consortium_id == consortium.id, Account.network == network)
    posted = (Variant.consortium_id == consortium.id, Variant.network == network)
    anything = session.scalar(select(Account.id).where(*mine).limit(1)) or session.scalar(
        select(Variant.id).where(*posted, Variant.published_url.is_not(None)).limit(1)
    )
    return lanes.ensure(session, network.value, owner) if anything else None


def _add(session: Session, consortium_id: UUID, network: Channel, lane: Lane) -> None:
    now = clock.now()
    accounts = (
        select(Account.id)
        .outerjoin(Watch, Watch.account_id == Account.id)
        .where(
            Account.consortium_id == consortium_id,
            Account.network == network,
            Account.collectable,
            Watch.id.is_(None),
        )
    )
    common = {"consortium_id": consortium_id, "network": network.value, "lane_id": lane.id, "tries": 0}
    session.add_all(Watch(**common, account_id=which, due_at=now) for which in session.scalars(accounts))
    variants = (
        select(Variant.id, published())
        .join(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .outerjoin(Watch, Watch.variant_id == Variant.id)
        .where(
            Variant.consortium_id == consortium_id,
            Variant.network == network,
            Variant.published_url.is_not(None),
            or_(Account.id.is_(None), Account.collectable),
            Watch.id.is_(None),
        )
    )
    if not registry.reads_posts(network.value):
        return
    for which, at in session.execute(variants):
        first = at + schedule.FRESH[0]
        session.add(Watch(**common, variant_id=which, due_at=max(first, now)))


def _place(session: Session, consortium_id: UUID, network: Channel, lane: Lane) -> None:
    """Each in its queue: what an account's own owner opened is read in the consortium's."""
    session.flush()
    opened = spoken.watches(session, consortium_id, network.value)
    mine = update(Watch).where(Watch.consortium_id == consortium_id, Watch.network == network.value)
    others = mine.where(Watch.lane_id != lane.id, Watch.id.not_in(opened))
    session.execute(others.values(lane_id=lane.id))
    if opened:
        own = lanes.ensure(session, network.value, str(consortium_id))
        session.execute(mine.where(Watch.id.in_(opened)).values(lane_id=own.id))


def _drop(session: Session, only: UUID | None) -> None:
    closed = select(Account.id).where(Account.collectable.is_(False))
    offline = (
        select(Variant.id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(or_(Variant.published_url.is_(None), Account.collectable.is_(False)))
    )
    gone = or_(Watch.account_id.in_(closed), Watch.variant_id.in_(offline))
    statement = delete(Watch).where(gone).execution_options(synchronize_session=False)
    session.execute(statement if only is None else statement.where(Watch.consortium_id == only))
