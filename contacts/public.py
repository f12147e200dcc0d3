"""What the public pages show: landing page, form, thanks. Nothing here is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from campaigns import codes
from campaigns.models import Code
from contacts import asking, details, landing, promise, queue, receipts, wording
from contacts.flood import Ask
from contacts.intake import Received, Typed
from contacts.models import AgeBand, DetailKind, LandingPage
from core import i18n, people
from core.errors import InvalidInput, NotFound
from core.i18n import _, n_
from core.people import Consortium
from core.territory import Need, label


@dataclass(frozen=True)
class Refusal:
    """An error as the form shows it: the fact in bold, then what to do; `field` is marked."""

    fact: str
    rest: str
    field: str


def landing_page(session: Session, slug: str, code: str) -> dict[str, Any]:
    """What /bonjour/{slug} shows; NotFound without such a page."""
    page = landing.by_slug(session, slug)
    shown = code_shown(session, page, code)
    relatives = None if page.for_relatives else landing.for_relatives(session, page.consortium_id)
    return {
        **_common(session, page, shown),
        "relatives": _with_code(landing.path(relatives), shown) if relatives else "",
        "message": _message(page, shown),
        "delay": _delay(session, page),
        "structures": [
            i18n.typeset(structure.name) for structure in people.structures(session, page.consortium_id)
        ],
    }


def blank_form(session: Session, slug: str, code: str) -> dict[str, Any]:
    """The form as it opens: the need of the page and the code are filled in, both can be changed."""
    page = landing.by_slug(session, slug)
    shown = code_shown(session, page, code)
    need = "" if page.for_relatives else page.need.value
    return _form(session, page, Typed(kind=DetailKind.PHONE, need=need, code=shown), shown)


def filled_form(session: Session, slug: str, code: str, typed: Typed, error: InvalidInput) -> dict[str, Any]:
    """The form as it was sent, with what to mend."""
    page = landing.by_slug(session, slug)
    shown = code_shown(session, page, code)
    return _form(session, page, typed, shown) | {"error": _refusal(page, error)}


def confirmation(session: Session, slug: str, code: str, typed: Typed, why: Ask) -> dict[str, Any]:
    """The page that asks for one tap before a form is kept; it carries everything that was typed."""
    page = landing.by_slug(session, slug)
    return {
        **_common(session, page, code_shown(session, page, code)),
        "why": _why(why),
        "fields": typed.fields(),
    }


def thanks(session: Session, slug: str, received: Received, part: str, *, ask: bool = True) -> dict[str, Any]:
    """The thank-you page of the form with this one-time part: promise, receipt, one last question."""
    page = landing.by_slug(session, slug)
    title, detail = promise.of(received, polite=page.for_relatives)
    choices = asking.answers(None)
    return {
        **_common(session, page, ""),
        "promise": title,
        "detail": detail,
        "receipt": receipts.of(part),
        "withdraw": receipts.WAY_IN,
        "decide": f"{landing.path(page)}/decide",
        "choices": choices if ask else [],
    }


def code_shown(session: Session, page: LandingPage, typed: str) -> str:
    """The code of an address as it is printed, or "" when it leads nowhere here: nobody is bothered."""
    try:
        codes.resolve(session, typed, page.consortium_id)
    except NotFound:
        return ""
    code = session.get(Code, codes.fold(typed))
    return code.shown if code else ""


def _common(session: Session, page: LandingPage, code: str) -> dict[str, Any]:
    consortium = session.get_one(Consortium, page.consortium_id)
    path = landing.path(page)
    return {
        "title": i18n.typeset(page.title),
        "text": i18n.typeset(page.text),
        "hours": i18n.typeset(page.hours),
        "number": page.phone,
        "phone": details.shown_number(page.phone) if page.phone else "",
        "words": wording.speech(polite=page.for_relatives),
        "brand": consortium.name,
        "demo": consortium.demo,
        "code": code,
        "back": _with_code(path, code),
        "form": _with_code(f"{path}/rappel", code),
    }


def _form(session: Session, page: LandingPage, typed: Typed, code: str) -> dict[str, Any]:
    return {
        **_common(session, page, code),
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


def _with_code(path: str, code: str) -> str:
    return f"{path}?{urlencode({'c': code})}" if code else path


def _message(page: LandingPage, code: str) -> str:
    """The text message that the button prepares; nothing in it says who writes."""
    if page.for_relatives:
        opening = _("Bonjour, je vous écris pour un jeune.")
    else:
        opening = _("Bonjour, besoin : {need}.", need=label(page.need))
    return f"{opening} {_('Code {code}', code=code)}" if code else opening


def _delay(session: Session, page: LandingPage) -> str:
    """What was measured, never a promise; "" while too little is known."""
    hours = queue.usual_delay(session, page.consortium_id)
    if hours is None:
        return ""
    return n_("Moins d'une heure, le plus souvent.", "Moins de {count} h, le plus souvent.", hours)
