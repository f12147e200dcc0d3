"""«Tirer au sort l'ordre des lieux»: which place gets which date is left to chance, and written down.

Chance, and not habit, then decides which place comes on which day, so that a later look at what a
date brought compares like with like. The same seed over the same places gives the same order:

1. The places of all dates still to come, in alphabetical order with accents folded (two of one
   name by their zone); the dates in order of time.
2. Fisher-Yates from the last place down to the second: at place i (counted from 0) the j-th place
   comes, j = floor(random() x (i + 1)), where random() is Python's `random.Random(seed).random()`
   (Mersenne Twister), the one stream that Python promises to keep.
3. The first date gets the first place, and so on.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from campaigns import typed as room_typed
from campaigns.actions import states
from campaigns.actions.planning import follow
from campaigns.actions.series import own_series, series_of
from campaigns.models import Action, ActionSeries, DrawnPlace, SeriesDraw
from core import audit, clock, people
from core.errors import Conflict
from core.i18n import _
from core.people import Actor, User, folded

T = TypeVar("T")
FEWEST = 2


@dataclass(frozen=True)
class DrawRow:
    """A draw that was made: its seed, by whom, why again, and how far the dates have left it since."""

    number: int
    seed: int
    why: str
    drawn_at: datetime
    drawn_by: str
    dates: int
    departed: int
    """Dates whose place is no longer the drawn one."""


def shuffled(things: Sequence[T], seed: int) -> list[T]:
    """The things in the order that the seed gives (step 2 above)."""
    chance = Random(seed)  # noqa: S311 (reproducible on purpose; nothing secret hangs on it)
    found = list(things)
    for place in range(len(found) - 1, 0, -1):
        other = int(chance.random() * (place + 1))
        found[place], found[other] = found[other], found[place]
    return found


def draw(
    session: Session, actor: Actor, series_id: UUID, why: str = "", *, seed: int | None = None
) -> SeriesDraw:
    """Give the places of the dates still to come to those dates by chance; their codes follow.

    Held, cancelled and begun dates stay as they are. A second draw needs its reason (InvalidInput,
    «why»); both stay written down. Conflict with fewer than two dates to come, or one place only.
    """
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    series = own_series(session, actor.consortium_id, series_id)
    number = 1 + (session.scalar(select(func.max(SeriesDraw.number)).where(_of(series))) or 0)
    if number > 1:
        why = room_typed.text(
            why, "why", 300, _("Cette série a déjà été tirée au sort. Dites pourquoi recommencer.")
        )
    session.execute(select(Action.id).where(Action.series_id == series.id).with_for_update(key_share=True))
    dates = _to_come(session, series)
    places = sorted(
        ((one.place, one.zone_id) for one in dates), key=lambda one: (folded(one[0]), one[0], str(one[1]))
    )
    if len(set(places)) < FEWEST:
        raise Conflict(_("Il faut au moins deux dates à venir et deux lieux différents pour tirer au sort."))
    made = SeriesDraw(
        series_id=series.id,
        number=number,
        seed=secrets.randbits(48) if seed is None else seed,
        why=why.strip(),
        drawn_at=clock.now(),
        drawn_by=actor.user_id,
    )
    session.add(made)
    session.flush()
    for place, (action, (name, zone_id)) in enumerate(
        zip(dates, shuffled(places, made.seed), strict=True), start=1
    ):
        session.add(
            DrawnPlace(draw_id=made.id, action_id=action.id, number=place, before=action.place, drawn=name)
        )
        action.place, action.zone_id, action.draw_place = name, zone_id, place
        action.revision += 1
    session.flush()
    for action in dates:
        follow(session, action)
    series.seed, series.drawn_at, series.drawn_by = made.seed, made.drawn_at, actor.user_id
    session.flush()
    audit.record(session, actor, "campaigns.series_drawn", f"{series.id} {number}")
    return made


def drawable(session: Session, consortium_id: UUID, series_id: UUID) -> int:
    """How many dates a draw would touch."""
    return len(_to_come(session, series_of(session, consortium_id, series_id)))


def draws(session: Session, consortium_id: UUID, series_id: UUID) -> list[DrawRow]:
    """The draws of a series, the latest first."""
    series = series_of(session, consortium_id, series_id)
    query = (
        select(SeriesDraw, User.name)
        .outerjoin(User, User.id == SeriesDraw.drawn_by)
        .where(_of(series))
        .order_by(SeriesDraw.number.desc())
    )
    return [_row(session, one, name) for one, name in session.execute(query)]


def _row(session: Session, made: SeriesDraw, name: str | None) -> DrawRow:
    query = (
        select(DrawnPlace.drawn, Action.place)
        .join(Action, Action.id == DrawnPlace.action_id)
        .where(DrawnPlace.draw_id == made.id)
    )
    found = session.execute(query).all()
    departed = sum(drawn != place for drawn, place in found)
    return DrawRow(made.number, made.seed, made.why, made.drawn_at, name or "–", len(found), departed)


def _of(series: ActionSeries) -> ColumnElement[bool]:
    return SeriesDraw.series_id == series.id


def _to_come(session: Session, series: ActionSeries) -> list[Action]:
    query = select(Action).where(
        Action.series_id == series.id, Action.state.in_(states.OPEN), Action.starts_at > clock.now()
    )
    ordered = query.order_by(Action.starts_at, Action.id).execution_options(populate_existing=True)
    return list(session.scalars(ordered))
