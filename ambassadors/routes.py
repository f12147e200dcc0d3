"""/moi/…: the ambassador's space on the phone. No JavaScript needed; one cookie, after the personal link."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ambassadors import agreements, cards, roster, space, view
from ambassadors.models import Standing
from ambassadors.space import COOKIE, SESSION_LIFETIME, Inside, LinkOver
from campaigns import agents
from campaigns.models import ScanClass
from campaigns.prints import making, qr
from core import database, i18n, settings, web
from core.errors import Forbidden, InvalidInput, PorteVoixError
from core.i18n import _

PAGES = web.Pages(Path(__file__).parent / "templates")
FORM = "ambassadors.space"
HOME = "/moi/"
ENDED = "/moi/fini"
_CRAWLER = re.compile(r"bot\b|crawl|spider|preview|external(hit|agent)", re.IGNORECASE)
_STATUS: dict[type[PorteVoixError], int] = {LinkOver: 410, Forbidden: 403, InvalidInput: 400}

Answer = Callable[..., Response]


def _in_plain_words(answer: Answer) -> Answer:
    """Speak the installation's language; say a refusal on a page of ours."""

    @wraps(answer)
    def spoken(*arguments: object) -> Response:
        with i18n.speaking(settings.current().language):
            try:
                return answer(*arguments)
            except PorteVoixError as error:
                status = _STATUS.get(type(error), 404)
                title = _("Ce lien ne marche plus") if status == 410 else _("Ça n'a pas marché")
                return PAGES.render("message.html", {"title": title, "text": error.message}, status)

    return spoken


def _own_space(answer: Callable[[Session, Inside], Response]) -> Answer:
    """Let in behind a good phone session only, in one transaction (the first look of a week writes)."""

    @wraps(answer)
    @_in_plain_words
    def endpoint(request: Request) -> Response:
        with database.current().transaction() as session:
            there = space.inside(session, request.cookies.get(COOKIE))
            return answer(session, there) if there else _closed()

    return endpoint


