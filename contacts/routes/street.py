"""/rue: the phone page on which staff note contacts in the street. A plain form; its script holds what waits.

Signed in with the same session as the dashboard. A script asks with «Accept: application/json».
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contacts import corrections, street, street_page
from contacts.routes.shared import PAGES, in_plain_words, text
from contacts.street_page import Sent
from core import database, sessions, web
from core.errors import Forbidden, InvalidInput, PorteVoixError
from core.i18n import _
from core.people import User
from core.sessions import COOKIE

FORM = "contacts.street"
HOME = "/rue"
SIGN_IN = f"/entrer?suite={HOME}"
HEADERS = {
    "Content-Security-Policy": f"{web.HEADERS['Content-Security-Policy']}; connect-src 'self'",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
}


class SignedOut(Forbidden):
    """The session is over; what was noted goes back to the phone."""


class SomebodyElse(Forbidden):
    """The page was opened by another person than the one who is signed in now."""


@in_plain_words
def blank(request: Request) -> Response:
    """GET /rue: the form, with the structure and the place of the shift."""
    with database.current().snapshot() as session:
        user = sessions.user_of(session, request.cookies.get(COOKIE, ""))
        done = request.query_params.get("fait", "")
        context = street_page.shown(session, user, done=done) if user else None
    return _page(context) if context else web.see_other(SIGN_IN)


async def send(request: Request) -> Response:
    """POST /rue: note a contact, once for each key."""
    return await run_in_threadpool(_answered, request, await _form(request), _note)


async def take_back(request: Request) -> Response:
    """POST /rue/annuler: remove one's own last entry."""
    return await run_in_threadpool(_answered, request, await _form(request), _undo)


ROUTES = [
    Route(HOME, blank, methods=["GET"]),
    Route(HOME, send, methods=["POST"]),
    Route(f"{HOME}/annuler", take_back, methods=["POST"]),
]

Act = Callable[[Session, User, FormData], dict[str, Any]]


async def _form(request: Request) -> FormData | PorteVoixError:
    try:
        return await web.form_of(request)
    except InvalidInput as error:
        return error
    except HTTPException:
        return InvalidInput(_("Ce formulaire n'a pas pu être lu. Ouvrez la page à nouveau."))


@in_plain_words
def _answered(request: Request, form: FormData | PorteVoixError, act: Act) -> Response:
    """What became of the form, for a script or as a page."""
    try:
        done = _acted(request, form, act)
    except PorteVoixError as error:
        sent = FormData() if isinstance(form, PorteVoixError) else form
        return _for_script(error) if _scripted(request) else _for_reader(request, sent, error)
    return _json(done) if _scripted(request) else web.see_other(f"{HOME}?fait={done['state']}")


def _acted(request: Request, form: FormData | PorteVoixError, act: Act) -> dict[str, Any]:
    with database.current().transaction() as session:
        user = _signed_in(session, request)
        if isinstance(form, PorteVoixError):
            raise form
        if text(form, "who") != street_page.who(user):
            raise SomebodyElse(
                _("Cette page était celle de quelqu'un d'autre. Reconnectez-vous avec son compte.")
            )
        web.check_form(request, form.get("token"), FORM)
        sessions.touch(session, request.cookies.get(COOKIE, ""))
        return act(session, user, form)


def _note(session: Session, user: User, form: FormData) -> dict[str, Any]:
    sent = _sent(form)
    where = street.chosen(street.stations(session, user), _uuid(sent.structure))
    entry = sent.entry(where.structure_id)
    noted = street.note(session, where.actor, entry, key=sent.key, waited=sent.delay())
    state = street_page.NOTED if noted.new else street_page.KNOWN
    return {"state": state, "last": street_page.last(session, where.actor)}


def _undo(session: Session, user: User, form: FormData) -> dict[str, Any]:
    where = street.chosen(street.stations(session, user), _uuid(text(form, "structure")))
    contact_id = _uuid(text(form, "contact"))
    if contact_id is None:
        raise InvalidInput(_("Le formulaire n'est pas complet. Rechargez la page."))
    corrections.undo(session, where.actor, contact_id)
    return {"state": street_page.UNDONE, "last": street_page.last(session, where.actor)}


def _signed_in(session: Session, request: Request) -> User:
    try:
        return sessions.signed_in(session, request.cookies.get(COOKIE))
    except Forbidden as error:
        raise SignedOut(error.message) from None


def _for_script(error: PorteVoixError) -> Response:
    if getattr(error, "field", "") == "token":
        return _json({"state": "stale", "token": web.form_token(FORM)}, 409)
    if isinstance(error, SignedOut | SomebodyElse):
        return _json({"state": "signed_out", "message": error.message}, 401)
    return _json(street_page.refusal(error), 403 if isinstance(error, Forbidden) else 422)


def _for_reader(request: Request, form: FormData, error: PorteVoixError) -> Response:
    """The page again, filled in; without a session, a page that only keeps what was typed."""
    sent = _sent(form)
    with database.current().snapshot() as session:
        user = sessions.user_of(session, request.cookies.get(COOKIE, ""))
        if user is not None and not isinstance(error, Forbidden):
            return _page(street_page.shown(session, user, sent, error), 422)
    context = {"message": error.message, "fields": street_page.again(sent), "sign_in": SIGN_IN}
    return _page(context, 401 if isinstance(error, SignedOut) else 403, "street_again.html")


def _page(context: dict[str, Any], status: int = 200, template: str = "street.html") -> Response:
    answer = PAGES.render(template, context | {"token": web.form_token(FORM)}, status)
    answer.headers.update(HEADERS)
    return answer


def _json(said: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(said, status_code=status, headers=web.HEADERS)


def _scripted(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _sent(form: FormData) -> Sent:
    names = ("key", "who", "structure", "place", "need", "age", "code", "way", "waited")
    return Sent(
        **{name: text(form, name) for name in names},
        caller=text(form, "caller"),
        origins=tuple(value for value in form.getlist("origin") if isinstance(value, str)),
        pick=text(form, "pick") if "pick" in form else None,
    )


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise InvalidInput(_("Le formulaire n'est pas complet. Rechargez la page."), "structure") from None
