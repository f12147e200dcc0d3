"""Keys and tokens for a network: sealed, tested, dated, never shown again.

An administrator gives those of the consortium; an empty field keeps what is there. Where a token speaks
for one account alone (TikTok), the consortium gives its application, and each owner agrees for the
account (reach.owners). Before anything ends, notices are sent 14, 7 and 1 days ahead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors.consents import Application
from connectors.places import DOMAIN
from core import audit, clock, crypto, people, settings
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor, Consortium
from reach.models import NetworkCredential

PURPOSE = "network-credential"
WARN_DAYS = (14, 7, 1)
LOST = "NeedsReconnect"
"""The error of a token that its owner, or the network, ended."""
LONGEST = 4_000
# What each network asks for (fields of connectors.credentials), as it is called there.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "instagram": {
        "token": mark("Jeton d'accès (Graph API)"),
        "account": mark("Identifiant du compte Instagram"),
    },
    "facebook": {"token": mark("Jeton de la Page"), "account": mark("Identifiant de la Page")},
    "tiktok": {
        "client_key": mark("Clé de l'application (client key)"),
        "client_secret": mark("Secret de l'application (client secret)"),
    },
    "youtube": {"key": mark("Clé de l'API YouTube Data")},
    "mastodon": {
        "account": mark("Serveur qui demande un jeton (par exemple social.exemple.fr)"),
        "token": mark("Jeton d'accès du serveur"),
    },
}
REQUIRED = {"token", "key", "client_key", "client_secret"}
SECRET = REQUIRED - {"client_key"}
APPLICATIONS = frozenset({"tiktok"})
"""Networks that know an application first; its fields are FIELDS, the tokens are of single accounts."""
ASKING = ("token", "key", "account")
"""What a reader is given; everything else that is sealed stays here."""


@dataclass(frozen=True)
class Opened:
    """What is given to a reader for the moment of asking, and what it is of."""

    given: dict[str, str] = field(repr=False)
    id: UUID
    account_id: UUID | None
    """The account that it speaks for; None: the consortium's own."""
    ends_at: datetime | None
    fresh: bool = False
    """It was renewed a moment ago: a refusal is no matter of time."""


@dataclass(frozen=True)
class Ending:
    """What ends soon, or no longer opens."""

    id: UUID
    consortium_id: UUID
    network: str
    left: int
    """Days; negative: it has ended."""


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
    known = {name: value for name, value in (unseal(row) if row else {}).items() if name in FIELDS[network]}
    typed = {name: "".join(given.get(name, "").split()) for name in FIELDS[network]}
    if network == "mastodon":
        typed["account"] = typed["account"].lower().removeprefix("https://").rstrip("/")
    whole = known | {name: value for name, value in typed.items() if value}
    _check(network, whole, expires_on)
    if row is None:
        row = NetworkCredential(consortium_id=consortium_id, network=network)
        session.add(row)
    row.sealed = seal(whole)
    row.expires_on, row.set_by, row.set_at = expires_on, by, clock.now()
    row.tested_at, row.error, row.told_days = None, "", None
    session.flush()


def remove(session: Session, actor: Actor, network: str) -> None:
    """Forget them; written down. Raises Forbidden for another role, NotFound when there are none."""
    people.require(actor, Action.SWITCH_PROVIDERS, actor.consortium_id)
    gone = delete(NetworkCredential).where(_of_all(actor.consortium_id, network))
    if not session.scalars(gone.returning(NetworkCredential.id)).all():
        raise NotFound(_("Ce réseau n'est pas connecté."))
    audit.record(session, actor, "reach.network_disconnected", network)


def tested(session: Session, consortium_id: UUID, network: str, error: str) -> None:
    """Write down how a test went: the class of the error, '' for none."""
    row = _row(session, consortium_id, network)
    if row is not None:
        row.tested_at, row.error = clock.now(), error


def opened(
    session: Session, consortium_id: UUID, network: str, account_id: UUID | None = None
) -> Opened | None:
    """What the network is to be given, for the moment of asking; None when it is not connected.

    The account's own comes first, while it may be collected and its owner agrees; then the consortium's.
    """
    for row in (_of_account(session, account_id), _row(session, consortium_id, network)):
        found = for_asking(row) if row is not None else None
        if found is not None and found.given:
            return found
    return None


def for_asking(row: NetworkCredential, *, fresh: bool = False) -> Opened:
    """What a reader is given of a row."""
    given = {name: value for name, value in unseal(row).items() if name in ASKING}
    return Opened(given, row.id, row.account_id, row.access_ends_at, fresh)


