"""What exports have said so far, beside the public numbers: of posts, and of days of the own accounts."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors.records import MeasureName
from core.i18n import _, number, short_day
from core.territory import Channel, label
from reach.imports import words
from reach.imports.tables import AccountDay
from reach.models import Snapshot
from reach.tables import Table, ago

SHOWN = (
    MeasureName.VIEWS,
    MeasureName.REACH,
    MeasureName.SAVES,
    MeasureName.SHARES,
    MeasureName.FOLLOWS,
    MeasureName.WATCH_SECONDS,
)
"""What only the owner of an account is told; Instagram tells views to nobody else either."""


def posts_table(session: Session, consortium_id: UUID) -> Table:
    """The last word of exports on each post; a post whose account may not be read now is left out."""
    query = (
        select(Snapshot, Variant.network, Post.title)
        .join(Variant, Variant.id == Snapshot.variant_id)
        .join(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(
            Snapshot.consortium_id == consortium_id,
            Snapshot.provider.endswith("/export"),
            func.coalesce(Account.collectable, True),
        )
        .order_by(Snapshot.at)
    )
    last: dict[UUID, dict[MeasureName, int | None]] = defaultdict(dict)
    about: dict[UUID, tuple[str, Channel, Snapshot]] = {}
    for row, network, title in session.execute(query):
        if row.variant_id is not None:
            last[row.variant_id][MeasureName(row.measure)] = row.value
            about[row.variant_id] = (title, network, row)
    heads = [_("Publication"), _("Réseau"), *(words.role(one).capitalize() for one in SHOWN), _("Téléchargé")]
    rows = [
        [
            title,
            label(network),
            *(words.measure(one, last[which].get(one)) for one in SHOWN),
            ago(row.at),
        ]
        for which, (title, network, row) in reversed(about.items())
    ]
    return Table(_("Chiffres des exports, par publication"), heads, rows, words=2, note=True)


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
