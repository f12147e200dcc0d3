"""What hangs where in the invented year: sizes, who saw what, one poster fallen silent."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.chance import days_from_now
from campaigns import rounds, visits
from campaigns.models import Link, Placement, PlacementKind
from campaigns.placing import PRINTED
from campaigns.scan_tables import ScanClass
from campaigns.visits import Seen, Told
from core import clock, settings
from core.i18n import typeset
from core.people import Actor

_TO_PUT_UP = 3
_QUIET = 24
"""Days since the last scan of the silent poster."""
_HABIT = 85


class Hung(NamedTuple):
    """The link of the poster that fell silent, and those that nobody has put up yet."""

    silent: Link
    waiting: frozenset[int]


def furnish(session: Session, actor: Actor, chance: Random) -> Hung:
    """Say since when printed things hang, and who saw them again."""
    found = list(
        session.execute(
            select(Placement, Link)
            .join(Link, Link.placement_id == Placement.id)
            .where(Placement.consortium_id == actor.consortium_id, Placement.kind.in_(PRINTED))
            .order_by(Link.id)
        )
    )
    today = clock.today(settings.current().timezone)
    up = [(placement, link) for placement, link in found if link.retired_at is None]
    posters = [(one, link) for one, link in up if one.kind is PlacementKind.POSTER]
    waiting = {one.id for one, _link in sorted(posters, key=lambda pair: pair[1].created_at)[-_TO_PUT_UP:]}
    for placement, link in found:
        placement.size = chance.choice(("A4", "A3")) if placement.kind is PlacementKind.POSTER else "A6"
        placement.quantity = 1 if placement.kind is PlacementKind.POSTER else chance.choice((50, 100, 200))
        if placement.id not in waiting:
            placement.put_up_on = link.created_at.date()
    # The first code of all is the one that people try.
    silent = next((one, link) for one, link in posters[1:] if _days(one.put_up_on, today) > _HABIT + 5)
    _visits(session, actor, [one for one, _link in posters if one.id not in waiting], silent[0], today)
    return Hung(silent[1], frozenset(link.id for one, link in posters if one.id in waiting))


def habit(link: Link, chance: Random) -> list[dict[str, Any]]:
    """Two scans in three days for two months, then none: what the alarm is for."""
    rows = []
    for back in range(_HABIT, _QUIET, -1):
        if chance.random() < 0.66:
            at = days_from_now(-back) + timedelta(hours=chance.randrange(0, 6))
            rows.append(
                {"link_id": link.id, "quarter": clock.quarter_of(at), "scan_class": int(ScanClass.HUMAN)}
            )
    return rows


def _visits(session: Session, actor: Actor, posters: list[Placement], silent: Placement, today: date) -> None:
    here = rounds.hand_of(actor)
    seen = [one for one in posters if one is not silent and _days(one.put_up_on, today) > 40]
    for turn, placement in enumerate(seen[:8]):
        day = today - timedelta(days=5 + 4 * turn)
        visit = visits.note(session, here, placement.id, Told(Seen.RIGHT), day)
        visit.at = days_from_now((day - today).days)
    if len(seen) > 8:
        told = Told(Seen.OTHER_CODE, remark=typeset("Un autocollant est collé sur notre code."))
        visit = visits.note(session, here, seen[8].id, told, today - timedelta(days=1))
        visit.at = days_from_now(-1)
    session.flush()


def _days(since: date | None, today: date) -> int:
    return (today - since).days if since else 0
