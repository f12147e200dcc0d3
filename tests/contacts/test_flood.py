"""A class and a stand pass; beyond, one tap. Nobody is refused, no address is written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from contacts import flood, queue
from contacts.flood import Ask, Step, Throttle
from core import settings, web
from core.database import Database
from tests.contacts.phone import Phone, plain, receipt, step, token
from tests.factories import contacts as factory
from tests.factories.people import Place

FORM = "/bonjour/permis/rappel"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound of the installation, which other tests lift."""
    monkeypatch.setattr(flood, "FASTEST", timedelta(seconds=2))


def waiting(database: Database, where: Place) -> int:
    with database.snapshot() as session:
        return len(queue.waiting(session, where.consortium.id))


def filled(way: str) -> dict[str, str]:
    return {"way": way, "kind": "phone", "need": "permis"}


def test_a_class_of_thirty_passes_and_the_next_is_asked_for_one_tap(
    phone: Phone, database: Database, where: Place
) -> None:
    with time_machine.travel(MONDAY) as travel:
        for _pupil in range(30):
            assert "C'est noté." in plain(phone.send(FORM, **filled(factory.number())))
        asked = phone.send(FORM, **filled(factory.PHONE), origin=["friend", "van"])
        assert asked.status_code == 200
        assert "Beaucoup de demandes partent d'ici" in plain(asked)
        assert waiting(database, where) == 30
        assert "C'est noté." in plain(phone.resend(FORM, asked))
        assert waiting(database, where) == 31
        travel.shift(timedelta(minutes=5, seconds=1))
        assert "C'est noté." in plain(phone.send(FORM, **filled(factory.number())))
    with database.snapshot() as session:
        last = queue.waiting(session, where.consortium.id)[30]
    assert len(last.declared) == 2


def test_the_same_form_again_takes_no_further_room(phone: Phone, database: Database, where: Place) -> None:
    fields = {"token": token(phone.get(FORM)), **filled(factory.PHONE)}
    for _tap in range(40):
        assert "C'est noté." in plain(phone.post(FORM, fields))
    assert waiting(database, where) == 1


def test_mending_a_number_takes_no_further_room(phone: Phone, database: Database, where: Place) -> None:
    shown = phone.send(FORM, way="06 39")
    for digits in ("06 39 98", "06 39 98 12"):
        shown = phone.resend(FORM, shown, way=digits)
        assert (shown.status_code, step(shown)) == (422, "again")
    assert "C'est noté." in plain(phone.resend(FORM, shown, way=factory.PHONE))
    assert waiting(database, where) == 1


def test_faster_than_a_hand_is_asked_for_one_tap_and_loses_nothing(
    phone: Phone, database: Database, where: Place, quick_hands: None
) -> None:
    asked = phone.send(FORM, **filled(factory.PHONE), when="evening", origin=["friend"], age="under_16")
    assert "Une touche ici, et la demande part." in plain(asked)
    assert waiting(database, where) == 0
    sent = phone.resend(FORM, asked)
    assert "C'est noté." in plain(sent)
    assert receipt(phone.resend(FORM, asked)) == receipt(sent)
    with database.snapshot() as session:
        (request,) = queue.waiting(session, where.consortium.id)
    assert (request.when, request.age, len(request.declared)) == ("evening", "under_16", 1)


def test_a_hand_is_asked_for_nothing(
    phone: Phone, database: Database, where: Place, quick_hands: None
) -> None:
    with time_machine.travel(MONDAY) as travel:
        fields = {"token": token(phone.get(FORM)), **filled(factory.PHONE)}
        travel.shift(timedelta(seconds=3))
        assert "C'est noté." in plain(phone.post(FORM, fields))


def test_what_has_to_be_tapped_cannot_be_sent_as_the_first_form(
    phone: Phone, database: Database, where: Place, quick_hands: None
) -> None:
    first = token(phone.get(FORM))
    for sent in ("sure", "again"):
        again = phone.post(FORM, {"token": first, "step": sent, **filled(factory.PHONE)})
        assert again.status_code == 422
    assert waiting(database, where) == 0