def application(session: Session, consortium_id: UUID, network: str) -> Application | None:
    """What the network knows us by: the consortium's own application, else the operator's; None: none.

    A demonstration has none: it asks nobody.
    """
    if session.get_one(Consortium, consortium_id).demo:
        return None
    row = _row(session, consortium_id, network)
    held = unseal(row) if row is not None else {}
    if held.get("client_key"):
        return Application(held["client_key"], held["client_secret"])
    chosen = settings.current()
    if network == "tiktok" and chosen.tiktok_client_key and chosen.tiktok_client_secret:
        return Application(chosen.tiktok_client_key, chosen.tiktok_client_secret)
    return None


def exists(session: Session, consortium_id: UUID, network: str) -> bool:
    """Whether the consortium gave what opens that network for all its accounts."""
    row = _row(session, consortium_id, network)
    # An application alone reads nothing.
    return row is not None and (network not in APPLICATIONS or "token" in unseal(row))


def connected(session: Session, consortium_id: UUID) -> dict[str, Connected]:
    """What the consortium connected, by network."""
    query = select(NetworkCredential).where(
        NetworkCredential.consortium_id == consortium_id, NetworkCredential.account_id.is_(None)
    )
    return {
        row.network: Connected(row.network, row.expires_on, row.set_by, row.set_at, row.tested_at, row.error)
        for row in session.scalars(query.order_by(NetworkCredential.network))
    }


def ending(session: Session) -> list[Ending]:
    """What ends soon or no longer opens an account, and was not told yet."""
    today = clock.today(settings.current().timezone)
    found = []
    lost = and_(NetworkCredential.account_id.is_not(None), NetworkCredential.error == LOST)
    query = select(NetworkCredential).where(or_(NetworkCredential.expires_on.is_not(None), lost))
    for row in session.scalars(query.order_by(NetworkCredential.expires_on, NetworkCredential.id)):
        over = row.account_id is not None and row.error == LOST
        left = -1 if over else ((row.expires_on or today) - today).days
        step = min((days for days in WARN_DAYS if left <= days), default=None)
        if step is not None and (row.told_days is None or step < row.told_days):
            found.append(Ending(row.id, row.consortium_id, row.network, left))
    return found


def told(session: Session, one: Ending) -> None:
    """The warning of that many days was given."""
    row = session.get(NetworkCredential, one.id)
    if row is not None:
        row.told_days = min(days for days in WARN_DAYS if one.left <= days)


def _check(network: str, whole: Mapping[str, str], expires_on: date | None) -> None:
    for name in FIELDS[network]:
        if name in REQUIRED and not whole.get(name):
            raise InvalidInput(_("Collez la clé ou le jeton que le réseau vous a donné."), name)
        if len(whole.get(name, "")) > LONGEST:
            raise InvalidInput(_("Ce texte est trop long pour une clé ou un jeton. Collez-le seul."), name)
    if network == "mastodon" and not re.fullmatch(DOMAIN, whole.get("account", "")):
        raise InvalidInput(
            _("Écrivez le nom du serveur seul, par exemple social.exemple.fr : le jeton ne va qu'à lui."),
            "account",
        )
    if expires_on is not None and expires_on < clock.today(settings.current().timezone):
        raise InvalidInput(_("Cette date est passée. Créez un nouveau jeton, puis collez-le."), "expires_on")


def _of_all(consortium_id: UUID, network: str) -> ColumnElement[bool]:
    return and_(
        NetworkCredential.consortium_id == consortium_id,
        NetworkCredential.network == network,
        NetworkCredential.account_id.is_(None),
    )


def _row(session: Session, consortium_id: UUID, network: str) -> NetworkCredential | None:
    return session.scalar(select(NetworkCredential).where(_of_all(consortium_id, network)))


def _of_account(session: Session, account_id: UUID | None) -> NetworkCredential | None:
    if account_id is None:
        return None
    query = (
        select(NetworkCredential)
        .join(Account, Account.id == NetworkCredential.account_id)
        .where(NetworkCredential.account_id == account_id, NetworkCredential.error == "", Account.collectable)
    )
    return session.scalar(query)


def seal(held: Mapping[str, str]) -> bytes:
    """Sealed, for a row."""
    return crypto.encrypt(json.dumps(dict(held)), PURPOSE)


def unseal(row: NetworkCredential) -> dict[str, str]:
    """Everything that a row holds, what renews it included: for this room alone."""
    found: dict[str, Any] = json.loads(crypto.decrypt(row.sealed, PURPOSE))
    return {str(name): str(value) for name, value in found.items()}
