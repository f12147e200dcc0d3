"""The public pages as a phone gets them: no script, no cookie, nothing lost, nobody refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from sqlalchemy.orm import Session

from campaigns.models import Code
from contacts import answering, flood, intake, landing, queue
from contacts.origins import CodeEvidence
from contacts.queue import Request
from core.database import Database
from core.people import Consortium, Role
from tests.contacts.phone import Phone, plain, receipt, step, token
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

FORM = "/bonjour/permis/rappel"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERY_PAGE = ["/bonjour/permis", FORM, "/bonjour/proche", "/bonjour/proche/rappel"]
LARGEST_PAGE = 50_000


def requests(database: Database, where: Place) -> list[Request]:
    with database.snapshot() as session:
        return queue.waiting(session, where.consortium.id)


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_is_light_and_sets_no_cookie_and_needs_no_script(phone: Phone, path: str) -> None:
    shown = phone.get(path)
    assert shown.status_code == 200
    assert "set-cookie" not in shown.headers
    assert "<script" not in shown.text
    assert len(shown.content) < LARGEST_PAGE
    assert '<html lang="fr">' in shown.text
    assert shown.headers["cache-control"] == "no-store"
    for number in ("tel:112", "tel:119", "tel:3114"):
        assert number in shown.text


def test_the_landing_page_says_what_who_and_when_and_names_structures_alike(
    phone: Phone, where: Place
) -> None:
    words = plain(phone.get("/bonjour/permis"))
    for said in (
        "Le permis, c'est cher. On t'aide.",
        "On t'appelle",
        "06 39 98 00 01",
        "Une personne de l'équipe, pas un robot.",
        "Samedi, 10 h à 17 h.",
        "Tu peux venir avec quelqu'un.",
        "Pas de cookie",
    ):
        assert said in words
    assert words.index("Club") < words.index("École")
    assert "le plus souvent" not in words


def test_a_measured_delay_is_printed(phone: Phone, database: Database, where: Place) -> None:
    with time_machine.travel(MONDAY, tick=False) as travel, database.transaction() as session:
        counsellor = people.actor(session, where, Role.COUNSELLOR)
        for _number in range(20):
            factory.request(session, landing.by_slug(session, "permis"))
        travel.shift(timedelta(hours=5))
        for request in queue.waiting(session, where.consortium.id):
            queue.take(session, counsellor, request.id)
            answering.answered(session, counsellor, request.id)
    with time_machine.travel(MONDAY + timedelta(days=1)):
        assert "Moins de 6 h, le plus souvent." in plain(phone.get("/bonjour/permis"))


def test_the_code_travels_from_page_to_form_to_contact(
    phone: Phone, database: Database, where: Place, code: Code
) -> None:
    arrival = phone.get("/bonjour/permis", c=code.shown.lower())
    assert f"Dis ce code si tu veux : {code.shown}" in plain(arrival)
    assert f'href="{FORM}?c={code.shown}"' in arrival.text
    assert quote(f"Code {code.shown}") in arrival.text
    assert f'href="/bonjour/proche?c={code.shown}"' in arrival.text
    form = phone.get(FORM, c=code.shown)
    assert f'name="code" value="{code.shown}" checked' in form.text
    sent = phone.send(f"{FORM}?c={code.shown}", way=factory.PHONE, kind="phone", code=code.shown)
    assert sent.status_code == 200
    (request,) = requests(database, where)
    assert (request.code, request.evidence) == (code.shown, CodeEvidence.TRACED)


def test_a_code_unticked_is_not_kept_and_stays_unticked_after_an_error(
    phone: Phone, database: Database, where: Place, code: Code
) -> None:
    path = f"{FORM}?c={code.shown}"
    again = phone.send(path, way="06")
    assert again.status_code == 422
    assert f'name="code" value="{code.shown}">' in again.text
    assert (
        phone.post(path, {"token": token(again), "step": step(again), "way": factory.PHONE}).status_code
        == 200
    )
    assert [request.code for request in requests(database, where)] == [None]


@pytest.mark.parametrize("typed", ["ZZZZZZ", "\x00", "🎮" * 2000, "<script>alert(1)</script>"])
def test_a_code_that_leads_nowhere_is_passed_over(phone: Phone, typed: str) -> None:
    for path in ("/bonjour/permis", FORM):
        shown = phone.get(path, c=typed)
        assert shown.status_code == 200
        assert "ce code" not in plain(shown)
        assert "alert(1)" not in shown.text


def test_a_sent_form_is_thanked_without_a_word_about_the_person(
    phone: Phone, database: Database, where: Place
) -> None:
    with time_machine.travel(MONDAY):
        sent = phone.send(way=factory.PHONE, kind="phone", when="evening", need="permis", origin=["friend"])
        assert sent.status_code == 200
        assert factory.PHONE not in sent.text
    assert "C'est noté. On t'appelle ce soir." in plain(sent)
    assert len(requests(database, where)) == 1


def test_an_error_comes_back_with_everything_typed(phone: Phone, database: Database, where: Place) -> None:
    shown = phone.send(
        way="06 39 98 12 3",
        kind="sms",
        when="saturday",
        need="sport",
        age="under_16",
        origin=["friend", "van"],
    )
    assert shown.status_code == 422
    assert "Il manque un chiffre. Un numéro a 10 chiffres, tu en as tapé 9." in plain(shown)
    assert 'role="alert"' in shown.text
    assert 'value="06 39 98 12 3" aria-invalid="true" aria-describedby="error way-hint"' in shown.text
    for kept in ("sms", "saturday", "sport", "under_16", "friend", "van"):
        assert f'value="{kept}" checked' in shown.text
    assert shown.text.count(" checked") == 6
    assert requests(database, where) == []


def test_a_form_left_open_too_long_comes_back_filled_in_and_then_passes(
    phone: Phone, database: Database, where: Place
) -> None:
    with time_machine.travel(MONDAY) as travel:
        stale = token(phone.get(FORM))
        travel.shift(timedelta(hours=1, seconds=2))
        again = phone.post(FORM, {"token": stale, "way": factory.PHONE, "when": "evening"})
        assert again.status_code == 422
        assert "Tout est encore là : envoie à nouveau." in plain(again)
        assert f'value="{factory.PHONE}"' in again.text
        assert 'value="evening" checked' in again.text
        assert token(again) != stale
        assert (
            phone.post(FORM, {"token": token(again), "step": step(again), "way": factory.PHONE}).status_code
            == 200
        )
    assert len(requests(database, where)) == 1


@pytest.mark.parametrize("fields", [{}, {"token": "rien"}, {"token": "\x00" * 500}])
def test_a_form_without_a_good_token_is_shown_again(
    phone: Phone, database: Database, where: Place, fields: dict[str, str]
) -> None:
    again = phone.post(FORM, {**fields, "way": factory.PHONE})
    assert again.status_code == 422
    assert f'value="{factory.PHONE}"' in again.text
    assert requests(database, where) == []


def test_a_form_sent_twice_is_thanked_twice_and_counted_once(
    phone: Phone, database: Database, where: Place
) -> None:
    fields = {"token": token(phone.get(FORM)), "way": factory.PHONE, "kind": "phone"}
    first, second = phone.post(FORM, fields), phone.post(FORM, fields)
    assert (first.status_code, second.status_code) == (200, 200)
    assert receipt(first) == receipt(second)
    assert len(requests(database, where)) == 1


def test_another_site_cannot_send_the_form(phone: Phone, database: Database, where: Place) -> None:
    for headers in ({"origin": "https://ailleurs.example"}, {"sec_fetch_site": "cross-site"}):
        refused = phone.post(FORM, {"token": token(phone.get(FORM)), "way": factory.PHONE}, **headers)
        assert refused.status_code == 403
        assert "un autre site" in plain(refused)
    assert requests(database, where) == []


def test_an_in_app_browser_without_origin_can(phone: Phone, database: Database, where: Place) -> None:
    fields = {"token": token(phone.get(FORM)), "way": factory.PHONE}
    assert phone.post(FORM, fields, origin="null").status_code == 200
    assert len(requests(database, where)) == 1


def test_a_machine_in_the_trap_is_thanked_counted_and_not_kept(
    phone: Phone, database: Database, where: Place
) -> None:
    before = flood.trapped("permis")
    sent = phone.send(way=factory.PHONE, kind="phone", note="Buy now")
    assert sent.status_code == 200
    assert len(receipt(sent)) == len("K7PM-3XQ4-TDH")
    assert flood.trapped("permis") == before + 1
    assert requests(database, where) == []


def test_nobody_sees_or_reaches_the_trap_by_accident(phone: Phone) -> None:
    shown = phone.get(FORM).text
    assert '<p class="trap" aria-hidden="true">' in shown
    assert 'name="note" type="text" tabindex="-1" autocomplete="off"' in shown


@pytest.mark.parametrize(
    "typed",
    [
        "é" * 10_000,
        "🎮" * 500,
        "\x00\x01\x02",
        "\u202e4321 89 93 60",
        "<b>06</b>",
        "9" * 400,
        "' OR 1=1 --",
        "   ",
    ],
)
def test_absurd_text_is_answered_with_a_sentence_and_nothing_is_kept(
    phone: Phone, database: Database, where: Place, typed: str
) -> None:
    shown = phone.send(way=typed, kind="phone")
    assert shown.status_code == 422
    assert 'role="alert"' in shown.text
    assert "<b>06</b>" not in shown.text
    assert "\x00" not in shown.text
    assert requests(database, where) == []


def test_arabic_digits_and_right_to_left_handles_are_welcome(
    phone: Phone, database: Database, where: Place
) -> None:
    assert phone.send(way="٠٦٣٩٩٨١٢٣٤", kind="phone").status_code == 200
    assert phone.send(way="لينا على سناب", kind="handle").status_code == 200
    assert len(requests(database, where)) == 2


def test_a_form_larger_than_any_page_is_refused_in_words(
    phone: Phone, database: Database, where: Place
) -> None:
    shown = phone.send(way="x" * 70_000)
    assert shown.status_code == 422
    assert "trop long" in plain(shown)
    assert requests(database, where) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"way=%ff%fe%00&token=%zz", "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b'{"way": 1}', "application/json"),
        (b"a=1&" * 2000, "application/x-www-form-urlencoded"),
    ],
)
def test_bytes_that_are_no_form_are_answered_with_the_form(phone: Phone, body: bytes, kind: str) -> None:
    shown = phone.raw(FORM, body, kind)
    assert shown.status_code == 422
    assert 'name="way"' in shown.text


@pytest.mark.parametrize(
    "path", ["/bonjour/nulle-part", "/bonjour/nulle-part/rappel", "/bonjour/x%00/rappel"]
)
def test_a_page_that_does_not_exist_has_a_page_of_ours(phone: Phone, path: str) -> None:
    shown = phone.get(path)
    assert shown.status_code == 404
    assert "Cette page n'existe pas." in plain(shown)


def test_a_form_for_a_page_that_does_not_exist_is_not_found_trap_or_not(phone: Phone) -> None:
    for fields in ({}, {"note": "spam"}):
        good = {"token": token(phone.get(FORM)), "way": factory.PHONE}
        assert phone.post("/bonjour/nulle-part/rappel", good | fields).status_code == 404


def test_relatives_leave_their_own_contact_and_are_told_vous(
    phone: Phone, database: Database, where: Place
) -> None:
    form = phone.get("/bonjour/proche/rappel")
    assert "Le vôtre, pas celui du jeune." in plain(form)
    assert 'name="age"' not in form.text
    wrong = phone.send("/bonjour/proche/rappel", way="06 39 98 12 3")
    assert "vous en avez tapé 9" in plain(wrong)
    sent = phone.send("/bonjour/proche/rappel", way=factory.PHONE, kind="phone")
    assert "On vous appelle" in plain(sent)
    assert [request.caller for request in requests(database, where)] == [intake.Caller.RELATIVE]


def test_under_sixteen_is_never_refused(phone: Phone, database: Database, where: Place) -> None:
    sent = phone.send(way=factory.PHONE, age="under_16")
    assert "C'est noté." in plain(sent)
    assert [request.age for request in requests(database, where)] == [intake.AgeBand.UNDER_16]


def test_a_demonstration_says_that_nobody_answers(phone: Phone, database: Database, where: Place) -> None:
    with database.transaction() as session:
        session.get_one(Consortium, where.consortium.id).demo = True
    for path in ("/bonjour/permis", FORM):
        assert "tout est inventé" in plain(phone.get(path))


def test_what_staff_wrote_on_a_page_is_text_not_markup(phone: Phone, session: Session, where: Place) -> None:
    factory.page(session, where.consortium.id, slug="ruse", title="<script>x</script>", text="<b>gras</b>")
    session.commit()
    shown = phone.get("/bonjour/ruse").text
    assert "<script>x" not in shown
    assert "<b>gras</b>" not in shown
