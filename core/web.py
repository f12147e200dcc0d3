"""What every Jinja2 page stands on: base page, security headers, form tokens, same-site check."""

from __future__ import annotations

import gzip
import secrets
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core import crypto, i18n, settings
from core.errors import Forbidden, InvalidInput
from core.i18n import _

FORM_SECONDS = 3600
LARGEST_FORM = 64 * 1024
FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
ASSETS = Path(__file__).parent / "assets"
_TEMPLATES = Path(__file__).parent / "templates"

_SHEET = (ASSETS / "phone.css").read_text().removesuffix("\n")
_SHEET_HASH = b64encode(sha256(_SHEET.encode()).digest()).decode()

HEADERS = {
    # The style sheet stands within the page: one round trip less before a phone sees anything.
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'self' 'sha256-{_SHEET_HASH}'; script-src 'self'; "
        "img-src 'self' data:; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # same-origin, not no-referrer: browsers send «Origin: null» from a page without any referrer.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
}

SHELL_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class Pages:
    """The templates of one room, above the shared ones of core/templates."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([folder, _TEMPLATES, ASSETS]),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            _=_, n_=i18n.n_, language=i18n.language, direction=i18n.direction, horn=_horn()
        )

    def render(self, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> Response:
        """The page as an answer with the security headers."""
        return HTMLResponse(self.html(template, context), status_code=status, headers=HEADERS)

    def html(self, template: str, context: Mapping[str, Any] | None = None) -> str:
        """The page as text."""
        return self._environment.get_template(template).render(context or {})


@cache
def _horn() -> str:
    """The mark, within the page: one request less on a bad network."""
    return f"data:image/svg+xml,{quote((ASSETS / 'horn.svg').read_text().strip())}"


def lighter(request: Request, response: Response) -> Response:
    """The answer, compressed where the browser says that it can read it: a bad network carries a third."""
    response.headers["Vary"] = "Accept-Encoding"
    if response.body and "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(bytes(response.body), mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
    return response


def see_other(path: str) -> Response:
    """A 303 to a path of ours, after a form."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


async def form_of(request: Request) -> FormData:
    """The posted form (no files); InvalidInput when it is larger than 64 kB or cannot be read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise InvalidInput(_("Ce formulaire est trop long. Raccourcissez le texte, puis recommencez."))
    try:
        if not request.headers.get("content-type", "").startswith(FORM_TYPE):
            raise ValueError(FORM_TYPE)
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        return FormData([*pairs])
    except ValueError:
        raise InvalidInput(_("Ce formulaire n'a pas pu être lu. Ouvrez la page à nouveau.")) from None


def form_token(purpose: str, part: str = "") -> str:
    """A signed one-hour token for a form of `purpose`; it carries `part`, or a random part of its own."""
    return _serializer(purpose).dumps(part or secrets.token_urlsafe(12))


def check_form(request: Request, token: object, purpose: str) -> str:
    """The random part of a good token; Forbidden from another site, InvalidInput («token») when stale."""
    if not same_site(request):
        raise Forbidden(_("Ce formulaire vient d'un autre site. Ouvrez la page à nouveau."))
    try:
        return str(_serializer(purpose).loads(str(token), max_age=FORM_SECONDS))
    except SignatureExpired:
        raise InvalidInput(
            _("La page est restée ouverte plus d'une heure. Envoyez à nouveau."), "token"
        ) from None
    except BadData:
        raise InvalidInput(_("Le formulaire n'est pas complet. Envoyez à nouveau."), "token") from None


def part_of(token: object, purpose: str) -> str | None:
    """The part of a token that we signed, good still or too old now; None for any other."""
    try:
        return str(_serializer(purpose).loads(str(token)))
    except BadData:
        return None


def address_of(request: Request) -> str:
    """Where a request comes from: the peer, or what the trusted proxies in front say of theirs.

    With PORTE_VOIX_TRUSTED_PROXIES = n, the nth address from the end of X-Forwarded-For: whatever
    stands before it was written by the sender. For counting in memory only; it is never stored.
    """
    hops = settings.current().trusted_proxies
    said = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if 0 < hops <= len(said):
        return said[-hops]
    return request.client.host if request.client else ""


def same_site(request: Request) -> bool:
    """False when a browser says that another site sent the form.

    «null» comes from in-app browsers and is accepted: the token still has to be good.
    """
    if request.headers.get("sec-fetch-site") == "cross-site":
        return False
    origin = request.headers.get("origin")
    if origin in (None, "null"):
        return True
    return str(origin).partition("://")[2] in {
        request.headers.get("host"),
        urlsplit(settings.current().public_url).netloc,
    }


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer([*reversed(crypto.keys(f"form/{purpose}"))], salt=purpose)
