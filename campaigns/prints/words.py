"""What stands around a code: the need as headline, hours, the structures, all alike and A to Z."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import links, needs
from campaigns.models import Campaign, CampaignStructure, Code, Link
from core import people
from core.i18n import _, mark, typeset
from core.people import Consortium, Structure, folded
from core.territory import Need, label

LONGEST_HEADLINE = 90
_ANY_NEED = mark("Besoin d'un coup de main ? Parle-nous.")
_SENTENCE_END = re.compile(r"(?<=[.?!…]) ")


@dataclass(frozen=True)
class Words:
    """What is said beside the codes of one order."""

    need: str
    headline: str
    consortium: str
    structures: tuple[str, ...] = ()
    hours: str = ""
    phone: str = ""
    for_relatives: bool = False

    @property
    def sentences(self) -> list[str]:
        """The headline cut where a line should end."""
        return _SENTENCE_END.split(self.headline)


@dataclass(frozen=True)
class Cell:
    """One code with its address in clear, and the place it is meant for (beside the cut, never on it)."""

    code: str
    content: str
    host: str
    path: str
    words: Words
    place: str = ""


def of_link(session: Session, link: Link, headline: str = "") -> Words:
    """The words for a link: its landing page's, else those of its campaign's need.

    `headline` replaces the page's own title unless it is empty. InvalidInput («headline») when too long.
    """
    campaign = session.get(Campaign, link.campaign_id) if link.campaign_id else None
    pages = needs.landing_choices(session, link.consortium_id)
    page = next((one for one in pages if one.path == link.destination.partition("?")[0]), None)
    need = page.need if page else campaign.need if campaign else Need.OTHER
    if page is None and need is not Need.OTHER:
        page = next((one for one in pages if one.need is need and not one.for_relatives), None)
    return Words(
        need="" if need is Need.OTHER else _capital(label(need)),
        headline=_headline(headline) or (typeset(page.headline or page.title) if page else _(_ANY_NEED)),
        consortium=session.get_one(Consortium, link.consortium_id).name,
        structures=_structures(session, link.consortium_id, link.campaign_id),
        hours=typeset(page.hours) if page else "",
        phone=page.phone if page else "",
        for_relatives=page.for_relatives if page else False,
    )


def cell(code: Code, content: str, words: Words, place: str = "") -> Cell:
    """The code as it stands in a cell; `content` is what the QR holds."""
    parts = urlsplit(links.short_url(code))
    host, slash, rest = f"{parts.netloc}{parts.path}".rpartition("/r/")
    return Cell(code.shown, content, host, f"{slash}{rest}", words, place)


def labels(*, for_relatives: bool = False) -> dict[str, str]:
    """What the templates say by themselves: «tu» to young people, «vous» to relatives."""
    both = {"together": _("Ensemble, par ordre alphabétique"), "from": _("De la part de")}
    if for_relatives:
        return both | {
            "scan": _("Scannez le code"),
            "type": _("ou tapez l'adresse"),
            "call": _("Appelez le"),
            "ambassador": _("Dites-le au premier rendez-vous, ou scannez."),
            "shown_on": _("Tapez l'adresse, ou montrez l'écran à scanner"),
        }
    return both | {
        "scan": _("Scanne le code"),
        "type": _("ou tape l'adresse"),
        "call": _("Appelle le"),
        "ambassador": _("Dis-le au premier rendez-vous, ou scanne."),
        "shown_on": _("Tape l'adresse, ou montre l'écran à scanner"),
    }


def _structures(session: Session, consortium_id: UUID, campaign_id: UUID | None) -> tuple[str, ...]:
    query = (
        select(Structure.name)
        .join(CampaignStructure, CampaignStructure.structure_id == Structure.id)
        .where(CampaignStructure.campaign_id == campaign_id)
    )
    names = list(session.scalars(query)) if campaign_id else []
    if not names:
        names = [one.name for one in people.structures(session, consortium_id)]
    return tuple(sorted(names, key=folded))


def _headline(text: str) -> str:
    if not text.strip():
        return ""
    return typeset(" ".join(people.required(text, "headline", LONGEST_HEADLINE).split()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
