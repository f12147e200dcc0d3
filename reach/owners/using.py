"""Asking with the token of one account: what its refusal means, for that account alone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from connectors import registry
from connectors.consents import Grant
from connectors.errors import ConnectorError, NeedsReconnect, RateLimited
from core import clock
from reach.collecting import credentials
from reach.collecting.credentials import Opened
from reach.models import NetworkCredential
from reach.owners import access

A_MINUTE = 60
Error = type[ConnectorError]


def renewed(
    session: Session, before: Opened, answer: Grant | ConnectorError | None
) -> tuple[Opened | None, ConnectorError | None]:
    """What to ask with after a renewal; an error when there is nothing to ask with.

    A token that has not ended yet serves, whatever became of the renewal; `answer` None: somebody else
    renews it, and is done in a moment.
    """
    row = session.get(NetworkCredential, before.id)
    if row is None or row.error:
        return None, NeedsReconnect()
    now = credentials.for_asking(row, fresh=isinstance(answer, Grant))
    if now.ends_at is None or now.ends_at > clock.now():
        return now, None
    return None, answer if isinstance(answer, ConnectorError) else RateLimited(A_MINUTE)


def noted(
    session: Session, given: Opened | None, asked: Sequence[tuple[str, Error | None]]
) -> list[tuple[str, Error | None]]:
    """What of an outcome says how the readers fare; an owner's refusal is of that account alone."""
    if given is None or given.account_id is None:
        return list(asked)
    refused = [key for key, error in asked if error is NeedsReconnect and registry.needs_credentials(key)]
    if refused:
        access.refused(session, given.id, fresh=given.fresh)
    return [one for one in asked if one[0] not in refused]
