"""«Pages d'accueil», run as a script: list, editor, versions, languages, hubs, danger numbers."""

from __future__ import annotations

from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from contacts import editing, hubs, landing, languages, policy
from contacts.languages import Words
from core.database import Database
from core.people import Actor, Role
from tests import streamlit_pages as pages
from tests.factories import people, planning
from tests.factories.people import Place

SCRIPT = "contacts/pages/landing_pages.py"
ARABIC = Words("الرخصة غالية", "نساعدك", "")


@pytest.fixture
def officer(database: Database, where: Place) -> Actor:
    with database.transaction() as session:
        return people.actor(session, where, Role.COMMUNICATIONS)


@pytest.fixture
def page_id(database: Database, where: Place) -> UUID:
    with database.snapshot() as session:
        return landing.by_slug(session, "permis").id


@pytest.fixture
def shown(database: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The list."""
    pages.sign_in(monkeypatch, database, officer)
    return pages.open_page(SCRIPT)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def field(page: AppTest, start: str) -> str:
    """The key of the field that begins so."""
    keys = [str(one.key) for one in (*page.text_input, *page.text_area)]
    return next(key for key in keys if key.startswith(start))


def test_the_list_names_every_page_its_address_and_its_languages(
    database: Database, officer: Actor, page_id: UUID, shown: AppTest
) -> None:
    said = pages.texts(shown)
    assert "2 pages ouvertes" in said.replace("\u00a0", " ")
    assert "/bonjour/permis" in said
    assert "العربية" not in said
    with database.transaction() as session:
        editing.save(session, officer, page_id, "ar", ARABIC)
    assert "à confirmer : العربية" in pages.texts(shown.run()).replace("\u00a0", " ")


def test_a_save_is_a_version_and_remarks_follow_what_is_typed(
    database: Database, officer: Actor, page_id: UUID, shown: AppTest
) -> None:
    page = press(shown, f"edit-{page_id}")
    page.text_input(key=field(page, "title-")).input("Insertion : on t'aide.").run()
    assert "Cette page commence par" in pages.texts(page)
    page.text_input(key=field(page, "title-")).input("Le permis ? On t'aide.").run()
    assert "Cette page commence par" not in pages.texts(page)
    press(page, f"save-{page_id}")
    with database.snapshot() as session:
        kept = [one.title for one in editing.history(session, officer, page_id)]
    assert kept == ["Le permis ? On t'aide.", "Le permis, c'est cher. On t'aide."]
    (restore,) = [button for button in page.button if str(button.key).startswith("restore-")]
    press(page, str(restore.key))
    with database.snapshot() as session:
        assert landing.by_slug(session, "permis").title == kept[1]


def test_a_language_is_written_then_offered_once_somebody_is_named(
    database: Database, officer: Actor, page_id: UUID, shown: AppTest
) -> None:
    page = press(shown, f"edit-{page_id}")
    page.button_group(key=f"language-{page_id}").set_value("ar").run()
    page.text_input(key=field(page, "title-")).input(ARABIC.title)
    page.text_area(key=field(page, "text-")).input(ARABIC.text)
    press(page, f"save-{page_id}")
    (confirm,) = [button for button in page.button if str(button.key).startswith("confirm-")]
    press(page, str(confirm.key))
    assert page.error
    with database.snapshot() as session:
        assert list(languages.offered(session, landing.by_slug(session, "permis"))) == ["fr"]
    page.text_input(key=field(page, "reader-")).input("Samira (nom inventé)")
    press(page, str(confirm.key))
    with database.snapshot() as session:
        assert list(languages.offered(session, landing.by_slug(session, "permis"))) == ["fr", "ar"]
    assert "Offerte au public, relue par Samira (nom inventé)." in pages.texts(page)


def test_the_last_page_for_the_young_is_not_withdrawn_and_the_refusal_says_why(
    database: Database, page_id: UUID, shown: AppTest
) -> None:
    page = press(press(shown, f"edit-{page_id}"), f"withdraw-{page_id}")
    assert "dernière page pour les jeunes" in page.error[0].value
    with database.snapshot() as session:
        assert landing.by_slug(session, "permis").withdrawn_at is None


def test_a_hub_is_opened_and_withdrawn_and_danger_numbers_are_kept(
    database: Database, where: Place, officer: Actor, shown: AppTest
) -> None:
    with database.transaction() as session:
        campaign = planning.campaign(session, officer, "Rentrée").id
    shown.button_group(key="landing.view").set_value("hubs").run()
    press(shown, f"hub-act-{campaign}")
    assert open_hubs(database, where) == 1
    assert "/bonjour/c/rentree" in pages.texts(shown)
    press(shown, f"hub-act-{campaign}")
    assert open_hubs(database, where) == 0
    shown.button_group(key="landing.view").set_value("settings").run()
    shown.text_input[0].input("112, 3018 réseaux")
    (save,) = [button for button in shown.button if button.label == "Enregistrer"]
    save.click().run()
    with database.snapshot() as session:
        assert policy.of(session, where.consortium.id).danger == "112, 3018 réseaux"


def open_hubs(database: Database, where: Place) -> int:
    with database.snapshot() as session:
        return len(hubs.open_hubs(session, where.consortium.id))
