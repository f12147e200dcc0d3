"""Keys and tokens of a consortium for a network: sealed, tested, dated, never shown again.

An administrator gives them; an empty field keeps what is there. Before they end, notices are sent 14,
7 and 1 days ahead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import audit, clock, crypto, people, settings
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor
from reach.models import NetworkCredential

PURPOSE = "network-credential"
WARN_DAYS = (14, 7, 1)
LONGEST = 4_000
# What each network asks for (fields of connectors.credentials), as it is called there.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "instagram": {
        "token": mark("Jeton d'accès (Graph API)"),
        "account": mark("Identifiant du compte Instagram"),
    },
    "facebook": {"token": mark("Jeton de la Page"), "account": mark("Identifiant de la Page")},
    "tiktok": {"token": mark("Jeton d'accès (Display API)")},
    "youtube": {"key": mark("Clé de l'API YouTube Data")},
    "mastodon": {"token": mark("Jeton d'accès du serveur")},
}
REQUIRED = {"token", "key"}


@dataclass(frozen=True)
class Connected:
    """What may be seen of credentials: everything but themselves."""

    network: str
    expires_on: date | None
    set_by: str
    set_at: datetime
    tested_at: datetime | None
    error: str

    @property
    def days_left(self) -> int | None:
        """Days until they end (negative: they have ended); None when no date is known."""
        if self.expires_on is None:
            return None
        return (self.expires_on - clock.today(settings.current().timezone)).days


def save(
    session: Session, actor: Actor, network: str, given: Mapping[str, str], expires_on: date | None
) -> None:
    """Keep what was typed; an empty field keeps what was there.

    Raises Forbidden for another role, NotFound for a network that takes none, InvalidInput when what
    the network needs is neither typed nor there, or the date has passed.
    """
    people.require(actor, Action.SWITCH_PROVIDERS, actor.consortium_id)
    give(session, actor.consortium_id, network, given, expires_on, actor.name)
    audit.record(session, actor, "reach.network_connected", network)


def give(
    session: Session,
    consortium_id: UUID,
    network: str,
    given: Mapping[str, str],
    expires_on: date | None,
    by: str,
) -> None:
    """The same for whoever was allowed elsewhere; `by` is shown."""
    if network not in FIELDS:
        raise NotFound(_("Ce réseau ne demande ni clé ni jeton."))
    row = _row(session, consortium_id, network)
    known = _opened(row) if row is not None else {}
    typed = {name: "".join(given.get(name, "").split()) for name in FIELDS[network]}
    whole = known | {name: value for name, value in typed.items() if value}
    _check(network, whole, expires_on)
    if row is None:
        row = NetworkCredential(consortium_id=consortium_id, network=network)
        session.add(row)
    row.sealed = crypto.encrypt(json.dumps(whole), PURPOSE)
    row.expires_on, row.set_by, row.set_at = expires_on, by, clock.now()
    row.tested_at, row.error, row.told_days = None, "", None
    session.flush()


def remove(session: Session, actor: Actor, network: str) -> None:
    """Forget them; written down. Raises Forbidden for another role, NotFound when there are none."""
    people.require(actor, Action.SWITCH_PROVIDERS, actor.consortium_id)
    gone = delete(NetworkCredential).where(
        NetworkCredential.consortium_id == actor.consortium_id, NetworkCredential.network == network
    )
    if not session.scalars(gone.returning(NetworkCredential.id)).all():
        raise NotFound(_("Ce réseau n'est pas connecté."))
    audit.record(session, actor, "reach.network_disconnected", network)


def tested(session: Session, consortium_id: UUID, network: str, error: str) -> None:
    """Write down how a test went: the class of the error, '' for none."""
    row = _row(session, consortium_id, network)
    if row is not None:
        row.tested_at, row.error = clock.now(), error


def opened(session: Session, consortium_id: UUID, network: str) -> dict[str, str] | None:
    """What the network is to be given, for the moment of asking; None when it is not connected."""
    row = _row(session, consortium_id, network)
    return _opened(row) if row is not None else None


def exists(session: Session, consortium_id: UUID, network: str) -> bool:
    """Whether the consortium connected that network."""
    return _row(session, consortium_id, network) is not None


def connected(session: Session, consortium_id: UUID) -> dict[str, Connected]:
    """What is connected, by network."""
    query = select(NetworkCredential).where(NetworkCredential.consortium_id == consortium_id)
    return {
        row.network: Connected(row.network, row.expires_on, row.set_by, row.set_at, row.tested_at, row.error)
        for row in session.scalars(query.order_by(NetworkCredential.network))
    }


def ending(session: Session) -> list[tuple[UUID, str, int]]:
    """What ends soon and was not told yet: consortium, network, days left."""
    today = clock.today(settings.current().timezone)
    found = []
    query = select(NetworkCredential).where(NetworkCredential.expires_on.is_not(None))
    for row in session.scalars(query.order_by(NetworkCredential.expires_on)):
        left = ((row.expires_on or today) - today).days
        step = min((days for days in WARN_DAYS if left <= days), default=None)
        if step is not None and (row.told_days is None or step < row.told_days):
            found.append((row.consortium_id, row.network, left))
    return found


def told(session: Session, consortium_id: UUID, network: str, left: int) -> None:
    """The warning of that many days was given."""
    row = _row(session, consortium_id, network)
    if row is not None:
        row.told_days = min(days for days in WARN_DAYS if left <= days)


def _check(network: str, whole: Mapping[str, str], expires_on: date | None) -> None:
    for name in FIELDS[network]:
        if name in REQUIRED and not whole.get(name):
            raise InvalidInput(_("Collez la clé ou le jeton que le réseau vous a donné."), name)
        if len(whole.get(name, "")) > LONGEST:
            raise InvalidInput(_("Ce texte est trop long pour une clé ou un jeton. Collez-le seul."), name)
    if expires_on is not None and expires_on < clock.today(settings.current().timezone):
        raise InvalidInput(_("Cette date est passée. Créez un nouveau jeton, puis collez-le."), "expires_on")


def _row(session: Session, consortium_id: UUID, network: str) -> NetworkCredential | None:
    query = select(NetworkCredential).where(
        NetworkCredential.consortium_id == consortium_id, NetworkCredential.network == network
    )
    return session.scalar(query)


def _opened(row: NetworkCredential) -> dict[str, str]:
    found: dict[str, Any] = json.loads(crypto.decrypt(row.sealed, PURPOSE))
    return {str(name): str(value) for name, value in found.items()}