def test_taps_of_a_machine_have_to_wait_and_the_queue_stays_short(
    phone: Phone, database: Database, where: Place
) -> None:
    with time_machine.travel(MONDAY, tick=False) as travel:
        for _machine in range(flood.FREE + flood.CONFIRMED + 20):
            shown = phone.send(FORM, **filled(factory.number()))
            if "Un dernier geste" in plain(shown):
                shown = phone.resend(FORM, shown)
        assert "Il faut attendre une minute" in plain(shown)
        assert waiting(database, where) == flood.FREE + flood.CONFIRMED
        travel.shift(timedelta(minutes=5))
        assert "C'est noté." in plain(phone.resend(FORM, shown))


def test_two_hundred_a_second_from_one_address_hold_up_nobody_else(
    phone: Phone, database: Database, where: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTE_VOIX_TRUSTED_PROXIES", "1")
    settings.current.cache_clear()
    tokens = [web.form_token("contacts.form", flood.stamp()) for _form in range(200)]
    fields = filled(factory.PHONE)
    answers = phone.at_once(
        FORM,
        [{"token": one, **fields, "way": factory.number()} for one in tokens],
        x_forwarded_for="203.0.113.9",
    )
    assert {answer.status_code for answer in answers} == {200}
    assert waiting(database, where) == flood.FREE
    assert "C'est noté." in plain(
        phone.post(FORM, {"token": token(phone.get(FORM)), **fields}, x_forwarded_for="198.51.100.7")
    )


@pytest.mark.parametrize(
    ("hops", "header", "address"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "10.0.0.1, 198.51.100.7", "198.51.100.7"),
        (2, "made up, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (3, "198.51.100.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_the_peers_or_what_a_trusted_proxy_says(
    hops: int, header: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTE_VOIX_TRUSTED_PROXIES", str(hops))
    settings.current.cache_clear()
    scope = {
        "type": "http",
        "headers": [(b"x-forwarded-for", header.encode())] if header else [],
        "client": ("127.0.0.1", 1234),
    }
    assert web.address_of(Request(scope)) == address


def test_no_address_is_written_down(
    phone: Phone, database: Database, where: Place, caplog: pytest.LogCaptureFixture
) -> None:
    phone.send(FORM, **filled(factory.PHONE))
    folder = Path(database.engine.url.database or "").parent
    written = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert b"first_contact" in written
    assert b"127.0.0.1" not in written
    assert "127.0.0.1" not in caplog.text


def test_the_memory_is_bounded_and_holds_no_address() -> None:
    throttle = Throttle(1, addresses=10)
    for number in range(100):
        assert throttle.admits(f"198.51.100.{number}", "a form")
    assert len(throttle) == 10
    assert "198.51" not in repr(vars(throttle))


def test_an_ipv6_home_is_one_address() -> None:
    throttle = Throttle(1)
    assert throttle.admits("2001:db8:1:2::1", "a")
    assert not throttle.admits("2001:db8:1:2:ffff::9", "b")
    assert throttle.admits("2001:db8:1:3::1", "b")


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from("ab"), st.integers(0, 9)), max_size=40))
def test_no_address_ever_gets_more_than_its_room_in_five_minutes(
    moments: list[tuple[int, str, int]],
) -> None:
    throttle = Throttle(3)
    passed: list[tuple[datetime, str, int]] = []
    at = MONDAY
    with time_machine.travel(at, tick=False) as travel:
        for seconds, address, form in moments:
            at += timedelta(seconds=seconds)
            travel.move_to(at)
            lately = {one for when, who, one in passed if who == address and at - when < flood.WINDOW}
            admitted = throttle.admits(address, str(form))
            assert admitted == (form in lately or len(lately) < 3)
            if admitted and form not in lately:
                passed.append((at, address, form))


@pytest.mark.parametrize("part", ["", "x.y", "٣.x", "-1.x", "no dot", "9" * 400 + ".x"])
def test_a_part_without_a_moment_is_never_too_fast(part: str, quick_hands: None) -> None:
    assert flood.asks("198.51.100.7", part, Step.FIRST) in {None, Ask.FAST}
    if not part.startswith("9"):
        assert flood.asks("198.51.100.7", part, Step.FIRST) is None
