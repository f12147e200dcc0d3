"""/imports/fichier: an export comes in by a plain form; it is looked at on the page «Importer un export»."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.exports import reading
from core import clock, database, people, sessions, settings, uploads, web
from core.errors import Forbidden, InvalidInput, PorteVoixError
from core.i18n import _
from core.people import Action, Actor
from reach.imports import meanings
from reach.imports import uploads as waiting

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
FORM = "reach.import"
SEND = "/imports/fichier"
PAGE = "/imports"
_MOST = reading.LARGEST // 1024**2


def form(request: Request) -> Response:
    """GET /imports/fichier?consortium=…: the form for one file."""
    return _form(request)


async def sent(request: Request) -> Response:
    """POST /imports/fichier: read the file once, keep it for an hour, and go on to the page."""
    too_large = _("Ce fichier dépasse {count} Mo. Exportez une période plus courte.", count=_MOST)
    try:
        await run_in_threadpool(_check, request)
        async with uploads.large_upload(request, reading.LARGEST, too_large) as upload:
            web.check_form(request, upload.fields.get("token"), FORM)
            await run_in_threadpool(_keep, request, upload.file)
    except PorteVoixError as error:
        return await run_in_threadpool(_form, request, error)
    return web.see_other(PAGE)


ROUTES = [Route(SEND, form, methods=["GET"]), Route(SEND, sent, methods=["POST"])]


def _form(request: Request, error: PorteVoixError | None = None) -> Response:
    try:
        _check(request)
    except PorteVoixError as refused:
        said = {"title": _("Importer un export"), "text": refused.message}
        return PAGES.render("message.html", said, 401)
    consortium = request.query_params.get("consortium", "")
    values = {"error": error, "token": web.form_token(FORM), "consortium": consortium, "most": _MOST}
    return PAGES.render("import_file.html", values, 200 if error is None else 422)


def _check(request: Request) -> None:
    with database.current().snapshot() as session:
        _actor(session, request)


def _keep(request: Request, file: BinaryIO | None) -> None:
    if file is None:
        raise InvalidInput(_("Choisissez d'abord un fichier."), "file")
    data = file.read()
    with database.current().snapshot() as session:
        known = meanings.known(session, _actor(session, request).consortium_id)
    # Read here already: what is no export is said beside the form, and never kept.
    reading.read(data, clock.today(settings.current().timezone), known)
    with database.current().transaction() as session:
        waiting.put(session, _actor(session, request), data)


def _actor(session: Session, request: Request) -> Actor:
    """The signed-in member who may collect in the consortium that the address names; Forbidden otherwise."""
    user = sessions.signed_in(session, request.cookies.get(sessions.COOKIE))
    wanted = request.query_params.get("consortium", "")
    for _member, consortium in people.memberships(session, user.id):
        actor = people.actor_in(session, user, consortium.id)
        if str(consortium.id) == wanted and actor and people.may(actor, Action.COLLECT, consortium.id):
            return actor
    raise Forbidden(_("Votre rôle n'ouvre pas cette page. Demandez l'accès à votre administration."))
