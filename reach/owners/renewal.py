"""Renewing the token of an account before it ends: one process at a time, once.

`claim` and `keep` are one short transaction each, at the edge (reach.jobs); `ask` goes to the network
between them. Killed in between, the lease ends by itself and the renewal is asked for again with the
token that is stored; when the network had replaced that one meanwhile, it refuses, and the owner has
to connect the account again: nothing else is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from connectors import registry
from connectors.consents import Application, Grant
from connectors.errors import ConnectorError, NeedsReconnect, Unconfigured
from core import clock
from reach.collecting import credentials
from reach.models import NetworkCredential
from reach.owners import access
from reach.owners.ending import Ended

EARLY = timedelta(minutes=10)
LEASE = timedelta(seconds=60)
"""A renewal is over by then: one request of ten seconds."""


@dataclass(frozen=True)
class Ticket:
    """The right to renew one account's token now."""

    id: UUID
    network: str
    application: Application | None = field(repr=False)
    refresh: str = field(repr=False)

    def useless(self, grant: Grant) -> Ended:
        """What is to be given back of a renewal that nobody waits for any more."""
        return Ended(self.network, self.application, grant.token)


def due(ends_at: datetime | None) -> bool:
    """Whether a token is about to end."""
    return ends_at is not None and ends_at - clock.now() < EARLY


def claim(session: Session, credential_id: UUID) -> Ticket | None:
    """Take the right to renew; None when it is not due (any more), or somebody else is at it."""
    row = session.get(NetworkCredential, credential_id, with_for_update=True, populate_existing=True)
    now = clock.now()
    if row is None or row.error or not due(row.access_ends_at):
        return None
    if row.renewing_until is not None and row.renewing_until > now:
        return None
    row.renewing_until = now + LEASE
    held = credentials.unseal(row)
    application = credentials.application(session, row.consortium_id, row.network)
    return Ticket(row.id, row.network, application, held.get("refresh", ""))


def ask(ticket: Ticket) -> Grant | ConnectorError:
    """The new token, or why there is none; no database, nothing raised."""
    consent = registry.consent(ticket.network)
    if consent is None or ticket.application is None:
        return Unconfigured()
    if not ticket.refresh:
        return NeedsReconnect()
    try:
        return consent.renew(ticket.application, ticket.refresh)
    except ConnectorError as error:
        return error


def keep(session: Session, ticket: Ticket, answer: Grant | ConnectorError) -> bool:
    """Store what came; False when there is nothing to store it for any more: the owner took it back.

    A refusal of the owner's or the network's marks that account alone; any other error changes nothing.
    """
    row = session.get(NetworkCredential, ticket.id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    held = credentials.unseal(row)
    if held.get("refresh", "") != ticket.refresh:
        return True  # The owner connected it anew meanwhile: that one counts.
    if isinstance(answer, ConnectorError):
        row.renewing_until = None
        if isinstance(answer, NeedsReconnect):
            access.lost(row)
        return True
    row.sealed = credentials.seal({"token": answer.token, "refresh": answer.refresh or ticket.refresh})
    access.dated(row, answer)
    return True
