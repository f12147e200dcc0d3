"""The calendar behind a secret address, read back by two calendar libraries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
import vobject
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from campaigns import feeds, needs, planning
from campaigns.actions.typed import Slot
from campaigns.calendar import ical, items, moving
from campaigns.needs import Coming
from core import clock
from core.database import Database
from core.errors import InvalidInput, NotFound
from core.people import Actor, Membership, Role, User
from core.territory import Audience, Channel, Need
from tests.factories import actions as actions_made
from tests.factories import people
from tests.factories import planning as made

pytestmark = pytest.mark.database
ZONES = ("Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Martinique", "Indian/Mayotte")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        yield


@pytest.fixture(name="session")
def _session(database: Database) -> Iterator[Session]:
    with database.transaction() as opened:
        yield opened


@pytest.fixture(name="officer")
def _officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


def token_of(address: str) -> str:
    return address.rsplit("/", 1)[1].removesuffix(".ics")


def events(text: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(text).events


def test_a_post_is_one_event_at_its_instant_with_its_networks(session: Session, officer: Actor) -> None:
    campaign = made.campaign(session, officer)
    planned = made.post(session, officer, campaign.id, Channel.TIKTOK, Channel.SNAPCHAT)
    token = token_of(feeds.open_feed(session, officer))
    (event,) = events(feeds.calendar(session, token))
    assert event["uid"] == f"{planned.id}@porte-voix"
    assert event.decoded("dtstart") == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert event["summary"] == "Le code, on t'aide (TikTok, Snapchat)"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", planned.revision - 1)
    read = vobject.readOne(feeds.calendar(session, token).decode())
    assert read.vevent.dtstart.value == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert "Tu galères avec le code" in read.vevent.description.value


def test_each_change_raises_the_sequence_and_a_cancelled_post_stays_as_cancelled(
    session: Session, officer: Actor
) -> None:
    campaign = made.campaign(session, officer)
    made.post(session, officer, campaign.id, Channel.INSTAGRAM, Channel.TIKTOK)
    token = token_of(feeds.open_feed(session, officer))
    seen = [events(feeds.calendar(session, token))[0]]
    rows = planning.posts(session, officer.consortium_id)
    instagram = next(row for row in rows if row.network is Channel.INSTAGRAM)
    planning.mark_published(session, officer, instagram.variant_id, made.REEL)
    seen.append(events(feeds.calendar(session, token))[0])
    planning.cancel_post(session, officer, instagram.post_id)
    seen.append(events(feeds.calendar(session, token))[0])
    sequences = [int(str(event["sequence"])) for event in seen]
    assert sequences[0] < sequences[1] < sequences[2]
    assert len({event["uid"] for event in seen}) == 1
    assert seen[-1]["status"] == "CONFIRMED", "one network has it"
    alone = made.post(session, officer, campaign.id)
    planning.cancel_post(session, officer, alone.id)
    gone = next(one for one in events(feeds.calendar(session, token)) if str(alone.id) in str(one["uid"]))
    assert gone["status"] == "CANCELLED"
    assert int(str(gone["sequence"])) > 0


def test_a_feed_of_a_campaign_holds_that_campaign_only(session: Session, officer: Actor) -> None:
    one, other = made.campaign(session, officer), made.campaign(session, officer, "Logement")
    made.post(session, officer, one.id, title="Un")
    made.post(session, officer, other.id, title="Deux")
    token = token_of(feeds.open_feed(session, officer, other.id))
    assert [str(event["summary"]) for event in events(feeds.calendar(session, token))] == ["Deux (Instagram)"]
    with pytest.raises(NotFound):
        elsewhere = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        feeds.open_feed(session, elsewhere, one.id)


def test_asking_again_closes_the_address_before(session: Session, officer: Actor) -> None:
    campaign = made.campaign(session, officer)
    whole = token_of(feeds.open_feed(session, officer))
    first = token_of(feeds.open_feed(session, officer, campaign.id))
    second = token_of(feeds.open_feed(session, officer, campaign.id))
    with pytest.raises(NotFound):
        feeds.calendar(session, first)
    assert feeds.calendar(session, whole)
    assert feeds.calendar(session, second)
    assert len(feeds.feeds(session, officer)) == 2
    mine = feeds.feeds(session, officer)[0].id
    colleague = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    with pytest.raises(NotFound):
        feeds.close_feed(session, colleague, mine)
    feeds.close_feed(session, officer, mine)
    assert [row.id for row in feeds.feeds(session, officer) if row.id == mine] == []


@pytest.mark.parametrize("lost", ["role", "membership", "account"])
def test_who_may_no_longer_plan_has_no_calendar(session: Session, officer: Actor, lost: str) -> None:
    token = token_of(feeds.open_feed(session, officer))
    assert feeds.calendar(session, token)
    mine = Membership.user_id == officer.user_id
    if lost == "role":
        session.execute(update(Membership).where(mine).values(role=Role.READER))
    elif lost == "membership":
        session.delete(session.query(Membership).where(mine).one())
    else:
        session.execute(update(User).where(User.id == officer.user_id).values(disabled_at=clock.now()))
    session.flush()
    session.expire_all()
    with pytest.raises(NotFound):
        feeds.calendar(session, token)


LATE_STARTS = [(date(2027, 3, 28), time(2, 30)), (date(2027, 10, 31), time(2, 30))]
PLANS = st.tuples(
    st.sampled_from(["post", "action"]),
    st.one_of(
        st.sampled_from(LATE_STARTS),
        st.tuples(
            st.dates(date(2026, 11, 24), date(2028, 11, 1)),
            st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        ),
    ),
    st.sampled_from(ZONES),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60).filter(str.strip),
)


def skipped(day: date, wall: time, zone: str) -> bool:
    """Whether the clocks jump over that hour."""
    there = datetime.combine(day, wall, ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != datetime.combine(
        day, wall
    )


def planned(session: Session, officer: Actor, campaign_id: UUID, plan: tuple[str, Any, str, str]) -> None:
    """One post or action, when its hour exists there."""
    kind, (day, wall), zone, text = plan
    try:
        if kind == "post":
            planning.add_post(
                session,
                officer,
                campaign_id,
                text,
                text,
                networks=[Channel.TIKTOK],
                day=day,
                wall=wall,
                timezone=zone,
            )
        else:
            ends = (datetime.combine(day, wall) + timedelta(hours=3)).time()
            slot = Slot(day, wall, ends, zone, day + timedelta(days=1) if ends < wall else None)
            actions_made.action(session, officer, campaign_id, place=text, slot=slot)
    except InvalidInput:
        assert skipped(day, wall, zone) or kind == "action"


@given(st.lists(PLANS, min_size=1, max_size=4), st.integers(0, 3))
@hypothesis_settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_feed_read_back_is_the_calendar(
    session: Session, officer: Actor, plans: list[tuple[str, Any, str, str]], days: int
) -> None:
    with session.begin_nested() as undone:
        campaign = made.campaign(session, officer, f"Essai {len(plans)}")
        for plan in plans:
            planned(session, officer, campaign.id, plan)
        shown = items.everything(session, officer.consortium_id)
        if days and shown:
            to, first = shown[0].day + timedelta(days=days), shown[0]
            assert first.thing
            moving.move(session, officer, first.kind, first.thing, day=to, wall=time(12), seen=first.revision)
            shown = items.everything(session, officer.consortium_id)
            assert any(ical.sequence(one) == 1 and one.wall == f"{to}T12:00" for one in shown)
        text = ical.written("Essai", shown)
        expected = {
            (ical.uid(one), one.starts_at, one.ends_at, ical.summary(one), ical.sequence(one))
            for one in shown
        }
        assert {
            (
                str(one["uid"]),
                one.decoded("dtstart"),
                one.decoded("dtend"),
                str(one["summary"]),
                one["sequence"],
            )
            for one in events(text)
        } == expected
        read = vobject.readOne(text.decode())
        assert {
            (one.uid.value, one.dtstart.value, one.dtend.value, one.summary.value)
            for one in getattr(read, "vevent_list", [])
        } == {one[:4] for one in expected}
        for one in shown:
            local = one.starts_at.astimezone(ZoneInfo(one.timezone))
            assert local.strftime("%Y-%m-%dT%H:%M") == one.wall
        undone.rollback()


def test_a_feed_of_the_own_structure_holds_what_it_hosts_or_takes_part_in(
    session: Session, officer: Actor
) -> None:
    where = people.place(session)
    mine = people.actor(session, where, Role.COORDINATOR, where.club)
    everybodys = made.campaign(session, mine, "Pour tous")
    theirs = planning.create_campaign(
        session,
        mine,
        "Chez eux",
        goal="",
        need=Need.OTHER,
        audience=Audience.YOUNG,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 12, 31),
        structure_ids=[where.school.id],
    )
    made.post(session, mine, everybodys.id, title="Un")
    made.post(session, mine, theirs.id, title="Deux")
    actions_made.action(session, mine, theirs.id, title="Trois", structure_id=where.club.id)
    actions_made.action(session, mine, everybodys.id, title="Quatre", structure_id=where.school.id)
    token = token_of(feeds.open_feed(session, mine, own_structure=True))
    titles = {str(event["summary"]).split(" (")[0] for event in events(feeds.calendar(session, token))}
    assert titles == {"Un", "Trois"}
    assert feeds.feeds(session, mine)[0].own_structure
    nowhere = replace(mine, structure_id=None)
    with pytest.raises(InvalidInput, match="aucune structure"):
        feeds.open_feed(session, nowhere, own_structure=True)


def test_what_a_room_above_adds_takes_a_day_and_shows_no_name(session: Session, officer: Actor) -> None:
    source = [Coming("agreement", officer.user_id, date(2026, 12, 1), "Fin : Nour", "Fin d'un accord", "p")]
    made.landing_pages()
    needs.provide(needs._Given.landing_choices, calendar=(lambda *_given: source,))  # type: ignore[arg-type]
    token = token_of(feeds.open_feed(session, officer))
    (event,) = events(feeds.calendar(session, token))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 1), date(2026, 12, 2))
    assert str(event["summary"]) == "Fin d'un accord"
    assert b"Nour" not in event.to_ical()
    (shown,) = items.between(session, officer.consortium_id, date(2026, 12, 1), date(2026, 12, 1))
    assert (shown.title, shown.all_day, shown.movable) == ("Fin : Nour", True, False)
    assert items.between(session, officer.consortium_id, date(2026, 12, 2), date(2026, 12, 31)) == []
