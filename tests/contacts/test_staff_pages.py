"""«Saisie rapide» and «Premiers contacts», run as scripts: what staff see, and what is written."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from contacts import answering, landing, queue, settling
from contacts.answering import AgeBand, Noted
from contacts.intake import Caller
from contacts.origins import CodeEvidence
from core import audit
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel, Need, Voice
from tests import streamlit_pages as pages
from tests.factories import campaigns as campaigns_factory
from tests.factories import contacts as factory
from tests.factories import people as people_factory
from tests.factories.people import Place

DESK, CONTACTS = "contacts/pages/desk.py", "contacts/pages/contacts.py"
Open = Callable[[str, Actor], AppTest]


@pytest.fixture
def open_page(database: Database, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page as somebody who is really signed in."""

    def run(name: str, actor: Actor) -> AppTest:
        pages.sign_in(monkeypatch, database, actor)
        page = pages.open_page(name)
        assert not page.exception
        return page

    return run


def member(database: Database, where: Place, role: Role = Role.COUNSELLOR) -> Actor:
    with database.transaction() as session:
        return people_factory.actor(session, where, role)


def request(database: Database, **typed: str) -> None:
    with database.transaction() as session:
        factory.request(session, landing.by_slug(session, "permis"), **typed)


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [button for button in page.button if button.label == label]
    return button.click().run()


