"""What the form and the thank-you page show. Nothing here is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from contacts import landing, promise, welcome, wording
from contacts.intake import Received, Typed
from contacts.models import AgeBand, DetailKind, LandingPage
from contacts.wording import Origin
from core.errors import InvalidInput
from core.i18n import _, mark
from core.territory import Need, label


@dataclass(frozen=True)
class Refusal:
    """An error as the form shows it: the fact in bold, then what to do; `field` is marked."""

    fact: str
    rest: str
    field: str


def blank_form(session: Session, slug: str, code: str) -> dict[str, Any]:
    """The form as it opens: the need of the page and the code are filled in, both can be changed."""
    page = welcome.opened(session, slug)
    shown = welcome.code_shown(session, page.consortium_id, code)
    need = "" if page.for_relatives else page.need.value
    return _form(session, page, Typed(kind=DetailKind.PHONE, need=need, code=shown), shown)


def filled_form(session: Session, slug: str, code: str, typed: Typed, error: InvalidInput) -> dict[str, Any]:
    """The form as it was sent, with what to mend."""
    page = welcome.opened(session, slug)
    shown = welcome.code_shown(session, page.consortium_id, code)
    return _form(session, page, typed, shown) | {"error": _refusal(page, error)}


def thanks(session: Session, slug: str, said: Mapping[str, str]) -> dict[str, Any]:
    """The thank-you page; `said` is what `thanks_address` put into the address, or anything else."""
    page = welcome.opened(session, slug)
    title, detail = promise.read(said, polite=page.for_relatives)
    return {**welcome.common(session, page, ""), "promise": title, "detail": detail}


def thanks_address(slug: str, received: Received) -> str:
    """Where a sent form leads; the address tells how and when the answer comes, nothing about the person."""
    address = landing.address(f"{landing.PREFIX}/{slug}/merci", "")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(promise.told(received))}"


def _form(session: Session, page: LandingPage, typed: Typed, code: str) -> dict[str, Any]:
    ages = {} if page.for_relatives else wording.AGES | {AgeBand.UNSAID: mark("je ne dis pas")}
    return {
        **welcome.common(session, page, code),
        "error": None,
        "typed": typed,
        "keep_code": bool(typed.code),
        "ways": [(kind.value, _(said)) for kind, said in wording.WAYS.items()],
        "whens": [(when.value, _(said)) for when, said in wording.WHENS.items()],
        "needs": [(need.value, label(need)) for need in Need],
        "origins": [*map(_choice, wording.ORIGINS), (wording.UNKNOWN_KEY, _("je ne sais pas"))],
        "ages": [(age.value, _(said)) for age, said in ages.items()],
    }


def _choice(origin: Origin) -> tuple[str, str]:
    return origin.key, _(origin.said)


def _refusal(page: LandingPage, error: InvalidInput) -> Refusal:
    message = error.message
    if error.field == "token":
        message = (
            _("La page est restée ouverte longtemps. Tout est encore là : envoyez à nouveau.")
            if page.for_relatives
            else _("La page est restée ouverte longtemps. Tout est encore là : envoie à nouveau.")
        )
    fact, stop, rest = message.partition(". ")
    return Refusal(fact + stop.strip(), rest, error.field)
