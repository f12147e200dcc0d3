"""Where a request is proposed: always to somebody, by place, hours and zone, and never behind a lock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contacts import landing, offers, queue, routing, settling
from contacts.offers import OfferEntry
from contacts.queue import Request
from contacts.settling import Hours, Settled
from core import people as core_people
from core import territory
from core.database import Base, Database
from core.people import Actor, Membership, Role, Structure, User
from core.territory import Need
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday, 11 h in Paris."""


@pytest.fixture
def where(session: Session) -> Place:
    made = people.place(session)
    factory.page(session, made.consortium.id)
    return made


@pytest.fixture
def coordinator(session: Session, where: Place) -> Actor:
    return people.actor(session, where, Role.COORDINATOR)


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def sent(session: Session, **typed: Any) -> Request:
    page = landing.by_slug(session, "permis")
    factory.request(session, page, **typed)
    return queue.find(session, page.consortium_id, factory.last_id(session))


def test_the_zone_s_lead_is_proposed_and_anybody_takes(session: Session, where: Place) -> None:
    for home in (where.club, where.school):
        people.actor(session, where, Role.COUNSELLOR, home)
    zone = territory.add_zone(session, where.consortium.id, "DEMO-01", "Les Forges")
    zone.lead_structure_id = where.school.id
    landing.by_slug(session, "permis").zone_id = zone.id
    request = sent(session)
    assert (request.routed_to, request.structure_id, request.zone) == (where.school.id, None, "Les Forges")
    other = people.actor(session, where, Role.COUNSELLOR, where.club)
    assert queue.take(session, other, request.id).way is not None


def test_a_place_left_goes_before_the_zone_s_lead(session: Session, where: Place, coordinator: Actor) -> None:
    people.actor(session, where, Role.COUNSELLOR, where.school)
    zone = territory.add_zone(session, where.consortium.id, "DEMO-01", "Les Forges")
    zone.lead_structure_id = where.club.id
    landing.by_slug(session, "permis").zone_id = zone.id
    assert sent(session).routed_to == where.club.id
    entry = OfferEntry(where.school.id, Need.LICENCE, "Code de la route", 4, date(2026, 12, 1))
    offer = offers.add(session, coordinator, entry)
    request = sent(session)
    assert request.routed_to == where.school.id
    (place,) = routing.places(session, request.id, where.consortium.id)
    assert (place.title, place.places_left) == ("Code de la route", 4)
    offers.close(session, coordinator, offer)
    assert sent(session).routed_to == where.club.id


def test_who_asks_for_saturday_is_proposed_to_who_is_there_on_saturday(
    session: Session, where: Place, coordinator: Actor
) -> None:
    people.actor(session, where, Role.COUNSELLOR, where.school)
    settling.set_hours(session, coordinator, where.club.id, Hours(9, 17, saturday=False))
    settling.set_hours(session, coordinator, where.school.id, Hours(9, 20, saturday=True))
    assert sent(session, when="saturday").routed_to == where.school.id
    assert sent(session, when="evening").routed_to == where.school.id
    assert {sent(session).routed_to for _again in range(4)} == {where.club.id, where.school.id}


def test_equals_take_turns(session: Session, where: Place) -> None:
    for home in (where.club, where.school):
        people.actor(session, where, Role.COUNSELLOR, home)
    found = [sent(session).routed_to for _number in range(6)]
    assert found.count(where.club.id) == found.count(where.school.id) == 3


def test_a_structure_without_anybody_to_answer_is_not_proposed(session: Session, where: Place) -> None:
    people.actor(session, where, Role.COUNSELLOR, where.school)
    people.actor(session, where, Role.READER, where.club)
    assert {sent(session).routed_to for _number in range(3)} == {where.school.id}


def test_under_16_reaches_the_referent_and_nobody_is_refused(
    session: Session, where: Place, coordinator: Actor
) -> None:
    people.actor(session, where, Role.COUNSELLOR, where.club)
    referent = people.actor(session, where, Role.COUNSELLOR, where.school)
    assert sent(session, age="under_16").routed_to == where.club.id
    settling.settle(session, coordinator, Settled(referent=referent.user_id))
    request = sent(session, age="under_16")
    assert request.routed_to == where.school.id
    assert request.too_young
    session.get_one(User, referent.user_id).disabled_at = NOW
    assert settling.settled(session, where.consortium.id).referent is None
    assert sent(session, age="under_16").routed_to in {where.club.id, where.school.id}


