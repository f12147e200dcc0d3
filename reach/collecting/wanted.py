"""One reading to do: what is read, under which slot, and by which row it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from core import clock, settings
from reach.collecting import schedule, watching
from reach.models import Watch
from reach.snapshots import Target


@dataclass(frozen=True)
class Wanted:
    """One account or post, and the name of the reading that is due."""

    watch_id: UUID
    target: Target
    slot: str
    published_at: datetime | None


def of(session: Session, watch: Watch) -> Wanted:
    """What that row asks for."""
    if watch.account_id is not None:
        account = session.get_one(Account, watch.account_id)
        target = Target(watch.consortium_id, account.id, None, watch.network, account.handle)
        return Wanted(watch.id, target, _slot(watch, None), None)
    query = (
        select(Variant.published_url, watching.published())
        .join(Post, Post.id == Variant.post_id)
        .where(Variant.id == watch.variant_id)
    )
    return _post(watch, *session.execute(query).one())


def of_same_account(session: Session, watch: Watch, account_id: UUID) -> tuple[Wanted, ...]:
    """The posts of one account that are due in the queue of `watch` and may stand in the account's list."""
    now = clock.now()
    query = (
        select(Watch, Variant.published_url, watching.published())
        .join(Variant, Variant.id == Watch.variant_id)
        .join(Post, Post.id == Variant.post_id)
        .where(
            Watch.lane_id == watch.lane_id,
            Watch.consortium_id == watch.consortium_id,
            Watch.due_at <= now,
            Variant.account_id == account_id,
            or_(Watch.by_itself_until.is_(None), Watch.by_itself_until <= now),
        )
        .order_by(Watch.due_at, Watch.id)
    )
    return tuple(_post(one, url, at) for one, url, at in session.execute(query))


def _post(watch: Watch, url: str | None, published_at: datetime) -> Wanted:
    target = Target(watch.consortium_id, None, watch.variant_id, watch.network, url or "")
    return Wanted(watch.id, target, _slot(watch, published_at), published_at)


def _slot(watch: Watch, published_at: datetime | None) -> str:
    now = clock.now()
    if watch.asked_at is not None:
        return f"asked-{watch.asked_at:%Y-%m-%dT%H:%M:%S.%f}"
    if published_at is None:
        return schedule.account_slot(now, settings.current().timezone)
    return schedule.post_slot(published_at, now)
