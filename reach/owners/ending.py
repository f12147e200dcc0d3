"""The end of a consent: what it opened is erased here first, then given back to the network.

What the network answers changes nothing here: without the token nobody can ask any more, and the
owner finds the application in the network's own settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors import registry
from connectors.consents import Application
from connectors.errors import ConnectorError
from core import audit, people
from core.errors import NotFound
from core.i18n import _
from core.people import Action, Actor
from reach.collecting import credentials
from reach.models import ConsentLink, NetworkCredential
from reach.owners import access


@dataclass(frozen=True)
class Ended:
    """What is to be given back to a network, once it is erased here."""

    network: str
    application: Application | None = field(repr=False)
    token: str = field(repr=False)


def by_staff(session: Session, actor: Actor, account_id: UUID) -> list[Ended]:
    """A member of the team ends it for an account; written down.

    Raises Forbidden for another role, NotFound when there is nothing to end.
    """
    people.require(actor, Action.COLLECT, actor.consortium_id)
    account = session.get(Account, account_id)
    if account is None or account.consortium_id != actor.consortium_id or not _held(session, account_id):
        raise NotFound(_("Ce compte n'est pas connecté."))
    audit.record(session, actor, "reach.access_ended", account_id)
    return erase(session, [account_id])


def by_owner(session: Session, account_id: UUID) -> list[Ended]:
    """The owner ends it, by their link or in their space; twice is as once."""
    account = session.get(Account, account_id)
    if account is None or not _held(session, account_id):
        return []
    audit.record_system(session, access.BY_OWNER, "reach.access_ended", account_id, account.consortium_id)
    return erase(session, [account_id])


def not_allowed(session: Session) -> list[Ended]:
    """End it for every account that may not be collected: paused, left, an agreement taken back."""
    closed = select(Account.id).where(Account.collectable.is_(False))
    held = select(NetworkCredential.account_id).where(NetworkCredential.account_id.in_(closed))
    asked = select(ConsentLink.account_id).where(ConsentLink.account_id.in_(closed))
    going = select(Account.id).where(or_(Account.id.in_(held), Account.id.in_(asked)))
    return erase(session, session.scalars(going).all())


def erase(session: Session, account_ids: Sequence[UUID]) -> list[Ended]:
    """Erase tokens and links of these accounts; what is to be given back to their networks."""
    which = NetworkCredential.account_id.in_(account_ids)
    rows = session.scalars(select(NetworkCredential).where(which)).all()
    ended = [_ended(session, row) for row in rows]
    session.execute(delete(NetworkCredential).where(which))
    session.execute(delete(ConsentLink).where(ConsentLink.account_id.in_(account_ids)))
    return ended


def give_back(ended: Sequence[Ended]) -> int:
    """Tell the networks, each once; how many took it. Nothing raised, no database."""
    return sum(_given_back(one) for one in ended)


def _given_back(one: Ended) -> bool:
    consent = registry.consent(one.network)
    if consent is None or one.application is None or not one.token:
        return False
    try:
        consent.revoke(one.application, one.token)
    except ConnectorError:
        return False
    return True


def _ended(session: Session, row: NetworkCredential) -> Ended:
    application = credentials.application(session, row.consortium_id, row.network)
    return Ended(row.network, application, credentials.unseal(row).get("token", ""))


def _held(session: Session, account_id: UUID) -> bool:
    return access.of(session, account_id) is not None