def test_a_desk_entry_is_kept_and_the_form_is_empty_again(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    with database.transaction() as session:
        code = campaigns_factory.spoken_link(session, where.consortium.id)[1].shown
    page = open_page(DESK, counsellor)
    page.text_input(key="code-0").input(code.lower())
    page.button_group(key="origins-0").set_value(["friend", "tiktok"])
    page.button_group(key="need-0").set_value(Need.LICENCE)
    page.text_input(key="way-0").input(factory.PHONE)
    press(page, "Noter le contact")
    assert not page.exception
    assert not page.error
    assert [field.value for field in page.text_input] == ["", "", ""]
    with database.snapshot() as session:
        (kept,) = queue.recent(session, counsellor)
    assert (kept.code, kept.evidence, kept.need, kept.caller) == (
        code,
        CodeEvidence.SAID,
        Need.LICENCE,
        Caller.YOUNG,
    )
    assert kept.declared == ((Channel.WORD_OF_MOUTH, Voice.FRIEND), (Channel.TIKTOK, None))


def test_an_unknown_code_empties_nothing_and_keeps_nothing(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    page = open_page(DESK, counsellor)
    page.text_input(key="code-0").input("NOUR-99")
    page.text_input(key="way-0").input(factory.PHONE)
    press(page, "Noter le contact")
    assert "n’existe pas" in page.error[0].value
    assert [field.value for field in page.text_input] == ["NOUR-99", "", factory.PHONE]
    with database.snapshot() as session:
        assert factory.count(session) == 0


def test_the_desk_keeps_the_place_and_proposes_the_code_that_was_meant(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    with database.transaction() as session:
        code = campaigns_factory.spoken_link(session, where.consortium.id)[1].shown
    page = open_page(DESK, counsellor)
    page.text_input(key="code-0").input(code[:-1])
    page.text_input(key="place-0").input("Gare")
    press(page, "Noter le contact")
    assert page.error
    press(page, f"Prendre {code}")
    assert page.text_input(key="code-0").value == code
    press(page, "Noter le contact")
    assert not page.error
    assert page.text_input(key="place-1").value == "Gare"
    with database.snapshot() as session:
        assert queue.recent(session, counsellor)[0].code == code
        assert factory.column(session, "place") == ["Gare"]


def test_the_own_last_entry_is_mended_then_taken_back(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    with database.transaction() as session:
        factory.at_desk(session, counsellor, origins=("friend",), place="Gare", way=factory.PHONE)
    page = open_page(DESK, counsellor)
    press(page, "Corriger")
    assert page.text_input(key="place-1").value == "Gare"
    page.button_group(key="need-1").set_value(Need.SPORT)
    press(page, "Enregistrer la correction")
    assert not page.exception
    with database.snapshot() as session:
        (kept,) = queue.recent(session, counsellor)
    assert (kept.need, kept.declared, kept.kind) == (
        Need.SPORT,
        ((Channel.WORD_OF_MOUTH, Voice.FRIEND),),
        "phone",
    )
    press(page, "Annuler la saisie")
    assert not page.exception
    with database.snapshot() as session:
        assert factory.count(session) == 0
        assert len(audit.entries(session, where.consortium.id, "contacts.entry_undone")) == 1


def test_a_coordinator_notes_for_any_structure(database: Database, where: Place, open_page: Open) -> None:
    coordinator = member(database, where, Role.COORDINATOR)
    page = open_page(DESK, coordinator)
    page.selectbox(key="structure-0").set_value(where.school.id)
    page.button_group(key="need-0").set_value(Need.LICENCE)
    press(page, "Noter le contact")
    assert not page.error
    with database.snapshot() as session:
        assert [str(one).replace("-", "") for one in factory.column(session, "structure_id")] == [
            where.school.id.hex
        ]


def test_a_request_is_answered_and_its_number_shown_once_and_logged(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    request(database, way=factory.PHONE)
    page = open_page(CONTACTS, counsellor)
    assert factory.PHONE not in str(page.main)
    press(page, "Je réponds")
    assert [shown.value for shown in page.code] == [factory.PHONE]
    page.run()
    assert [shown.value for shown in page.code] == []
    with database.snapshot() as session:
        assert queue.waiting(session, where.consortium.id) == []
        assert len(audit.entries(session, where.consortium.id, "contacts.detail_seen")) == 1
        (taken,) = queue.in_progress(session, counsellor)
        assert (taken.state, taken.answered_at) == (queue.State.TAKEN, None)


def test_who_turns_out_to_be_under_16_is_passed_on_to_the_referent(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    request(database, age="")
    with database.transaction() as session:
        referent = people_factory.actor(session, where, Role.COORDINATOR, where.school)
        settling.settle(session, referent, settling.Settled(referent=referent.user_id))
        (waiting,) = queue.waiting(session, where.consortium.id)
        queue.take(session, counsellor, waiting.id)
        answering.answered(session, counsellor, waiting.id)
    page = open_page(CONTACTS, counsellor)
    page.button_group(key="contacts.view").set_value("in_hand").run()
    onward = relay(page, waiting.id)
    assert not onward.info, "no age is known yet"
    assert onward.selectbox[0].value is None
    with database.transaction() as session:
        answering.note(session, counsellor, waiting.id, Noted(age=AgeBand.UNDER_16))
    onward = relay(page, waiting.id)
    assert [line.value for line in onward.info] == [
        "Moins de 16 ans\u00a0: la structure de son référent est proposée."
    ]
    assert onward.selectbox[0].value == where.school.id


def relay(page: AppTest, contact_id: UUID) -> AppTest:
    """The dialog of a request in hand, open at «Passer le relais»."""
    opener = f"look-{contact_id}"
    page.button(key=opener).click().run()
    assert not page.exception
    page.button_group(key=f"part-{contact_id}").set_value("relay")
    page.button(key=opener).click().run()
    assert not page.exception
    return page


def test_a_request_taken_meanwhile_is_told_and_not_shown(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor, faster = member(database, where), member(database, where)
    request(database)
    page = open_page(CONTACTS, counsellor)
    with database.transaction() as session:
        (waiting,) = queue.waiting(session, where.consortium.id)
        queue.take(session, faster, waiting.id)
    press_all = [button for button in page.button if button.label == "Je réponds"]
    press_all[0].click().run()
    assert [shown.value for shown in page.code] == []


def test_only_the_oldest_request_has_the_loud_button(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    for _number in range(3):
        request(database)
    page = open_page(CONTACTS, counsellor)
    kinds = [button.proto.type for button in page.button if button.label == "Je réponds"]
    assert kinds == ["primary", "secondary", "secondary"]


def test_two_hundred_requests_are_told_and_thirty_are_drawn(
    database: Database, where: Place, open_page: Open
) -> None:
    counsellor = member(database, where)
    with database.transaction() as session:
        page_of_need = landing.by_slug(session, "permis")
        for _number in range(200):
            factory.request(session, page_of_need)
    page = open_page(CONTACTS, counsellor)
    assert len([button for button in page.button if button.label == "Je réponds"]) == 30
    assert any("170 autres demandes" in caption.value for caption in page.caption)


def test_nobody_waiting_is_said(database: Database, where: Place, open_page: Open) -> None:
    page = open_page(CONTACTS, member(database, where))
    assert any("Personne n’attend de réponse." in said.value for said in page.markdown)


@pytest.mark.parametrize("name", [DESK, CONTACTS])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.READER])
def test_other_roles_find_a_closed_page(
    database: Database, where: Place, open_page: Open, name: str, role: Role
) -> None:
    request(database)
    page = open_page(name, member(database, where, role))
    assert [title.value for title in page.title] == ["Page réservée"]
    assert list(page.button) == []
