"""The receipt: short, checked, kept as a hash; with it the way to answer is gone at once, and the count stays."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from campaigns import codes
from contacts import details, flood, intake, landing, origins, queue, receipts
from contacts.intake import Typed
from core import audit
from core.database import Database
from core.errors import InvalidInput
from core.people import Role
from tests.contacts.phone import Phone, plain, receipt, token
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

RETIRER = "/bonjour/retirer"


def test_a_receipt_holds_forty_bits_at_least() -> None:
    assert receipts.DRAWN * math.log2(len(receipts.SIGNS)) >= 43
    assert set(receipts.SIGNS) <= set(codes.CLEAR)


@given(st.text(max_size=40))
def test_every_form_has_one_readable_receipt_that_checks(part: str) -> None:
    made = receipts.of(part)
    assert made == receipts.of(part)
    assert receipts.read(made.lower().replace("-", " ")) is not None
    assert set(made) <= {*receipts.SIGNS, "-"}
    assert receipts.hashed(made) == receipts.hashed(made.lower().replace("-", ""))


@given(st.integers(0, 10), st.sampled_from(receipts.SIGNS))
def test_one_wrong_sign_is_told(place: int, sign: str) -> None:
    signs = list(receipts.of("a form").replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign
    with pytest.raises(InvalidInput):
        receipts.read("".join(signs))


def test_with_the_receipt_the_contact_is_erased_at_once_and_stays_counted(
    phone: Phone, database: Database, where: Place
) -> None:
    sent = phone.send(way=factory.PHONE, kind="phone")
    done = phone.send(RETIRER, code=receipt(sent).lower())
    assert (done.status_code, "C'est fait." in plain(done)) == (200, True)
    with database.transaction() as session:
        assert factory.count(session, "contact_detail") == 0
        assert len(origins.counted(session, where.consortium.id)) == 1
        assert factory.column(session, "withdrawn_at") != [None]
        kinds = [request.kind for request in queue.waiting(session, where.consortium.id)]
        contact = factory.last_id(session)
        counsellor = people.actor(session, where, Role.COUNSELLOR)
        with pytest.raises(Exception, match="effacé"):
            details.reveal(session, counsellor, contact)
    assert set(kinds) <= {None}


def test_the_same_form_sent_again_brings_nothing_back(phone: Phone, database: Database, where: Place) -> None:
    fields = {"token": token(phone.get("/bonjour/permis/rappel")), "way": factory.PHONE, "kind": "phone"}
    sent = phone.post("/bonjour/permis/rappel", fields)
    phone.send(RETIRER, code=receipt(sent))
    assert receipt(phone.post("/bonjour/permis/rappel", fields)) == receipt(sent)
    with database.snapshot() as session:
        assert (factory.count(session), factory.count(session, "contact_detail")) == (1, 0)


def test_an_unknown_receipt_gets_the_same_answer(phone: Phone, database: Database, where: Place) -> None:
    known = phone.send(RETIRER, code=receipt(phone.send(way=factory.PHONE)))
    again = phone.send(RETIRER, code=receipts.of("nobody's"))
    assert known.status_code == again.status_code == 200
    assert known.text == again.text
    with database.snapshot() as session:
        assert len(list(factory.column(session, "withdrawn_at"))) == 1


@pytest.mark.parametrize(
    "typed", ["", "ABC", "K7PM-3XQ4-TD", "🎮" * 50, "<script>alert(1)</script>", "\x00" * 11]
)
def test_a_slip_is_told_from_the_code_alone(phone: Phone, where: Place, typed: str) -> None:
    shown = phone.send(RETIRER, code=typed)
    assert shown.status_code == 422
    assert 'role="alert"' in shown.text
    assert "<script" not in shown.text


def test_guessing_is_slowed_down_and_those_who_know_are_not(phone: Phone, where: Place) -> None:
    good = [receipt(phone.send(way=factory.number())) for _form in range(12)]
    for code in good:
        assert phone.send(RETIRER, code=code).status_code == 200
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with time_machine.travel(monday, tick=False) as travel:
        tries = [phone.send(RETIRER, code=receipts.of(f"guess {number}")) for number in range(12)]
        assert [one.status_code for one in tries] == [200] * flood.GUESSES + [429] * 2
        assert "attendre 5 minutes" in plain(tries[-1])
        travel.shift(flood.WINDOW + timedelta(seconds=1))
        assert phone.send(RETIRER, code=receipts.of("guess")).status_code == 200


@pytest.mark.database
def test_withdrawing_is_written_down_without_the_receipt(
    database: Database, where: Place, engine_kind: str
) -> None:
    with database.transaction() as session:
        intake.from_form(session, landing.by_slug(session, "permis"), Typed(way=factory.PHONE), "a form")
    with database.transaction() as session:
        code = receipts.of("a form")
        assert receipts.withdraw(session, code)
        assert receipts.withdraw(session, code)
        assert not receipts.withdraw(session, receipts.of("another"))
        found = session.query(audit.AuditEntry).all()
    assert [(entry.who, entry.what) for entry in found] == [(RETIRER, "contacts.withdrawn")]


def test_a_stolen_file_holds_no_receipt(phone: Phone, database: Database, where: Place) -> None:
    code = receipt(phone.send(way=factory.PHONE))
    folder = Path(database.engine.url.database or "").parent
    written = b"".join(path.read_bytes() for path in folder.glob("*.sqlite*"))
    for text in (code, code.replace("-", ""), codes.fold(code)):
        assert text.encode() not in written
