"""The consortium's own accounts on the networks; an ambassador's are told by that room."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import addresses
from campaigns.models import Account
from core import audit, people, territory
from core.errors import Conflict
from core.i18n import _
from core.people import Action, Actor, Consortium
from core.territory import FOLLOWED, Channel


def add(session: Session, actor: Actor, network: Channel, handle: str) -> Account:
    """An account of the consortium's own, from «@name», «name» or its address; it can be collected.

    Raises InvalidInput (no name of an account there) and Conflict (it is in the list already).
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    name = addresses.handle(network, handle)
    # Two people who add the same account at once queue here on PostgreSQL; SQLite queues writers anyway.
    here = select(Consortium.id).where(Consortium.id == actor.consortium_id)
    session.execute(here.with_for_update(key_share=True))
    taken = select(Account.id).where(
        Account.consortium_id == actor.consortium_id, Account.network == network, Account.handle == name
    )
    if session.scalar(taken):
        raise Conflict(
            _(
                "Le compte {name} est déjà noté pour {network}.",
                name=name,
                network=territory.label(network),
            )
        )
    account = Account(
        consortium_id=actor.consortium_id, network=network, handle=name, own=True, collectable=True
    )
    session.add(account)
    session.flush()
    audit.record(session, actor, "campaigns.account_added", account.id)
    return account


def own(session: Session, consortium_id: UUID) -> list[Account]:
    """The consortium's own accounts, network by network, then by name."""
    query = select(Account).where(Account.consortium_id == consortium_id, Account.own.is_(True))
    return sorted(session.scalars(query), key=lambda one: (FOLLOWED.index(one.network), one.handle))
