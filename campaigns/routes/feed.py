"""The calendar that a phone subscribes to."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from campaigns import feeds
from core import database, i18n, settings
from core.errors import NotFound

_HEADERS = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


async def agenda(request: Request) -> Response:
    """GET /agenda/{token}.ics: the calendar, or 404 once the address is closed."""
    return await run_in_threadpool(_answer, str(request.path_params["token"]))


ROUTES = [Route("/agenda/{token}.ics", agenda, methods=["GET"])]


def _answer(token: str) -> Response:
    with i18n.speaking(settings.current().language), database.current().snapshot() as session:
        try:
            found = feeds.calendar(session, token)
        except NotFound as error:
            return PlainTextResponse(error.message, 404, _HEADERS)
    return Response(found, headers=_HEADERS, media_type="text/calendar; charset=utf-8")
