"""The form that asks for an answer, the tap that confirms it, the thank-you page and its one question."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contacts import decisive, details, flood, intake, landing, public
from contacts.flood import Ask, Step
from contacts.intake import DetailKind, Received, Typed
from contacts.routes.shared import PAGES, code, in_plain_words, slug, text
from core import database, web
from core.errors import InvalidInput
from core.i18n import _

FORM = "contacts.form"
DECIDE = "contacts.decide"
PURPOSES = {Step.FIRST: FORM, Step.AGAIN: "contacts.form.again", Step.SURE: "contacts.form.sure"}
"""A token is good for its showing only: what has to be tapped cannot be sent as the first form."""
_turn = Lock()
"""A SQLite file has one writer: forms wait here for their turn, and leave the file to scans in between."""


@in_plain_words
def blank(request: Request) -> Response:
    """GET /bonjour/{page}/rappel: the form."""
    with database.current().snapshot() as session:
        context = public.blank_form(session, slug(request), code(request))
    return PAGES.render("form.html", context | _token(Step.FIRST, flood.stamp()))


async def send(request: Request) -> Response:
    """POST /bonjour/{page}/rappel: keep the request and say thanks; or the form with what to mend."""
    try:
        form = await web.form_of(request)
    except (InvalidInput, HTTPException):
        return await run_in_threadpool(_too_long, request)
    return await run_in_threadpool(_received, request, form)


async def decide(request: Request) -> Response:
    """POST /bonjour/{page}/decide: what decided them, one answer, after the request has left."""
    try:
        form = await web.form_of(request)
    except (InvalidInput, HTTPException):
        form = FormData()
    return await run_in_threadpool(_decided, request, form)


ROUTES = [
    Route("/bonjour/{page}/rappel", blank, methods=["GET"]),
    Route("/bonjour/{page}/rappel", send, methods=["POST"]),
    Route("/bonjour/{page}/decide", decide, methods=["POST"]),
]


@in_plain_words
def _received(request: Request, form: FormData) -> Response:
    typed, step = _typed(form), _step(form)
    if text(form, "note"):
        return _trapped(request)
    try:
        part = web.check_form(request, form.get("token"), PURPOSES[step])
        why = flood.asks(web.address_of(request), part, step)
        if why is not None:
            return _confirm(request, typed, part, why)
        received = _kept(request, typed, part)
    except InvalidInput as error:
        part = web.part_of(form.get("token"), PURPOSES[step]) or flood.stamp()
        known = _known(request, part) if error.field == "token" else None
        return known or _again(request, typed, error, part)
    return _thanked(request, received, part)


@in_plain_words
def _too_long(request: Request) -> Response:
    message = _("Ce formulaire est trop long. Il faut raccourcir le texte, puis envoyer à nouveau.")
    return _again(request, Typed(), InvalidInput(message, "way"), flood.stamp())


@in_plain_words
def _decided(request: Request, form: FormData) -> Response:
    try:
        part = web.check_form(request, form.get("token"), DECIDE)
        with database.current().transaction() as session:
            decisive.note(session, part, text(form, decisive.FIELD))
            received = intake.received_before(session, part) or Received(DetailKind.PHONE, None)
    except InvalidInput:
        words = _("La demande est bien arrivée. Seule cette réponse manque, et rien n'est à refaire.")
        return PAGES.render("message.html", {"title": _("C'est noté."), "text": words}, 422)
    return _thanked(request, received, part, ask=False)


def _kept(request: Request, typed: Typed, part: str) -> Received:
    with _turn if database.current().sqlite else nullcontext(), database.current().transaction() as session:
        return intake.from_form(session, landing.by_slug(session, slug(request)), typed, part)


def _trapped(request: Request) -> Response:
    """A machine filled in the hidden field: it is thanked like anyone, and nothing is kept."""
    with database.current().snapshot() as session:
        flood.trap(landing.by_slug(session, slug(request)).slug)
    return _thanked(request, Received(DetailKind.PHONE, None), flood.stamp())


def _thanked(request: Request, received: Received, part: str, *, ask: bool = True) -> Response:
    # Shown at once, not behind a redirect: an address would have to carry the receipt.
    with database.current().snapshot() as session:
        context = public.thanks(session, slug(request), received, part, ask=ask)
    return PAGES.render("thanks.html", context | {"token": web.form_token(DECIDE, part)})


def _known(request: Request, part: str) -> Response | None:
    """The thank-you page again, for a page that is reloaded hours after its form was kept."""
    with database.current().snapshot() as session:
        received = intake.received_before(session, part)
    return _thanked(request, received, part, ask=False) if received else None


def _confirm(request: Request, typed: Typed, part: str, why: Ask) -> Response:
    with database.current().snapshot() as session:
        context = public.confirmation(session, slug(request), code(request), typed, why)
    return PAGES.render("confirm.html", context | _token(Step.SURE, part))


def _again(request: Request, typed: Typed, error: InvalidInput, part: str) -> Response:
    with database.current().snapshot() as session:
        context = public.filled_form(session, slug(request), code(request), typed, error)
    return PAGES.render("form.html", context | _token(Step.AGAIN, part), 422)


def _token(step: Step, part: str) -> dict[str, str]:
    return {"token": web.form_token(PURPOSES[step], part), "step": step.value}


def _step(form: FormData) -> Step:
    sent = text(form, "step")
    return Step(sent) if sent in list(Step) else Step.FIRST


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
