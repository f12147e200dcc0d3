"""What is done outside in the invented year: the van's dates, markets, a radio spot; two campaigns' aims."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo import cast, welcome
from campaigns.actions import acts, coding, dates, draws, planning, series
from campaigns.actions.acts import Counted
from campaigns.actions.typed import Slot, Wanted
from campaigns.campaign import editing
from campaigns.campaign.budget import Budget, Purchase
from campaigns.campaign.editing import Said
from campaigns.campaign.whole import PhaseRow, Targets, whole
from campaigns.models import ActionKind, ActionSeries, Campaign, HoursKind, Placement, PlacementKind
from core import clock, settings
from core.i18n import typeset
from core.people import Actor
from core.territory import Channel, Need

VAN = 2
"""The campaign that is the van's."""
SEED = 47
_WANTED = 60
_COMING = 12
_KINDS = {
    Channel.VAN: ActionKind.VAN,
    Channel.MARKET: ActionKind.MARKET,
    Channel.EVENT: ActionKind.WORKSHOP,
}


def actions(session: Session, actor: Actor, made: list[Campaign], chance: Random) -> None:
    """An action for each date that has a code, the van's in a series; then what is planned."""
    today = clock.today(settings.current().timezone)
    van = ActionSeries(
        consortium_id=actor.consortium_id,
        campaign_id=made[VAN].id,
        name=typeset("Le van, 60 dates"),
        kind=ActionKind.VAN,
        wanted=_WANTED,
        created_at=made[VAN].created_at,
    )
    session.add(van)
    session.flush()
    query = select(Placement).where(
        Placement.consortium_id == actor.consortium_id, Placement.kind == PlacementKind.DATE
    )
    for placement in session.scalars(query.order_by(Placement.held_on, Placement.place)):
        _held(session, actor, placement, van, chance)
    _not_told(session, actor, van, today)
    _coming(session, actor, van, today)
    _planned(session, actor, made, today)


def aims(session: Session, actor: Actor, made: list[Campaign]) -> None:
    """Targets, budget, phases and what was tried of the first campaign and of the van's."""
    first, van = made[0], made[VAN]
    _say(
        session,
        actor,
        first,
        (Need.LICENCE, Need.MONEY),
        Targets(12, 2_500, 60),
        "Un atelier le samedi fait venir d'autres jeunes qu'une permanence en semaine.",
        "Les ateliers de cinq se remplissent par le bouche-à-oreille, pas par l'affiche.",
    )
    _say(
        session,
        actor,
        van,
        (Need.OTHER,),
        Targets(_WANTED, 1_500, 90),
        "Revenir trois fois au même endroit.",
        "",
    )
    bought = [
        Purchase("Ordinateur et téléphone", Decimal("1158.80"), first.starts_on + timedelta(days=3)),
        Purchase(typeset("Flyers A5, deuxième tirage"), Decimal("320.50")),
    ]
    hours = {
        HoursKind.PREPARATION: Decimal(60),
        HoursKind.PRESENCE: Decimal(180),
        HoursKind.MEETINGS: Decimal(24),
    }
    for campaign in (first, van):
        budget = Budget(hours, Decimal("28.50"), Decimal(30), bought)
        editing.set_budget(session, actor, campaign.id, campaign.revision, budget)
        third = (campaign.ends_on - campaign.starts_on) / 3
        start, later, last = (campaign.starts_on + third * number for number in range(3))
        phases = [
            PhaseRow(typeset("Se faire connaître"), start, later - timedelta(days=1)),
            PhaseRow(typeset("Revenir"), later, last - timedelta(days=1)),
            PhaseRow(typeset("Passer le relais"), last, campaign.ends_on),
        ]
        editing.set_phases(session, actor, campaign.id, campaign.revision, phases)


def _say(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    needs: tuple[Need, ...],
    targets: Targets,
    hypothesis: str,
    learnt: str,
) -> None:
    now = whole(session, actor.consortium_id, campaign.id)
    said = Said(
        now.name,
        now.goal,
        needs,
        now.audience,
        now.starts_on,
        now.ends_on,
        list(now.zones),
        list(now.structures),
        targets,
        typeset(hypothesis),
        typeset(learnt),
    )
    editing.edit(session, actor, campaign.id, campaign.revision, said)


