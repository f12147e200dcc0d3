"""The way to answer: read with care, sealed, shown to few, erased on time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from contacts import details, keeping
from contacts.details import Way
from contacts.intake import DetailKind
from core import audit, clock, people
from core.database import Database
from core.errors import Forbidden, InvalidInput, NotFound
from core.people import Role
from tests.factories import contacts as factory
from tests.factories import people as people_factory
from tests.factories.people import Place


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0639981234", "+33639981234"),
        ("06 39 98 12 34", "+33639981234"),
        ("06.39.98.12.34", "+33639981234"),
        ("+33 6 39 98 12 34", "+33639981234"),
        ("+33 (0)6 39 98 12 34", "+33639981234"),
        ("0033639981234", "+33639981234"),
        ("33639981234", "+33639981234"),
        ("c'est le 06-39-98-12-34", "+33639981234"),
        ("٠٦٣٩٩٨١٢٣٤", "+33639981234"),
        ("0692123456", "+262692123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_phone_number_is_understood_however_it_is_written(typed: str, kept: str) -> None:
    assert details.read(DetailKind.PHONE, typed) == Way(DetailKind.PHONE, kept)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06 39 98 12 3", "Il manque un chiffre. Un numéro a 10 chiffres, tu en as tapé 9."),
        ("06 39", "Il manque 6 chiffres. Un numéro a 10 chiffres, tu en as tapé 4."),
        ("06 39 98 12 34 5", "Il y a un chiffre de trop. Un numéro a 10 chiffres, tu en as tapé 11."),
        ("9" * 10_000, "Un numéro a 10 chiffres, tu en as tapé 10\u202f000."),
        ("1639981234", "Un numéro commence par 0."),
        ("+33 6", "Ce numéro ne va pas avec ce pays."),
        ("+999 12 34 56", "Ce numéro ne va pas avec ce pays."),
        ("demain", "Il n'y a pas de numéro ici."),
        ("", "Il manque un moyen de te répondre."),
        ("\x00 \u202e \t", "Il manque un moyen de te répondre."),
    ],
)
def test_a_wrong_number_is_told_in_one_clear_sentence(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        details.read(DetailKind.PHONE, typed)
    assert said in refused.value.message.replace("’", "'").replace("\u00a0", " ")
    assert refused.value.field == "way"


def test_staff_and_relatives_are_told_vous() -> None:
    with pytest.raises(InvalidInput, match="vous en avez tapé 9"):
        details.read(DetailKind.PHONE, "06 39 98 12 3", polite=True)


@pytest.mark.parametrize("kind", [DetailKind.PHONE, DetailKind.SMS, DetailKind.EMAIL, None])
def test_an_email_is_an_email_whatever_was_ticked(kind: DetailKind | None) -> None:
    assert details.read(kind, " lina@exemple.fr ") == Way(DetailKind.EMAIL, "lina@exemple.fr")


@pytest.mark.parametrize(
    "typed", ["lina", "lina@", "@exemple.fr", "lina@exemple", "li na@exemple.fr", "a@b@c.fr"]
)
def test_half_an_email_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"nom@exemple\.fr"):
        details.read(DetailKind.EMAIL, typed)


def test_a_handle_is_free_up_to_sixty_signs() -> None:
    assert details.read(DetailKind.HANDLE, "insta : @lina 🎮").value == "insta : @lina 🎮"
    assert details.read(None, "@lina sur snap").kind is DetailKind.HANDLE
    with pytest.raises(InvalidInput, match="60"):
        details.read(DetailKind.HANDLE, "@" * 61)


def test_signs_that_turn_text_round_are_left_out() -> None:
    assert details.read(DetailKind.HANDLE, "@li\u202ena\x00\u2067").value == "@lina"
    assert details.read(DetailKind.HANDLE, "سلام").value == "سلام"


@given(kind=st.sampled_from([None, *DetailKind]), typed=st.text(max_size=300), polite=st.booleans())
def test_any_text_is_a_way_to_answer_or_a_sentence(kind: DetailKind | None, typed: str, polite: bool) -> None:
    try:
        way = details.read(kind, typed, polite=polite)
    except InvalidInput as refused:
        told = (refused.field, refused.message[-1])
    else:
        told = ("way", ".") if 0 < len(way.value) <= details.LONGEST_EMAIL and way.shown else ("", way.shown)
    assert told == ("way", ".")


@given(number=st.from_regex(r"0[1-9]([ .-]?[0-9]{2}){4}", fullmatch=True))
def test_a_french_number_reads_back_as_the_same_number(number: str) -> None:
    way = details.read(DetailKind.PHONE, number)
    assert details.read(DetailKind.PHONE, way.shown) == way


def test_a_way_to_answer_never_shows_itself_in_a_log() -> None:
    assert "639981234" not in repr(Way(DetailKind.PHONE, "+33639981234"))


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).lower()


def test_a_stolen_database_shows_no_number_and_no_email(
    database: Database, where: Place, tmp_path: Path
) -> None:
    # An open reader keeps SQLite from emptying its write-ahead log.
    with database.snapshot() as reader:
        people.structures(reader, where.consortium.id)
        with database.transaction() as session:
            counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
            page = factory.page(session, where.consortium.id, slug="ecoute")
            factory.request(session, page, way=factory.PHONE)
            factory.request(session, page, way=factory.EMAIL)
            factory.request(session, page, way="@lina_secret", kind="handle")
            factory.at_desk(session, counsellor, way="+33 6 39 98 12 35")
        log = (tmp_path / "var" / "porte-voix.sqlite-wal").read_bytes()
        stolen = every_byte(tmp_path / "var")
    assert b"gAAAA" in log
    assert b"first_contact" in stolen
    digits = (b"639981234", b"639981235", b"6 39 98 12 3", b"39981234", b"6.39.98.12.3")
    names = (b"lina.secret", b"lina_secret", b"secret@exemple", b"exemple.fr", "lina".encode("utf-16-le"))
    assert [spelling for spelling in (*digits, *names) if spelling in stolen] == []


def test_only_the_structure_that_answers_reads_it_and_each_reading_is_logged(
    database: Database, where: Place
) -> None:
    with database.transaction() as session:
        mine = people_factory.actor(session, where, Role.COUNSELLOR)
        theirs = people_factory.actor(session, where, Role.COUNSELLOR, where.school)
        contact = factory.at_desk(session, mine, way=factory.PHONE)
        assert details.reveal(session, mine, contact).shown == factory.PHONE
        with pytest.raises(Forbidden):
            details.reveal(session, theirs, contact)
        (entry,) = audit.entries(session, where.consortium.id, "contacts.detail_seen")
    assert (entry.user_id, entry.thing) == (mine.user_id, str(contact))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.READER])
def test_other_roles_never_read_it(database: Database, where: Place, role: Role) -> None:
    with database.transaction() as session:
        counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
        contact = factory.at_desk(session, counsellor, way=factory.PHONE)
        with pytest.raises(Forbidden):
            details.reveal(session, people_factory.actor(session, where, role), contact)
        with pytest.raises(Forbidden):
            details.erase(session, people_factory.actor(session, where, role), contact)


def test_another_consortium_does_not_even_find_it(database: Database, where: Place) -> None:
    with database.transaction() as session:
        counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
        contact = factory.at_desk(session, counsellor, way=factory.PHONE)
        stranger = people_factory.actor(session, people_factory.place(session, "Ailleurs"), Role.COORDINATOR)
        with pytest.raises(NotFound):
            details.reveal(session, stranger, contact)


def test_it_is_erased_after_ninety_days_and_the_contact_stays(database: Database, where: Place) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        with database.transaction() as session:
            counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
            contact = factory.at_desk(session, counsellor, way=factory.PHONE)
        travel.shift(timedelta(days=90) - timedelta(seconds=1))
        with database.transaction() as session:
            assert keeping.erase_batch(session) == 0
            assert details.reveal(session, counsellor, contact).shown == factory.PHONE
        travel.shift(timedelta(seconds=1))
        with database.transaction() as session:
            with pytest.raises(NotFound, match="effacé"):
                details.reveal(session, counsellor, contact)
            assert keeping.erase_batch(session) == 1
            assert factory.count(session, "contact_detail") == 0
            assert factory.count(session) == 1


def test_what_is_overdue_leaves_when_the_next_contact_comes(database: Database, where: Place) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        with database.transaction() as session:
            counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
            factory.at_desk(session, counsellor, way=factory.PHONE)
        travel.shift(timedelta(days=91))
        with database.transaction() as session:
            factory.at_desk(session, counsellor, way=factory.EMAIL)
            assert factory.count(session, "contact_detail") == 1
            assert factory.count(session) == 2


def test_it_is_erased_when_the_person_asks(database: Database, where: Place) -> None:
    with database.transaction() as session:
        counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
        contact = factory.at_desk(session, counsellor, way=factory.PHONE)
        details.erase(session, counsellor, contact)
        with pytest.raises(NotFound, match="effacé"):
            details.reveal(session, counsellor, contact)
        assert factory.count(session) == 1
        (entry,) = audit.entries(session, where.consortium.id, "contacts.detail_erased")
    assert entry.thing == str(contact)
