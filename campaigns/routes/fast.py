"""The fast path: /r/… answered before any other middleware, and never by Streamlit.

A good code is a 302 once its scan is committed. Everything else under /r is a page of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaigns.agents import classify
from campaigns.links import with_code
from campaigns.lookup import Unreadable
from campaigns.redirects import Redirects, redirects
from campaigns.store import Found
from core import i18n, settings, web
from core.i18n import _, mark

__all__ = ["FastPath", "Redirects", "redirects"]

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
_OURS = frozenset({"/r/", "/R/", "/r", "/R"})
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-robots-tag", b"noindex"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-length", b"0"),
]
NOWHERE = (
    404,
    mark("Code inconnu"),
    mark("Ce code ne mène nulle part. Vérifie les lettres, ou demande à la personne qui te l'a donné."),
)
RETIRED = (
    410,
    mark("Code retiré"),
    mark("Ce code ne sert plus. Demande le nouveau à la personne qui te l'a donné."),
)
SILENT = (404, mark("Lien fermé"), mark("Ce lien n'est pas ouvert pour l'instant."))
LATER = (503, mark("Un instant"), mark("Le lien ne répond pas. Réessaie dans quelques secondes."))
NOT_ALLOWED = (405, mark("Demande impossible"), mark("Ce lien s'ouvre seulement dans un navigateur."))
_BODY: Message = {"type": "http.response.body", "body": b""}


class FastPath:
    """ASGI middleware, outermost: answers /r/… and /R/…, passes everything else on."""

    def __init__(self, app: ASGIApp, redirects: Callable[[], Redirects] = redirects) -> None:
        self._app = app
        self._redirects = redirects

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take what is ours."""
        if scope["type"] != "http" or scope["path"][:3] not in _OURS:
            await self._app(scope, receive, send)
            return
        page = await self._answer(scope, send)
        if page is not None:
            await page(scope, receive, send)

    async def _answer(self, scope: Scope, send: Send) -> Response | None:
        """None once the redirect is sent; else the page to show."""
        if scope["method"] not in ("GET", "HEAD"):
            return _page(NOT_ALLOWED, {"Allow": "GET, HEAD"})
        text, here = scope["path"][3:].removesuffix("/"), self._redirects()
        scan_class = classify(scope["method"], scope["headers"])
        try:
            found = await here.find(text, scan_class)
        except Unreadable:
            return _page(LATER, {"Retry-After": "2"})
        if found is None or found.retired or not found.answers or text.endswith("+"):
            return _page_of(found)
        await here.note(found.link_id, scan_class)
        await _redirect(with_code(found.destination, found.shown), send)
        return None


def _page_of(found: Found | None) -> Response:
    if found is None:
        return _page(NOWHERE)
    if found.retired:
        return _page(RETIRED)
    return _destination_page(found) if found.answers else _page(SILENT)


async def _redirect(destination: str, send: Send) -> None:
    location = (b"location", destination.encode("ascii"))
    await send({"type": "http.response.start", "status": 302, "headers": [location, *_HEADERS]})
    await send(_BODY)


def _page(said: tuple[int, str, str], headers: Mapping[str, str] | None = None) -> Response:
    status, title, text = said
    with i18n.speaking(settings.current().language):
        response = PAGES.render("message.html", {"title": _(title), "text": _(text)}, status)
    response.headers.update(headers or {})
    return response


def _destination_page(found: Found) -> Response:
    """Where the code leads, for who would rather look first; not an opening."""
    own = found.destination.startswith("/")
    whole = f"{settings.current().public_url}{found.destination}" if own else found.destination
    context = {"code": found.shown, "destination": whole, "way": f"/r/{found.shown}", "own": own}
    with i18n.speaking(settings.current().language):
        return PAGES.render("destination.html", context)
