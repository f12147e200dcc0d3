"""What this room keeps about one ambassador, for core.keeping: found, handed out, erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ambassadors import agreements, roster
from ambassadors.agreements import Oneself
from ambassadors.models import (
    Agreement,
    Ambassador,
    AmbassadorAccount,
    AmbassadorLink,
    ShownCount,
    SpaceKey,
)
from campaigns import codes
from campaigns.models import Account, Code
from core import crypto
from core.i18n import _
from core.keeping import Keeper, Wanted
from core.people import folded

SEALED = {"agreement.given_by": agreements.PURPOSE}
NOBODY_BORN = (1900, 1)


def find(session: Session, wanted: Wanted) -> list[UUID]:
    """The ambassadors of that alias, or with that code."""
    if not wanted.ambassador:
        return []
    query = select(Ambassador).where(Ambassador.consortium_id == wanted.consortium_id)
    here = list(session.scalars(query.order_by(Ambassador.created_at)))
    named = {one.id for one in here if folded(one.alias) == folded(wanted.ambassador.strip())}
    by_code = (
        select(AmbassadorLink.ambassador_id)
        .join(Code, Code.link_id == AmbassadorLink.link_id)
        .where(Code.text == codes.fold(wanted.ambassador))
    )
    named.update(session.scalars(by_code))
    return [one.id for one in here if one.id in named]


def export(session: Session, ambassador_id: UUID) -> dict[str, Any]:
    """One ambassador as plain values."""
    ambassador = session.get_one(Ambassador, ambassador_id)
    agreed = session.scalars(select(Agreement).where(Agreement.ambassador_id == ambassador_id)).all()
    shown = session.scalars(select(ShownCount).where(ShownCount.ambassador_id == ambassador_id)).all()
    return {
        "alias": ambassador.alias,
        "born": f"{ambassador.birth_year}-{ambassador.birth_month:02}",
        "since": ambassador.created_at.isoformat(),
        "paused_at": ambassador.paused_at and ambassador.paused_at.isoformat(),
        "left_at": ambassador.left_at and ambassador.left_at.isoformat(),
        "agreements": [
            {
                "kind": one.kind.value,
                "given_by": agreements.given_by(one),
                "given_on": one.given_on.isoformat(),
                "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
            }
            for one in agreed
        ],
        "codes": [link.code.shown for link in roster.kit(session, ambassador)],
        "accounts": [f"{one.network.value} {one.handle}" for one in _accounts(session, ambassador_id)],
        "shown": [{"week": one.week.isoformat(), "scans": one.scans} for one in shown],
    }


def erase(session: Session, ambassador_id: UUID) -> list[str]:
    """Stop for good, and erase alias, birth, agreements, accounts, keys. Codes stay, retired: they count."""
    ambassador = session.get_one(Ambassador, ambassador_id)
    agreements.leave(session, Oneself(ambassador_id), ambassador)
    accounts = _accounts(session, ambassador_id)
    left = [_("surnom et date de naissance")]
    for table, what in (
        (Agreement, _("accords")),
        (SpaceKey, _("accès à l'espace")),
        (ShownCount, _("chiffres montrés")),
        (AmbassadorAccount, _("comptes")),
    ):
        gone = delete(table).where(table.ambassador_id == ambassador_id).returning(table.ambassador_id)
        if session.scalars(gone).all():
            left.append(what)
    for account in accounts:
        account.handle = f"efface-{account.id.hex[:8]}"
    ambassador.alias = f"effacé-{crypto.fingerprint(str(ambassador_id), 'erased-alias')[:6]}"
    ambassador.birth_year, ambassador.birth_month = NOBODY_BORN
    session.flush()
    return left


KEEPER = Keeper("ambassadors", find, export, erase, SEALED)


def _accounts(session: Session, ambassador_id: UUID) -> list[Account]:
    query = (
        select(Account)
        .join(AmbassadorAccount, AmbassadorAccount.account_id == Account.id)
        .where(AmbassadorAccount.ambassador_id == ambassador_id)
    )
    return list(session.scalars(query.order_by(Account.network, Account.handle)))
