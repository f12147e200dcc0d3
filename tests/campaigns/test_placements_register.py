"""The register: scans of each placement, and which ones have fallen silent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from campaigns import placements, register
from campaigns.models import Campaign, PlacementKind, ScanClass, TakenDown
from campaigns.placements import Placed
from campaigns.register import Entry, PlacementState
from core.errors import InvalidInput
from core.people import Actor, Role
from core.territory import Channel
from tests.factories import campaigns as linked
from tests.factories import people
from tests.factories import planning as made
from tests.factories.planning import LICENCE_PAGE, PARIS

TODAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> Campaign:
    return made.campaign(session, officer)


def put_up(session: Session, actor: Actor, campaign: Campaign, place: str, days_ago: int) -> Placed:
    placed = made.poster(session, actor, campaign.id, place)
    placed.link.created_at = TODAY - timedelta(days=days_ago)
    placed.placement.put_up_on = TODAY.date() - timedelta(days=days_ago)
    session.flush()
    return placed


def entry(session: Session, actor: Actor, place: str) -> Entry:
    found = register.entries(session, actor.consortium_id, PARIS)
    return next(one for one in found if one.placement.place == place)


@pytest.mark.database
def test_scans_are_counted_in_all_and_over_nine_weeks_without_bots(
    session: Session, engine_kind: str
) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    placed = put_up(session, officer, made.campaign(session, officer), "Piscine", 200)
    for days_ago, scan_class in (
        (0, ScanClass.HUMAN),
        (6, ScanClass.HUMAN),
        (7, ScanClass.HUMAN),
        (62, ScanClass.HUMAN),
        (63, ScanClass.HUMAN),
        (1, ScanClass.BOT),
        (1, ScanClass.PREVIEW),
        (1, ScanClass.TEST),
    ):
        linked.scan(session, placed.link, TODAY - timedelta(days=days_ago), scan_class)
    found = entry(session, officer, "Piscine")
    assert (found.scans, found.weeks) == (5, (1, 0, 0, 0, 0, 0, 0, 1, 2))


@pytest.mark.parametrize(
    ("put_up_days_ago", "scanned_days_ago", "state"),
    [
        (20, (), PlacementState.IN_SERVICE),
        (21, (), PlacementState.SILENT),
        (300, (20,), PlacementState.IN_SERVICE),
        (300, (90,), PlacementState.IN_SERVICE),
        (300, (92,), PlacementState.SILENT),
        (300, range(22, 52), PlacementState.SILENT),
        (300, range(60, 90), PlacementState.SILENT),
        (300, range(52), PlacementState.IN_SERVICE),
        (300, (0, *range(22, 52)), PlacementState.IN_SERVICE),
        (300, range(6, 52), PlacementState.IN_SERVICE),
        (300, range(8, 90, 16), PlacementState.IN_SERVICE),
    ],
)
def test_a_placement_is_silent_when_its_habit_ends_or_when_it_was_never_scanned(
    session: Session,
    officer: Actor,
    campaign: Campaign,
    put_up_days_ago: int,
    scanned_days_ago: Iterable[int],
    state: PlacementState,
) -> None:
    placed = put_up(session, officer, campaign, "Piscine", put_up_days_ago)
    for days_ago in scanned_days_ago:
        linked.scan(session, placed.link, TODAY - timedelta(days=days_ago))
    found = entry(session, officer, "Piscine")
    assert found.state is state
    assert (found.silence is not None) == (state is PlacementState.SILENT and bool(found.scans > 1))


def test_a_poster_waits_to_be_put_up_until_somebody_says_so_or_scans_it(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    placed = made.poster(session, officer, campaign.id, "Gare")
    placed.link.created_at = TODAY - timedelta(days=60)
    assert entry(session, officer, "Gare").state is PlacementState.TO_PUT_UP
    linked.scan(session, placed.link, TODAY - timedelta(days=2))
    assert entry(session, officer, "Gare").state is PlacementState.IN_SERVICE


def test_what_was_taken_down_is_never_silent_and_leaves_the_list_of_places_to_look_at(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    gone = put_up(session, officer, campaign, "Gare", 100)
    put_up(session, officer, campaign, "Piscine", 100)
    placements.take_down(session, officer, gone.placement.id, TODAY.date(), TakenDown.CLOSED)
    assert entry(session, officer, "Gare").state is PlacementState.TAKEN_DOWN
    found = register.entries(session, officer.consortium_id, PARIS)
    assert [one.placement.place for one in register.to_look_at(found)] == ["Piscine"]


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2026, 8, 1), date(2019, 1, 1)])
def test_a_day_before_it_was_put_up_or_to_come_is_refused(
    session: Session, officer: Actor, campaign: Campaign, on: date
) -> None:
    placed = put_up(session, officer, campaign, "Gare", 100)
    with pytest.raises(InvalidInput):
        placements.take_down(session, officer, placed.placement.id, on, TakenDown.OVER)


def test_places_to_look_at_begin_with_the_longest_unseen(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    put_up(session, officer, campaign, "Posée il y a dix jours", 10)
    seen = put_up(session, officer, campaign, "Posée il y a cent jours, vue hier", 100)
    seen.placement.seen_on = TODAY.date() - timedelta(days=1)
    put_up(session, officer, campaign, "Posée il y a trente jours", 30)
    made.poster(session, officer, campaign.id, "À poser")
    session.flush()
    found = register.to_look_at(register.entries(session, officer.consortium_id, PARIS))
    assert [one.placement.place for one in found] == [
        "Posée il y a trente jours",
        "Posée il y a dix jours",
        "Posée il y a cent jours, vue hier",
    ]


def test_a_correction_keeps_the_code(session: Session, officer: Actor, campaign: Campaign) -> None:
    placed = put_up(session, officer, campaign, "Gare", 10)
    placements.correct(
        session,
        officer,
        placed.placement.id,
        place="Gare, quai 2",
        zone_id=None,
        size=" a3 ",
        quantity=4,
        put_up_on=date(2026, 11, 2),
    )
    row = entry(session, officer, "Gare, quai 2").placement
    assert (row.code, row.size, row.quantity, row.put_up_on) == (
        placed.code.shown,
        "A3",
        4,
        date(2026, 11, 2),
    )


def test_a_bot_does_not_break_the_silence(session: Session, officer: Actor, campaign: Campaign) -> None:
    placed = put_up(session, officer, campaign, "Piscine", 100)
    linked.scan(session, placed.link, TODAY, ScanClass.BOT)
    assert entry(session, officer, "Piscine").state is PlacementState.SILENT


@pytest.mark.parametrize(
    ("held_on", "state"),
    [
        (date(2026, 6, 1), PlacementState.PAST),
        (date(2026, 11, 22), PlacementState.PAST),
        (date(2026, 11, 23), PlacementState.IN_SERVICE),
        (date(2026, 12, 1), PlacementState.IN_SERVICE),
    ],
)
def test_a_date_is_past_and_never_silent(
    session: Session, officer: Actor, campaign: Campaign, held_on: date, state: PlacementState
) -> None:
    placed = placements.create(
        session,
        officer,
        campaign.id,
        PlacementKind.DATE,
        Channel.VAN,
        place="Place du Marché",
        destination=LICENCE_PAGE,
        held_on=held_on,
    )
    placed.link.created_at = TODAY - timedelta(days=300)
    assert entry(session, officer, "Place du Marché").state is state


def test_silent_placements_stand_first_and_retired_ones_last(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    retired = put_up(session, officer, campaign, "A", 100)
    placements.retire(session, officer, retired.placement.id)
    put_up(session, officer, campaign, "B", 1)
    put_up(session, officer, campaign, "C", 100)
    found = register.entries(session, officer.consortium_id, PARIS)
    assert [one.placement.place for one in found] == ["C", "B", "A"]


def test_the_register_of_another_consortium_is_not_seen(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    put_up(session, officer, campaign, "Piscine", 1)
    neighbour = people.place(session, "Val-Noir")
    assert register.entries(session, neighbour.consortium.id, PARIS) == []
