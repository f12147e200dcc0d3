"""Which readings an owner's consent is for: the account itself, and the posts that are on it.

A post that names no account is on the one whose name its address holds.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from connectors import addresses
from core.errors import InvalidInput
from core.territory import Channel
from reach.models import Watch
from reach.owners import access


def account_of(session: Session, watch: Watch) -> UUID | None:
    """The account that a reading is of; None: nobody knows."""
    if watch.account_id is not None:
        return watch.account_id
    variant = session.get(Variant, watch.variant_id)
    if variant is None or variant.account_id is not None:
        return variant.account_id if variant else None
    here = (Account.consortium_id == watch.consortium_id, Account.network == Channel(watch.network))
    handle = _handle(watch.network, variant.published_url)
    return session.scalar(select(Account.id).where(*here, Account.handle == handle)) if handle else None


def watches(session: Session, consortium_id: UUID, network: str) -> frozenset[UUID]:
    """The readings of accounts whose own owner agreed."""
    speaking = access.speaking(session, consortium_id, network)
    if not speaking:
        return frozenset()
    names = select(Account.handle, Account.id).where(Account.id.in_(speaking))
    by_handle = {row[0]: row[1] for row in session.execute(names)}
    query = (
        select(Watch.id, Watch.account_id, Variant.account_id, Variant.published_url)
        .outerjoin(Variant, Variant.id == Watch.variant_id)
        .where(Watch.consortium_id == consortium_id, Watch.network == network)
    )
    return frozenset(
        watch_id
        for watch_id, account, posted_on, url in session.execute(query)
        if (account or posted_on or by_handle.get(_handle(network, url))) in speaking
    )


def _handle(network: str, url: str | None) -> str:
    try:
        return addresses.post_address(network, url or "").handle or ""
    except InvalidInput:
        return ""