def test_a_desk_entry_is_answered_and_not_proposed(session: Session, where: Place) -> None:
    desk = people.actor(session, where, Role.COUNSELLOR)
    contact = factory.at_desk(session, desk)
    assert queue.find(session, where.consortium.id, contact).routed_to is None


HOURS = st.none() | st.builds(
    lambda opens, length, saturday: Hours(opens, opens + length, saturday),
    st.integers(0, 20),
    st.integers(1, 4),
    st.booleans(),
)
HOME = st.fixed_dictionaries(
    {
        "roles": st.lists(st.tuples(st.sampled_from(Role), st.booleans()), max_size=2),
        "hours": HOURS,
        "offer": st.none() | st.tuples(st.sampled_from([0, 1, None]), st.integers(-2, 2), st.booleans()),
        "leads": st.booleans(),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    homes=st.lists(HOME, min_size=1, max_size=4),
    referent=st.none() | st.integers(0, 7),
    typed=st.fixed_dictionaries(
        {
            "age": st.sampled_from(["", "under_16", "18-20"]),
            "when": st.sampled_from(["", "asap", "evening", "saturday"]),
            "need": st.sampled_from(["", "permis", "sante"]),
        }
    ),
    zoned=st.booleans(),
    hour=st.integers(0, 167),
)
def test_whatever_is_configured_somebody_gets_the_request(
    made: Database,
    homes: list[dict[str, Any]],
    referent: int | None,
    typed: dict[str, str],
    zoned: bool,
    hour: int,
) -> None:
    with made.transaction() as session, time_machine.travel(NOW + timedelta(hours=hour), tick=False):
        consortium = core_people.create_consortium(session, "Essai")
        page = factory.page(session, consortium.id)
        zone = territory.add_zone(session, consortium.id, "DEMO-01", "Les Forges")
        page.zone_id = zone.id if zoned else None
        built, members = [], []
        for number, home in enumerate(homes):
            structure = core_people.add_structure(session, consortium.id, f"Structure {number}")
            built.append(structure)
            members += [member(session, structure, role, away) for role, away in home["roles"]]
            furnish(session, structure, zone.id, home, members)
            if home["leads"]:
                zone.lead_structure_id = structure.id
        if referent is not None and referent < len(members):
            row = settling._row(session, consortium.id)
            row.minors_referent = members[referent].user_id
        factory.request(session, page, **typed)
        request = queue.find(session, consortium.id, factory.last_id(session))
        staffed = {one.structure_id for one in members if answers(session, one)}
        assert request.routed_to in {one.id for one in built}
        assert not staffed or request.routed_to in staffed
        named = routing.referent_of(session, consortium.id)
        if named is not None and typed["age"] == "under_16":
            assert request.routed_to == named.structure_id
        assert request.id in {one.id for one in queue.waiting(session, consortium.id)}
        session.rollback()


@pytest.fixture
def made(database: Database) -> Database:
    return database


def member(session: Session, structure: Structure, role: Role, away: bool) -> Membership:
    # Without a password: hashing one takes a tenth of a second.
    user = User(
        login=f"p{id(structure)}-{role}-{away}-{len(session.new)}-{structure.name}",
        name="P",
        password_hash="",
    )
    user.disabled_at = NOW if away else None
    user.login = f"{user.login}-{session.query(User).count()}"
    session.add(user)
    session.flush()
    return core_people.add_member(session, user, structure.consortium_id, role, structure.id)


def answers(session: Session, one: Membership) -> bool:
    user = session.get_one(User, one.user_id)
    return one.role in routing.ANSWERING and user.disabled_at is None


def furnish(
    session: Session, structure: Structure, zone_id: Any, home: dict[str, Any], members: list[Membership]
) -> None:
    if home["hours"] is not None:
        hours = home["hours"]
        table = Base.metadata.tables["answering_hours"]
        session.execute(
            table.insert().values(
                structure_id=structure.id, opens=hours.opens, closes=hours.closes, saturday=hours.saturday
            )
        )
    if home["offer"] is not None and members:
        places, days, here = home["offer"]
        session.execute(
            Base.metadata.tables["offer"]
            .insert()
            .values(
                id=structure.id,
                consortium_id=structure.consortium_id,
                structure_id=structure.id,
                need="permis",
                zone_id=zone_id if here else None,
                title="Code",
                places_left=places,
                until=NOW.date() + timedelta(days=days),
                updated_by=members[0].user_id,
                updated_at=NOW,
            )
        )
