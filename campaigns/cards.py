"""What can be said of a link without following it: a card for previews, other ways on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from campaigns import needs
from campaigns.models import Link
from core.i18n import _
from core.people import Consortium


@dataclass(frozen=True)
class Card:
    """Title and sentence that a messenger shows under a link."""

    title: str
    text: str


@dataclass(frozen=True)
class Way:
    """A page of ours that is open now."""

    path: str
    title: str


def card(session: Session, link_id: int, destination: str) -> Card:
    """The page's own title for a page of ours, the site's name for another one."""
    link = session.get_one(Link, link_id)
    by = session.get_one(Consortium, link.consortium_id).name
    text = _("Par {consortium}. Gratuit, sans compte à créer.", consortium=by)
    if not destination.startswith("/"):
        site = (urlsplit(destination).hostname or "").removeprefix("www.")
        return Card(site or by, _("Un lien de {consortium}.", consortium=by))
    path = destination.partition("?")[0].partition("#")[0]
    titles = {choice.path: choice.title for choice in needs.landing_choices(session, link.consortium_id)}
    return Card(titles.get(path, by), text)


def ways_on(session: Session, link_id: int) -> list[Way]:
    """The pages of the consortium whose link does not lead on."""
    link = session.get_one(Link, link_id)
    return [Way(one.path, one.title) for one in needs.landing_choices(session, link.consortium_id)]
