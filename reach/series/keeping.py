"""What goes: snapshots, bodies and days that are too old; all of an account that was taken back.

Weeks stay as long as the account or the post does. What an ambassador's pause stops is kept, unseen,
until they come back; what their leave, their own or their guardian's withdrawal takes back is erased.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from ambassadors import agreements, persons
from ambassadors.models import AgreementKind, Ambassador, AmbassadorAccount, Standing
from campaigns.models import Account, Variant
from core import clock, settings
from core.i18n import _
from core.keeping import Keeper, Wanted
from reach.collecting import credentials
from reach.imports.tables import AccountDay
from reach.models import (
    CollectionFailure,
    MetricLatest,
    MetricPeriod,
    RawBody,
    Snapshot,
    Watch,
)
from reach.owners import access, ending
from reach.series import rollups

SEALED = {"network_credential.sealed": credentials.PURPOSE}
BATCH = 2_000


def purge_batch(session: Session) -> int:
    """Take away some of what is older than the setting says; how many rows went, 0 at the end."""
    before = clock.now() - timedelta(days=settings.current().metric_days)
    old = select(Snapshot.id).where(Snapshot.at < before).limit(BATCH)
    gone = _deleted(session, Snapshot, Snapshot.id.in_(old))
    if gone:
        return gone
    spoken_of = select(Snapshot.body_id).where(Snapshot.body_id.is_not(None))
    bodies = select(RawBody.id).where(RawBody.at < before, RawBody.id.not_in(spoken_of)).limit(BATCH)
    gone = _deleted(session, RawBody, RawBody.id.in_(bodies))
    if gone:
        return gone
    day = rollups.local_day(before)
    return _deleted(
        session, MetricPeriod, MetricPeriod.grain == rollups.DAY, MetricPeriod.starts_on < day
    ) + _deleted(session, AccountDay, AccountDay.day < day)


def erase_withdrawn(session: Session) -> int:
    """Erase the numbers of accounts whose ambassador left or took an agreement back; how many accounts."""
    closed = (
        select(Account.id, AmbassadorAccount.ambassador_id)
        .join(AmbassadorAccount, AmbassadorAccount.account_id == Account.id)
        .where(Account.collectable.is_(False), _has_numbers(Account.id))
    )
    going = [
        account_id
        for account_id, ambassador_id in session.execute(closed).all()
        if _taken_back(session, session.get_one(Ambassador, ambassador_id))
    ]
    for account_id in going:
        erase_account(session, account_id)
    return len(going)


def erase_account(session: Session, account_id: UUID) -> int:
    """Erase every number of an account and of the posts on it; how many snapshots went."""
    variants = list(session.scalars(select(Variant.id).where(Variant.account_id == account_id)))
    targets = [account_id, *variants]
    gone = 0
    for table in (Snapshot, RawBody, CollectionFailure, Watch):
        of = or_(table.account_id == account_id, table.variant_id.in_(variants))
        count = _deleted(session, table, of)
        gone += count if table is Snapshot else 0
    for sums in (MetricLatest, MetricPeriod):
        _deleted(session, sums, sums.target_id.in_(targets))
    ending.erase(session, [account_id])
    return gone


def find(session: Session, wanted: Wanted) -> list[UUID]:
    """The accounts of that ambassador that have numbers, or whose owner agreed."""
    theirs = persons.find(session, wanted)
    query = select(AmbassadorAccount.account_id).where(AmbassadorAccount.ambassador_id.in_(theirs))
    return [
        one
        for one in session.scalars(query)
        if session.scalar(select(_has_numbers(one))) or access.of(session, one) is not None
    ]


def export(session: Session, account_id: UUID) -> dict[str, Any]:
    """What is kept about one account: the last numbers, and since when how many."""
    account = session.get_one(Account, account_id)
    since, count = session.execute(
        select(func.min(Snapshot.at), func.count()).where(Snapshot.account_id == account_id)
    ).one()
    latest = session.scalars(select(MetricLatest).where(MetricLatest.target_id == account_id))
    agreed = access.of(session, account_id)
    return {
        "account": f"{account.network.value} {account.handle}",
        "numbers": count,
        "since": since.isoformat() if count else None,
        "owner_agreed": agreed.set_at.isoformat() if agreed is not None else None,
        "latest": {
            one.measure: {"value": one.value, "at": one.at.isoformat(), "provider": one.provider}
            for one in latest
        },
    }


def erase(session: Session, account_id: UUID) -> list[str]:
    """Erase them, and say so."""
    left = [_("accès accordé au compte")] if access.of(session, account_id) is not None else []
    if erase_account(session, account_id):
        left.append(_("chiffres publics"))
    return left


KEEPER = Keeper("reach", find, export, erase, SEALED)


def _taken_back(session: Session, ambassador: Ambassador) -> bool:
    own = agreements.standing_agreement(session, ambassador, AgreementKind.OWN)
    standing = agreements.standing_of(session, ambassador)
    return own is None or standing in (Standing.LEFT, Standing.AWAITING_AGREEMENT)


def _has_numbers(account_id: Any) -> ColumnElement[bool]:
    on_it = select(Variant.id).where(Variant.account_id == account_id)
    return or_(
        select(MetricLatest.target_id).where(MetricLatest.target_id == account_id).exists(),
        select(MetricLatest.target_id).where(MetricLatest.target_id.in_(on_it)).exists(),
    )


def _deleted(session: Session, table: type[Any], *which: ColumnElement[bool]) -> int:
    statement = delete(table).where(*which).execution_options(synchronize_session=False)
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]
