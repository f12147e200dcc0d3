"""The street's page, served on this machine, and phones that open it signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app import sign_in
from contacts.routes import ROUTES
from core import sessions, web
from core.database import Database
from core.people import Actor, User
from core.sessions import COOKIE
from tests import browsers

PHONE = {"width": 390, "height": 844}
STATIC = Path(__file__).parents[2] / "static"


class Files(StaticFiles):
    """Our own files and the fonts beside them."""

    def __init__(self) -> None:
        super().__init__(directory=web.ASSETS)
        self.all_directories = [web.ASSETS, STATIC]


@contextmanager
def served() -> Iterator[str]:
    """The address of the room's pages and of the sign-in, in a thread."""
    application = Starlette(routes=[*ROUTES, *sign_in.ROUTES, Mount("/assets", Files())])
    with browsers.served(application) as address:
        yield address


def session_of(database: Database, actor: Actor) -> str:
    """The token of a new session of that person."""
    with database.transaction() as session:
        return sessions.open_session(session, session.get_one(User, actor.user_id))


def signed_in(chromium: Browser, address: str, token: str, **traits: Any) -> Page:
    """A phone with that session, on the street's page."""
    given: dict[str, Any] = {"viewport": PHONE, "locale": "fr-FR", "has_touch": True, "is_mobile": True}
    context = chromium.new_context(**(given | traits))
    carry(context, address, token)
    page = context.new_page()
    page.goto(f"{address}/rue")
    return page


def carry(context: BrowserContext, address: str, token: str) -> None:
    """Give the phone that session's cookie."""
    context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
