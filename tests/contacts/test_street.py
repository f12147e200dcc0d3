"""Street entry: one contact for each key, whatever comes twice and in which order; the shift; taking back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contacts import corrections, details, intake, queue, street
from contacts.entries import CodeRefused, DeskEntry
from core import audit, clock, people
from core.database import Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.people import Actor, Role, User
from core.territory import Need
from tests.factories import campaigns as campaigns_factory
from tests.factories import contacts as factory
from tests.factories import people as people_factory
from tests.factories.people import Place

NOW = timedelta()
KEYS = [f"une-cle-assez-longue-{number}" for number in range(3)]


@pytest.fixture
def counsellor(database: Database, where: Place) -> Actor:
    """Who notes, in «Club»."""
    with database.transaction() as session:
        return people_factory.actor(session, where, Role.COUNSELLOR)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sendings=st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(Need)), max_size=9))
def test_whatever_is_sent_again_each_key_is_one_contact_as_it_first_came(
    sendings: list[tuple[str, Need]], database: Database, where: Place, counsellor: Actor
) -> None:
    first: dict[str, Need] = {}
    answers: Counter[tuple[str, bool]] = Counter()
    with database.snapshot() as session:
        before = factory.count(session)
        for key, need in sendings:
            noted = street.note(session, counsellor, DeskEntry(need=need), key=key, waited=NOW)
            answers[key, noted.new] += 1
            first.setdefault(key, need)
        assert factory.count(session) - before == len(first)
        assert all(answers[key, True] == 1 for key in first)
        shown = Counter(one.need for one in queue.recent(session, counsellor, limit=99))
        assert shown == Counter(first.values())


@pytest.mark.database
def test_two_sendings_at_the_same_moment_are_one_contact(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        counsellor = people_factory.actor(session, people_factory.place(session), Role.COUNSELLOR)
    together, found = Barrier(2), []

    def send() -> None:
        together.wait()
        with database.transaction() as session:
            found.append(street.note(session, counsellor, DeskEntry(), key=KEYS[0], waited=NOW).contact_id)

    threads = [Thread(target=send) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    with database.snapshot() as session:
        assert factory.count(session) == 1


def test_the_same_key_of_two_people_is_two_contacts(
    session: Session, where: Place, counsellor: Actor
) -> None:
    other = people_factory.actor(session, where, Role.COUNSELLOR)
    for actor in (counsellor, other):
        assert street.note(session, actor, DeskEntry(), key=KEYS[0], waited=NOW).new
    assert factory.count(session) == 2


@pytest.mark.parametrize(
    ("waited", "told"),
    [(30, 30), (-5, 0), (10**9, street.LONGEST_WAIT.total_seconds())],
)
def test_a_contact_stands_at_the_moment_it_was_noted(
    waited: int, told: float, session: Session, where: Place, counsellor: Actor
) -> None:
    with time_machine.travel("2026-11-26T10:00:00+00:00", tick=False):
        street.note(session, counsellor, DeskEntry(), key=KEYS[0], waited=timedelta(seconds=waited))
        (kept,) = queue.recent(session, counsellor)
        assert (clock.now() - kept.at).total_seconds() == told
        assert kept.answered_at == kept.at


@pytest.mark.parametrize("key", ["", "court", "x" * 65, "une clé avec des espaces"])
def test_a_sending_without_a_good_key_is_refused(
    key: str, session: Session, where: Place, counsellor: Actor
) -> None:
    with pytest.raises(InvalidInput):
        street.note(session, counsellor, DeskEntry(), key=key, waited=NOW)


def test_a_refused_code_leaves_nothing_and_names_what_was_meant(
    session: Session, where: Place, counsellor: Actor
) -> None:
    shown = campaigns_factory.spoken_link(session, where.consortium.id)[1].shown
    with pytest.raises(CodeRefused) as refused:
        street.note(session, counsellor, DeskEntry(code=shown[:-1]), key=KEYS[0], waited=NOW)
    assert refused.value.suggestions == (shown,)
    assert factory.count(session) == 0
    assert street.note(session, counsellor, DeskEntry(code=shown), key=KEYS[0], waited=NOW).new


def test_a_counsellor_stands_in_one_structure_and_a_coordinator_in_any(
    session: Session, where: Place, counsellor: Actor
) -> None:
    def names(actor: Actor) -> list[str]:
        return [one.structure for one in street.stations(session, session.get_one(User, actor.user_id))]

    coordinator = people_factory.actor(session, where, Role.COORDINATOR, where.school)
    reader = people_factory.actor(session, where, Role.READER)
    assert (names(counsellor), names(coordinator), names(reader)) == (["Club"], ["Club", "École"], [])
    found = street.stations(session, session.get_one(User, coordinator.user_id))
    assert street.chosen(found, None).structure == "École"
    assert street.chosen(found, where.club.id).structure == "Club"
    with pytest.raises(NotFound):
        street.chosen(found, UUID(int=1))
    with pytest.raises(Forbidden):
        street.chosen([], None)
    elsewhere = DeskEntry(structure_id=where.school.id)
    with pytest.raises(Forbidden):
        street.note(session, counsellor, elsewhere, key=KEYS[0], waited=NOW)
    assert street.note(session, coordinator, elsewhere, key=KEYS[0], waited=NOW).new


def test_a_shift_remembers_structure_and_place_for_twelve_hours(
    session: Session, where: Place, counsellor: Actor
) -> None:
    with time_machine.travel("2026-11-26T08:00:00+00:00") as travel:
        assert street.shift(session, counsellor.user_id) == street.Shift()
        factory.at_desk(session, counsellor, place=" Gare ")
        assert street.shift(session, counsellor.user_id) == street.Shift(where.club.id, "Gare")
        travel.shift(timedelta(hours=12, minutes=1))
        assert street.shift(session, counsellor.user_id) == street.Shift()


def test_a_place_is_a_few_words(session: Session, where: Place, counsellor: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        factory.at_desk(session, counsellor, place="x" * 81)
    assert refused.value.field == "place"


@pytest.mark.database
def test_an_entry_taken_back_leaves_nothing_but_the_act(session: Session, engine_kind: str) -> None:
    counsellor = people_factory.actor(session, people_factory.place(session), Role.COUNSELLOR)
    kept = factory.at_desk(session, counsellor, origins=("friend",))
    mistaken = factory.at_desk(session, counsellor, origins=("van",), way=factory.PHONE)
    last = corrections.own_last(session, counsellor)
    assert last is not None
    assert last.id == mistaken
    corrections.undo(session, counsellor, mistaken)
    assert [
        factory.count(session, table) for table in ("first_contact", "contact_detail", "contact_origin")
    ] == [
        1,
        0,
        1,
    ]
    (act,) = audit.entries(session, counsellor.consortium_id, "contacts.entry_undone")
    assert (act.user_id, act.thing) == (counsellor.user_id, str(mistaken))
    last = corrections.own_last(session, counsellor)
    assert last is not None
    assert last.id == kept


def test_a_correction_keeps_the_moment_and_the_way_and_says_the_rest_anew(
    session: Session, where: Place, counsellor: Actor
) -> None:
    made = factory.at_desk(session, counsellor, origins=("friend", "van"), way=factory.PHONE, place="Gare")
    (before,) = queue.recent(session, counsellor)
    last = corrections.own_last(session, counsellor)
    assert last is not None
    assert (last.noted.origins, last.noted.place, last.noted.way) == (("friend", "van"), "Gare", "")
    corrections.correct(
        session, counsellor, made, DeskEntry(need=Need.SPORT, origins=("poster",), place="Marché")
    )
    (after,) = queue.recent(session, counsellor)
    assert (after.at, after.need, len(after.declared)) == (before.at, Need.SPORT, 1)
    assert factory.column(session, "place") == ["Marché"]
    assert details.reveal(session, counsellor, made).shown == factory.PHONE
    assert len(audit.entries(session, counsellor.consortium_id, "contacts.entry_corrected")) == 1


def test_only_ones_own_entry_is_corrected_and_only_for_some_minutes(
    session: Session, where: Place, counsellor: Actor
) -> None:
    with time_machine.travel("2026-11-26T08:00:00+00:00") as travel:
        made = factory.at_desk(session, counsellor)
        other = people_factory.actor(session, where, Role.COORDINATOR)
        assert corrections.own_last(session, other) is None
        with pytest.raises(NotFound):
            corrections.undo(session, other, made)
        travel.shift(corrections.WINDOW + timedelta(seconds=1))
        assert corrections.own_last(session, counsellor) is None
        with pytest.raises(Conflict, match="minutes"):
            corrections.undo(session, counsellor, made)
        with pytest.raises(Conflict, match="minutes"):
            corrections.correct(session, counsellor, made, DeskEntry())
    assert factory.count(session) == 1


def test_a_request_of_the_public_form_is_nobodys_entry(
    session: Session, where: Place, counsellor: Actor
) -> None:
    factory.request(session, factory.page(session, where.consortium.id, slug="sport", need=Need.SPORT))
    with pytest.raises(NotFound):
        corrections.undo(session, counsellor, factory.last_id(session))


def test_somebody_of_two_consortia_finds_the_places_of_both(session: Session, where: Place) -> None:
    other = people_factory.place(session, "Autre-Val")
    user = people_factory.user(session)
    people.add_member(session, user, where.consortium.id, Role.COUNSELLOR, where.club.id)
    people.add_member(session, user, other.consortium.id, Role.COUNSELLOR, other.school.id)
    found = street.stations(session, user)
    assert [(one.consortium, one.structure) for one in found] == [
        ("Autre-Val", "École"),
        ("Trois-Rives", "Club"),
    ]
    for station in found:
        intake.from_desk(session, station.actor, DeskEntry(structure_id=station.structure_id))
    assert factory.count(session) == 2
