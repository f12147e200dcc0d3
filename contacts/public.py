"""What the form and the thank-you page show. Nothing here is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from contacts import asking, landing, promise, receipts, welcome, wording
from contacts.flood import Ask
from contacts.intake import Received, Typed
from contacts.models import AgeBand, DetailKind, LandingPage
from core.errors import InvalidInput
from core.i18n import _
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


def confirmation(session: Session, slug: str, code: str, typed: Typed, why: Ask) -> dict[str, Any]:
    """The page that asks for one tap before a form is kept; it carries everything that was typed."""
    page = welcome.opened(session, slug)
    shown = welcome.code_shown(session, page.consortium_id, code)
    return {**welcome.common(session, page, shown), "why": _why(why), "fields": typed.fields()}


def thanks(session: Session, slug: str, received: Received, part: str, *, ask: bool = True) -> dict[str, Any]:
    """The thank-you page of the form with this one-time part: promise, receipt, one last question."""
    page = welcome.opened(session, slug)
    title, detail = promise.of(received, polite=page.for_relatives)
    return {
        **welcome.common(session, page, ""),
        "promise": title,
        "detail": detail,
        "receipt": receipts.of(part),
        "withdraw": landing.address(receipts.WAY_IN, ""),
        "decide": landing.address(f"{landing.path(page)}/decide", ""),
        "choices": asking.answers(None) if ask else [],
    }


def _form(session: Session, page: LandingPage, typed: Typed, code: str) -> dict[str, Any]:
    return {
        **welcome.common(session, page, code),
        "error": None,
        "typed": typed,
        "keep_code": bool(typed.code),
        "ways": [(kind.value, _(said)) for kind, said in wording.WAYS.items()],
        "whens": [(when.value, _(said)) for when, said in wording.WHENS.items()],
        "needs": [(need.value, label(need)) for need in Need],
        "origins": asking.answers(asking.control(session, page.consortium_id)),
        "under_16": "" if page.for_relatives else AgeBand.UNDER_16.value,
    }


def _why(why: Ask) -> str:
    if why is Ask.FAST:
        return _("C'est allé très vite. Une touche ici, et la demande part.")
    if why is Ask.MANY:
        return _("Beaucoup de demandes partent d'ici en ce moment. Une touche, et celle-ci part aussi.")
    return _("Beaucoup de demandes partent d'ici. Il faut attendre une minute, puis toucher à nouveau.")


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
