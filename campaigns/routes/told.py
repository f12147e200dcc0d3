"""What a code says where it does not lead on: a page of ours, and never a dead end on a poster."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Scope

from campaigns import cards
from campaigns.links import addressed
from campaigns.store import Found
from core import i18n, sessions, settings, web
from core.database import Database
from core.i18n import _, mark

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
Said = tuple[int, str, str]
NOWHERE: Said = (
    404,
    mark("Code inconnu"),
    mark("Ce code ne mène nulle part. Vérifie les lettres, ou demande à la personne qui te l'a donné."),
)
RETIRED: Said = (
    410,
    mark("Code retiré"),
    mark("Ce code ne sert plus. Demande le nouveau à la personne qui te l'a donné."),
)
CLOSED: Said = (
    200,
    mark("Rien ici pour l'instant"),
    mark("Ce que ce code annonçait est passé, ou n'a pas encore commencé."),
)
SILENT: Said = (404, mark("Lien fermé"), mark("Ce lien n'est pas ouvert pour l'instant."))
LATER: Said = (503, mark("Un instant"), mark("Le lien ne répond pas. Réessaie dans quelques secondes."))
GUESSING: Said = (
    429,
    mark("Trop d'essais"),
    mark("Beaucoup de codes faux viennent d'ici. Attends une minute, puis réessaie."),
)
NOT_ALLOWED: Said = (405, mark("Demande impossible"), mark("Ce lien s'ouvre seulement dans un navigateur."))
_COOKIE = sessions.COOKIE.encode()


def page(said: Said, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """A short page; `more` are ways on."""
    status, title, text = said
    with i18n.speaking(settings.current().language):
        template = "ways_on.html" if more else "message.html"
        response = PAGES.render(template, {"title": _(title), "text": _(text), **more}, status)
    response.headers.update(headers or {})
    return response


async def retired(found: Found, database: Database) -> Response:
    """The code was given back; other ways to the same people are shown."""
    return await run_in_threadpool(_with_ways_on, RETIRED, found, database)


async def silent(found: Found, database: Database) -> Response:
    """The link does not answer now."""
    return await run_in_threadpool(_with_ways_on, SILENT, found, database)


async def closed(found: Found, database: Database) -> Response:
    """The poster's time is over, or has not come."""
    return await run_in_threadpool(_with_ways_on, CLOSED, found, database)


def destination(found: Found) -> Response:
    """Where the code leads, for who would rather look first; not an opening."""
    own = found.destination.startswith("/")
    whole = f"{settings.current().public_url}{found.destination}" if own else found.destination
    context = {"code": found.shown, "destination": whole, "way": f"/r/{found.shown}", "own": own}
    with i18n.speaking(settings.current().language):
        return PAGES.render("destination.html" if found.destination else "closed.html", context)


async def card(found: Found, database: Database) -> Response:
    """What a messenger or a network draws under the link, without opening the page behind it."""
    return await run_in_threadpool(_card, found, database)


async def from_staff(scope: Scope, database: Database) -> bool:
    """Whether somebody of the staff who is signed in asks."""
    said = [value for name, value in scope["headers"] if name == b"cookie" and _COOKIE in value]
    if not said:
        return False
    return await run_in_threadpool(_signed_in, b"; ".join(said).decode("latin-1"), database)


def _signed_in(cookies: str, database: Database) -> bool:
    with suppress(CookieError, SQLAlchemyError):
        found = SimpleCookie(cookies).get(sessions.COOKIE)
        with database.snapshot() as session:
            return found is not None and sessions.user_of(session, found.value) is not None
    return False


def _with_ways_on(said: Said, found: Found, database: Database) -> Response:
    ways: list[cards.Way] = []
    with suppress(SQLAlchemyError), database.snapshot() as session:
        ways = cards.ways_on(session, found.link_id)
    return page(said, ways=ways) if ways else page(said)


def _card(found: Found, database: Database) -> Response:
    drawn = cards.Card("Porte-Voix", "")
    with i18n.speaking(settings.current().language):
        with suppress(SQLAlchemyError), database.snapshot() as session:
            drawn = cards.card(session, found.link_id, found.destination)
        own = settings.current().public_url
        way = addressed(found.destination, found.shown, found.utm)
        return PAGES.render("card.html", {"card": drawn, "url": f"{own}/r/{found.shown}", "way": way})
