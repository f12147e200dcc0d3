"""What the ambassador's space asks of this room: which of their accounts they connected, and ending it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ambassadors.needs import Access
from campaigns.models import Account
from connectors import registry
from reach.models import NetworkCredential
from reach.owners import ending


def accesses(session: Session, account_ids: Sequence[UUID], /) -> list[Access]:
    """The connected ones of these accounts, by network and name. (ambassadors.needs.Accesses)"""
    query = (
        select(Account, NetworkCredential.error)
        .join(NetworkCredential, NetworkCredential.account_id == Account.id)
        .where(Account.id.in_(account_ids), Account.collectable)
        .order_by(Account.network, Account.handle)
    )
    return [
        Access(account.id, registry.label(account.network.value), account.handle, works=not error)
        for account, error in session.execute(query)
    ]


def end(session: Session, account_id: UUID, /) -> Callable[[], object]:
    """The owner ends it; the network is told once that is committed. (ambassadors.needs.EndAccess)"""
    return partial(ending.give_back, ending.by_owner(session, account_id))
