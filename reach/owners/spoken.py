"""Which readings an owner's consent is for: the account itself, and the posts that are on it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.models import Variant
from reach.models import Watch
from reach.owners import access


def account_of(session: Session, watch: Watch) -> UUID | None:
    """The account that a reading is of; None: nobody knows."""
    if watch.account_id is not None:
        return watch.account_id
    return session.scalar(select(Variant.account_id).where(Variant.id == watch.variant_id))


def watches(session: Session, consortium_id: UUID, network: str) -> frozenset[UUID]:
    """The readings of accounts whose own owner agreed."""
    speaking = access.speaking(session, consortium_id, network)
    query = (
        select(Watch.id)
        .outerjoin(Variant, Variant.id == Watch.variant_id)
        .where(
            Watch.consortium_id == consortium_id,
            Watch.network == network,
            func.coalesce(Watch.account_id, Variant.account_id).in_(speaking),
        )
    )
    return frozenset(session.scalars(query)) if speaking else frozenset()
