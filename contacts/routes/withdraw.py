"""/bonjour/retirer: with the receipt of a request, its way to answer is erased at once."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contacts import flood, receipts
from contacts.routes.shared import PAGES, in_plain_words, text
from core import database, web
from core.errors import InvalidInput
from core.i18n import _

FORM = "contacts.withdraw"


@in_plain_words
def ask(_request: Request) -> Response:
    """GET /bonjour/retirer: one field, the receipt."""
    return _shown("", "")


async def withdraw(request: Request) -> Response:
    """POST /bonjour/retirer: erase, and answer alike whether the receipt was known or not."""
    try:
        form = await web.form_of(request)
    except (InvalidInput, HTTPException):
        form = FormData()
    return await run_in_threadpool(_withdrawn, request, form)


ROUTES = [
    Route(receipts.WAY_IN, ask, methods=["GET"]),
    Route(receipts.WAY_IN, withdraw, methods=["POST"]),
]


@in_plain_words
def _withdrawn(request: Request, form: FormData) -> Response:
    typed, address = text(form, receipts.FIELD)[:60], web.address_of(request)
    try:
        web.check_form(request, form.get("token"), FORM)
        receipt = receipts.read(typed)
    except InvalidInput as error:
        return _shown(typed, error.message, 422)
    if not flood.may_guess(address):
        return _shown(typed, _("Trop d'essais d'ici. Il faut attendre 5 minutes, puis recommencer."), 429)
    with database.current().transaction() as session:
        known = receipts.withdraw(session, receipt)
    if not known:
        flood.guessed(address)
    return PAGES.render("withdrawn.html")


def _shown(typed: str, error: str, status: int = 200) -> Response:
    context = {"typed": typed, "error": error, "token": web.form_token(FORM), "action": receipts.WAY_IN}
    return PAGES.render("withdraw.html", context, status)
