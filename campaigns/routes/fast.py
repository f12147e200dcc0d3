"""The fast path: /r/… answered before any other middleware, and never by Streamlit.

A good code is a 302 once its scan is committed. Everything else under /r is a page of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaigns.agents import Opening
from campaigns.links import addressed
from campaigns.lookup import Unreadable
from campaigns.redirects import Asked, Guessing, Redirects, redirects
from campaigns.routes import told
from campaigns.scan_tables import ScanClass
from campaigns.store import Found
from campaigns.visitors import WRONG_SECONDS

__all__ = ["FastPath", "Redirects", "redirects"]

OPT_OUT = b"sans-mesure"
"""Whoever opens /r/CODE?sans-mesure goes through and is not counted."""
TEST = b"essai"
"""Whoever opens /r/CODE?essai is noted as a test, in no count; so is the staff, once signed in."""
_OURS = frozenset({"/r/", "/R/", "/r", "/R"})
_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-robots-tag", b"noindex"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-length", b"0"),
)
_BODY: Message = {"type": "http.response.body", "body": b""}


class FastPath:
    """ASGI middleware, outermost: answers /r/… and /R/…, passes everything else on."""

    def __init__(self, app: ASGIApp, redirects: Callable[[], Redirects] = redirects) -> None:
        self.behind = app
        self._redirects = redirects

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take what is ours."""
        if scope["type"] != "http" or scope["path"][:3] not in _OURS:
            await self.behind(scope, receive, send)
            return
        page = await self._answer(scope, send)
        if page is not None:
            await page(scope, receive, send)

    async def _answer(self, scope: Scope, send: Send) -> Response | None:
        """None once the redirect is sent; else the page to show."""
        if scope["method"] not in ("GET", "HEAD"):
            return told.page(told.NOT_ALLOWED, {"Allow": "GET, HEAD"})
        text, here, asked = scope["path"][3:].removesuffix("/"), self._redirects(), Asked(scope)
        try:
            found = await here.find(text, asked)
        except Unreadable:
            return told.page(told.LATER, {"Retry-After": "2"})
        except Guessing:
            return told.page(told.GUESSING, {"Retry-After": str(WRONG_SECONDS)})
        if found is None or found.retired or not found.answers or text.endswith("+"):
            return await _page_of(found, here)
        return await _led(found, asked, here, send)


async def _led(found: Found, asked: Asked, here: Redirects, send: Send) -> Response | None:
    """Note the opening, then lead on; a preview gets a card, a closed link its page."""
    opening = asked.opening
    if not asked.plain and opening is not None and opening.scan_class is ScanClass.HUMAN:
        opening = await _own(opening, asked.scope, here)
    if opening is not None and (stored := here.note(found, asked, opening)) is not None:
        await stored
    if opening is not None and opening.scan_class is ScanClass.PREVIEW and found.destination:
        return await told.card(found, here.database)
    if not found.destination:
        return await told.closed(found, here.database)
    await send(_start(found.destination, found.shown, found.utm))
    await send(_BODY)
    return None


async def _own(opening: Opening, scope: Scope, here: Redirects) -> Opening | None:
    """None for who opts out; a test for who tries the code, and for the staff."""
    parameters = scope["query_string"].split(b"&")
    if OPT_OUT in parameters:
        return None
    if TEST in parameters or await told.from_staff(scope, here.database):
        return opening._replace(scan_class=ScanClass.TEST)
    return opening


async def _page_of(found: Found | None, here: Redirects) -> Response:
    if found is None:
        return told.page(told.NOWHERE)
    if found.retired:
        return await told.retired(found, here.database)
    return told.destination(found) if found.answers else await told.silent(found, here.database)


@lru_cache(maxsize=4096)
def _start(destination: str, shown: str, utm: str) -> Message:
    """The head of the answer; made once, and never changed by what sends it."""
    location = (b"location", addressed(destination, shown, utm).encode("ascii"))
    return {"type": "http.response.start", "status": 302, "headers": (location, *_HEADERS)}
