"""The form that asks for an answer, and the thank-you page."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contacts import details, intake, landing, public
from contacts.intake import DetailKind, Received, Typed
from contacts.routes.shared import PAGES, code, in_plain_words, slug, text
from core import database, web
from core.errors import InvalidInput
from core.i18n import _

FORM = "contacts.form"


@in_plain_words
def blank(request: Request) -> Response:
    """GET /bonjour/{page}/rappel: the form."""
    with database.current().snapshot() as session:
        context = public.blank_form(session, slug(request), code(request))
    return PAGES.render("form.html", context | {"token": web.form_token(FORM)})


async def send(request: Request) -> Response:
    """POST /bonjour/{page}/rappel: keep the request, then 303; or the form with what to mend."""
    try:
        form = await web.form_of(request)
    except (InvalidInput, HTTPException):
        return await run_in_threadpool(_too_long, request)
    return await run_in_threadpool(_received, request, form)


@in_plain_words
def thanks(request: Request) -> Response:
    """GET /bonjour/{page}/merci: what happens next."""
    with database.current().snapshot() as session:
        context = public.thanks(session, slug(request), request.query_params)
    return PAGES.render("thanks.html", context)


ROUTES = [
    Route("/bonjour/{page}/rappel", blank, methods=["GET"]),
    Route("/bonjour/{page}/rappel", send, methods=["POST"]),
    Route("/bonjour/{page}/merci", thanks, methods=["GET"]),
]


@in_plain_words
def _received(request: Request, form: FormData) -> Response:
    typed = _typed(form)
    try:
        if text(form, "note"):
            received = _trapped(request)
        else:
            received = _kept(request, typed, web.check_form(request, form.get("token"), FORM))
    except InvalidInput as error:
        return _again(request, typed, error)
    return web.see_other(public.thanks_address(slug(request), received))


@in_plain_words
def _too_long(request: Request) -> Response:
    message = _("Ce formulaire est trop long. Il faut raccourcir le texte, puis envoyer à nouveau.")
    return _again(request, Typed(), InvalidInput(message, "way"))


def _kept(request: Request, typed: Typed, nonce: str) -> Received:
    with database.current().transaction() as session:
        return intake.from_form(session, landing.by_slug(session, slug(request)), typed, nonce)


def _trapped(request: Request) -> Received:
    """A machine filled in the hidden field: it is thanked like anyone, and nothing is kept."""
    with database.current().snapshot() as session:
        intake.trap(landing.by_slug(session, slug(request)).slug)
    return Received(DetailKind.PHONE, None)


def _again(request: Request, typed: Typed, error: InvalidInput) -> Response:
    with database.current().snapshot() as session:
        context = public.filled_form(session, slug(request), code(request), typed, error)
    return PAGES.render("form.html", context | {"token": web.form_token(FORM)}, 422)


def _typed(form: FormData) -> Typed:
    return Typed(
        way=details.clean(text(form, "way")),
        kind=text(form, "kind"),
        when=text(form, "when"),
        need=text(form, "need"),
        age=text(form, "age"),
        origins=tuple(value for value in form.getlist("origin") if isinstance(value, str)),
        code=text(form, "code"),
    )
