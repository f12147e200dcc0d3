"""/relecture/{token}: the phone page of whoever reads posts before they go out. No account, no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns import reading_page, reviews
from campaigns.models import Post, Reader, ReviewLink, Verdict
from campaigns.reviews import Answer
from core import database, sessions, settings, web
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, PorteVoixError, TooMany
from core.i18n import _
from core.people import Consortium

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
FORM = "campaigns.review"
_STATUS: dict[type[PorteVoixError], int] = {InvalidInput: 422, Forbidden: 403, Conflict: 409, TooMany: 429}


def home(request: Request) -> Response:
    """GET /relecture/{token}: the one post, or the list of those to read."""
    token = str(request.path_params["token"])
    with database.current().transaction() as session:
        try:
            link = reviews.holder(session, token)
        except NotFound as error:
            return _closed(error)
        reviews.opened(session, link)
        found = reviews.posts_of(session, link)
        if len(found) == 1:
            return _sheet(session, link, token, found[0])
        return _render("review.html", _frame(session, link, token) | _list(session, found))


def one(request: Request) -> Response:
    """GET /relecture/{token}/{post}: one post, and the form below it."""
    with database.current().snapshot() as session:
        return _shown(session, request, None, {})


async def answer(request: Request) -> Response:
    """POST /relecture/{token}/{post}: keep what the reader says, then thanks."""
    fields: Mapping[str, Any] = {}
    try:
        fields = await web.form_of(request)
        web.check_form(request, fields.get("token"), FORM)
        return await run_in_threadpool(_keep, request, fields)
    except PorteVoixError as error:
        return await run_in_threadpool(_again, request, error, fields)


def image(request: Request) -> Response:
    """GET /relecture/{token}/image/{media}: a picture of one of its posts."""
    with database.current().snapshot() as session:
        try:
            link = reviews.holder(session, str(request.path_params["token"]))
            data, kind = reading_page.image(session, link, request.path_params["media"])
        except NotFound as error:
            return _closed(error, 404)
    return Response(data, media_type=kind, headers=web.HEADERS)


ROUTES = [
    Route("/relecture/{token}", home, methods=["GET"]),
    Route("/relecture/{token}/{post:uuid}", one, methods=["GET"]),
    Route("/relecture/{token}/{post:uuid}", answer, methods=["POST"]),
    Route("/relecture/{token}/image/{media:uuid}", image, methods=["GET"]),
]


def _keep(request: Request, fields: Mapping[str, Any]) -> Response:
    token, post_id = str(request.path_params["token"]), request.path_params["post"]
    said = _said(fields)
    with database.current().transaction() as session:
        reviews.answered_by_link(session, token, post_id, said, _signed_in(session, request))
        link = reviews.holder(session, token)
        context = _frame(session, link, token) | {
            "verdict": said.verdict.value,
            "others": [one for one in reviews.posts_of(session, link) if one.id != post_id],
        }
    return _render("review_thanks.html", context)


def _again(request: Request, error: PorteVoixError, fields: Mapping[str, Any]) -> Response:
    """The page of the form with what to mend, what was typed kept."""
    with database.current().snapshot() as session:
        return _shown(session, request, error, fields)


def _shown(
    session: Session, request: Request, error: PorteVoixError | None, fields: Mapping[str, Any]
) -> Response:
    token, post_id = str(request.path_params["token"]), request.path_params["post"]
    try:
        link = reviews.holder(session, token)
    except NotFound as closed:
        return _closed(closed)
    found = next((one for one in reviews.posts_of(session, link) if one.id == post_id), None)
    if found is None:
        return _closed(NotFound(_("Cette publication n'est plus à relire : l'équipe l'a retirée.")))
    return _sheet(session, link, token, found, error, fields)


def _sheet(
    session: Session,
    link: ReviewLink,
    token: str,
    post: Post,
    error: PorteVoixError | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Response:
    context = _frame(session, link, token) | _form(error, fields or {})
    context["post"] = reading_page.sheet(session, post)
    return _render("review_post.html", context, _STATUS.get(type(error), 404) if error else 200)


def _form(error: PorteVoixError | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "form": web.form_token(FORM),
        "error": error,
        "wrong": getattr(error, "field", ""),
        "typed": fields,
        "choices": [(one.value, _(label)) for one, label in reviews.VERDICT_LABELS.items()],
    }


def _frame(session: Session, link: ReviewLink, token: str) -> dict[str, Any]:
    return {
        "address": f"{reviews.PREFIX}/{token}",
        "house": session.get_one(Consortium, link.consortium_id).name,
        "young": link.reader is Reader.YOUTH,
        "until": reading_page.until(link, settings.current().timezone),
    }


def _list(session: Session, found: list[Post]) -> dict[str, Any]:
    return {"posts": [reading_page.sheet(session, one) for one in found]}


def _said(fields: Mapping[str, Any]) -> Answer:
    if fields.get("verdict") not in list(Verdict):
        raise InvalidInput(_("Il manque l'avis : choisir « ça me va » ou « à changer »."), "verdict")
    words = str(fields.get("words", ""))
    return Answer(
        Verdict(fields["verdict"]),
        int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0,
        str(fields.get("text", "")),
        str(fields.get("name", "")),
    )


def _signed_in(session: Session, request: Request) -> UUID | None:
    token = request.cookies.get(sessions.COOKIE)
    user = sessions.user_of(session, token) if token else None
    return user.id if user else None


def _render(template: str, context: dict[str, Any], status: int = 200) -> Response:
    return PAGES.render(template, context, status)


def _closed(error: NotFound, status: int = 410) -> Response:
    return PAGES.render("message.html", {"title": _("Ce lien ne marche plus"), "text": error.message}, status)
