"""Landing pages: what a scanned or tapped code opens. One names one need and takes one request."""

from __future__ import annotations

import re
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.needs import LandingChoice
from contacts import details
from contacts.defaults import DEFAULTS
from contacts.models import LandingPage
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import NBSP, _
from core.people import required
from core.territory import Need

PREFIX = "/bonjour"
LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create(
    session: Session,
    *,
    consortium_id: UUID,
    slug: str,
    need: Need,
    title: str,
    text: str,
    for_relatives: bool = False,
    phone: str = "",
    hours: str = "",
) -> LandingPage:
    """A new page at /bonjour/{slug}.

    InvalidInput names the field that cannot be taken; Conflict when another page has the address.
    """
    if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug):
        raise InvalidInput(
            _("Cette adresse ne va pas. Gardez des minuscules, des chiffres et des tirets."), "slug"
        )
    if _taken(session, slug):
        raise Conflict(_("Une page a déjà cette adresse. Choisissez-en une autre."))
    page = LandingPage(
        slug=slug,
        consortium_id=consortium_id,
        need=need,
        for_relatives=for_relatives,
        title=required(title, "title", 120),
        text=required(text, "text", 600),
        phone=_phone(phone),
        hours=required(hours, "hours", 200) if hours.strip() else "",
    )
    session.add(page)
    session.flush()
    return page


def by_slug(session: Session, slug: str) -> LandingPage:
    """The page at /bonjour/{slug}, or NotFound."""
    page = None
    if len(slug) <= LONGEST_SLUG and _SLUG.fullmatch(slug):
        page = session.scalar(select(LandingPage).where(LandingPage.slug == slug))
    if page is None:
        raise NotFound(_("Vérifie l'adresse, ou scanne le code à nouveau."))
    return page


def pages(session: Session, consortium_id: UUID) -> list[LandingPage]:
    """The pages of a consortium: needs in their usual order, those for relatives last."""
    found = session.scalars(select(LandingPage).where(LandingPage.consortium_id == consortium_id))
    order = list(Need)
    return sorted(found, key=lambda page: (page.for_relatives, order.index(page.need), page.slug))


def for_relatives(session: Session, consortium_id: UUID) -> LandingPage | None:
    """Where «Je suis un proche» leads, or None."""
    return next((page for page in pages(session, consortium_id) if page.for_relatives), None)


def path(page: LandingPage) -> str:
    """The page's path, «/bonjour/permis»."""
    return f"{PREFIX}/{page.slug}"


def choices(session: Session, consortium_id: UUID) -> list[LandingChoice]:
    """What a code can lead to here; app.wiring gives it to campaigns (campaigns.needs.LandingChoices)."""
    return [
        LandingChoice(path(page), page.title, page.need, page.hours, _shown(page.phone))
        for page in pages(session, consortium_id)
    ]


def ensure_defaults(session: Session, consortium_id: UUID) -> list[LandingPage]:
    """Make the pages that are missing, one per need and one for relatives; all pages of the consortium.

    Addresses are one list for the installation: the second consortium gets «permis-2».
    """
    present = {(page.need, page.for_relatives) for page in pages(session, consortium_id)}
    relatives = any(of_relatives for _need, of_relatives in present)
    for default in DEFAULTS:
        if (default.need, default.for_relatives) in present or (default.for_relatives and relatives):
            continue
        create(
            session,
            consortium_id=consortium_id,
            slug=_free(session, default.slug),
            need=default.need,
            title=_(default.title),
            text=_(default.text),
            for_relatives=default.for_relatives,
        )
    return pages(session, consortium_id)


def _free(session: Session, slug: str) -> str:
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(candidate for candidate in numbered if not _taken(session, candidate))


def _taken(session: Session, slug: str) -> bool:
    return session.scalar(select(LandingPage.id).where(LandingPage.slug == slug)) is not None


def _shown(phone: str) -> str:
    return details.shown_number(phone).replace(" ", NBSP) if phone else ""


def _phone(phone: str) -> str:
    if not phone.strip():
        return ""
    try:
        return details.number(phone, polite=True)
    except InvalidInput as error:
        raise InvalidInput(error.message, "phone") from None
