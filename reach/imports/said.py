"""What exports have said so far, beside the public numbers: of posts, and of days of the own accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors.records import MeasureName
from core.i18n import _, number, short_day
from core.territory import Channel, label
from reach.imports import words
from reach.imports.tables import AccountDay
from reach.models import MetricLatest, Snapshot
from reach.tables import Table, ago

TOLD_TO_THE_OWNER = (
    MeasureName.REACH,
    MeasureName.SAVES,
    MeasureName.FOLLOWS,
    MeasureName.WATCH_SECONDS,
    MeasureName.ENGAGED_VIEWS,
    MeasureName.IMPRESSIONS,
)
SHOWN = (
    MeasureName.VIEWS,
    MeasureName.REACH,
    MeasureName.SAVES,
    MeasureName.SHARES,
    MeasureName.FOLLOWS,
    MeasureName.WATCH_SECONDS,
)
"""Views too: Instagram tells them to nobody but the owner."""
MOST = 200
"""Posts in the table: those that an export spoke of last."""


def posts_table(session: Session, consortium_id: UUID) -> Table:
    """The last word of exports on each post; a post whose account may not be read now is left out."""
    heads = [_("Publication"), _("Réseau"), *(words.role(one).capitalize() for one in SHOWN), _("Téléchargé")]
    about = _spoken_of(session, consortium_id)
    query = (
        select(Snapshot)
        .where(Snapshot.variant_id.in_(about), Snapshot.provider.endswith("/export"))
        .order_by(Snapshot.at)
    )
    last: dict[tuple[UUID | None, str], int | None] = {}
    at: dict[UUID | None, datetime] = {}
    for row in session.scalars(query):
        last[row.variant_id, row.measure] = row.value
        at[row.variant_id] = row.at
    rows = [
        [
            title,
            label(network),
            *(words.measure(one, last.get((which, one.value))) for one in SHOWN),
            ago(at[which]),
        ]
        for which, (title, network) in about.items()
    ]
    return Table(_("Chiffres des exports, par publication"), heads, rows, words=2, note=True)


def _spoken_of(session: Session, consortium_id: UUID) -> dict[UUID, tuple[str, Channel]]:
    """Title and network of the posts of which exports say what only the owner is told, the latest first."""
    query = (
        select(MetricLatest.variant_id, Post.title, Variant.network)
        .join(Variant, Variant.id == MetricLatest.variant_id)
        .join(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(
            MetricLatest.consortium_id == consortium_id,
            MetricLatest.measure.in_([one.value for one in TOLD_TO_THE_OWNER]),
            MetricLatest.provider.endswith("/export"),
            or_(Account.id.is_(None), Account.collectable),
        )
        .group_by(MetricLatest.variant_id, Post.title, Variant.network)
        .order_by(func.max(MetricLatest.at).desc(), MetricLatest.variant_id)
        .limit(MOST)
    )
    return {which: (title, network) for which, title, network in session.execute(query) if which}


def days_table(session: Session, consortium_id: UUID) -> Table:
    """Which days of which account are known, and the last of them; days of reach are never added up."""
    spans = (
        select(
            Account.handle,
            Account.network,
            AccountDay.account_id,
            AccountDay.measure,
            func.min(AccountDay.day),
            func.max(AccountDay.day),
            func.count(),
        )
        .join(Account, Account.id == AccountDay.account_id)
        .where(AccountDay.consortium_id == consortium_id, Account.collectable)
        .group_by(Account.handle, Account.network, AccountDay.account_id, AccountDay.measure)
        .order_by(Account.network, Account.handle, AccountDay.measure)
    )
    heads = [
        *(_("Compte"), _("Réseau"), _("Mesure"), _("Jours")),
        *(_("Dernier jour"), _("Ce jour-là"), _("Depuis")),
    ]
    latest = _last_days(session, consortium_id)
    rows = [
        [
            f"@{handle}",
            label(network),
            words.role(MeasureName(measure)),
            number(count),
            short_day(end),
            words.measure(MeasureName(measure), latest[which, measure]),
            short_day(begin),
        ]
        for handle, network, which, measure, begin, end, count in session.execute(spans)
    ]
    return Table(_("Chiffres des exports, jour par jour"), heads, rows, words=3)


def _last_days(session: Session, consortium_id: UUID) -> dict[tuple[UUID, str], int]:
    """The number of the last day that is known, by account and measure."""
    last = (
        select(AccountDay.account_id, AccountDay.measure, func.max(AccountDay.day).label("day"))
        .where(AccountDay.consortium_id == consortium_id)
        .group_by(AccountDay.account_id, AccountDay.measure)
        .subquery()
    )
    same = and_(
        last.c.account_id == AccountDay.account_id,
        last.c.measure == AccountDay.measure,
        last.c.day == AccountDay.day,
    )
    rows = session.scalars(select(AccountDay).join(last, same))
    return {(row.account_id, row.measure): row.value for row in rows}
