"""Public counters of the invented year: read day by day from the invented networks, as the jobs would.

What the jobs of a running demonstration read later goes on from here: the same networks, the same
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.demo.chance import days_from_now
from campaigns import accounts
from campaigns.models import Account, Variant
from connectors import registry
from connectors.consents import Grant
from connectors.fake.provider import FakeProvider
from connectors.readings import Reading
from connectors.records import MeasureName
from core import clock, settings
from core.people import Actor
from core.territory import Channel
from reach import manual
from reach.collecting import credentials, health, schedule, watching
from reach.models import CollectionFailure, Snapshot, Watch
from reach.owners import access
from reach.series import networks, rollups
from reach.series.rollups import Of

NAME = "trois.rives.demo"
FOLLOWED = (Channel.INSTAGRAM, Channel.TIKTOK, Channel.YOUTUBE, Channel.SNAPCHAT, Channel.FACEBOOK)
DAYS, WEEKS, FORTNIGHT = 35, 52, 14
FRESH_ENOUGH = timedelta(days=40)
"""Younger posts show every age; of the others three readings do."""


def follow(session: Session, actor: Actor) -> None:
    """Accounts with a year of counters, posts with theirs at each age, and what the health page shows."""
    here = actor.consortium_id
    for network in FOLLOWED:
        account = accounts.add(session, actor, network, NAME)
        of = Of(here, account.id, None, network.value)
        invented = _invented(network)
        rows = [
            row
            for at, slot in _days()
            for row in _rows(of, invented, invented.network.account(NAME, at), at, slot)
        ]
        session.add_all(rows)
        rollups.add(session, of, rows)
        mine = (Variant.consortium_id == here, Variant.network == network)
        session.execute(update(Variant).where(*mine).values(account_id=account.id))
        for variant in session.scalars(
            select(Variant).where(*mine, Variant.published_url.is_not(None)).order_by(Variant.published_url)
        ):
            _post(session, variant, invented)
    _ambassadors(session, here)
    networks.rebuild_networks(session, here)
    _watch(session, here)
    _standing(session, actor)
    networks.week_of_networks(session, here)


def _ambassadors(session: Session, consortium_id: UUID) -> None:
    """Two weeks of the accounts of those who agreed."""
    theirs = select(Account).where(
        Account.consortium_id == consortium_id,
        Account.own.is_(False),
        Account.collectable,
        Account.network.in_(FOLLOWED),
    )
    for account in session.scalars(theirs.order_by(Account.network, Account.handle)):
        of, invented = Of(consortium_id, account.id, None, account.network.value), _invented(account.network)
        rows = [
            row
            for at, slot in list(_days())[-FORTNIGHT:]
            for row in _rows(of, invented, invented.network.account(account.handle, at), at, slot)
        ]
        session.add_all(rows)
        rollups.add(session, of, rows)


def _post(session: Session, variant: Variant, invented: FakeProvider) -> None:
    url, published = variant.published_url, variant.published_at
    if url is None or published is None:
        return
    of = Of(variant.consortium_id, None, variant.id, variant.network.value)
    identifier = registry.parse_post_url(url)[1]
    # The same at any hour of the day: what today brings is read tomorrow.
    today = days_from_now(0)
    old = today - published > FRESH_ENOUGH
    ages = {*(schedule.FRESH[-2:] if old else schedule.FRESH), schedule.post_age(published, today)}
    rows = []
    for at in (published + age for age in sorted(age for age in ages if age is not None)):
        if at < today:
            reading = invented.network.post(identifier, NAME, at, published)
            rows += _rows(of, invented, reading, at, schedule.post_slot(published, at))
    session.add_all(rows)
    rollups.add(session, of, rows)


def _days() -> Iterator[tuple[datetime, str]]:
    """When an account was read: weekly for a year, daily for the last two months."""
    zone = settings.current().timezone
    morning = clock.now().replace(hour=4, minute=10, second=0, microsecond=0) - timedelta(days=1)
    back = [7 * week for week in range(WEEKS, DAYS // 7, -1)] + list(range(DAYS, -1, -1))
    for days in back:
        at = morning - timedelta(days=days)
        yield at, schedule.account_slot(at, zone)


def _rows(of: Of, provider: FakeProvider, reading: Reading, at: datetime, slot: str) -> list[Snapshot]:
    return [
        Snapshot(
            consortium_id=of.consortium_id,
            account_id=of.account_id,
            variant_id=of.variant_id,
            measure=seen.name.value,
            value=seen.value,
            state=seen.state.value,
            exactness=seen.exactness.value if seen.exactness else "",
            provider=provider.key,
            provider_version=provider.version(),
            at=at,
            slot=slot,
        )
        for seen in reading.seen
    ]


def _watch(session: Session, consortium_id: UUID) -> None:
    """Everything is watched, and was read when it was due."""
    watching.sync(session, consortium_id)
    published = {row[0]: row[1] for row in session.execute(select(Variant.id, Variant.published_at))}
    for watch in session.scalars(select(Watch).where(Watch.consortium_id == consortium_id)):
        at = published.get(watch.variant_id) if watch.variant_id else None
        watching.done(watch, at)


def _standing(session: Session, actor: Actor) -> None:
    """Readers that go well, one that met a wall, a token that ends next week, a number typed in."""
    here, now = actor.consortium_id, clock.now()
    for network in FOLLOWED:
        health.well(session, str(here), f"{network.value}/demo")
    account = session.scalars(
        select(Account).where(Account.consortium_id == here, Account.network == Channel.SNAPCHAT)
    ).one()
    manual.enter(session, actor, account.id, MeasureName.VIEWS, 1_860, (now - timedelta(days=2)).date())
    refused = session.scalars(
        select(Variant)
        .where(Variant.account_id == account.id, Variant.published_at.is_not(None))
        .order_by(Variant.published_at.desc())
        .limit(1)
    ).one()
    session.add(
        CollectionFailure(
            consortium_id=here,
            variant_id=refused.id,
            error="LoginWall",
            provider="snapchat/demo",
            at=now - timedelta(hours=5),
        )
    )
    credentials.give(
        session,
        here,
        "instagram",
        {"token": "jeton-invente"},
        (now + timedelta(days=6)).date(),
        actor.name,
    )
    credentials.tested(session, here, "instagram", "")
    theirs = select(Account).where(
        Account.consortium_id == here, Account.network == Channel.TIKTOK, Account.collectable
    )
    owned = session.scalars(theirs.order_by(Account.own, Account.handle)).first()
    if owned is not None:
        access.keep(session, owned, Grant("jeton-invente", 86_400, "", 300 * 86_400))


def _invented(network: Channel) -> FakeProvider:
    [provider] = registry.demo_chain(network.value)
    assert isinstance(provider, FakeProvider)
    return provider
