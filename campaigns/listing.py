"""Links as screens list them: every code of the consortium with its openings, misprints beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import codes, destinations, rollups
from campaigns.models import Campaign, Code, Link, Placement, UnknownCode
from core.people import folded
from core.territory import Channel

MISPRINTS = 200
"""Unknown codes looked at, the most asked for first."""


@dataclass(frozen=True)
class LinkRow:
    """A link in a list; `what` is its placement, empty where it is somebody's own."""

    link_id: int
    code: str
    what: str
    channel: Channel
    campaign: str | None
    destination: str
    total: int
    human: int
    answers: bool
    retired: bool
    stranger: str | None
    """The site it leads to, when that is not on the consortium's list."""


@dataclass(frozen=True)
class Misprint:
    """A code that leads nowhere and is one slip away from codes of this consortium."""

    text: str
    times: int
    last: date
    meant: tuple[str, ...]


def links(session: Session, consortium_id: UUID, timezone: str) -> list[LinkRow]:
    """Every link of a consortium, the most opened first, retired ones last."""
    counted = {one.link_id: one for one in rollups.counts(session, consortium_id, None, None, timezone)}
    query = (
        select(Link, Code.shown, Placement.place, Campaign.name)
        .join(Code, Code.link_id == Link.id)
        .outerjoin(Placement, Placement.id == Link.placement_id)
        .outerjoin(Campaign, Campaign.id == Link.campaign_id)
        .where(Link.consortium_id == consortium_id, Code.alias.is_(False))
    )
    known = destinations.known_hosts(session, consortium_id)
    found = []
    for link, code, place, campaign in session.execute(query):
        count = counted.get(link.id)
        found.append(
            LinkRow(
                link_id=link.id,
                code=code,
                what=place or "",
                channel=link.channel,
                campaign=campaign,
                destination=link.destination,
                total=count.total if count else 0,
                human=count.human if count else 0,
                answers=link.answers,
                retired=link.retired_at is not None,
                stranger=destinations.beyond(known, link.destination),
            )
        )
    return sorted(found, key=lambda row: (row.retired, -row.human, folded(row.what), row.code))


def misprints(session: Session, consortium_id: UUID, since: date) -> list[Misprint]:
    """Unknown codes that were asked for since that day and look like one of this consortium.

    What looks like nothing of ours is a guess or another house's code: it is nobody's to read.
    """
    times = func.sum(UnknownCode.times)
    query = (
        select(UnknownCode.text, times, func.max(UnknownCode.day))
        .where(UnknownCode.day >= since)
        .group_by(UnknownCode.text)
        .order_by(times.desc(), UnknownCode.text)
        .limit(MISPRINTS)
    )
    found = []
    for text, number, last in session.execute(query):
        meant = codes.suggestions(session, text, consortium_id)
        if meant:
            found.append(Misprint(text, int(number), last, tuple(meant)))
    return found