def _held(session: Session, actor: Actor, placement: Placement, van: ActionSeries, chance: Random) -> None:
    day = placement.held_on or clock.today(settings.current().timezone)
    of_van = placement.channel is Channel.VAN
    wanted = Wanted(
        _KINDS[placement.channel],
        placement.place,
        _slot(day, 17 if placement.channel is Channel.EVENT else 14),
        zone_id=placement.zone_id,
        structure_id=placement.structure_id,
        people=chance.choice((2, 3)),
        hours=chance.choice((Decimal("9.50"), Decimal(12), Decimal("13.50"), None)),
        capacity=5 if placement.channel is Channel.EVENT else None,
    )
    series_id = van.id if of_van and placement.campaign_id == van.campaign_id else None
    action = planning.add_action(session, actor, placement.campaign_id, wanted, series_id=series_id)
    placement.action_id = action.id
    if action.starts_at <= clock.now():
        talks = chance.choice((None, *range(2, 19)))
        acts.hold(session, actor, action.id, Counted(talks, chance.choice((None, 20, 35, 60)), None))


def _not_told(session: Session, actor: Actor, van: ActionSeries, today: date) -> None:
    for back, why in ((16, "pluie"), (9, "chauffeur malade"), (2, "")):
        wanted = Wanted(ActionKind.VAN, cast.SQUARES[back % 6], _slot(today - timedelta(days=back)), people=3)
        action = planning.add_action(session, actor, van.campaign_id, wanted, series_id=van.id)
        if why:
            acts.cancel(session, actor, action.id, why)


def _coming(session: Session, actor: Actor, van: ActionSeries, today: date) -> None:
    lines = dates.weekly(
        today + timedelta(days=1), _COMING, weekdays=(2, 5), places=[typeset(one) for one in cast.SQUARES]
    )
    usual = Wanted(ActionKind.VAN, "", _slot(today), people=3, hours=Decimal(12))
    made = series.add_dates(session, actor, van.id, usual, lines)
    draws.draw(session, actor, van.id, seed=SEED)
    for action in made[:6]:
        acts.confirm(session, actor, action.id)
    where = welcome.path_for(session, session.get_one(Campaign, van.campaign_id))
    for action in made[:4]:
        coding.code_action(session, actor, action.id, where)


class Coming(NamedTuple):
    """Something to come: in which campaign, in how many days (None: on Saturday), from and to which hour."""

    campaign: int
    kind: ActionKind
    place: str
    days: int | None
    hours: tuple[int, int]
    more: dict[str, Any]
    home: int | None = None
    lasts: int = 0


_PLANNED = (
    Coming(
        0,
        ActionKind.WORKSHOP,
        "Point information jeunesse",
        None,
        (10, 12),
        {"title": "Le code, à cinq", "people": 2, "capacity": 5, "children_welcome": True},
        home=0,
    ),
    Coming(
        0,
        ActionKind.RADIO,
        "Radio Rives",
        4,
        (7, 19),
        {"title": "Spot « On t'aide pour le permis »", "details": "7 h 40\n12 h 10\n18 h 05"},
        lasts=7,
    ),
    Coming(1, ActionKind.MARKET, "place du Marché", None, (8, 13), {"people": 3}, home=1),
    Coming(
        0,
        ActionKind.POSTERS,
        "Centre de Valbrune",
        3,
        (14, 17),
        {
            "print_run": 40,
            "people": 2,
            "details": "Laverie des Forges\nCinéma Le Palace\nPharmacie des Forges",
        },
    ),
    Coming(4, ActionKind.BREAKFAST, "Mission locale des Trois-Rives", 8, (8, 10), {"capacity": 15}),
    Coming(6, ActionKind.DROP_IN, "Centre social Les Tilleuls", 2, (18, 20), {}, home=2),
)


def _planned(session: Session, actor: Actor, made: list[Campaign], today: date) -> None:
    homes = list(whole(session, actor.consortium_id, made[0].id).structures)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    for one in _PLANNED:
        day = saturday if one.days is None else today + timedelta(days=one.days)
        last = day + timedelta(days=one.lasts) if one.lasts else None
        slot = Slot(day, time(one.hours[0]), time(one.hours[1]), _zone(), last)
        more: dict[str, Any] = {}
        more |= {
            name: typeset(value) if isinstance(value, str) else value for name, value in one.more.items()
        }
        home = None if one.home is None else homes[one.home]
        wanted = Wanted(one.kind, typeset(one.place), slot, structure_id=home, **more)
        planning.add_action(session, actor, made[one.campaign].id, wanted)


def _slot(day: date, starts: int = 14, ends: int = 0) -> Slot:
    return Slot(day, time(starts), time(ends or min(starts + 4, 23)), _zone())


def _zone() -> str:
    return settings.current().timezone
