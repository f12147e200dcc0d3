"""Hub pages: «De quoi as-tu besoin ?», one tap per need. One per campaign, for bios and general posters."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import planning
from campaigns.models import Campaign, CampaignZone
from contacts.models import HubPage, LandingPage
from core import audit, clock, people
from core.errors import Conflict, NotFound
from core.i18n import _, mark
from core.people import Action, Actor
from core.territory import Need

FOLDER = "c"
PREFIX = f"/bonjour/{FOLDER}"
QUESTION = mark("De quoi as-tu besoin ?")
_LONGEST = 40


def create(session: Session, actor: Actor, campaign_id: UUID) -> HubPage:
    """The hub of a campaign, new or opened again; NotFound for a campaign of another consortium."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    campaign = planning.campaign_of(session, actor.consortium_id, campaign_id)
    hub = session.scalar(select(HubPage).where(HubPage.campaign_id == campaign.id))
    if hub is None:
        hub = HubPage(
            slug=_free(session, campaign.name),
            consortium_id=actor.consortium_id,
            campaign_id=campaign.id,
            title=QUESTION,
        )
        session.add(hub)
    hub.withdrawn_at = None
    session.flush()
    audit.record(session, actor, "contacts.hub_opened", hub.id)
    return hub


def withdraw(session: Session, actor: Actor, hub_id: UUID) -> HubPage:
    """Offer a hub no more; what is printed leads to another page. Conflict when it is withdrawn already."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    hub = session.get(HubPage, hub_id)
    if hub is None or hub.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette page n'existe plus. Revenez à la liste."))
    if hub.withdrawn_at is not None:
        raise Conflict(_("Cette page est déjà retirée."))
    hub.withdrawn_at = clock.now()
    audit.record(session, actor, "contacts.hub_withdrawn", hub.id)
    return hub


def by_slug(session: Session, slug: str) -> HubPage:
    """The hub at /bonjour/c/{slug}, withdrawn or not; NotFound without one."""
    hub = None
    if len(slug) <= 60 and re.fullmatch(r"[a-z0-9-]+", slug):
        hub = session.scalar(select(HubPage).where(HubPage.slug == slug))
    if hub is None:
        raise NotFound(_("Vérifie l'adresse, ou scanne le code à nouveau."))
    return hub


def hubs(session: Session, consortium_id: UUID) -> list[HubPage]:
    """The hubs of a consortium, by address."""
    query = select(HubPage).where(HubPage.consortium_id == consortium_id).order_by(HubPage.slug)
    return list(session.scalars(query))


def open_hubs(session: Session, consortium_id: UUID) -> list[HubPage]:
    """Those that are offered."""
    return [hub for hub in hubs(session, consortium_id) if hub.withdrawn_at is None]


def path(hub: HubPage) -> str:
    """The hub's path, «/bonjour/c/rentree»."""
    return f"{PREFIX}/{hub.slug}"


def named(session: Session, hub: HubPage) -> str:
    """How staff tell it from another hub."""
    campaign = session.get_one(Campaign, hub.campaign_id)
    return f"{_(QUESTION)} · {campaign.name}"


def entries(session: Session, hub: HubPage, pages: list[LandingPage]) -> list[LandingPage]:
    """One of `pages` per need, in their order: one for a zone of the campaign before one for everywhere."""
    zones = set(
        session.scalars(select(CampaignZone.zone_id).where(CampaignZone.campaign_id == hub.campaign_id))
    )
    chosen: dict[Need, LandingPage] = {}
    for page in pages:
        if page.for_relatives or (page.zone_id is not None and page.zone_id not in zones):
            continue
        kept = chosen.get(page.need)
        if kept is None or (kept.zone_id is None and page.zone_id is not None and len(zones) == 1):
            chosen[page.need] = page
    return list(chosen.values())


def _free(session: Session, name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_LONGEST].strip("-") or "besoin"
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    taken = set(session.scalars(select(HubPage.slug)))
    return next(candidate for candidate in numbered if candidate not in taken)
