"""What the public routes of this room share: language, refusals on a page of ours, reading a request.

An address may ask for another language (`l`); the page itself decides whether it is offered.
Pages leave compressed where the browser takes it: they hold no secret that another page could guess.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from contacts.welcome import PAGES
from core import i18n, settings, web
from core.errors import Forbidden, NotFound
from core.i18n import _

__all__ = ["PAGES", "code", "in_plain_words", "slug", "text"]


def in_plain_words(answer: Callable[..., Response]) -> Callable[..., Response]:
    """Speak the language that was asked for, else the installation's; say a refusal on a page of ours."""

    @wraps(answer)
    def spoken(request: Request, *arguments: object) -> Response:
        asked = request.query_params.get("l", "")
        with i18n.speaking(asked if asked in i18n.PUBLIC_LANGUAGES else settings.current().language):
            return web.lighter(request, _answered(answer, request, *arguments))

    return spoken


def _answered(answer: Callable[..., Response], *arguments: object) -> Response:
    try:
        return answer(*arguments)
    except NotFound as error:
        context = {"title": _("Cette page n'existe pas."), "text": error.message}
        return PAGES.render("message.html", context, 404)
    except Forbidden as error:
        return PAGES.render("message.html", {"title": _("Refusé"), "text": error.message}, 403)


def text(form: FormData, name: str) -> str:
    """A field of a form, "" where it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def slug(request: Request) -> str:
    """The page that the address names."""
    return str(request.path_params["page"])


def code(request: Request) -> str:
    """The code that the address carries, as it came."""
    return request.query_params.get("c", "")