def _form(answer: Callable[[Request, object], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A posted form, read before its transaction begins."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        try:
            token = (await web.form_of(request)).get("token")
        except (InvalidInput, HTTPException):
            token = None
        return await run_in_threadpool(_in_plain_words(answer), request, token)

    return endpoint


@_own_space
def home(session: Session, there: Inside) -> Response:
    """GET /moi/: four blocks, or «pause»."""
    if there.standing is Standing.PAUSED:
        return _render("pause.html", view.common(session, there.ambassador))
    return _render("space.html", view.home(session, there.ambassador))


@_own_space
def large_qr(session: Session, there: Inside) -> Response:
    """GET /moi/qr: the QR code over the whole width, to be scanned from the phone."""
    if there.standing is Standing.PAUSED:
        return web.see_other(HOME)
    return _render("qr.html", view.common(session, there.ambassador))


@_own_space
def qr_svg(session: Session, there: Inside) -> Response:
    """GET /moi/qr.svg: the image of the general link's QR code."""
    if there.standing is Standing.PAUSED:
        return web.see_other(HOME)
    image = qr.svg(roster.spoken_code(session, there.ambassador))
    return Response(image, media_type="image/svg+xml", headers=web.HEADERS)


@_own_space
def qr_png(session: Session, there: Inside) -> Response:
    """GET /moi/qr.png: the same to keep, named after the code."""
    if there.standing is Standing.PAUSED:
        return web.see_other(HOME)
    code = roster.spoken_code(session, there.ambassador)
    named = {"Content-Disposition": f'attachment; filename="{code.shown}.png"'}
    return Response(qr.png(code), media_type="image/png", headers={**web.HEADERS, **named})


@_in_plain_words
def card_sheet(request: Request) -> Response:
    """GET /moi/cartes.pdf: a sheet of cards to hand out; drawn once the transaction is over."""
    with database.current().transaction() as session:
        there = space.inside(session, request.cookies.get(COOKIE))
        if there is None:
            return _closed()
        if there.standing is Standing.PAUSED:
            return web.see_other(HOME)
        order = cards.of(session, there.ambassador)
    made = making.make(order)
    named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.media_type, headers={**web.HEADERS, **named})


@_own_space
def ask_leave(session: Session, there: Inside) -> Response:
    """GET /moi/arreter: what stopping means, and the button that does it."""
    return _render("leave.html", view.common(session, there.ambassador))


@_in_plain_words
def enter(request: Request) -> Response:
    """GET /moi/entrer/{token}: exchange the personal link; a preview or a program only sees a button."""
    return _render("enter.html", {}) if _looks_ahead(request) else _exchanged(request)


@_form
def enter_by_button(request: Request, token: object) -> Response:
    """POST /moi/entrer/{token}: the button, for a browser that was taken for a program."""
    try:
        web.check_form(request, token, FORM)
    except InvalidInput:
        return _render("enter.html", {}, 400)
    return _exchanged(request)


def _act(act: Callable[..., object], then: str) -> Callable[[Request], Awaitable[Response]]:
    def done(request: Request, token: object) -> Response:
        with database.current().transaction() as session:
            there = space.inside(session, request.cookies.get(COOKIE))
            if there is None:
                return _closed()
            try:
                web.check_form(request, token, FORM)
            except InvalidInput:
                context = view.common(session, there.ambassador) | {"action": request.url.path}
                return _render("again.html", context, 400)
            act(session, there.oneself, there.ambassador)
        return web.see_other(then)

    return _form(done)


async def end_access(request: Request) -> Response:
    """POST /moi/acces: what the owner let be read of an account ends, here first, then on the network."""
    try:
        form = await web.form_of(request)
    except (InvalidInput, HTTPException):
        form = FormData()
    return await run_in_threadpool(_access_ended, request, form)


@_in_plain_words
def _access_ended(request: Request, form: FormData) -> Response:
    with database.current().transaction() as session:
        there = space.inside(session, request.cookies.get(COOKIE))
        if there is None:
            return _closed()
        web.check_form(request, form.get("token"), FORM)
        afterwards = roster.end_access(session, there.ambassador, str(form.get("account")))
    afterwards()
    return web.see_other(HOME)


@_in_plain_words
def ended(_request: Request) -> Response:
    """GET /moi/fini: what stopped, and what is left to do."""
    answer = _render("ended.html", {})
    answer.delete_cookie(COOKIE, path="/moi")
    return answer


def _looks_ahead(request: Request) -> bool:
    """A messenger drawing a preview, a page loaded ahead of the tap, a crawler: none may use the link up."""
    kind = agents.classify(request.method, request.headers.raw)
    crawls = kind is ScanClass.BOT and _CRAWLER.search(request.headers.get("user-agent", ""))
    return kind in (None, ScanClass.PREVIEW) or bool(crawls)


def _exchanged(request: Request) -> Response:
    token, cookie = str(request.path_params["token"]), request.cookies.get(COOKIE)
    answer = web.see_other(HOME)
    answer.headers.update(web.HEADERS)
    with database.current().transaction() as session:
        opened = None if space.already_inside(session, token, cookie) else space.exchange(session, token)
    return answer if opened is None else _remembered(answer, opened)


def _remembered(answer: Response, opened: str) -> Response:
    answer.set_cookie(
        COOKIE,
        opened,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        path="/moi",
        secure=settings.current().public_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return answer


def _closed() -> Response:
    context = {
        "title": _("Ton espace est fermé"),
        "text": _("Ouvre ton lien personnel. Tu l'as perdu ? Demande-en un nouveau à qui te l'a envoyé."),
    }
    return PAGES.render("message.html", context, 401)


def _render(template: str, context: dict[str, object], status: int = 200) -> Response:
    return PAGES.render(template, context | {"token": web.form_token(FORM)}, status)


@_in_plain_words
def to_home(_request: Request) -> Response:
    """GET /moi: the space has one address."""
    return web.see_other(HOME)


ROUTES = [
    Route("/moi", to_home, methods=["GET"]),
    Route("/moi/", home, methods=["GET"]),
    Route("/moi/entrer/{token}", enter, methods=["GET"]),
    Route("/moi/entrer/{token}", enter_by_button, methods=["POST"]),
    Route("/moi/qr", large_qr, methods=["GET"]),
    Route("/moi/qr.svg", qr_svg, methods=["GET"]),
    Route("/moi/qr.png", qr_png, methods=["GET"]),
    Route("/moi/cartes.pdf", card_sheet, methods=["GET"]),
    Route("/moi/pause", _act(agreements.pause, HOME), methods=["POST"]),
    Route("/moi/reprendre", _act(agreements.resume, HOME), methods=["POST"]),
    Route("/moi/arreter", ask_leave, methods=["GET"]),
    Route("/moi/arreter", _act(agreements.leave, ENDED), methods=["POST"]),
    Route("/moi/acces", end_access, methods=["POST"]),
    Route("/moi/fini", ended, methods=["GET"]),
]
