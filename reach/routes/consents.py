"""/accord/…: the owner of an account says on their phone whether it may be read. No JavaScript, no cookie.

Neither a code nor a state stays in an address: whatever comes back from a network is used up, then
the browser is led on to a page that says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.consents import Grant
from connectors.errors import ConnectorError, NeedsReconnect
from core import database, i18n, settings, web
from core.errors import Forbidden, InvalidInput
from core.i18n import _
from reach.owners import ending, links, words
from reach.owners.ending import Ended
from reach.owners.links import LinkOver, Way

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
FORM = "reach.consent"
END = f"{links.PREFIX}/fin"
_NO_REFERRER = {"Referrer-Policy": "no-referrer"}


def _in_plain_words(answer: Callable[..., Response]) -> Callable[..., Response]:
    """In the language that the page was asked in; a link that is over is one sentence."""

    @wraps(answer)
    def spoken(request: Request, *arguments: object) -> Response:
        with i18n.speaking(_language(request)):
            try:
                return answer(request, *arguments)
            except LinkOver as error:
                return _said(_("Ce lien ne marche plus"), error.message, 410)
            except Forbidden as error:
                return _said(_("Ça n'a pas marché"), error.message, 403)

    return spoken


@_in_plain_words
def look(request: Request) -> Response:
    """GET /accord/{token}: who asks, what is read, how to end it."""
    return _page(request)


async def answer(request: Request) -> Response:
    """POST /accord/{token}: on to the network, or the end of it."""
    try:
        form = await web.form_of(request)
    except (InvalidInput, HTTPException):
        form = FormData()
    return await run_in_threadpool(_answered, request, form)


@_in_plain_words
def come_back(request: Request) -> Response:
    """GET /accord/retour/{network}: use up the state, exchange the code, keep what it opens."""
    outcome, left_over = _came_back(request)
    ending.give_back(left_over)
    return _led_on(request, outcome)


@_in_plain_words
def end(request: Request) -> Response:
    """GET /accord/fin/{outcome}: what came of it, without a name."""
    try:
        outcome = words.Outcome(str(request.path_params["outcome"]))
    except ValueError:
        raise LinkOver(_("Cette adresse ne mène nulle part.")) from None
    return _said(*words.outcome(outcome), 200)


ROUTES = [
    Route(f"{links.BACK}/{{network}}", come_back, methods=["GET"]),
    Route(f"{END}/{{outcome}}", end, methods=["GET"]),
    Route(f"{links.PREFIX}/{{token}}", look, methods=["GET"]),
    Route(f"{links.PREFIX}/{{token}}", answer, methods=["POST"]),
]


@_in_plain_words
def _answered(request: Request, form: FormData) -> Response:
    try:
        web.check_form(request, form.get("token"), FORM)
    except InvalidInput as error:
        return _page(request, error.message, 422)
    if form.get("act") == "end":
        return _ended(request)
    with database.current().transaction() as session:
        address = links.set_out(session, _token(request))
    return _private(web.see_other(address))


def _ended(request: Request) -> Response:
    with database.current().transaction() as session:
        asking = links.asking(session, _token(request))
        ended = ending.by_owner(session, asking.account_id)
    # Erased by now: what the network answers changes nothing.
    ending.give_back(ended)
    return _led_on(request, words.Outcome.ENDED)


def _came_back(request: Request) -> tuple[words.Outcome, Sequence[Ended]]:
    network, given = str(request.path_params["network"]), request.query_params
    with database.current().transaction() as session:
        way = links.come_back(session, network, given.get("state", ""))
    if given.get("error") or not given.get("code"):
        return words.Outcome.REFUSED, ()
    try:
        consent = links.consent_of(way.network)
        grant = consent.exchange(way.application, given["code"], links.back(network))
    except NeedsReconnect:
        return words.Outcome.PARTLY, ()
    except ConnectorError:
        return words.Outcome.FAILED, ()
    return _finished(way, grant)


def _finished(way: Way, grant: Grant) -> tuple[words.Outcome, Sequence[Ended]]:
    useless = [Ended(way.network, way.application, grant.token)]
    try:
        owner = links.consent_of(way.network).owner(grant.token)
        with database.current().transaction() as session:
            kept = links.finish(session, way, grant, owner)
    except LinkOver:
        return words.Outcome.OVER, useless
    except ConnectorError:
        return words.Outcome.FAILED, useless
    return (words.Outcome.DONE, ()) if kept else (words.Outcome.OTHER_ACCOUNT, useless)


def _page(request: Request, error: str = "", status: int = 200) -> Response:
    with database.current().snapshot() as session:
        asking = links.asking(session, _token(request))
    extra = {"error": error, "token": web.form_token(FORM), "other": words.other_language()}
    response = _private(PAGES.render("consent.html", words.page(asking) | extra, status))
    # A browser holds the button's way to the network against this rule too.
    site = links.consent_of(asking.network).site
    policy = response.headers["Content-Security-Policy"]
    allowed = policy.replace("form-action 'self'", f"form-action 'self' {site}")
    response.headers["Content-Security-Policy"] = allowed
    return response


def _led_on(request: Request, outcome: words.Outcome) -> Response:
    language = "" if _language(request) == settings.current().language else f"?langue={_language(request)}"
    return _private(web.see_other(f"{END}/{outcome.value}{language}"))


def _said(title: str, text: str, status: int) -> Response:
    return _private(PAGES.render("message.html", {"title": title, "text": text}, status))


def _private(response: Response) -> Response:
    response.headers.update(_NO_REFERRER)
    return response


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _language(request: Request) -> str:
    given = request.query_params
    wanted = given.get("langue") or links.language_of(given.get("state", ""))
    return wanted if wanted in i18n.LANGUAGES else settings.current().language
