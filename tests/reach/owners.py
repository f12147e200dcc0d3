"""What the tests of owners' consents share: a consortium with its application, an account, the way there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from campaigns.models import Account
from connectors.consents import Application, Grant
from core import database, web
from core.people import Actor, Role
from core.territory import Channel
from reach.collecting import credentials
from reach.models import ConsentLink, Lane, NetworkCredential
from reach.owners import access, links
from reach.routes import ROUTES
from reach.routes.consents import FORM
from tests.asgi import Visitor
from tests.factories import people
from tests.factories import reach as made
from tests.reach.tiktok import KEY, SECRET, TikTok

APPLICATION = {"client_key": KEY, "client_secret": SECRET}
US = Application(KEY, SECRET)


@dataclass(frozen=True)
class Here:
    """A consortium that registered its application, an officer, and an account of its own."""

    place: people.Place
    officer: Actor
    account: UUID

    @property
    def consortium(self) -> UUID:
        """Its id."""
        return self.place.consortium.id


def here(handle: str = "quai.neuf") -> Here:
    """Made in one transaction."""
    with database.current().transaction() as session:
        place = people.place(session)
        administrator = people.actor(session, place, Role.ADMINISTRATOR)
        credentials.save(session, administrator, "tiktok", APPLICATION, None)
        account = made.account(session, place, Channel.TIKTOK, handle)
        return Here(place, people.actor(session, place, Role.COMMUNICATIONS), account.id)


def visitor() -> Visitor:
    """A phone in front of this room's public routes."""
    return Visitor(Starlette(routes=ROUTES))


def link(officer: Actor, account: UUID) -> str:
    """The path of a new link."""
    with database.current().transaction() as session:
        return urlsplit(links.ask(session, officer, account)).path


def sent_on(phone: Visitor, path: str) -> str:
    """The address on TikTok to which the button leads."""
    answer = phone.post(path, data={"token": web.form_token(FORM), "act": "go"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def state_of(address: str) -> str:
    """The state that it carries."""
    return parse_qs(urlsplit(address).query)["state"][0]


def came_back(phone: Visitor, state: str, **given: str) -> str:
    """Where the way back ends: the last word of the address, or the status."""
    answer = phone.get("/accord/retour/tiktok", params={"state": state, **given})
    where = answer.headers.get("location", "")
    return where.rpartition("/")[2] if answer.status_code == 303 else str(answer.status_code)


def agree(session: Session, tiktok: TikTok, account: UUID, user: str) -> NetworkCredential:
    """The owner of an account has agreed, as TikTok knows it too."""
    tiktok.user = user
    token, refresh = tiktok._made("acces", good=False), tiktok._made("refresh")
    tiktok.access[token] = user
    access.keep(
        session,
        session.get_one(Account, account),
        Grant(token, tiktok.lasts, refresh, tiktok.refresh_lasts),
    )
    row = access.of(session, account)
    assert row is not None
    return row


def held() -> dict[UUID, dict[str, str]]:
    """What is sealed for each account."""
    with database.current().snapshot() as session:
        rows = session.scalars(select(NetworkCredential).where(NetworkCredential.account_id.is_not(None)))
        return {row.account_id: credentials.unseal(row) for row in rows if row.account_id}


def rows(table: type[ConsentLink] | type[NetworkCredential] | type[Lane]) -> int:
    """How many there are."""
    with database.current().snapshot() as session:
        return len(session.scalars(select(table)).all())
