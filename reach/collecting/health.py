"""How each provider fares: last success, last error, and a rest for the day after three failures in a row.

What a network says of one account (gone, private) is no failure of the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.errors import ConnectorError
from core import clock, settings
from reach.models import ProviderHealth

MOST_FAILURES = 3
_OF_THE_TARGET = frozenset({"Gone", "Private"})
_OF_NOBODY = frozenset({"SwitchedOff", "Unconfigured"})


def well(session: Session, owner: str, provider: str) -> None:
    """It answered: the failures before are forgotten."""
    row = _row(session, owner, provider)
    row.well_at, row.error, row.failures, row.open_on = clock.now(), "", 0, None


def failed(session: Session, owner: str, provider: str, error: type[ConnectorError]) -> None:
    """It did not answer; at the third time in a row it rests until tomorrow."""
    if error.__name__ in _OF_NOBODY:
        return
    if error.__name__ in _OF_THE_TARGET:
        well(session, owner, provider)
        return
    row = _row(session, owner, provider)
    today = clock.today(settings.current().timezone)
    if row.open_on is not None and row.open_on < today:
        row.failures, row.open_on = 0, None
    row.error, row.error_at, row.failures = error.__name__, clock.now(), row.failures + 1
    if row.failures >= MOST_FAILURES:
        row.open_on = today


def resting(session: Session, owner: str) -> frozenset[str]:
    """The providers that rest today for that owner."""
    today = clock.today(settings.current().timezone)
    query = select(ProviderHealth.provider).where(
        ProviderHealth.owner == owner, ProviderHealth.open_on == today
    )
    return frozenset(session.scalars(query))


def of(session: Session, owners: Iterable[str]) -> dict[tuple[str, str], ProviderHealth]:
    """What is known of every provider, by owner and key."""
    rows = session.scalars(select(ProviderHealth).where(ProviderHealth.owner.in_(list(owners))))
    return {(row.owner, row.provider): row for row in rows}


def wake(session: Session, owner: str, provider: str) -> None:
    """End the rest of a provider that was repaired."""
    row = session.get(ProviderHealth, (owner, provider))
    if row is not None:
        row.failures, row.open_on = 0, None


def owner_of(consortium_id: UUID) -> str:
    """The owner's name in queues and health for a consortium's own credentials."""
    return str(consortium_id)


def _row(session: Session, owner: str, provider: str) -> ProviderHealth:
    row = session.get(ProviderHealth, (owner, provider))
    if row is None:
        row = ProviderHealth(owner=owner, provider=provider, error="", failures=0)
        session.add(row)
        session.flush()
    return row
