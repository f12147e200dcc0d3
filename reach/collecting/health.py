"""How each provider fares: its last success, its last error, and how long it is left alone.

A breaker: three failures in a row and it rests for an hour, then one reading is tried. When that fails
too it rests for six hours, then until tomorrow, one try after each; an answer ends it. What a network
says of one account or post is an answer (connectors.errors.OF_THE_TARGET).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.errors import OF_NOBODY, ConnectorError
from core import clock
from reach.collecting import lanes
from reach.models import ProviderHealth

MOST_FAILURES = 3
RESTS = (timedelta(hours=1), timedelta(hours=6))
"""The first rest and the second; any further one ends with the day."""


def well(session: Session, owner: str, provider: str) -> None:
    """It read something: the failures before are forgotten."""
    row = _row(session, owner, provider)
    row.well_at, row.error = clock.now(), ""
    _close(row)


def answered(session: Session, owner: str, provider: str) -> None:
    """It gave no number, but the network's own word on the one it was asked for: no failure of its own."""
    row = session.get(ProviderHealth, (owner, provider))
    if row is not None:
        _close(row)


def failed(
    session: Session, owner: str, provider: str, error: type[ConnectorError], *, again: bool = False
) -> None:
    """It did not answer: the third failure in a row, and then each one that ends a rest, begins a rest.

    `again`: on a target that failed before. That speaks of the target as much, and begins no first rest:
    what failed among hundreds comes back together, and would look like a row.
    """
    if issubclass(error, OF_NOBODY):
        return
    row, now = _row(session, owner, provider), clock.now()
    row.error, row.error_at = error.__name__, now
    if again and row.open_until is None:
        return
    row.failures += 1
    if row.open_until is not None and row.open_until > now:
        return  # It rests already: a word that came late.
    if row.open_until is not None or row.failures >= MOST_FAILURES:
        row.openings += 1
        row.open_until = _until(row.openings, now)


def resting(session: Session, owner: str) -> dict[str, datetime]:
    """The providers that are left alone now for that owner, each with the end of its rest."""
    query = select(ProviderHealth.provider, ProviderHealth.open_until).where(
        ProviderHealth.owner == owner, ProviderHealth.open_until > clock.now()
    )
    return {provider: until for provider, until in session.execute(query) if until is not None}


def of(session: Session, owners: Iterable[str]) -> dict[tuple[str, str], ProviderHealth]:
    """What is known of every provider, by owner and key."""
    rows = session.scalars(select(ProviderHealth).where(ProviderHealth.owner.in_(list(owners))))
    return {(row.owner, row.provider): row for row in rows}


def _until(openings: int, now: datetime) -> datetime:
    return now + RESTS[openings - 1] if openings <= len(RESTS) else lanes.tomorrow()


def _close(row: ProviderHealth) -> None:
    row.failures, row.openings, row.open_until = 0, 0, None


def _row(session: Session, owner: str, provider: str) -> ProviderHealth:
    row = session.get(ProviderHealth, (owner, provider))
    if row is None:
        row = ProviderHealth(owner=owner, provider=provider, error="", failures=0, openings=0)
        session.add(row)
        session.flush()
    return row
