"""/a-publier: what has to go out by hand, on the phone of whoever plans. No JavaScript needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns import doing
from campaigns.doing import Team
from core import database, sessions, settings, web
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, PorteVoixError
from core.i18n import _

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
FORM = "campaigns.doing"
HOME = "/a-publier"
SIGN_IN = f"/entrer?suite={HOME}"
_STATUS: dict[type[PorteVoixError], int] = {InvalidInput: 422, Forbidden: 403, Conflict: 409}


def home(request: Request) -> Response:
    """GET /a-publier: what is late, what goes out today, what was not done."""
    return _within(request, lambda session, team: _home(session, team, request))


def one(request: Request) -> Response:
    """GET /a-publier/{variant}: the words to copy, the files, and what became of it."""
    return _within(request, lambda session, team: _one(session, team, request))


async def said(request: Request) -> Response:
    """POST /a-publier/{variant}: keep what became of it, then back to the list."""
    fields: Mapping[str, Any] = {}
    try:
        fields = await web.form_of(request)
        await run_in_threadpool(_signed_in, request)
        web.check_form(request, fields.get("token"), FORM)
        return await run_in_threadpool(_keep, request, fields)
    except PorteVoixError as error:
        return await run_in_threadpool(_again, request, error, fields)


ROUTES = [
    Route(HOME, home, methods=["GET"]),
    Route(f"{HOME}/{{variant:uuid}}", one, methods=["GET"]),
    Route(f"{HOME}/{{variant:uuid}}", said, methods=["POST"]),
]


def _within(request: Request, answer: Any) -> Response:
    with database.current().snapshot() as session:
        try:
            return answer(session, doing.team(session, request.cookies.get(sessions.COOKIE)))  # type: ignore[no-any-return]
        except NotFound as error:
            return _refused(error, 404)
        except Forbidden as error:
            return _outside(session, request, error)


def _signed_in(request: Request) -> None:
    with database.current().snapshot() as session:
        doing.team(session, request.cookies.get(sessions.COOKIE))


def _keep(request: Request, fields: Mapping[str, Any]) -> Response:
    with database.current().transaction() as session:
        team = doing.team(session, request.cookies.get(sessions.COOKIE))
        told = {name: str(value) for name, value in fields.items()}
        doing.done(session, team, request.path_params["variant"], told)
    act = told.get("act", "")
    return web.see_other(f"{HOME}?fait={act if act.isalpha() else ''}")


def _again(request: Request, error: PorteVoixError, fields: Mapping[str, Any]) -> Response:
    """The page of the form with what to mend, what was typed kept."""
    return _within(request, lambda session, team: _one(session, team, request, error, fields))


def _home(session: Session, team: Team, request: Request) -> Response:
    context = doing.lists(session, team, settings.current().timezone)
    notes = {
        "published": _("C'est noté : publiée."),
        "skipped": _("C'est noté : pas faite."),
        "unskipped": _("Remise à faire."),
        "later": _("Déplacée."),
    }
    return PAGES.render("doing.html", context | {"done": notes.get(request.query_params.get("fait", ""), "")})


def _one(
    session: Session,
    team: Team,
    request: Request,
    error: PorteVoixError | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Response:
    context = doing.item(session, team, request.path_params["variant"], settings.current().timezone)
    context |= {
        "token": web.form_token(FORM),
        "error": error,
        "wrong": getattr(error, "field", ""),
        "typed": fields or {},
    }
    return PAGES.render("doing_post.html", context, _STATUS.get(type(error), 404) if error else 200)


def _outside(session: Session, request: Request, error: Forbidden) -> Response:
    """Signed out: to the sign-in and back; signed in without the right: one sentence."""
    token = request.cookies.get(sessions.COOKIE)
    if token and sessions.user_of(session, token):
        return _refused(error, 403)
    return web.see_other(SIGN_IN) if request.method == "GET" else _refused(error, 401)


def _refused(error: PorteVoixError, status: int) -> Response:
    return PAGES.render("message.html", {"title": _("À publier"), "text": error.message}, status)
