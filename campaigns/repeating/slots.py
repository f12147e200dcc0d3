"""Weekly slots of each network, and the next one that is free."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaigns import when
from campaigns.models import Post, Variant, WeeklySlot
from core import audit, clock, people
from core.errors import InvalidInput
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS, Channel

AHEAD = timedelta(days=62)
"""How far a free slot is looked for."""
NEAR = timedelta(minutes=30)
"""A post this close to a slot takes it."""
MOST = 21
"""Slots of one network: three a day."""


@dataclass(frozen=True, order=True)
class Slot:
    """A moment of the week, 0 is Monday."""

    weekday: int
    wall: time


def slots(session: Session, consortium_id: UUID) -> dict[Channel, list[Slot]]:
    """The slots of each network that has any, in the order of the week."""
    found: dict[Channel, list[Slot]] = {}
    for row in session.scalars(select(WeeklySlot).where(WeeklySlot.consortium_id == consortium_id)):
        found.setdefault(row.network, []).append(Slot(row.weekday, time.fromisoformat(row.wall)))
    return {network: sorted(found[network]) for network in NETWORKS if network in found}


def set_slots(session: Session, actor: Actor, network: Channel, wanted: Collection[Slot]) -> None:
    """These slots and no others for a network; InvalidInput for another channel, or more than 21."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    if network not in NETWORKS:
        raise InvalidInput(_("Choisissez un réseau."), "network")
    if len(set(wanted)) > MOST:
        raise InvalidInput(_("{most} créneaux par réseau au plus.", most=MOST), "slots")
    if any(not 0 <= one.weekday <= 6 for one in wanted):
        raise InvalidInput(_("Choisissez des jours de la semaine."), "slots")
    session.execute(
        delete(WeeklySlot).where(
            WeeklySlot.consortium_id == actor.consortium_id, WeeklySlot.network == network
        )
    )
    session.add_all(
        WeeklySlot(
            consortium_id=actor.consortium_id,
            network=network,
            weekday=one.weekday,
            wall=one.wall.strftime("%H:%M"),
        )
        for one in sorted(set(wanted))
    )
    session.flush()
    audit.record(session, actor, "campaigns.slots_set", network.value)


def next_free(
    session: Session, consortium_id: UUID, networks: Collection[Channel], timezone: str
) -> tuple[date, time] | None:
    """The next slot that all those networks have and where none of them has a post yet; None within 62 days.

    A network without slots says nothing; a slot in an hour that the clocks skip is passed over.
    """
    known = slots(session, consortium_id)
    asked = [known[network] for network in networks if network in known]
    if not asked:
        return None
    shared = sorted(set(asked[0]).intersection(*asked[1:]))
    now = clock.now()
    taken = _taken(session, consortium_id, networks, now)
    today = clock.today(timezone)
    for ahead in range(AHEAD.days):
        day = today + timedelta(days=ahead)
        for slot in shared:
            if slot.weekday == day.weekday() and _free(day, slot.wall, timezone, now, taken):
                return day, slot.wall
    return None


def _free(day: date, wall: time, timezone: str, now: datetime, taken: Collection[datetime]) -> bool:
    try:
        instant, _written = when.planned(day, wall, timezone)
    except InvalidInput:
        return False
    return instant > now and all(abs(instant - other) >= NEAR for other in taken)


def _taken(
    session: Session, consortium_id: UUID, networks: Collection[Channel], now: datetime
) -> list[datetime]:
    query = (
        select(Post.due_at)
        .join(Variant, Variant.post_id == Post.id)
        .where(
            Post.consortium_id == consortium_id,
            Post.due_at.between(now - NEAR, now + AHEAD + NEAR),
            Post.cancelled_at.is_(None),
            Variant.network.in_(networks),
        )
    )
    return list(session.scalars(query.distinct()))
