"""The public API: one FastAPI application of every room's operations, under /api/v1."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Mount, Router
from starlette.types import Receive, Scope, Send

import contacts.api
import reach.api
from core import api
from core.i18n import _


def build() -> FastAPI:
    """Version 1. No page of documentation: theirs would load scripts from elsewhere."""
    made = FastAPI(
        title="Porte-Voix",
        version="1.0",
        summary="First contacts in, reach out: for partner portals of one consortium.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # As they are, not included: the list of operations stays flat, for the access page too.
        routes=[*contacts.api.ROUTER.routes, *reach.api.ROUTER.routes],
        webhooks=contacts.api.HOOKS,
    )
    api.speak_plainly(made)
    return made


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Our own 404, as JSON."""
    await api.refused(404, _("Rien ici. Voyez /api/v1/openapi.json."))(scope, receive, send)


ROUTE = Mount(
    "/api",
    Router([Mount("/v1", build())], redirect_slashes=False, default=nothing),
    middleware=[Middleware(api.Guarded)],
)
