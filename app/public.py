"""Every public route in one place, free of Streamlit; N processes of `app` at scale.

`uvicorn app.public:app`, or `porte-voix public`. The same routes and middleware serve the
one-process start (streamlit_app.py), whose lifespan carries out the jobs too.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

import ambassadors.routes
import campaigns.routes
import contacts.routes
import reach.routes
from app import api, health, migrate, sign_in
from app.assets import Assets
from app.wiring import wire
from contacts import keeping
from core import database, first_run, i18n, jobs, people, settings, web
from core.i18n import _

_ROOT = Path(__file__).parents[1]
_PAGES = web.Pages(Path(__file__).parent / "templates")
_log = logging.getLogger("porte_voix")


class Speaking:
    """ASGI middleware: every page speaks the installation's language, sign-in and 404 included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in that language."""
        with i18n.speaking(settings.current().language):
            await self.app(scope, receive, send)


async def favicon(_request: Request) -> Response:
    """Our own icon; Streamlit would answer with its page."""
    return FileResponse(web.ASSETS / "horn.svg", headers={"Cache-Control": "public, max-age=86400"})


def not_found() -> Response:
    """Our own 404 page."""
    context = {
        "title": _("Page introuvable"),
        "text": _("Cette adresse ne mène nulle part. Vérifiez-la, ou revenez à la page d'accueil."),
    }
    return _PAGES.render("message.html", context, status=404)


async def _not_found(_request: Request, _error: Exception) -> Response:
    return not_found()


ROUTES: list[BaseRoute] = [
    *sign_in.ROUTES,
    *contacts.routes.ROUTES,
    *campaigns.routes.ROUTES,
    *ambassadors.routes.ROUTES,
    *reach.routes.ROUTES,
    Route("/healthz", health.healthz),
    Route("/favicon.ico", favicon),
    Route("/favicon.png", favicon),
    Mount("/assets", Assets()),
    api.ROUTE,
]
MIDDLEWARE = [Middleware(Speaking)]
in_front = campaigns.routes.FastPath
"""Around the whole application: a code passes through none of its layers."""


def answers(scope: Scope) -> bool:
    """Whether one of our own routes takes this request (the method aside)."""
    return any(route.matches(scope)[0] is not Match.NONE for route in ROUTES)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Check, migrate, wire, start the scan writer; say the first-run code; flush at the end."""
    _hush_access_log()
    await run_in_threadpool(_start)
    redirects = campaigns.routes.redirects()
    redirects.start()
    # What is loaded by now stays: a full collection would stop every redirect for 100 ms to find that out.
    gc.freeze()
    health.started()
    try:
        yield
    finally:
        health.stopped()
        await run_in_threadpool(redirects.stop)


@asynccontextmanager
async def lifespan_with_jobs(app: Any) -> AsyncIterator[None]:
    """The same, and the jobs in this process: the one-process start."""
    async with lifespan(app):
        await run_in_threadpool(jobs.start)
        gc.freeze()
        try:
            yield
        finally:
            await run_in_threadpool(jobs.stop)


def _start() -> None:
    settings.current()
    migrate.migrate(database.current())
    wire()
    with database.current().transaction() as session:
        # What may not be kept leaves at the latest with the next start, whether or not jobs run here.
        keeping.erase_batch(session)
    with database.current().snapshot() as session:
        if people.empty(session):
            with i18n.speaking(settings.current().language):
                _say_first_run_code()


def _say_first_run_code() -> None:
    address = settings.current().public_url
    print(_("Première installation : ouvrez {address}/premiers-pas", address=address), flush=True)  # noqa: T201
    print(_("Code à usage unique : {code}", code=first_run.code()), flush=True)  # noqa: T201


def _hush_access_log() -> None:
    """Access lines hold visitors' addresses: none is written, whatever the server was told."""
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
    access.disabled = True


app = in_front(
    Starlette(
        routes=ROUTES,
        middleware=MIDDLEWARE,
        lifespan=lifespan,
        exception_handlers={404: _not_found, HTTPException: _not_found},
    )
)
