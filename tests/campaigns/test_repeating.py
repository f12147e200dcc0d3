"""Dated copies of a post, weekly slots, templates: over clock changes and in every time zone of France."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from dateutil import rrule
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import editing, planning
from campaigns.editing import Form
from campaigns.media import library
from campaigns.models import Post, PostSeries, Stage
from campaigns.repeating import copies, patterns, rules, slots
from campaigns.repeating.rules import Every, Rule
from campaigns.repeating.slots import Slot
from core.errors import Conflict, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Audience, Channel, Need
from tests.factories import people
from tests.factories import planning as made

ZONES = ("Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Martinique", "Pacific/Noumea")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


def planned(session: Session, officer: Actor, day: date, wall: time, timezone: str = made.PARIS) -> Post:
    campaign = next(iter(planning.campaigns(session, officer.consortium_id)), None)
    return planning.add_post(
        session,
        officer,
        campaign.id if campaign else made.campaign(session, officer).id,
        "Le code",
        "Tu galères avec le code ?",
        networks=[Channel.INSTAGRAM, Channel.TIKTOK],
        day=day,
        wall=wall,
        timezone=timezone,
    )


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        (Rule(Every.WEEK, count=3), "2026-11-25", ["2026-12-02", "2026-12-09", "2026-12-16"]),
        (
            Rule(Every.WEEK, 2, frozenset({0, 3}), count=3),
            "2026-11-25",
            ["2026-11-26", "2026-12-07", "2026-12-10"],
        ),
        (Rule(Every.DAY, 10, until=date(2026, 12, 16)), "2026-11-25", ["2026-12-05", "2026-12-15"]),
        (
            Rule(Every.MONTH_DAY, count=4),
            "2026-10-31",
            ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"],
        ),
        (Rule(Every.MONTH_DAY, 2, count=2), "2026-11-15", ["2027-01-15", "2027-03-15"]),
        (Rule(Every.MONTH_WEEKDAY, count=2), "2026-11-10", ["2026-12-08", "2027-01-12"]),
        (Rule(Every.MONTH_WEEKDAY, count=2), "2026-11-30", ["2026-12-28", "2027-01-25"]),
    ],
)
def test_a_rule_gives_the_days_that_people_mean(rule: Rule, first: str, expected: list[str]) -> None:
    assert [str(day) for day in rules.dates(rule, date.fromisoformat(first))] == expected


def test_days_left_out_are_not_made_up_for() -> None:
    rule = Rule(Every.WEEK, count=3)
    found = rules.dates(rule, date(2026, 12, 18), without={date(2026, 12, 25)})
    assert found == [date(2027, 1, 1), date(2027, 1, 8)]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Rule(Every.DAY), "nombre de copies, ou une dernière date"),
        (Rule(Every.DAY, count=3, until=date(2027, 1, 1)), "nombre de copies, ou une dernière date"),
        (Rule(Every.DAY, count=0), "entre 1 et 104"),
        (Rule(Every.DAY, count=105), "entre 1 et 104"),
        (Rule(Every.DAY, until=date(2027, 12, 31)), "plus de 104"),
        (Rule(Every.DAY, 0, count=3), "entre 1 et 52"),
        (Rule(Every.WEEK, until=date(2026, 11, 25)), "avant la première copie"),
        (Rule(Every.MONTH_DAY, until=date(2026, 12, 1)), "Aucune date"),
        (Rule(Every.WEEK, weekdays=frozenset({7}), count=1), "jours de la semaine"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_in_words(rule: Rule, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        rules.dates(rule, date(2026, 11, 25))


@given(
    every=st.sampled_from(Every),
    interval=st.integers(1, 6),
    weekdays=st.frozensets(st.integers(0, 6)),
    count=st.integers(1, 40),
    first=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
)
def test_the_days_of_a_rule_are_as_many_as_asked_and_the_rule_reads_back(
    every: Every, interval: int, weekdays: frozenset[int], count: int, first: date
) -> None:
    rule = Rule(every, interval, weekdays if every is Every.WEEK else frozenset(), count=count)
    found = rules.dates(rule, first)
    assert len(found) == count
    assert found == sorted(set(found))
    assert found[0] > first
    told = rules.written(rule, first).replace(f";COUNT={count}", "")
    again = rrule.rrulestr(f"RRULE:{told}", dtstart=datetime.combine(first, time()))
    assert [
        one.date()
        for one in again.between(
            datetime.combine(first, time()), datetime.combine(found[-1], time()), inc=True
        )
        if one.date() != first
    ] == found


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    zone=st.sampled_from(ZONES),
    wall=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    first=st.dates(date(2026, 11, 24), date(2027, 10, 30)),
    every=st.sampled_from([Every.DAY, Every.WEEK, Every.MONTH_DAY]),
)
def test_a_copy_keeps_its_hour_of_the_clock_through_every_change(
    session: Session, officer: Actor, zone: str, wall: time, first: date, every: Every
) -> None:
    with session.begin_nested() as undone:
        try:
            post = planned(session, officer, first, wall, zone)
        except InvalidInput:
            undone.rollback()  # The first date itself stands in the hour that the clocks skip.
            return
        looked_at = copies.preview(session, officer, post.id, Rule(every, count=12))
        absent = {one.day for one in looked_at if one.problem}
        made_of_it = copies.create(session, officer, post.id, Rule(every, count=12), without=absent)
        for one in made_of_it:
            assert one.due_wall[11:] == wall.strftime("%H:%M")
            assert one.due_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") == one.due_wall
        for day in absent:
            assert (zone, day) == ("Europe/Paris", date(2027, 3, 28))
            assert time(2) <= wall < time(3)
        undone.rollback()


def test_a_copy_in_the_hour_that_the_clocks_skip_is_told_and_nothing_is_made(
    session: Session, officer: Actor
) -> None:
    post = planned(session, officer, date(2027, 3, 21), time(2, 30))
    rule = Rule(Every.WEEK, count=2)
    first, second = copies.preview(session, officer, post.id, rule)
    assert ("n’existe pas" in first.problem, second.problem) == (True, "")
    with pytest.raises(InvalidInput, match="n’existe pas"):
        copies.create(session, officer, post.id, rule)
    assert session.scalars(select(PostSeries)).all() == []
    (only,) = copies.create(session, officer, post.id, rule, without=[first.day])
    assert only.due_wall == "2027-04-04T02:30"


def test_copies_are_drafts_with_the_same_words_forms_and_media(session: Session, officer: Actor) -> None:
    post = planned(session, officer, date(2026, 11, 25), time(18, 0))
    picture = made.picture(session, officer)
    wording = editing.Wording(
        "Le code",
        "Tu galères avec le code ?",
        date(2026, 11, 25),
        time(18, 0),
        {
            Channel.INSTAGRAM: Form(text="Sur Instagram seulement"),
            Channel.TIKTOK: Form(format="tiktok/photos"),
        },
        hashtags="#permis",
        media=[picture.id],
    )
    editing.edit(session, officer, post.id, post.revision, wording)
    one, two = copies.create(session, officer, post.id, Rule(Every.WEEK, count=2))
    assert (one.stage, one.hashtags, one.series_id == two.series_id) == (Stage.DRAFT, "#permis", True)
    sheet = editing.sheet(session, officer.consortium_id, two.id)
    assert [variant.text for variant in sheet.variants if variant.network is Channel.INSTAGRAM] == [
        "Sur Instagram seulement"
    ]
    assert [media.id for media in sheet.media] == [picture.id]
    editing.edit(
        session,
        officer,
        one.id,
        one.revision,
        editing.Wording("Autre", "Autre", date(2026, 12, 2), time(18), {Channel.TIKTOK: Form()}),
    )
    assert (one.text, two.text, post.text) == (
        "Autre",
        "Tu galères avec le code ?",
        "Tu galères avec le code ?",
    )


def test_no_copy_goes_beyond_the_consent_of_who_is_shown(session: Session, officer: Actor) -> None:
    post = planned(session, officer, date(2026, 11, 25), time(18, 0))
    picture = made.picture(session, officer, consent_until=date(2026, 12, 5))
    library.attach(session, officer, post.id, [picture.id])
    first, second = copies.preview(session, officer, post.id, Rule(Every.WEEK, count=2))
    assert (first.problem, "accord" in second.problem) == ("", True)


def test_the_next_free_slot_is_shared_by_all_networks_and_not_taken(session: Session, officer: Actor) -> None:
    where = officer.consortium_id
    assert slots.next_free(session, where, [Channel.TIKTOK], made.PARIS) is None, "no slots: unknown"
    slots.set_slots(
        session, officer, Channel.TIKTOK, [Slot(0, time(10)), Slot(2, time(18)), Slot(4, time(12))]
    )
    slots.set_slots(session, officer, Channel.INSTAGRAM, [Slot(2, time(18)), Slot(4, time(12))])
    assert slots.next_free(session, where, [Channel.TIKTOK], made.PARIS) == (date(2026, 11, 25), time(18)), (
        "10:00 is past: 11:00 in Paris"
    )
    both = [Channel.TIKTOK, Channel.INSTAGRAM]
    planned(session, officer, date(2026, 11, 25), time(18, 10))
    assert slots.next_free(session, where, both, made.PARIS) == (date(2026, 11, 27), time(12))
    assert slots.next_free(session, where, [Channel.TIKTOK, Channel.SNAPCHAT], made.PARIS) == (
        date(2026, 11, 27),
        time(12),
    )
    slots.set_slots(session, officer, Channel.INSTAGRAM, [Slot(6, time(9))])
    assert slots.next_free(session, where, both, made.PARIS) is None, "no slot of both"
    assert list(slots.slots(session, where)) == [Channel.TIKTOK, Channel.INSTAGRAM]


def test_a_slot_in_the_skipped_hour_is_passed_over(session: Session, officer: Actor) -> None:
    slots.set_slots(session, officer, Channel.TIKTOK, [Slot(6, time(2, 30))])
    with time_machine.travel(datetime(2027, 3, 27, 12, tzinfo=UTC), tick=False):
        found = slots.next_free(session, officer.consortium_id, [Channel.TIKTOK], made.PARIS)
    assert found == (date(2027, 4, 4), time(2, 30))


def test_slots_are_refused_in_words(session: Session, officer: Actor) -> None:
    with pytest.raises(InvalidInput, match="Choisissez un réseau"):
        slots.set_slots(session, officer, Channel.POSTER, [])
    with pytest.raises(InvalidInput, match="21 créneaux"):
        slots.set_slots(session, officer, Channel.TIKTOK, [Slot(0, time(hour)) for hour in range(22)])


def test_a_template_gives_its_words_to_campaigns_and_those_like_its_own_see_it_first(
    session: Session, officer: Actor
) -> None:
    post = planned(session, officer, date(2026, 11, 25), time(18, 0))
    own = patterns.keep(session, officer, post.id, "Zèbre")
    patterns.keep(session, officer, post.id, "Aussi", for_all=True)
    licence = planning.campaign_of(session, officer.consortium_id, post.campaign_id)
    health = planning.create_campaign(
        session,
        officer,
        "Santé",
        goal="",
        need=Need.HEALTH,
        audience=Audience.YOUNG,
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 31),
    )
    names = [one.name for one in patterns.templates(session, officer.consortium_id, licence)]
    assert (names, [one.name for one in patterns.templates(session, officer.consortium_id, health)]) == (
        ["Zèbre", "Aussi"],
        ["Aussi", "Zèbre"],
    )
    started = patterns.start(session, officer, own.id, health.id, date(2026, 12, 1), time(12), made.PARIS)
    assert (started.stage, started.text, started.campaign_id) == (Stage.DRAFT, post.text, health.id)
    assert {one.network for one in editing.sheet(session, officer.consortium_id, started.id).variants} == {
        Channel.INSTAGRAM,
        Channel.TIKTOK,
    }
    with pytest.raises(Conflict, match="déjà ce nom"):
        patterns.keep(session, officer, post.id, "zebre")
    patterns.forget(session, officer, own.id)
    with pytest.raises(NotFound):
        patterns.start(session, officer, own.id, health.id, date(2026, 12, 1), time(12), made.PARIS)
