"""/medias: a file for the library comes in, and what the team may see goes out. No JavaScript needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from campaigns.media import keeping, library, measuring
from campaigns.models import Media
from core import database, i18n, people, sessions, storage, uploads, web
from core.errors import Forbidden, InvalidInput, NotFound, PorteVoixError
from core.i18n import _
from core.people import Action, Actor

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
FORM = "campaigns.media"
ADD = "/medias/ajouter"
LIBRARY = "/mediatheque"
_PIECE = 1 << 18
_STATUS: dict[type[PorteVoixError], int] = {Forbidden: 401, NotFound: 404}


def form(request: Request) -> Response:
    """GET /medias/ajouter?consortium=…: the form for one file."""
    return _form(request, {})


async def sent(request: Request) -> Response:
    """POST /medias/ajouter: measure the file, keep it, and go back to the library."""
    too_large = _(
        "Ce fichier dépasse {most} Mo. Réduisez-le.", most=i18n.number(measuring.LARGEST / 1_000_000)
    )
    fields: Mapping[str, str] = {}
    try:
        await run_in_threadpool(_check, request)
        async with uploads.large_upload(request, measuring.LARGEST, too_large) as upload:
            fields = upload.fields
            web.check_form(request, fields.get("token"), FORM)
            await run_in_threadpool(_keep, request, fields, upload.file)
    except PorteVoixError as error:
        return await run_in_threadpool(_form, request, fields, error)
    return web.see_other(LIBRARY)


def thumbnail(request: Request) -> Response:
    """GET /medias/{media}/vignette: a small picture of it."""
    return _file(request, small=True)


def whole(request: Request) -> Response:
    """GET /medias/{media}/fichier: the file itself, to be saved."""
    return _file(request, small=False)


ROUTES = [
    Route(ADD, form, methods=["GET"]),
    Route(ADD, sent, methods=["POST"]),
    Route("/medias/{media:uuid}/vignette", thumbnail, methods=["GET"]),
    Route("/medias/{media:uuid}/fichier", whole, methods=["GET"]),
]


def _form(request: Request, typed: Mapping[str, str], error: PorteVoixError | None = None) -> Response:
    try:
        _check(request)
    except PorteVoixError as refused:
        return _refused(refused)
    values = {
        "error": error,
        "typed": typed,
        "token": web.form_token(FORM),
        "consortium": request.query_params.get("consortium", ""),
        "most": _most(),
    }
    return PAGES.render("media_add.html", values, 200 if error is None else _STATUS.get(type(error), 422))


def _most() -> str:
    return i18n.number(measuring.LARGEST / 1_000_000)


def _check(request: Request) -> None:
    with database.current().snapshot() as session:
        _actor(session, request)


def _keep(request: Request, fields: Mapping[str, str], file: BinaryIO | None) -> None:
    said = library.described(fields)
    if file is None:
        raise InvalidInput(_("Choisissez d'abord un fichier."), "file")
    with (
        measuring.measured(file) as (found, harmless),
        keeping.stored(found, harmless) as (name, small),
        database.current().transaction() as session,
    ):
        library.add(session, _actor(session, request), found, said, name, small)


def _actor(session: Session, request: Request) -> Actor:
    """The signed-in member who plans in the consortium that the address names; Forbidden otherwise."""
    user = sessions.signed_in(session, request.cookies.get(sessions.COOKIE))
    wanted = request.query_params.get("consortium", "")
    for _member, consortium in people.memberships(session, user.id):
        actor = people.actor_in(session, user, consortium.id)
        if str(consortium.id) == wanted and actor and people.may(actor, Action.PLAN, consortium.id):
            return actor
    raise Forbidden(_("Votre rôle n'ouvre pas la médiathèque. Demandez l'accès à votre administration."))


def _file(request: Request, *, small: bool) -> Response:
    try:
        with database.current().snapshot() as session:
            media = _seen(session, request)
        name, mime = (media.thumbnail or "", "image/jpeg") if small else (media.stored, media.mime)
        file = storage.current().open(name)
    except PorteVoixError as error:
        return _refused(error)
    headers = {**web.HEADERS, "Cache-Control": "private, max-age=3600"}
    if not small:
        shown = f"{media.id.hex[:8]}.{name.rpartition('.')[2]}"
        headers["Content-Disposition"] = f'attachment; filename="{shown}"'
    return StreamingResponse(_pieces(file), headers=headers, media_type=mime)


def _refused(error: PorteVoixError) -> Response:
    said = {"title": _("Médiathèque"), "text": error.message}
    return PAGES.render("message.html", said, _STATUS.get(type(error), 404))


def _seen(session: Session, request: Request) -> Media:
    user = sessions.signed_in(session, request.cookies.get(sessions.COOKIE))
    wanted: UUID = request.path_params["media"]
    for _member, consortium in people.memberships(session, user.id):
        actor = people.actor_in(session, user, consortium.id)
        if actor and people.may(actor, Action.SEE_DASHBOARD, consortium.id):
            try:
                return library.media_of(session, consortium.id, wanted)
            except NotFound:
                continue
    raise NotFound(_("Ce fichier n'est plus dans la médiathèque."))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
