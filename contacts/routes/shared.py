"""What the public routes of this room share: language, refusals on a page of ours, reading a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from core import i18n, settings, web
from core.errors import Forbidden, NotFound
from core.i18n import _

PAGES = web.Pages(Path(__file__).parents[1] / "templates")


def in_plain_words(answer: Callable[..., Response]) -> Callable[..., Response]:
    """Speak the installation's language; say a refusal on a page of ours."""

    @wraps(answer)
    def spoken(*arguments: object) -> Response:
        with i18n.speaking(settings.current().language):
            try:
                return answer(*arguments)
            except NotFound as error:
                context = {"title": _("Cette page n'existe pas."), "text": error.message}
                return PAGES.render("message.html", context, 404)
            except Forbidden as error:
                return PAGES.render("message.html", {"title": _("Refusé"), "text": error.message}, 403)

    return spoken


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
