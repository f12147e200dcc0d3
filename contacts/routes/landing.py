"""What a code opens: the landing page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contacts import public
from contacts.routes.shared import PAGES, code, in_plain_words, slug
from core import database


@in_plain_words
def welcome(request: Request) -> Response:
    """GET /bonjour/{page}: what a code opens."""
    with database.current().snapshot() as session:
        context = public.landing_page(session, slug(request), code(request))
    return PAGES.render("landing.html", context)


ROUTES = [Route("/bonjour/{page}", welcome, methods=["GET"])]
