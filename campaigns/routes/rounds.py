"""/tournee: the phone page of whoever puts posters up and looks at them. No JavaScript needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns import outside, rounds, visits
from campaigns.rounds import Hand
from core import clock, database, people, photos, sessions, settings, storage, uploads, web
from core.errors import Forbidden, InvalidInput, NotFound, PorteVoixError
from core.i18n import _
from core.uploads import Upload

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
FORM = "campaigns.round"
HOME = "/tournee"
COOKIE = "porte_voix_tournee"
_STATUS: dict[type[PorteVoixError], int] = {InvalidInput: 422, Forbidden: 403}


def enter(request: Request) -> Response:
    """GET /tournee/entrer/{token}: a volunteer's way in; the link's token becomes the cookie."""
    token = str(request.path_params["token"])
    with database.current().snapshot() as session:
        if rounds.holder(session, token) is None:
            return _refused(_("Ce lien ne marche plus"), _("Demandez-en un nouveau à l'équipe."), 410)
    answer = web.see_other(HOME)
    days = rounds.LONGEST * 86_400
    secure = settings.current().public_url.startswith("https:")
    answer.set_cookie(COOKIE, token, days, path=HOME, httponly=True, samesite="lax", secure=secure)
    return answer


def home(request: Request) -> Response:
    """GET /tournee: a code to photograph or type, what waits to be put up, what to look at again."""
    return _within(request, lambda session, here: _home(session, here, request))


def typed(request: Request) -> Response:
    """GET /tournee/code?code=…: on to the placement with that code."""
    return _within(request, lambda session, here: _found(session, here, request.query_params.get("code", "")))


def item(request: Request) -> Response:
    """GET /tournee/support/{code}: one placement, and what can be said of it."""
    return _within(request, lambda session, here: _item(session, here, request))


async def scanned(request: Request) -> Response:
    """POST /tournee: the code on a photo, then on to its placement."""
    return await _posted(request, _read_code)


async def told(request: Request) -> Response:
    """POST /tournee/support/{code}: keep what was seen, then back to the list."""
    return await _posted(request, _keep)


def image(request: Request) -> Response:
    """GET /tournee/image/{visit}: a visit's photo, for the team of its consortium only."""
    try:
        data = storage.current().get(_photo_name(request))
    except PorteVoixError as error:
        status = 401 if isinstance(error, Forbidden) else 404
        return _refused(_("Cette photo est introuvable."), error.message, status)
    return Response(data, media_type="image/jpeg", headers=web.HEADERS)


ROUTES = [
    Route("/tournee", home, methods=["GET"]),
    Route("/tournee", scanned, methods=["POST"]),
    Route("/tournee/entrer/{token}", enter, methods=["GET"]),
    Route("/tournee/code", typed, methods=["GET"]),
    Route("/tournee/support/{code}", item, methods=["GET"]),
    Route("/tournee/support/{code}", told, methods=["POST"]),
    Route("/tournee/image/{visit:uuid}", image, methods=["GET"]),
]


def _within(request: Request, answer: Callable[[Session, Hand], Response]) -> Response:
    """Let in whoever is out on a round; what cannot be found is said above the lists."""
    with database.current().snapshot() as session:
        here = _hand(session, request)
        if here is None:
            return _reserved()
        try:
            return answer(session, here)
        except NotFound as error:
            return _home(session, here, request, error)


async def _posted(request: Request, act: Callable[[Request, Upload], Response]) -> Response:
    """Read a form and its photo before any transaction; a refusal is said above the form."""
    if not await run_in_threadpool(_known, request):
        return _reserved()
    sent = Upload({})
    try:
        sent = await uploads.upload_of(request, photos.LARGEST)
        web.check_form(request, sent.fields.get("token"), FORM)
        return await run_in_threadpool(act, request, sent)
    except PorteVoixError as error:
        return await run_in_threadpool(_again, request, sent, error)


def _read_code(_request: Request, sent: Upload) -> Response:
    if not sent.file:
        raise InvalidInput(_("Prenez d'abord la photo du code."), "photo")
    return web.see_other(_address(outside.code_on(photos.cleaned(sent.file, sent.kind))))


def _keep(request: Request, sent: Upload) -> Response:
    said = outside.told_by(sent.fields)
    photo = photos.cleaned(sent.file, sent.kind) if sent.file else None
    code = str(request.path_params["code"])
    with database.current().transaction() as session, outside.stored(photo) as name:
        here = _hand(session, request)
        if here is None:
            return _reserved()
        today = clock.today(settings.current().timezone)
        outside.said(session, here, code, said, photo, name, today)
    return web.see_other(f"{HOME}?fait={quote(code, safe='')}")


def _again(request: Request, sent: Upload, error: PorteVoixError) -> Response:
    """The page of the form with what to mend, what was typed kept."""
    page = _item if "code" in request.path_params else _home
    return _within(request, lambda session, here: page(session, here, request, error, sent.fields))


def _home(
    session: Session,
    here: Hand,
    request: Request,
    error: PorteVoixError | None = None,
    _fields: Mapping[str, str] | None = None,
) -> Response:
    context = outside.lists(session, here)
    context |= {"done": request.query_params.get("fait", "")[:24], "error": error}
    return _render("round.html", context, error)


def _item(
    session: Session,
    here: Hand,
    request: Request,
    error: PorteVoixError | None = None,
    fields: Mapping[str, str] | None = None,
) -> Response:
    context = outside.item(session, here, str(request.path_params["code"]))
    return _render("round_item.html", context | {"error": error, "typed": fields or {}}, error)


def _found(session: Session, here: Hand, text: str) -> Response:
    visits.by_code(session, here, text)
    return web.see_other(_address(text))


def _address(text: str) -> str:
    return f"{HOME}/support/{quote(text.strip().upper(), safe='')}"


def _hand(session: Session, request: Request) -> Hand | None:
    return outside.hand(session, request.cookies.get(sessions.COOKIE), request.cookies.get(COOKIE))


def _known(request: Request) -> bool:
    with database.current().snapshot() as session:
        return _hand(session, request) is not None


def _photo_name(request: Request) -> str:
    with database.current().snapshot() as session:
        user = sessions.signed_in(session, request.cookies.get(sessions.COOKIE))
        mine = [people.actor_in(session, user, one.id) for _m, one in people.memberships(session, user.id)]
        return visits.photo_for(session, [one for one in mine if one], request.path_params["visit"])


def _render(template: str, context: dict[str, Any], error: PorteVoixError | None) -> Response:
    status = 200 if error is None else _STATUS.get(type(error), 404)
    return PAGES.render(template, context | {"token": web.form_token(FORM), "types": photos.ACCEPTED}, status)


def _reserved() -> Response:
    return PAGES.render("round_closed.html", {}, 401)


def _refused(title: str, text: str, status: int) -> Response:
    return PAGES.render("message.html", {"title": title, "text": text}, status)
