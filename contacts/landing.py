"""Landing pages: what a scanned or tapped code opens. One names one need and takes one request.

A page that is withdrawn is offered to nobody any more; what is printed still leads somewhere
(`instead`), and a form that was open is still taken.
"""

from __future__ import annotations

import re
from itertools import count
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.needs import LandingChoice
from contacts import details, hubs, languages
from contacts.defaults import DEFAULTS
from contacts.models import LandingPage, LandingVersion
from core import clock, i18n, territory
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import NBSP, _
from core.people import required
from core.territory import Need

PREFIX = "/bonjour"
LONGEST_SLUG = 60
RESERVED = frozenset({hubs.FOLDER, "retirer"})
"""Addresses below /bonjour that are no landing page."""
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
    zone_id: UUID | None = None,
) -> LandingPage:
    """A new page at /bonjour/{slug}.

    InvalidInput names the field that cannot be taken; Conflict when another page has the address;
    NotFound for a zone of another consortium.
    """
    if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug) or slug in RESERVED:
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
        phone=details.optional_number(phone),
        hours=required(hours, "hours", 200) if hours.strip() else "",
        zone_id=own_zone(session, consortium_id, zone_id),
    )
    session.add(page)
    session.flush()
    session.add(
        LandingVersion(
            page_id=page.id,
            language=languages.FRENCH,
            number=1,
            written_at=clock.now(),
            **vars(languages.french(page)),
        )
    )
    session.flush()
    return page


def own_zone(session: Session, consortium_id: UUID, zone_id: UUID | None) -> UUID | None:
    """The zone, when it is one of that consortium; NotFound otherwise."""
    if zone_id is not None and zone_id not in {zone.id for zone in territory.zones(session, consortium_id)}:
        raise NotFound(_("Cette zone n'est pas dans ce consortium. Choisissez dans la liste."))
    return zone_id


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
    return sorted(
        found,
        key=lambda page: (page.for_relatives, order.index(page.need), page.zone_id is not None, page.slug),
    )


def open_pages(session: Session, consortium_id: UUID) -> list[LandingPage]:
    """The pages that are offered, in the same order: of one need, the page for everywhere comes first."""
    return [page for page in pages(session, consortium_id) if page.withdrawn_at is None]


def for_relatives(session: Session, consortium_id: UUID) -> LandingPage | None:
    """Where «Je suis un proche» leads, or None."""
    return next((page for page in open_pages(session, consortium_id) if page.for_relatives), None)


def instead(session: Session, page: LandingPage) -> LandingPage | None:
    """Where a withdrawn page leads: the nearest open one; None when it is open itself, or the last one."""
    others = open_pages(session, page.consortium_id) if page.withdrawn_at else []
    return min(
        others,
        key=lambda one: (
            one.for_relatives != page.for_relatives,
            one.need is not page.need,
            one.zone_id != page.zone_id,
            one.need is not Need.OTHER,
        ),
        default=None,
    )


def path(page: LandingPage) -> str:
    """The page's path, «/bonjour/permis»."""
    return f"{PREFIX}/{page.slug}"


def address(path: str, code: str) -> str:
    """A path of ours with what travels from page to page: the code, and the language that was asked for."""
    spoken = i18n.language()
    carried = {"c": code, "l": "" if spoken == languages.usual() else spoken}
    query = urlencode({name: value for name, value in carried.items() if value})
    return f"{path}?{query}" if query else path


def choices(session: Session, consortium_id: UUID) -> list[LandingChoice]:
    """What a code can lead to here: pages, then hubs; app.wiring gives it to campaigns (LandingChoices)."""
    zones = {zone.id: zone.name for zone in territory.zones(session, consortium_id)}
    found = [
        LandingChoice(
            path(page),
            _named(page, zones),
            page.need,
            page.title,
            page.hours,
            _shown(page.phone),
            page.for_relatives,
        )
        for page in open_pages(session, consortium_id)
    ]
    return found + [
        LandingChoice(hubs.path(hub), hubs.named(session, hub), Need.OTHER, _(hubs.QUESTION))
        for hub in hubs.open_hubs(session, consortium_id)
    ]


def _named(page: LandingPage, zones: dict[UUID, str]) -> str:
    return f"{page.title} · {zones[page.zone_id]}" if page.zone_id else page.title


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
