"""The calendar behind a secret address, read back by two calendar libraries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
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

from campaigns import feeds, planning
from core import clock
from core.database import Database
from core.errors import NotFound
from core.people import Actor, Membership, Role, User
from core.territory import Channel
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
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
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
    assert [event["sequence"] for event in seen] == [0, 1, 2]
    assert len({event["uid"] for event in seen}) == 1
    assert seen[-1]["status"] == "CONFIRMED", "one network has it"
    alone = made.post(session, officer, campaign.id)
    planning.cancel_post(session, officer, alone.id)
    gone = next(one for one in events(feeds.calendar(session, token)) if str(alone.id) in str(one["uid"]))
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 1)


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


@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 11, 1), date(2028, 11, 1)),
            st.times().map(lambda at: at.replace(second=0, microsecond=0)),
            st.sampled_from(ZONES),
            st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60).filter(str.strip),
        ),
        min_size=1,
        max_size=4,
    )
)
@hypothesis_settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_feed_read_back_is_the_calendar(
    session: Session, officer: Actor, plans: list[tuple[date, time, str, str]]
) -> None:
    with session.begin_nested() as undone:
        campaign = made.campaign(session, officer, f"Essai {len(plans)}")
        for day, wall, zone, text in plans:
            planned = datetime.combine(day, wall, ZoneInfo(zone))
            if planned.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != planned.replace(
                tzinfo=None
            ):
                continue
            planning.add_post(
                session,
                officer,
                campaign.id,
                text,
                text,
                networks=[Channel.TIKTOK],
                day=day,
                wall=wall,
                timezone=zone,
            )
        rows = planning.posts(session, officer.consortium_id, campaign_id=campaign.id)
        found = events(feeds.written("Essai", rows))
        expected = {(f"{row.post_id}@porte-voix", row.due_at, f"{row.title} (TikTok)") for row in rows}
        assert {(str(one["uid"]), one.decoded("dtstart"), str(one["summary"])) for one in found} == expected
        assert all(one.decoded("dtend") - one.decoded("dtstart") == timedelta(minutes=15) for one in found)
        undone.rollback()
