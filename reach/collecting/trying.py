"""Whether credentials open what they should: one question to the network, nothing kept of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors import registry
from connectors.errors import ConnectorError
from core.errors import NotFound, PorteVoixError
from core.i18n import _
from core.territory import Channel
from reach import snapshots
from reach.collecting.canaries import CANARIES
from reach.snapshots import Target


def subject(session: Session, consortium_id: UUID, network: str) -> Target:
    """Whom to ask about: an own account on the network, else one that is surely there. NotFound: neither."""
    query = select(Account).where(
        Account.consortium_id == consortium_id, Account.network == Channel(network), Account.own
    )
    account = session.scalars(query.order_by(Account.handle).limit(1)).first()
    handle = account.handle if account is not None else CANARIES.get(network, "")
    if not handle:
        raise NotFound(_("Ajoutez d'abord un compte du consortium sur ce réseau : il sert à l'essai."))
    return Target(consortium_id, account.id if account else consortium_id, None, network, handle)


def ask(target: Target, given: Mapping[str, str]) -> str:
    """Ask by the official interfaces only; '' when it answered, else the class of the error."""
    official = {one.key for one in registry.providers(target.network) if not one.scraping}
    try:
        snapshots.read(target, official, given=given)
    except ConnectorError as error:
        return type(error).__name__
    except PorteVoixError:
        return "InvalidInput"
    return ""
