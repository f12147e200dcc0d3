"""Series of dates: read from a list, a table or a weekly rule; their codes; the draw of their places."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.actions import acts, coding, dates, draws, listing, planning, progress, series
from campaigns.actions.typed import instants
from campaigns.models import ActionState, DrawnPlace, Placement, PlacementKind, SeriesDraw
from core import audit, territory
from core.errors import Conflict, InvalidInput
from core.people import Actor, Role, folded
from core.territory import Channel
from tests.factories import actions as made
from tests.factories import people
from tests.factories import planning as planned
from tests.factories.planning import LICENCE_PAGE

PARIS = "Europe/Paris"
ZONES = ("Europe/Paris", "America/Martinique", "Indian/Reunion", "America/Miquelon", "Pacific/Noumea")
SQUARES = ("place du Marché", "parking du Stade", "cité des Forges", "place de la Gare", "quai du Gué")


@pytest.fixture(autouse=True)
def _clock() -> object:
    planned.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> UUID:
    return planned.campaign(session, officer).id


def sixty() -> str:
    """Sixty dates from 25 November on, every third day, five squares in turn."""
    first = date(2026, 11, 25)
    return "\n".join(f"{first + timedelta(days=3 * turn):%d/%m/%Y} {SQUARES[turn % 5]}" for turn in range(60))


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ("28/11/2026 14 h – 18 h place du Marché", ("2026-11-28", "14h", "18h", "place du Marché")),
        ("sam. 28/11/26 14h30-18:00, Gare", ("2026-11-28", "14h30", "18h00", "Gare")),
        ("le 1er déc. 2026 de 9 h à 12 h Collège", ("2026-12-01", "9h", "12h", "Collège")),
        ("2026-12-01 17h Gare", ("2026-12-01", "17h", None, "Gare")),
        ("28/11/2026", ("2026-11-28", None, None, None)),
        ("28/11/2026 : 8 mai 1945, avenue du", ("2026-11-28", None, None, "8 mai 1945, avenue du")),
        ("bientôt", ("bientôt", None, None, None)),
    ],
)
def test_a_line_says_its_day_hours_and_place(written: str, cells: tuple[str | None, ...]) -> None:
    (line,) = dates.from_text(written)
    assert tuple(line.cells.get(name) for name in ("day", "starts", "ends", "place")) == cells


def test_a_table_may_name_its_columns_in_many_ways(session: Session, officer: Actor, campaign: UUID) -> None:
    territory.add_zone(session, officer.consortium_id, "QP01", "Les Forges")
    table = "Date;Début;Fin;Endroit;Quartier;Porteur\n28/11/2026;14 h;17:30;Gare;les forges;école\n"
    (found,) = series.preview(
        session, officer, campaign, made.usual(), dates.from_table(table.encode("cp1252"))
    )
    assert found.error == ""
    assert found.wanted is not None
    assert (found.wanted.place, found.wanted.slot.ends, found.wanted.people) == ("Gare", time(17, 30), 3)
    assert found.wanted.zone_id is not None
    assert found.wanted.structure_id is not None


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (b"", "vide"),
        (b"Lieu\nGare\n", "Jour"),
        (b"Jour;Date\n1;2\n", "deux fois"),
        (b"Jour;Lieu\n28/11/2026;Gare\n" * 600, "trop"),
    ],
)
def test_a_table_that_says_no_dates_is_refused(table: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        dates.from_table(table)


def test_wrong_lines_are_each_told_and_nothing_is_made(
    session: Session, officer: Actor, campaign: UUID
) -> None:
    text = "\n".join(
        (
            "25/11/2026 Gare",
            "25/11/2026 gare",
            "28/03/2027 2h30-4h Gare",
            "32/11/2026 Gare",
            "26/11/2026",
            "27/11/2026 18h-14h Gare",
        )
    )
    found = series.preview(session, officer, campaign, made.usual(), dates.from_text(text))
    assert [bool(one.error) for one in found] == [False, True, True, True, True, True]
    assert "ligne 1" in found[1].error
    assert "n’existe pas" in found[2].error
    assert "pas une date" in found[3].error
    assert "Dites où" in found[4].error
    assert "avant le début" in found[5].error
    with pytest.raises(InvalidInput, match="5 lignes sont à corriger"):
        series.create_series(session, officer, campaign, "Van", made.usual(), dates.from_text(text))
    assert listing.actions(session, officer.consortium_id) == []
    assert progress.series_rows(session, officer.consortium_id) == []


@given(
    st.dates(date(2026, 11, 23), date(2028, 6, 1)),
    st.integers(1, 36),
    st.sets(st.integers(0, 6), max_size=3),
    st.integers(1, 4),
    st.times(),
    st.sampled_from(ZONES),
)
def test_a_weekly_rule_keeps_its_wall_time_across_the_clocks(
    first: date, count: int, weekdays: set[int], every: int, starts: time, timezone: str
) -> None:
    """Days by the rule, in order, none left out but holidays; each an instant of that wall time."""
    with time_machine.travel("2027-11-23T10:00:00+00:00", tick=False):
        starts = starts.replace(hour=min(starts.hour, 22), second=0, microsecond=0)
        found = [
            date.fromisoformat(one.cells["day"])
            for one in dates.weekly(first, count, weekdays=weekdays, every=every, skipped=may_day)
        ]
        assert len(found) == count
        assert found[0] >= first
        assert {day.weekday() for day in found} <= (weekdays or {first.weekday()})
        assert not any(may_day(day) for day in found)
        assert found == sorted(set(found))
        monday = first - timedelta(days=first.weekday())
        assert all((day - monday).days // 7 % every == 0 for day in found)
        gaps = {later - earlier for earlier, later in pairwise(found)}
        assert not weekdays or max(gaps, default=timedelta(0)) <= timedelta(weeks=2 * every)
        for day in found:
            slot = made.slot(day, starts, time(23), timezone=timezone)
            local = datetime.combine(day, starts, ZoneInfo(timezone))
            if local.astimezone(UTC).astimezone(ZoneInfo(timezone)).time() != starts:
                with pytest.raises(InvalidInput, match="n’existe pas"):
                    instants(slot)
                continue
            assert instants(slot)["starts_at"].astimezone(ZoneInfo(timezone)).replace(tzinfo=None) == (
                datetime.combine(day, starts)
            )


def may_day(day: date) -> bool:
    """One public holiday is enough to see one left out."""
    return (day.month, day.day) == (5, 1)


def test_a_weekly_rule_that_asks_for_too_much_is_refused() -> None:
    for count, every in ((0, 1), (501, 1), (10, 0), (400, 8)):
        with pytest.raises(InvalidInput):
            dates.weekly(date(2026, 12, 1), count, every=every)


@pytest.mark.database
def test_sixty_dates_get_one_code_each_and_only_once(
    session: Session, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    van = made.series(session, officer, campaign, sixty())
    placed = coding.code_series(session, officer, van.id, LICENCE_PAGE)
    assert len({one.code.text for one in placed}) == 60
    assert {one.placement.kind for one in placed} == {PlacementKind.DATE}
    assert {one.placement.channel for one in placed} == {Channel.VAN}
    assert coding.code_series(session, officer, van.id, LICENCE_PAGE) == []
    rows = listing.actions(session, officer.consortium_id, series_id=van.id)
    held_on = {one.placement.action_id: one.placement.held_on for one in placed}
    assert {row.id: row.slot.day for row in rows} == held_on
    assert all(row.code for row in rows)
    (told,) = progress.series_rows(session, officer.consortium_id)
    assert (told.wanted, told.coming, told.held, told.coded) == (60, 60, 0, 60)
    with pytest.raises(Conflict, match="déjà son code"):
        coding.code_action(session, officer, rows[0].id, LICENCE_PAGE)


def test_a_cancelled_date_gets_no_code(session: Session, officer: Actor, campaign: UUID) -> None:
    van = made.series(session, officer, campaign)
    first, *_others = listing.actions(session, officer.consortium_id)
    acts.cancel(session, officer, first.id, "pluie")
    assert len(coding.code_series(session, officer, van.id, LICENCE_PAGE)) == 2
    with pytest.raises(Conflict, match="annulée"):
        coding.code_action(session, officer, first.id, LICENCE_PAGE)


def test_a_code_goes_with_its_date_to_another_day_and_place(
    session: Session, officer: Actor, campaign: UUID
) -> None:
    van = made.series(session, officer, campaign)
    coding.code_series(session, officer, van.id, LICENCE_PAGE)
    first, *_others = listing.actions(session, officer.consortium_id)
    planning.move_action(session, officer, first.id, first.revision, date(2026, 12, 9))
    session.expire_all()
    placement = session.scalars(select(Placement).where(Placement.action_id == first.id)).one()
    assert placement.held_on == date(2026, 12, 9)


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=80), st.integers(0, 2**48))
def test_the_same_seed_gives_the_same_order_and_loses_no_place(places: list[str], seed: int) -> None:
    once = draws.shuffled(places, seed)
    assert once == draws.shuffled(places, seed)
    assert Counter(once) == Counter(places)


def test_the_order_of_a_seed_is_written_down_once_and_for_all() -> None:
    """By hand from the first numbers of random.Random(2026), 0.119, 0.503, 0.512…: another
    result would undo what was recorded."""
    assert draws.shuffled("ABCDEFGH", 2026) == list("CBFHEGDA")


def test_every_place_is_as_likely_on_every_date() -> None:
    """3,000 seeds over four places: each of the 16 cells near 750 (six standard deviations)."""
    cells = Counter(
        (place, letter) for seed in range(3000) for place, letter in enumerate(draws.shuffled("ABCD", seed))
    )
    assert len(cells) == 16
    assert all(abs(number - 750) < 6 * 24 for number in cells.values())


@pytest.mark.database
def test_a_draw_touches_only_what_is_still_to_come_and_is_recorded_whole(
    session: Session, officer: Actor, campaign: UUID, engine_kind: str
) -> None:
    van = made.series(session, officer, campaign, sixty())
    coding.code_series(session, officer, van.id, LICENCE_PAGE)
    first, second, third, *later = listing.actions(session, officer.consortium_id)
    acts.cancel(session, officer, third.id, "pluie")
    with time_machine.travel("2026-11-28T14:00:00+00:00", tick=False):
        acts.hold(session, officer, first.id)
        assert draws.drawable(session, officer.consortium_id, van.id) == 57, "the second one has begun"
        drawn = draws.draw(session, officer, van.id, seed=7)
    rows = listing.actions(session, officer.consortium_id)
    assert [row.place for row in rows[:3]] == [first.place, second.place, third.place]
    assert Counter(row.place for row in rows) == Counter(SQUARES * 12)
    before = sorted((one.place for one in later), key=lambda name: (folded(name), name))
    assert [row.place for row in rows[3:]] == draws.shuffled(before, 7)
    assert [row.draw_place for row in rows] == [None, None, None, *range(1, 58)]
    session.expire_all()
    of = {one.action_id: one.place for one in session.scalars(select(Placement))}
    assert all(of[row.id] == row.place for row in rows if row.state is not ActionState.CANCELLED)
    kept = session.scalars(select(DrawnPlace).where(DrawnPlace.draw_id == drawn.id)).all()
    assert {one.action_id: one.before for one in kept} == {one.id: one.place for one in later}
    assert [one.what for one in audit.entries(session, officer.consortium_id, "campaigns.series_drawn")] == [
        "campaigns.series_drawn"
    ]


def test_a_second_draw_says_why_and_both_are_kept(session: Session, officer: Actor, campaign: UUID) -> None:
    van = made.series(session, officer, campaign, sixty())
    draws.draw(session, officer, van.id)
    with pytest.raises(InvalidInput, match="déjà été tirée au sort"):
        draws.draw(session, officer, van.id, " ")
    draws.draw(session, officer, van.id, "le stade est fermé")
    second, first = draws.draws(session, officer.consortium_id, van.id)
    assert (first.number, second.number, second.why) == (1, 2, "le stade est fermé")
    assert first.seed != second.seed
    assert (second.dates, second.departed) == (60, 0)
    assert session.scalars(select(SeriesDraw.seed).order_by(SeriesDraw.number)).all() == [
        first.seed,
        second.seed,
    ]
    assert len(audit.entries(session, officer.consortium_id, "campaigns.series_drawn")) == 2
    assert van.seed == second.seed


def test_leaving_the_drawn_order_by_hand_shows(session: Session, officer: Actor, campaign: UUID) -> None:
    van = made.series(session, officer, campaign, sixty())
    draws.draw(session, officer, van.id)
    row = listing.actions(session, officer.consortium_id)[0]
    other = next(place for place in SQUARES if place != row.place)
    planning.edit_action(session, officer, row.id, row.revision, made.wanted(place=other))
    assert draws.draws(session, officer.consortium_id, van.id)[0].departed == 1


@pytest.mark.parametrize("text", ["25/11/2026 Gare", "25/11/2026 Gare\n26/11/2026 Gare"])
def test_nothing_is_drawn_where_chance_has_no_choice(
    session: Session, officer: Actor, campaign: UUID, text: str
) -> None:
    van = made.series(session, officer, campaign, text)
    with pytest.raises(Conflict, match="deux lieux différents"):
        draws.draw(session, officer, van.id)
    assert draws.draws(session, officer.consortium_id, van.id) == []


def test_further_dates_join_a_series_and_none_twice(session: Session, officer: Actor, campaign: UUID) -> None:
    van = made.series(session, officer, campaign, meant=60)
    more = dates.from_text("5/12/2026 Gare\n9/12/2026 Stade")
    assert len(series.add_dates(session, officer, van.id, made.usual(), more)) == 2
    with pytest.raises(InvalidInput, match="2 lignes"):
        series.add_dates(session, officer, van.id, made.usual(), more)
    (row,) = progress.series_rows(session, officer.consortium_id)
    assert (row.wanted, row.coming) == (60, 5)
