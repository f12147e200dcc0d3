"""Links for the owner of an account: who asks, what is read, one button that leads to the network.

The link holds a random token, the row its SHA-256. It asks once; what it connected can be ended with it
for as long as it is connected. The way to the network and back carries a state that is good once.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors import registry
from connectors.consents import Application, Grant, OwnersConsent
from core import audit, clock, crypto, i18n, people, settings
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, Consortium
from reach.collecting import credentials
from reach.models import ConsentLink
from reach.owners import access

LIFETIME = timedelta(days=7)
ON_THE_WAY = timedelta(minutes=30)
PREFIX = "/accord"
BACK = f"{PREFIX}/retour"


class LinkOver(NotFound):
    """The link, or the way to the network and back, is over or never was."""


@dataclass(frozen=True)
class Asking:
    """What the owner's page shows."""

    account_id: UUID
    network: str
    handle: str
    who: str
    """The consortium that asks."""
    state: access.State


@dataclass(frozen=True)
class Way:
    """A way to the network that came back: it is used up, and what follows is said in `finish`."""

    link_id: UUID
    account_id: UUID
    network: str
    application: Application = field(repr=False)


def ask(session: Session, actor: Actor, account_id: UUID) -> str:
    """A new link for the owner of that account: its address, which is shown once; earlier ones stop.

    Raises Forbidden, NotFound (another consortium's), InvalidInput (a network that asks no owner) and
    Conflict: the account may not be collected, or no application is given.
    """
    people.require(actor, Action.COLLECT, actor.consortium_id)
    account = session.get(Account, account_id)
    if account is None or account.consortium_id != actor.consortium_id:
        raise NotFound(_("Ce compte est introuvable. Revenez à la liste."))
    network = account.network.value
    if registry.consent(network) is None:
        raise InvalidInput(_("Sur ce réseau, l'accord du titulaire ne passe pas par un lien."), "account")
    if not account.collectable:
        raise Conflict(
            _("Notez d'abord l'accord de la personne, et d'un parent avant 18 ans. Le lien vient ensuite.")
        )
    if session.get_one(Consortium, actor.consortium_id).demo:
        raise Conflict(_("Ceci est une démonstration : elle n'interroge aucun réseau."))
    if credentials.application(session, actor.consortium_id, network) is None:
        raise Conflict(_("Demandez d'abord à votre administration d'enregistrer l'application de ce réseau."))
    now, token = clock.now(), crypto.token()
    open_ones = (ConsentLink.account_id == account_id, ConsentLink.used_at.is_(None))
    session.execute(
        update(ConsentLink).where(*open_ones, ConsentLink.revoked_at.is_(None)).values(revoked_at=now)
    )
    link = ConsentLink(
        consortium_id=actor.consortium_id,
        account_id=account_id,
        token_hash=crypto.digest(token),
        asked_by=actor.name,
        made_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(link)
    session.flush()
    audit.record(session, actor, "reach.owner_asked", account_id)
    return f"{settings.current().public_url}{PREFIX}/{token}"


def asking(session: Session, token: str) -> Asking:
    """What the page of that link shows. Raises LinkOver."""
    link = _link(session, token)
    account = session.get_one(Account, link.account_id)
    consortium = session.get_one(Consortium, link.consortium_id)
    row = access.of(session, account.id) if link.used_at is not None else None
    state = access.State.ASKED if row is None else access.state_of(row)
    return Asking(account.id, account.network.value, account.handle, consortium.name, state)


def set_out(session: Session, token: str) -> str:
    """The network's address for the owner; a way that was under way before is over. Raises LinkOver."""
    link = _link(session, token)
    account = session.get_one(Account, link.account_id)
    application = credentials.application(session, link.consortium_id, account.network.value)
    if link.used_at is not None or application is None:
        raise _over()
    secret = crypto.token()
    link.state_hash, link.state_until = crypto.digest(secret), clock.now() + ON_THE_WAY
    state = f"{link.id.hex}.{i18n.language()}.{secret}"
    return consent_of(account.network.value).page(application, back(account.network.value), state)


def come_back(session: Session, network: str, state: str) -> Way:
    """The way that this state is of; it is used up here, before anything is asked. Raises LinkOver."""
    link = _of_state(session, state)
    if link is None:
        raise _over()
    account = session.get_one(Account, link.account_id)
    application = credentials.application(session, link.consortium_id, network)
    link.state_hash, link.state_until = "", None
    if account.network.value != network or application is None:
        raise _over()
    return Way(link.id, account.id, network, application)


def finish(session: Session, way: Way, grant: Grant, owner: str) -> bool:
    """Keep what the owner opened; False, and nothing is kept, when it is another account's.

    Raises LinkOver when the link, or the account, was closed meanwhile.
    """
    link = session.get(ConsentLink, way.link_id, with_for_update=True, populate_existing=True)
    account = session.get(Account, way.account_id, with_for_update=True, populate_existing=True)
    if link is None or account is None or not _open(link, account) or link.used_at is not None:
        raise _over()
    if owner != account.handle.lower():
        return False
    access.keep(session, account, grant)
    link.used_at = clock.now()
    audit.record_system(session, access.BY_OWNER, "reach.access_given", account.id, account.consortium_id)
    return True


def tidy(session: Session) -> None:
    """Links that nobody used and that are good no more go."""
    over = or_(ConsentLink.expires_at <= clock.now(), ConsentLink.revoked_at.is_not(None))
    session.execute(delete(ConsentLink).where(ConsentLink.used_at.is_(None), over))


def language_of(state: str) -> str:
    """The language in which the owner set out; '' when it does not say."""
    return state.partition(".")[2].partition(".")[0]


def consent_of(network: str) -> OwnersConsent:
    """How that network asks owners. Raises LinkOver for one that does not."""
    found = registry.consent(network)
    if found is None:
        raise _over()
    return found


def back(network: str) -> str:
    """Where the network leads back to: to be declared there by whoever registers the application."""
    return f"{settings.current().public_url}{BACK}/{network}"


def _link(session: Session, token: str) -> ConsentLink:
    link = session.scalar(select(ConsentLink).where(ConsentLink.token_hash == crypto.digest(token)))
    account = session.get(Account, link.account_id) if link is not None else None
    if link is None or account is None or not _open(link, account):
        raise _over()
    if link.used_at is not None and access.of(session, account.id) is None:
        raise _over()
    return link


def _open(link: ConsentLink, account: Account) -> bool:
    in_time = link.used_at is not None or link.expires_at > clock.now()
    return link.revoked_at is None and in_time and account.collectable


def _of_state(session: Session, state: str) -> ConsentLink | None:
    """The open link whose way this state is of; compared in constant time."""
    number, _dot, rest = state.partition(".")
    secret = rest.partition(".")[2]
    try:
        link_id = UUID(hex=number)
    except ValueError:
        return None
    link = session.get(ConsentLink, link_id, with_for_update=True, populate_existing=True)
    if link is None or link.state_until is None or link.used_at is not None:
        return None
    if not hmac.compare_digest(link.state_hash, crypto.digest(secret)):
        return None
    account = session.get(Account, link.account_id)
    in_time = link.state_until > clock.now() and account is not None and _open(link, account)
    return link if in_time else None


def _over() -> LinkOver:
    return LinkOver(
        _("Ce lien a déjà servi ou n'est plus valable. Il faut en demander un nouveau à l'équipe.")
    )
