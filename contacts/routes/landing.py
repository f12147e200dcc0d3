"""What a code opens: the landing page of a need, or the hub that leads to one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from contacts import hubs, welcome
from contacts.routes.shared import PAGES, code, in_plain_words, slug
from core import database


@in_plain_words
def page(request: Request) -> Response:
    """GET /bonjour/{page}: the landing page; one that is withdrawn leads to the nearest open one."""
    with database.current().snapshot() as session:
        moved = welcome.moved(session, slug(request), code(request))
        context = {} if moved else welcome.landing_page(session, slug(request), code(request))
    return _elsewhere(moved) if moved else PAGES.render("landing.html", context)


@in_plain_words
def hub(request: Request) -> Response:
    """GET /bonjour/c/{hub}: one tap per need."""
    named = str(request.path_params["hub"])
    with database.current().snapshot() as session:
        moved = welcome.hub_moved(session, named, code(request))
        context = {} if moved else welcome.hub_page(session, named, code(request))
    return _elsewhere(moved) if moved else PAGES.render("hub.html", context)


ROUTES = [
    Route(f"{hubs.PREFIX}/{{hub}}", hub, methods=["GET"]),
    Route("/bonjour/{page}", page, methods=["GET"]),
]


def _elsewhere(path: str) -> Response:
    return RedirectResponse(path, status_code=302, headers={"Cache-Control": "no-store"})
