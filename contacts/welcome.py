"""What landing and hub pages show, in the language of their reader. Nothing here is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import codes
from campaigns.models import Code
from contacts import details, hubs, landing, languages, policy, queue, wording
from contacts.languages import FRENCH, Words
from contacts.models import LandingPage
from core import i18n, people, web
from core.errors import NotFound
from core.i18n import _, n_
from core.people import Consortium
from core.territory import Zone, label

PAGES = web.Pages(Path(__file__).parent / "templates")


def opened(session: Session, slug: str) -> LandingPage:
    """The page at /bonjour/{slug}; where it is not offered in the reader's language, it speaks French."""
    page = landing.by_slug(session, slug)
    languages.spoken(session, page)
    return page


def moved(session: Session, slug: str, code: str) -> str:
    """Where a withdrawn page leads now, code and language with it; "" while the page is open."""
    page = landing.by_slug(session, slug)
    other = landing.instead(session, page)
    return (
        landing.address(landing.path(other), code_shown(session, page.consortium_id, code)) if other else ""
    )


def hub_moved(session: Session, slug: str, code: str) -> str:
    """The same for a hub: another hub, or else a page."""
    hub = hubs.by_slug(session, slug)
    if hub.withdrawn_at is None:
        return ""
    shown = code_shown(session, hub.consortium_id, code)
    others = hubs.open_hubs(session, hub.consortium_id)
    paths = [hubs.path(one) for one in others] or [
        landing.path(one) for one in reversed(landing.open_pages(session, hub.consortium_id))
    ]
    return landing.address(paths[0], shown) if paths else ""


def landing_page(session: Session, slug: str, code: str) -> dict[str, Any]:
    """What /bonjour/{slug} shows; NotFound without such a page."""
    page = landing.by_slug(session, slug)
    words = languages.spoken(session, page)
    return _landing(session, page, words, code_shown(session, page.consortium_id, code))


def preview(session: Session, page: LandingPage, words: Words, language: str, code: str = "") -> str:
    """The page itself, as text, with words that are not saved; its links open beside it."""
    with i18n.speaking(language):
        shown = PAGES.html("landing.html", _landing(session, page, words, code) | {"languages": []})
    return shown.replace("<head>", '<head><base target="_blank">', 1)


def hub_page(session: Session, slug: str, code: str) -> dict[str, Any]:
    """What /bonjour/c/{slug} shows; NotFound without such a hub."""
    hub = hubs.by_slug(session, slug)
    pages = hubs.entries(session, hub, landing.open_pages(session, hub.consortium_id))
    spoken = _hub_languages(session, pages)
    if i18n.language() not in spoken:
        i18n.use_language(languages.usual())
    shown = code_shown(session, hub.consortium_id, code)
    relatives = landing.for_relatives(session, hub.consortium_id)
    return {
        **frame(session, hub.consortium_id),
        "title": _(hubs.QUESTION),
        "code": shown,
        "relatives": landing.address(landing.path(relatives), shown) if relatives else "",
        "entries": [_entry(page, shown, spoken) for page in pages],
        "languages": switch(list(spoken), hubs.path(hub), shown),
        "structures": _structures(session, hub.consortium_id),
    }


def frame(session: Session, consortium_id: UUID) -> dict[str, Any]:
    """What every page of the public has: whose it is, and the numbers of «En danger ?»."""
    consortium = session.get_one(Consortium, consortium_id)
    return {
        "brand": consortium.name,
        "demo": consortium.demo,
        "danger": policy.danger(session, consortium_id),
    }


def common(session: Session, page: LandingPage, code: str) -> dict[str, Any]:
    """What the landing page, its form and its thank-you page share, in the reader's language."""
    return {
        **frame(session, page.consortium_id),
        "number": page.phone,
        "phone": details.shown_number(page.phone) if page.phone else "",
        "words": wording.speech(
            polite=page.for_relatives, days=policy.of(session, page.consortium_id).keep_days
        ),
        "code": code,
        "back": landing.address(landing.path(page), code),
        "form": landing.address(f"{landing.path(page)}/rappel", code),
    }


def code_shown(session: Session, consortium_id: UUID, typed: str) -> str:
    """The code of an address as it is printed, or "" when it leads nowhere here: nobody is bothered."""
    try:
        codes.resolve(session, typed, consortium_id)
    except NotFound:
        return ""
    code = session.get(Code, codes.fold(typed))
    return code.shown if code else ""


def _structures(session: Session, consortium_id: UUID) -> list[str]:
    """The names of those who make the page together: all alike, in alphabetical order."""
    return [i18n.typeset(structure.name) for structure in people.structures(session, consortium_id)]


def switch(codes_offered: list[str], path: str, code: str) -> list[tuple[str, str, str]]:
    """The other languages of a page: code, own name, address. Empty where there is no choice."""
    found = []
    for language, name in languages.names(codes_offered):
        usual = languages.usual() if language == FRENCH else language
        if usual != i18n.language():
            with i18n.speaking(usual):
                found.append((usual, name, landing.address(path, code)))
    return found


def _landing(session: Session, page: LandingPage, words: Words, code: str) -> dict[str, Any]:
    relatives = None if page.for_relatives else landing.for_relatives(session, page.consortium_id)
    zone = session.get(Zone, page.zone_id) if page.zone_id else None
    return {
        **common(session, page, code),
        "title": i18n.typeset(words.title),
        "text": i18n.typeset(words.text),
        "hours": i18n.typeset(words.hours),
        "zone": i18n.typeset(zone.name) if zone else "",
        "relatives": landing.address(landing.path(relatives), code) if relatives else "",
        "message": _message(page, code),
        "delay": _delay(session, page),
        "languages": switch(list(languages.offered(session, page)), landing.path(page), code),
        "structures": _structures(session, page.consortium_id),
    }


def _entry(page: LandingPage, code: str, spoken: dict[str, set[UUID]]) -> tuple[str, str, str]:
    """A need, where it leads, and the language found there when it is another one."""
    language = i18n.language()
    if language == languages.usual() or page.id in spoken[language]:
        return label(page.need), landing.address(landing.path(page), code), ""
    with i18n.speaking(languages.usual()):
        address = landing.address(landing.path(page), code)
    return label(page.need), address, languages.usual()


def _hub_languages(session: Session, pages: list[LandingPage]) -> dict[str, set[UUID]]:
    """Languages in which at least one page is offered, and which pages: the hub's words are ours alone."""
    found: dict[str, set[UUID]] = {languages.FRENCH: set()}
    for page in pages:
        for language in languages.offered(session, page):
            found.setdefault(language, set()).add(page.id)
    return found


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
