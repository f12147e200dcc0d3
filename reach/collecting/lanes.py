"""One queue per network and owner: one request at a time, not too soon, not too many a day.

All of it stands in the database, so it holds over every process and after every stop. A network that
refuses stops its queue until a person lets it go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit, clock, people, settings
from core.errors import NotFound
from core.i18n import _
from core.people import Action, Actor
from reach.collecting.budgets import Budget
from reach.models import Lane

OPERATOR = "operator"
LEASE = timedelta(seconds=90)
"""A reading is over by then: each provider has ten seconds, a chain has four at most, and a canary."""
_chance = Random()  # noqa: S311 (so that readings come at no fixed beat)


@dataclass(frozen=True)
class Claim:
    """The right to some requests, until its lease ends."""

    requests: int
    until: datetime
    budget: Budget


def ensure(session: Session, network: str, owner: str) -> Lane:
    """The queue of that network and owner, made where there is none."""
    query = select(Lane).where(Lane.network == network, Lane.owner == owner)
    found = session.scalar(query)
    if found is not None:
        return found
    rested = clock.now() - timedelta(days=1)
    try:
        with session.begin_nested():
            session.add(Lane(network=network, owner=owner, next_at=rested, day=today(), spent=0))
    except IntegrityError:
        pass
    return session.scalars(query).one()


def opens_at(lane: Lane, budget: Budget) -> datetime | None:
    """When it may be asked next (a past instant: now); None while a person has to look at it."""
    if lane.stopped_at is not None:
        return None
    at = lane.next_at
    if lane.busy_until is not None:
        at = max(at, lane.busy_until)
    if lane.day == today() and lane.spent >= budget.a_day:
        at = max(at, tomorrow())
    return at


def left_today(lane: Lane, budget: Budget) -> int:
    """How many requests of today's budget are left."""
    return max(budget.a_day - (lane.spent if lane.day == today() else 0), 0)


def claim(session: Session, lane_id: UUID, budget: Budget, least: int = 1, most: int = 1) -> Claim | None:
    """Take the right to one reading of at most `most` requests; None when it may not be done now.

    Where less than `most` is left of the day, it is what is left; where not even `least` is, the queue
    rests until tomorrow. What was not sent is given back with `release`.
    """
    lane = session.get(Lane, lane_id, with_for_update=True, populate_existing=True)
    now = clock.now()
    opens = opens_at(lane, budget) if lane is not None else None
    if lane is None or opens is None or opens > now:
        return None
    left = left_today(lane, budget)
    if left < least:
        rest(lane)
        return None
    taken = min(most, left)
    lane.spent = lane.spent + taken if lane.day == today() else taken
    lane.day = today()
    lane.busy_until = now + LEASE
    # Readings in a row borrow from the time to come: `next_at` is when the next one is allowed.
    borrowed = budget.apart * (budget.in_a_row - 1)
    lane.next_at = max(now, lane.next_at + borrowed) + budget.apart * _chance.uniform(0.7, 1.3) - borrowed
    return Claim(taken, lane.busy_until, budget)


def release(session: Session, lane_id: UUID, claim: Claim, sent: int) -> Lane:
    """The reading is over, and `sent` requests were made: the others are given back, and pace is kept by all.

    One that outlasted its lease gives nothing back: the queue is somebody else's by now.
    """
    lane = session.get_one(Lane, lane_id, with_for_update=True, populate_existing=True)
    if lane.busy_until == claim.until:
        lane.busy_until = None
        lane.spent = max(lane.spent - max(claim.requests - sent, 0), 0)
    lane.next_at += claim.budget.apart * max(sent - 1, 0)
    return lane


def wait(lane: Lane, seconds: int) -> None:
    """The network asks for patience: nothing before that."""
    until = clock.now() + timedelta(seconds=seconds * _chance.uniform(1.0, 1.2))
    lane.next_at = max(lane.next_at, until)


def rest(lane: Lane) -> None:
    """What is left of the day is too little for what comes next."""
    lane.next_at = max(lane.next_at, tomorrow())


def stop(lane: Lane, provider: str) -> None:
    """The network refuses: nothing more until a person lets it go on."""
    if lane.stopped_at is None:
        lane.stopped_at, lane.stopped_by, lane.told_at = clock.now(), provider, None


def resume(session: Session, actor: Actor, network: str) -> None:
    """An administrator has looked and lets the network be asked again; written down.

    Raises Forbidden for another role, NotFound when nothing is stopped there.
    """
    people.require(actor, Action.SWITCH_PROVIDERS, actor.consortium_id)
    stopped = list(
        session.scalars(
            select(Lane).where(
                Lane.network == network, seen_by(actor.consortium_id), Lane.stopped_at.is_not(None)
            )
        )
    )
    if not stopped:
        raise NotFound(_("Rien n'est arrêté sur ce réseau."))
    for lane in stopped:
        lane.stopped_at, lane.stopped_by, lane.told_at = None, "", None
    audit.record(session, actor, "reach.lane_resumed", network)


def seen_by(consortium_id: UUID) -> ColumnElement[bool]:
    """The queues that a consortium is read by: its own, and those of the installation."""
    return or_(Lane.owner == OPERATOR, Lane.owner == str(consortium_id))


def tomorrow() -> datetime:
    """A little after midnight, when budgets begin anew."""
    timezone = settings.current().timezone
    return clock.planned(clock.today(timezone) + timedelta(days=1), time(0, 5), timezone)


def today() -> date:
    """The present day where people plan: budgets go by it."""
    return clock.today(settings.current().timezone)
