"""The tracked link of a campaign on a network: one for each page that it leads to, made when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import links, placements
from campaigns.models import Campaign, Code, Link, Placement, PlacementKind
from core import territory
from core.errors import Conflict
from core.i18n import _
from core.people import Actor, folded
from core.territory import Channel, Need

SAYABLE = re.compile(r"[a-z]{3,10}")


def link(
    session: Session, actor: Actor, campaign: Campaign, network: Channel, destination: str
) -> Link | None:
    """The link that posts of the campaign carry on that network; None where they lead nowhere."""
    if not destination:
        return None
    found = find(session, campaign, network, destination)
    return found or _new(session, actor, campaign, network, destination)


def find(session: Session, campaign: Campaign, network: Channel, destination: str) -> Link | None:
    """That link, if it was made already."""
    query = (
        select(Link)
        .join(Placement, Placement.id == Link.placement_id)
        .where(
            Link.campaign_id == campaign.id,
            Link.channel == network,
            Link.destination == destination,
            Link.retired_at.is_(None),
            Placement.kind == PlacementKind.OTHER,
            Placement.taken_down_on.is_(None),
        )
    )
    return session.scalar(query.order_by(Link.id).limit(1))


def _new(session: Session, actor: Actor, campaign: Campaign, network: Channel, destination: str) -> Link:
    made = placements.create(
        session,
        actor,
        campaign.id,
        PlacementKind.OTHER,
        network,
        place=_("Publications {network}", network=territory.label(network)),
        destination=destination,
    )
    for word in _words(campaign):
        if _named(session, actor, made.link, word):
            break
    return made.link


def _named(session: Session, actor: Actor, made: Link, word: str) -> Code | None:
    """A code to say; None when those of that word are all taken."""
    try:
        return links.rename(session, actor, made.id, word)
    except Conflict:
        return None


def _words(campaign: Campaign) -> Iterator[str]:
    """What the code can be called: the need, then words of the campaign's name."""
    need = "" if campaign.need is Need.OTHER else territory.LABELS[campaign.need]
    for word in folded(f"{need} {campaign.name}").replace("'", " ").replace("’", " ").split():
        if SAYABLE.fullmatch(word):
            yield word
