"""«Accords des titulaires» on the health page: how accounts stand, the link shown once, the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from app.wiring import wire
from core import database as database_module
from core.database import Database
from core.people import Actor, Role
from reach.collecting import overview, words
from reach.owners import access, ending
from reach.owners.ending import Ended
from tests import streamlit_pages
from tests.factories import people
from tests.reach.owners import Here, agree, held, here
from tests.reach.tiktok import TikTok

PAGE = "reach/pages/health.py"
ASK = "Demander l’accord du titulaire"


@pytest.fixture
def where(database: Database) -> Here:
    """A consortium with its application and an account."""
    wire()
    return here()


@pytest.fixture
def opened(database: Database, where: Here, monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], AppTest]:
    """The page as somebody of that role has it."""

    def page(role: Role) -> AppTest:
        with database.transaction() as session:
            actor: Actor = people.actor(session, where.place, role)
        streamlit_pages.sign_in(monkeypatch, database, actor)
        found = streamlit_pages.open_page(PAGE)
        assert not found.exception
        return found

    return page


def click(page: AppTest, label: str) -> AppTest:
    """Press the button that says so."""
    next(one for one in page.button if one.label == label).click()
    return page.run()


def test_the_link_is_shown_once_and_the_state_follows(opened: Callable[[Role], AppTest], where: Here) -> None:
    page = opened(Role.COMMUNICATIONS)
    assert "sans accord" in streamlit_pages.texts(page)
    click(page, ASK)
    [address] = [one.value for one in page.code]
    assert "/accord/" in address
    assert "demandé" in streamlit_pages.texts(page)
    assert [one.value for one in page.run().code] == []


def test_a_connected_account_says_since_when_and_can_be_ended(
    opened: Callable[[Role], AppTest], where: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back: list[Ended] = []
    monkeypatch.setattr(ending, "give_back", given_back.extend)
    with database_module.current().transaction() as session:
        agree(session, TikTok(), where.account, "quai.neuf")
    page = opened(Role.COORDINATOR)
    said = streamlit_pages.texts(page)
    assert "par la personne titulaire" in said
    assert "secret" not in said
    click(page, "Retirer l’accès")
    assert (held(), len(given_back)) == ({}, 1)
    assert "sans accord" in streamlit_pages.texts(page)


def test_what_is_to_be_reconnected_is_the_answer_of_the_page(
    opened: Callable[[Role], AppTest], where: Here
) -> None:
    with database_module.current().transaction() as session:
        access.lost(agree(session, TikTok(), where.account, "quai.neuf"))
    page = opened(Role.ADMINISTRATOR)
    assert "à reconnecter" in streamlit_pages.texts(page)
    with database_module.current().snapshot() as session:
        answer, _what = words.answer(overview.networks(session, where.consortium))
    assert answer == "1 compte TikTok est à reconnecter."


def test_who_only_reads_is_offered_nothing(opened: Callable[[Role], AppTest]) -> None:
    assert "Accords des titulaires" not in streamlit_pages.texts(opened(Role.READER))
