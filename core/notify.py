"""Notices that leave the house: by e-mail (SMTP) or to a chat, through apprise.

A notice says that something waits and where to look, never who or what. An address can hold a
password, so no address is ever in a log, an error or a page: a failure is told by its place in the
list and its kind. Only ways to other machines are allowed; nothing is read from this one.
"""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.errors import InvalidInput
from core.i18n import _

ALLOWED = frozenset(
    {
        *("mailto", "mailtos", "json", "jsons", "form", "forms"),
        *("ntfy", "ntfys", "matrix", "matrixs", "mmost", "mmosts", "rocket", "rockets"),
        *("discord", "slack", "workflows", "workflow", "msteams", "tgram", "signal", "signals"),
        *("gotify", "gotifys", "nctalk", "nctalks"),
    }
)
MOST = 10
_log = logging.getLogger("porte_voix.notify")


@dataclass(frozen=True)
class Failure:
    """An address that took nothing: which one of the list (from 1), and of which kind."""

    place: int
    kind: str


def kind_of(address: str) -> str:
    """«mailtos» of «mailtos://…»: all that may be shown of an address."""
    return address.partition("://")[0].casefold()


def check(addresses: Sequence[str]) -> None:
    """InvalidInput («notify») naming the line that cannot be an address, never what it says."""
    if len(addresses) > MOST:
        raise InvalidInput(_("Gardez {most} adresses au plus.", most=MOST), "notify")
    for place, address in enumerate(addresses, start=1):
        if _service(address) is None:
            raise InvalidInput(
                _("La ligne {place} n'est pas une adresse d'avis. Voyez docs/operations.md.", place=place),
                "notify",
            )


def send(addresses: Sequence[str], title: str, text: str) -> list[Failure]:
    """Send to each address; those that took nothing. Raises nothing: a notice never stops what tells it."""
    failures = [
        Failure(place, kind_of(address))
        for place, address in enumerate(addresses, start=1)
        if not _sent(address, title, text)
    ]
    for failure in failures:
        _log.warning("notice to address %d (%s) was not taken", failure.place, failure.kind)
    return failures


def _sent(address: str, title: str, text: str) -> bool:
    service = _service(address)
    if service is None:
        return False
    try:
        return bool(service.notify(body=text, title=title))
    except Exception:  # noqa: BLE001 (any service may raise anything, with the address in its words)
        return False


def _service(address: str) -> Any:
    if kind_of(address) not in ALLOWED:
        return None
    library = _apprise()
    asset = library.AppriseAsset(app_id="Porte-Voix", app_desc="Porte-Voix", app_url="", secure_logging=True)
    return library.Apprise.instantiate(address, asset=asset, suppress_exceptions=True) or None


@cache
def _apprise() -> Any:
    """The library, with its services: several seconds, so only once a notice is to be sent."""
    with warnings.catch_warnings():
        # One of its services asks for a module that Python is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        library = importlib.import_module("apprise")
        library.Apprise.instantiate("json://localhost")
    # Its own log names hosts and users. A filter stays whatever a server does to loggers when it starts.
    logging.getLogger("apprise").addFilter(lambda _record: False)
    return library
