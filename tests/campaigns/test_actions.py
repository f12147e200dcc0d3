"""Actions outside: planned, edited by two people at once, moved, held, counted, cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy.orm import Session

from campaigns.actions import acts, listing, planning, states
from campaigns.actions.acts import Counted
from campaigns.actions.states import Act
from campaigns.actions.typed import Slot, instants, moved, slot_of, usual
from campaigns.models import Action, ActionKind, ActionState
from core import territory
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.people import Actor, Role
from tests.factories import actions as made
from tests.factories import people
from tests.factories import planning as planned

pytestmark = pytest.mark.database
AFTER = "2026-11-25T19:00:00+00:00"


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def where(session: Session) -> people.Place:
    return people.place(session)


@pytest.fixture
def officer(session: Session, where: people.Place) -> Actor:
    return people.actor(session, where, Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> UUID:
    return planned.campaign(session, officer).id


def test_an_action_says_when_where_and_what_for(
    session: Session, where: people.Place, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    zone = territory.add_zone(session, where.consortium.id, "QP01", "Les Forges")
    action = made.action(
        session,
        officer,
        campaign,
        slot=made.slot(ends=time(19, 30)),
        zone_id=zone.id,
        structure_id=where.club.id,
        people=3,
        hours=Decimal("13.5"),
        children_welcome=True,
    )
    session.expire_all()
    row = listing.action_of(session, where.consortium.id, action.id)
    assert (row.title, row.place, row.zone, row.structure) == (
        "Date du van",
        "place du Marché",
        "Les Forges",
        "Club",
    )
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 11, 25, 13, tzinfo=UTC),
        datetime(2026, 11, 25, 18, 30, tzinfo=UTC),
    )
    assert (row.starts_wall, row.hours, row.evening, row.saturday) == (
        "2026-11-25T14:00",
        Decimal("13.50"),
        True,
        False,
    )
    assert (row.talks, row.leaflets, row.present) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"place": " "}, "place", "Dites où se passe cette action."),
        (
            {"slot": made.slot(ends=time(13))},
            "ends",
            "La fin est avant le début. Choisissez une fin après 14",
        ),
        ({"slot": made.slot(ends=time(14))}, "ends", "La fin est avant le début"),
        (
            {"slot": made.slot(date(2027, 3, 28), time(2, 30), time(5))},
            "wall",
            "Cette heure n’existe pas le 28/03/2027",
        ),
        (
            {"slot": made.slot(date(2027, 3, 28), time(1, 30), time(2, 30))},
            "wall",
            "Cette heure n’existe pas le 28/03/2027",
        ),
        ({"slot": made.slot(timezone="Europe/Valbrune")}, "timezone", "Ce fuseau horaire est inconnu."),
        ({"slot": made.slot(date(2036, 1, 1))}, "day", "trop loin"),
        ({"slot": made.slot(ends_on=date(2027, 2, 1))}, "ends", "dure plus d’un mois"),
        ({"people": -1}, "people", "Donnez un nombre entre 0 et 1 000."),
        ({"hours": Decimal("0.125")}, "hours", "deux chiffres après la virgule"),
        ({"hours": Decimal("NaN")}, "hours", "Donnez un nombre entre 0 et"),
        ({"capacity": 200_000}, "capacity", "Donnez un nombre entre 0 et"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    session: Session,
    officer: Actor,
    campaign: UUID,
    change: dict[str, Any],
    field: str,
    sentence: str,
    engine_kind: str,
) -> None:
    with pytest.raises(InvalidInput) as refused:
        made.action(session, officer, campaign, **change)
    assert refused.value.field == field
    assert sentence in refused.value.message.replace("\u202f", " ").replace("\u00a0", " ")
    assert listing.actions(session, officer.consortium_id) == []


AUTUMN = date(2027, 10, 31)


@pytest.mark.parametrize(
    ("starts", "ends", "fold", "utc", "lasts", "kept"),
    [
        (time(2, 30), time(4), 0, 0, timedelta(hours=2, minutes=30), 0),
        (time(2, 30), time(4), 1, 1, timedelta(hours=1, minutes=30), 1),
        (time(2, 30), time(2, 45), 1, 1, timedelta(minutes=15), 1),
        (time(2, 45), time(2, 15), 0, 0, timedelta(minutes=30), 0),
        (time(12), time(13), 1, 11, timedelta(hours=1), 0),
    ],
)
def test_an_hour_that_the_clocks_show_twice_is_the_passage_that_was_meant(
    starts: time, ends: time, fold: int, utc: int, lasts: timedelta, kept: int
) -> None:
    columns = instants(made.slot(AUTUMN, starts, ends, fold=fold))
    assert columns["starts_at"].hour == utc
    assert columns["ends_at"] - columns["starts_at"] == lasts
    assert columns["starts_fold"] == kept


def test_overseas_it_is_another_instant_on_the_same_clock() -> None:
    there = instants(made.slot(timezone="Indian/Reunion"))
    assert (there["starts_wall"], there["starts_at"].hour) == ("2026-11-25T14:00", 10)


def test_past_midnight_needs_its_day() -> None:
    night = made.slot(starts=time(20), ends=time(1), ends_on=date(2026, 11, 26))
    assert instants(night)["ends_at"] == datetime(2026, 11, 26, 0, tzinfo=UTC)


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.times(),
    st.integers(15, 20 * 60),
    st.sampled_from(["Europe/Paris", "America/Martinique", "Indian/Reunion", "America/Miquelon"]),
)
def test_a_moved_action_keeps_its_hours_on_the_clock(
    day: date, other: date, starts: time, minutes: int, timezone: str
) -> None:
    starts = starts.replace(second=0, microsecond=0)
    ends = datetime.combine(day, starts) + timedelta(minutes=minutes)
    slot = Slot(day, starts, ends.time(), timezone, ends.date() if ends.date() != day else None)
    back = moved(moved(slot, other), day)
    assert back == slot
    try:
        columns = instants(moved(slot, other))
    except InvalidInput:
        return  # an hour that the clocks skip on that day
    zone = ZoneInfo(timezone)
    assert columns["starts_at"].astimezone(zone).strftime("%Y-%m-%dT%H:%M") == columns["starts_wall"]
    assert columns["ends_at"].astimezone(zone).strftime("%Y-%m-%dT%H:%M") == columns["ends_wall"]


def test_the_second_of_two_writers_is_told_and_the_first_ones_words_stand(
    session: Session, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    action = made.action(session, officer, campaign)
    planning.edit_action(session, officer, action.id, 1, made.wanted(place="cité des Forges"))
    with pytest.raises(Conflict, match="Rien n’est perdu"):
        planning.edit_action(session, officer, action.id, 1, made.wanted(place="mail de la Plaine"))
    row = listing.action_of(session, officer.consortium_id, action.id)
    assert (row.place, row.revision) == ("cité des Forges", 2)
    planning.edit_action(session, officer, action.id, row.revision, made.wanted(place="mail de la Plaine"))
    assert listing.action_of(session, officer.consortium_id, action.id).place == "mail de la Plaine"


def test_moving_and_moving_back_is_as_if_nothing_had_been(
    session: Session, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    action = made.action(session, officer, campaign)
    before = slot_of(action)
    planning.move_action(session, officer, action.id, 1, date(2026, 12, 1), time(16))
    assert slot_of(action) == made.slot(date(2026, 12, 1), time(16), time(20))
    planning.move_action(session, officer, action.id, 2, before.day, before.starts)
    assert slot_of(action) == before
    with pytest.raises(Conflict):
        planning.move_action(session, officer, action.id, 2, before.day)


def test_a_counsellor_notes_what_became_of_it_and_plans_nothing(
    session: Session, where: people.Place, officer: Actor, campaign: UUID, clock: Any, engine_kind: str
) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    action = made.action(session, officer, campaign)
    with pytest.raises(Forbidden):
        made.action(session, counsellor, campaign)
    with pytest.raises(Conflict, match="pas encore commencé"):
        acts.hold(session, counsellor, action.id)
    clock.move_to(AFTER)
    acts.hold(session, counsellor, action.id, Counted(talks=12, present=0))
    row = listing.action_of(session, where.consortium.id, action.id)
    assert (row.state, row.talks, row.leaflets, row.present) == (ActionState.HELD, 12, None, 0)
    acts.count(session, counsellor, action.id, Counted(talks=12, leaflets=40, present=0))
    with pytest.raises(InvalidInput):
        acts.count(session, counsellor, action.id, Counted(talks=-1))
    assert listing.action_of(session, where.consortium.id, action.id).leaflets == 40
    with pytest.raises(Conflict, match="ne changent plus"):
        planning.move_action(session, officer, action.id, action.revision, date(2026, 12, 2))


def test_a_cancelled_action_says_why_and_can_be_taken_up_again(
    session: Session, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    action = made.action(session, officer, campaign)
    with pytest.raises(InvalidInput, match="Dites pourquoi"):
        acts.cancel(session, officer, action.id, "  ")
    acts.cancel(session, officer, action.id, "pluie")
    assert (action.state, action.cancelled_why) == (ActionState.CANCELLED, "pluie")
    with pytest.raises(Conflict, match="annulée"):
        acts.confirm(session, officer, action.id)
    acts.resume(session, officer, action.id)
    assert (action.state, action.cancelled_why) == (ActionState.PLANNED, "")


def test_a_list_is_narrowed_by_time_kind_state_channel_and_structure(
    session: Session, where: people.Place, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    van = made.action(session, officer, campaign, structure_id=where.club.id).id
    stand = made.action(
        session, officer, campaign, kind=ActionKind.MARKET, slot=made.slot(date(2026, 11, 28))
    ).id
    acts.confirm(session, officer, stand)

    def found(*between: datetime | None, **filters: Any) -> list[UUID]:
        spans = between or (None, None)
        return [one.id for one in listing.actions(session, where.consortium.id, spans, **filters)]  # type: ignore[arg-type]

    assert found() == [van, stand]
    assert found(datetime(2026, 11, 25, 17, tzinfo=UTC), None) == [stand], "17 h UTC is its end, not in it"
    assert found(datetime(2026, 11, 25, 16, 59, tzinfo=UTC), datetime(2026, 11, 28, 13, tzinfo=UTC)) == [van]
    assert found(states=[ActionState.CONFIRMED]) == [stand]
    assert found(channels=[territory.Channel.VAN]) == [van]
    assert found(channels=[territory.Channel.VAN], kinds=[ActionKind.MARKET]) == []
    assert found(structure_id=where.club.id) == [van]
    assert listing.actions(session, people.place(session, "Ailleurs").consortium.id) == []


def test_another_consortium_finds_nothing(
    session: Session, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    action = made.action(session, officer, campaign)
    stranger = people.actor(session, people.place(session, "Ailleurs"), Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        acts.cancel(session, stranger, action.id, "pluie")
    with pytest.raises(NotFound):
        made.action(session, stranger, campaign)


def test_talking_groups_begin_with_five_places() -> None:
    assert usual(ActionKind.WORKSHOP)["capacity"] == 5
    assert usual(ActionKind.VAN)["capacity"] is None


class ActionMachine(RuleBasedStateMachine):
    """Any acts in any order: only ways of the drawing at the head of states.py are taken."""

    def __init__(self) -> None:
        super().__init__()
        self.state = ActionState.PLANNED
        self.before = self.state

    @rule(act=st.sampled_from(Act))
    def say(self, act: Act) -> None:
        self.before = self.state
        try:
            self.state = states.after(self.state, act)
        except Conflict:
            assert not states.may(self.before, act)
        else:
            assert states.may(self.before, act)

    @invariant()
    def no_way_beside_the_drawing(self) -> None:
        ways = {
            ("planned", "confirmed"),
            ("planned", "held"),
            ("planned", "cancelled"),
            ("confirmed", "held"),
            ("confirmed", "cancelled"),
            ("held", "confirmed"),
            ("cancelled", "planned"),
        }
        assert self.before is self.state or (self.before.value, self.state.value) in ways


TestActionMachine = ActionMachine.TestCase


def test_an_edit_of_a_held_action_leaves_its_hour_and_place(
    session: Session, officer: Actor, campaign: UUID, clock: Any, engine_kind: str
) -> None:
    action: Action = made.action(session, officer, campaign)
    clock.move_to(AFTER)
    acts.hold(session, officer, action.id)
    planning.edit_action(session, officer, action.id, 2, made.wanted(hours=Decimal(8)))
    with pytest.raises(Conflict):
        planning.edit_action(session, officer, action.id, 3, replace(made.wanted(), place="ailleurs"))
    assert action.hours == Decimal(8)
