"""The street's page, served on this machine, and phones that open it signed in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
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
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


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
