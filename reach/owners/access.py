"""What an owner's consent opened: the tokens of one account, and how they fare.

A token that was stored is never replaced by nothing, and a new one is stored before it is used.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors.consents import Grant
from core import clock, settings
from core.territory import Channel
from reach.collecting import credentials
from reach.models import ConsentLink, NetworkCredential

BY_OWNER = "owner"
"""Who gave it, as the row says it: no name is kept beside a token."""


class State(StrEnum):
    """How an account stands with its owner."""

    WITHOUT = "without"
    ASKED = "asked"
    CONNECTED = "connected"
    LOST = "lost"


@dataclass(frozen=True)
class Owned:
    """An account that its owner can connect, and how it stands."""

    account_id: UUID
    network: str
    handle: str
    own: bool
    state: State
    since: datetime | None
    """Connected since; None: it is not."""
    until: datetime | None
    """A link waits for the owner until then."""


def accounts(session: Session, consortium_id: UUID) -> list[Owned]:
    """Every account that may be collected on a network that asks owners, the consortium's own first."""
    query = (
        select(Account)
        .where(
            Account.consortium_id == consortium_id,
            Account.network.in_([Channel(network) for network in credentials.APPLICATIONS]),
            Account.collectable,
        )
        .order_by(Account.network, Account.own.desc(), Account.handle)
    )
    found = session.scalars(query).all()
    ids = [one.id for one in found]
    rows = session.scalars(select(NetworkCredential).where(NetworkCredential.account_id.in_(ids)))
    held = {row.account_id: row for row in rows}
    waiting = _waiting(session, ids)
    return [_owned(one, held.get(one.id), waiting.get(one.id)) for one in found]


def speaking(session: Session, consortium_id: UUID, network: str) -> frozenset[UUID]:
    """The accounts whose own owner agreed, and whose token opens as far as is known."""
    query = select(NetworkCredential.account_id).where(
        NetworkCredential.consortium_id == consortium_id,
        NetworkCredential.network == network,
        NetworkCredential.account_id.is_not(None),
        NetworkCredential.error == "",
    )
    return frozenset(one for one in session.scalars(query) if one is not None)


def to_reconnect(session: Session, consortium_id: UUID) -> Counter[str]:
    """How many accounts have to be connected again, by network."""
    query = select(NetworkCredential.network).where(
        NetworkCredential.consortium_id == consortium_id,
        NetworkCredential.account_id.is_not(None),
        NetworkCredential.error == credentials.LOST,
    )
    return Counter(session.scalars(query))


def of(session: Session, account_id: UUID) -> NetworkCredential | None:
    """The row of that account, good or not; None: its owner never agreed, or took it back."""
    return session.scalar(select(NetworkCredential).where(NetworkCredential.account_id == account_id))


def state_of(row: NetworkCredential) -> State:
    """Whether it opens, as far as is known."""
    return State.LOST if row.error else State.CONNECTED


def keep(session: Session, account: Account, grant: Grant) -> None:
    """The owner has just agreed: what that opens takes the place of what was there."""
    row = of(session, account.id)
    if row is None:
        row = NetworkCredential(
            consortium_id=account.consortium_id, network=account.network.value, account_id=account.id
        )
        session.add(row)
    row.sealed = credentials.seal({"token": grant.token, "refresh": grant.refresh})
    row.set_by, row.set_at, row.tested_at = BY_OWNER, clock.now(), clock.now()
    dated(row, grant)
    session.flush()


def dated(row: NetworkCredential, grant: Grant) -> None:
    """How long it opens, from now; it is well, and nobody renews it any more."""
    now = clock.now()
    row.access_ends_at = now + timedelta(seconds=grant.lasts)
    if grant.refresh_lasts is not None:
        timezone = settings.current().timezone
        row.expires_on = clock.today(timezone) + timedelta(days=grant.refresh_lasts // 86_400)
    row.error, row.renewing_until, row.told_days = "", None, None


def refused(session: Session, credential_id: UUID, *, fresh: bool) -> None:
    """A reading was refused: a fresh token will do no better, an older one is renewed at the next."""
    row = session.get(NetworkCredential, credential_id, with_for_update=True, populate_existing=True)
    if row is None or row.account_id is None:
        return
    if fresh:
        lost(row)
    else:
        row.access_ends_at = clock.now()


def lost(row: NetworkCredential) -> None:
    """Its owner has to connect the account again; told once."""
    row.error, row.renewing_until, row.told_days = credentials.LOST, None, None


def _owned(account: Account, row: NetworkCredential | None, until: datetime | None) -> Owned:
    state = State.ASKED if until is not None else State.WITHOUT
    if row is not None:
        state = state_of(row)
    since = row.set_at if row is not None and not row.error else None
    return Owned(account.id, account.network.value, account.handle, account.own, state, since, until)


def _waiting(session: Session, account_ids: list[UUID]) -> dict[UUID, datetime]:
    query = select(ConsentLink.account_id, ConsentLink.expires_at).where(
        ConsentLink.account_id.in_(account_ids),
        ConsentLink.expires_at > clock.now(),
        ConsentLink.used_at.is_(None),
        ConsentLink.revoked_at.is_(None),
    )
    return {row[0]: row[1] for row in session.execute(query)}
