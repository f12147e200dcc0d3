"""Accounts on the networks: the consortium's own (an ambassador's are told by that room); whose a post is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import addresses
from campaigns.models import Account, Variant
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
    claim_posts(session, account)
    audit.record(session, actor, "campaigns.account_added", account.id)
    return account


def own(session: Session, consortium_id: UUID) -> list[Account]:
    """The consortium's own accounts, network by network, then by name."""
    query = select(Account).where(Account.consortium_id == consortium_id, Account.own.is_(True))
    return sorted(session.scalars(query), key=lambda one: (FOLLOWED.index(one.network), one.handle))


def behind(
    session: Session, consortium_id: UUID, network: Channel, url: str, before: UUID | None = None
) -> UUID | None:
    """Whose account a post at this address is on: the one that it names, else the only own one there.

    Where several of our own may be it, what was known `before` stands. None: it names an account that
    is not followed, or nobody knows.
    """
    here = select(Account.id).where(Account.consortium_id == consortium_id, Account.network == network)
    name = addresses.named(network, url)
    if name:
        return session.scalar(here.where(Account.handle == name))
    found = session.scalars(here.where(Account.own).limit(2)).all()
    return found[0] if len(found) == 1 else before


def claim_posts(session: Session, account: Account) -> None:
    """Note on the posts online that are on this new account, and on nobody's so far, whose they are."""
    query = select(Variant).where(
        Variant.consortium_id == account.consortium_id,
        Variant.network == account.network,
        Variant.published_url.is_not(None),
        Variant.account_id.is_(None),
    )
    for variant in session.scalars(query):
        url = variant.published_url or ""
        if behind(session, account.consortium_id, account.network, url) == account.id:
            variant.account_id = account.id
    session.flush()
