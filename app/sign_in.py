"""Sign-in, sign-out and first run of the staff: three Jinja2 pages, one cookie with a random id."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.first_steps import furnish
from core import database, first_run, people, sessions, settings, web
from core.errors import Conflict, Forbidden, InvalidInput, PorteVoixError, TooMany
from core.i18n import _
from core.people import User
from core.sessions import COOKIE, LIFETIME

_PAGES = web.Pages(Path(__file__).parent / "templates")
_STATUS: dict[type[PorteVoixError], int] = {TooMany: 429, Conflict: 409, Forbidden: 403}
_HERE, _FIRST, _OUT = "sign-in", "first-run", "sign-out"
_THEN = frozenset({"/rue", "/a-publier"})
"""Where a sign-in may lead, other than to the dashboard."""


async def entrance(request: Request) -> Response:
    """GET /entrer: the sign-in form; POST: the session, or the form again."""
    if request.method != "POST":
        return await run_in_threadpool(_entrance_page, request.query_params)
    form = FormData()
    try:
        form = await web.form_of(request)
        web.check_form(request, form.get("token"), _HERE)
        token = await run_in_threadpool(_signed_in, form)
    except PorteVoixError as error:
        return _form_page("sign_in.html", _HERE, form, error)
    then = _text(form, "suite")
    return _with_cookie(web.see_other(then if then in _THEN else "/"), token)


async def first_steps(request: Request) -> Response:
    """GET /premiers-pas: the first-run form; POST: the consortium and its administrator."""
    if not await run_in_threadpool(_nobody_yet):
        return web.see_other("/entrer")
    if request.method != "POST":
        return _form_page("first_run.html", _FIRST, {}, None)
    form = FormData()
    try:
        form = await web.form_of(request)
        web.check_form(request, form.get("token"), _FIRST)
        token = await run_in_threadpool(_installed, form)
    except PorteVoixError as error:
        return _form_page("first_run.html", _FIRST, form, error)
    return _with_cookie(web.see_other("/"), token)


async def way_out(request: Request) -> Response:
    """GET /sortir: two buttons; POST: sign out here, or everywhere."""
    if request.method != "POST":
        return _form_page("sign_out.html", _OUT, {}, None)
    try:
        form = await web.form_of(request)
        web.check_form(request, form.get("token"), _OUT)
    except PorteVoixError as error:
        return _form_page("sign_out.html", _OUT, {}, error)
    await run_in_threadpool(_sign_out, request.cookies.get(COOKIE), everywhere="everywhere" in form)
    answer = web.see_other("/entrer")
    answer.delete_cookie(COOKIE)
    return answer


ROUTES = [
    Route("/entrer", entrance, methods=["GET", "POST"]),
    Route("/premiers-pas", first_steps, methods=["GET", "POST"]),
    Route("/sortir", way_out, methods=["GET", "POST"]),
]


def _entrance_page(asked: Mapping[str, object]) -> Response:
    return (
        web.see_other("/premiers-pas")
        if _nobody_yet()
        else _form_page("sign_in.html", _HERE, {"suite": asked.get("suite")}, None)
    )


def _nobody_yet() -> bool:
    with database.current().snapshot() as session:
        return people.empty(session)


def _signed_in(form: FormData) -> str:
    with database.current().transaction() as session:
        user = sessions.check_password(session, _text(form, "login"), _text(form, "password"))
        if user is not None:
            _loopback_only(session, user)
            return sessions.open_session(session, user)
    # Out of the transaction, which has kept the wrong try.
    raise InvalidInput(_("Identifiant ou mot de passe inconnu. Vérifiez les deux, puis réessayez."))


def _loopback_only(session: Session, user: User) -> None:
    """Demonstration sign-ins have printed passwords: they work on this machine only."""
    demo = any(consortium.demo for _member, consortium in people.memberships(session, user.id))
    if demo and not settings.current().loopback:
        raise InvalidInput(_("Ce compte de démonstration ne marche que sur la machine elle-même."))


def _installed(form: FormData) -> str:
    names = ("consortium", "structure", "name", "login", "password")
    with database.current().transaction() as session:
        user = first_run.set_up(
            session, typed=_text(form, "code"), **{name: _text(form, name) for name in names}
        )
        furnish(session, user)
        return sessions.open_session(session, user)


def _sign_out(token: str | None, *, everywhere: bool) -> None:
    if not token:
        return
    with database.current().transaction() as session:
        user = sessions.user_of(session, token)
        if everywhere and user is not None:
            sessions.close_all(session, user.id)
        sessions.close_session(session, token)


def _form_page(
    template: str, purpose: str, typed: Mapping[str, object], error: PorteVoixError | None
) -> Response:
    context = {"token": web.form_token(purpose), "typed": typed, "error": error}
    status = 200 if error is None else _STATUS.get(type(error), 422)
    return _PAGES.render(template, context, status)


def _with_cookie(answer: Response, token: str) -> Response:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.current().public_url.startswith("https://"),
    )
    return answer


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
