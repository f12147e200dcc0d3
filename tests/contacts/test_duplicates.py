"""«Peut-être déjà venu·e»: found without a number in clear, counted once, decided by a person."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from contacts import duplicates, intake, landing, origins, policy
from contacts.duplicates import Likeness
from contacts.intake import DeskEntry, Typed
from core.database import Base, Database
from core.errors import Conflict, Forbidden, NotFound
from core.people import Role
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def come(session: Session, way: str, slug: str = "permis", part: str = "") -> Any:
    factory.request(session, landing.by_slug(session, slug), part, way=way, kind="")
    return factory.last_id(session)


def tally(session: Session, where: Place) -> tuple[int, int, int, int]:
    found = origins.told_apart(session, where.consortium.id)
    assert found.counted == len(origins.counted(session, where.consortium.id))
    return found.known, found.apart, found.suspected, found.same


@pytest.mark.database
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("06 39 98 12 34", "+33 (0)6 39 98 12 34".replace("(0)", "")),
        ("06.39.98.12.34", "0033639981234"),
        ("Lina@Exemple.fr", "lina@exemple.fr"),
    ],
)
def test_the_same_phone_or_mail_however_written_counts_once(
    database: Database, where: Place, engine_kind: str, first: str, second: str
) -> None:
    with database.transaction() as session:
        come(session, first)
        come(session, second)
        assert tally(session, where) == (1, 0, 1, 0)


def test_handles_and_silence_are_counted_apart(session: Session, where: Place) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    come(session, "lina sur snap")
    come(session, "lina sur snap")
    factory.at_desk(session, counsellor)
    assert tally(session, where) == (0, 3, 0, 0)


def test_desk_and_portal_are_compared_too(session: Session, where: Place) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    come(session, factory.PHONE)
    factory.at_desk(session, counsellor, way=factory.PHONE)
    entry = intake.PortalEntry(way=factory.PHONE)
    intake.from_api(session, where.consortium.id, entry, key="a key", body="a body")
    assert tally(session, where) == (1, 0, 2, 0)


def test_a_relative_and_a_young_person_share_a_phone_and_are_two(session: Session, where: Place) -> None:
    come(session, factory.PHONE, "proche")
    come(session, factory.PHONE)
    assert tally(session, where) == (1, 0, 0, 0)


def test_another_consortium_and_another_year_are_never_compared(database: Database, where: Place) -> None:
    with database.transaction() as session, time_machine.travel(MONDAY) as travel:
        there = people.place(session, "Là-bas")
        factory.page(session, there.consortium.id, slug="permis-2")
        come(session, factory.PHONE)
        come(session, factory.PHONE, "permis-2")
        travel.move_to(datetime(2027, 1, 1, 9, 0, tzinfo=UTC))
        come(session, factory.PHONE)
        assert tally(session, where) == (2, 0, 0, 0)
        assert tally(session, there) == (1, 0, 0, 0)
        assert len(set(factory.column(session, "person_key"))) == 3


@pytest.mark.parametrize(
    ("at", "month", "year"),
    [
        (datetime(2026, 8, 31, 21, 59, tzinfo=UTC), 9, 2025),
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), 9, 2026),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 1, 2027),
    ],
)
def test_a_campaign_year_begins_where_it_was_settled(
    session: Session, where: Place, at: datetime, month: int, year: int
) -> None:
    session.execute(
        Base.metadata.tables["contact_policy"].insert(),
        {"consortium_id": where.consortium.id, "year_month": month},
    )
    assert policy.campaign_year(session, where.consortium.id, at) == year


def test_only_a_decision_changes_what_counts(session: Session, where: Place) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    first = come(session, factory.PHONE)
    second = come(session, factory.PHONE)
    duplicates.decide(session, counsellor, second, Likeness.OTHER)
    assert tally(session, where) == (2, 0, 0, 0)
    duplicates.decide(session, counsellor, second, Likeness.SAME)
    assert tally(session, where) == (1, 0, 0, 1)
    with pytest.raises(Conflict):
        duplicates.decide(session, counsellor, first, Likeness.SAME)
    with pytest.raises(Forbidden):
        duplicates.decide(session, people.actor(session, where, Role.READER), second, Likeness.SAME)
    there = people.place(session, "Là-bas")
    with pytest.raises(NotFound):
        duplicates.decide(session, people.actor(session, there, Role.COUNSELLOR), second, Likeness.SAME)


def test_a_number_mended_before_the_answer_frees_who_looked_like_it(session: Session, where: Place) -> None:
    come(session, "06 39 98 00 01", part="mended")
    come(session, "06 39 98 00 01")
    come(session, "06 39 98 00 01")
    assert tally(session, where) == (1, 0, 2, 0)
    come(session, "06 39 98 00 02", part="mended")
    assert tally(session, where) == (2, 0, 1, 0)


def test_a_destroyed_key_changes_no_count_and_finds_nobody_again(session: Session, where: Place) -> None:
    come(session, factory.PHONE)
    come(session, factory.PHONE)
    before = tally(session, where)
    session.execute(text("UPDATE contact_year_key SET sealed = NULL"))
    session.execute(text("UPDATE first_contact SET person_key = NULL"))
    session.expire_all()
    assert tally(session, where) == before
    come(session, factory.PHONE)
    assert tally(session, where) == (1, 1, 1, 0)


def test_a_stolen_file_without_the_key_finds_nobody(database: Database, where: Place) -> None:
    with database.transaction() as session:
        come(session, factory.PHONE)
        come(session, factory.EMAIL)
    written = b"".join(
        path.read_bytes() for path in Path(database.engine.url.database or "").parent.glob("*.sqlite*")
    )
    for clear in (b"639981234", b"lina.secret", b"phone:", b"email:"):
        assert clear not in written


@pytest.mark.database
def test_two_at_the_same_time_are_still_one_person(
    database: Database, where: Place, engine_kind: str
) -> None:
    def send(number: int) -> None:
        with database.transaction() as session:
            page = landing.by_slug(session, "permis")
            intake.from_form(session, page, Typed(way=factory.PHONE), f"form {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    with database.snapshot() as session:
        assert tally(session, where) == (1, 0, 7, 0)


STEPS = st.lists(
    st.tuples(st.sampled_from("ABC@"), st.sampled_from(["come", "same", "other"])), min_size=1, max_size=10
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_person_counts_once_whatever_comes_and_is_decided(
    database: Database, where: Place, steps: list[tuple[str, str]]
) -> None:
    ways = {"A": "06 39 98 00 01", "B": "06 39 98 00 02", "C": "c@exemple.fr", "@": "un pseudo"}
    came: defaultdict[str, list[Any]] = defaultdict(list)
    decided: dict[Any, str] = {}
    with database.snapshot() as session:
        counsellor = people.actor(session, where, Role.COUNSELLOR)
        for who, act in steps:
            if act == "come":
                came[who].append(come_at_desk(session, counsellor, ways[who]))
            elif who != "@" and len(came[who]) > 1:
                duplicates.decide(session, counsellor, came[who][-1], Likeness(act))
                decided[came[who][-1]] = act
        people_known = sum(1 for who in "ABC" if came[who])
        others = sum(1 for act in decided.values() if act == "other")
        same = sum(1 for act in decided.values() if act == "same")
        received = sum(map(len, came.values()))
        known, apart, suspected, merged = tally(session, where)
    assert (known, apart, merged) == (people_known + others, len(came["@"]), same)
    assert known + apart + suspected + merged == received


def come_at_desk(session: Session, counsellor: Any, way: str) -> Any:
    return intake.from_desk(session, counsellor, DeskEntry(way=way))
