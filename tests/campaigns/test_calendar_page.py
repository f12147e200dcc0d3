"""The page «Calendrier»: what it says, what a gesture on it does, what its panel offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from streamlit.testing.v1 import AppTest

from campaigns.calendar import days
from campaigns.calendar.days import SchoolZone, Territory
from campaigns.models import Post
from core.database import Database
from core.people import Actor, Role
from tests import streamlit_pages as pages
from tests.factories import actions as actions_made
from tests.factories import people
from tests.factories import planning as made

PAGE = "campaigns/pages/schedule.py"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        yield


@pytest.fixture(name="officer")
def _officer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Actor:
    with database.transaction() as session:
        actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, actor)
    return actor


@pytest.fixture(name="post")
def _post(database: Database, officer: Actor) -> Post:
    with database.transaction() as session:
        campaign = made.campaign(session, officer)
        actions_made.action(session, officer, campaign.id)
        made.post(session, officer, campaign.id, title="En retard", day=date(2026, 11, 20))
        return made.post(session, officer, campaign.id)


def gesture(page: AppTest, what: str, **told: Any) -> AppTest:
    """Run the page once more, as after a gesture on the calendar."""
    page.session_state["calendar-gesture"] = (what, told)
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def wall(database: Database, post: Post) -> str:
    with database.snapshot() as session:
        return session.get_one(Post, post.id).due_wall


def drawn(page: AppTest) -> str:
    """What the component was given to draw."""
    return "".join(str(one.proto) for one in page.main if "calendar" in str(getattr(one, "proto", "")))


def test_without_a_campaign_it_says_what_to_do_first(officer: Actor) -> None:
    page = pages.open_page(PAGE)
    assert not page.exception
    assert "Créez d’abord une campagne" in pages.texts(page)


def test_the_month_is_told_in_a_sentence_and_turned(officer: Actor, post: Post) -> None:
    page = pages.open_page(PAGE)
    assert not page.exception
    assert "Novembre 2026. 2 publications, 1 action, 1 à vérifier." in pages.texts(page)
    assert "En retard" in drawn(page)
    assert "Décembre 2026. 0 publication, 0 action." in pages.texts(press(page, "Suivant"))
    assert "En retard" not in drawn(page)
    assert "Novembre 2026" in pages.texts(press(page, "Aujourd’hui"))
    page.session_state["calendar-view"] = "week"
    assert "Semaine du 23/11/2026 au 29/11/2026. 1 publication, 1 action." in pages.texts(page.run())
    page.session_state["calendar-channels"] = ["tiktok"]
    assert "0 publication, 0 action. Filtre actif." in pages.texts(page.run())


def test_a_drag_moves_and_can_be_taken_back(database: Database, officer: Actor, post: Post) -> None:
    page = pages.open_page(PAGE)
    gesture(page, "moved", id=f"post-{post.id}", start="2026-11-28T09:30:00Z", revision=post.revision)
    assert wall(database, post) == "2026-11-28T09:30"
    assert "passe au samedi 28 novembre, 9 h 30." in pages.texts(page).replace("\xa0", " ")
    press(page, "Annuler")
    assert wall(database, post) == "2026-11-25T18:00"
    assert not [button for button in page.button if button.label == "Annuler"]


def test_a_drag_that_cannot_be_is_told_in_a_sentence(database: Database, officer: Actor, post: Post) -> None:
    page = pages.open_page(PAGE)
    for start, revision, why in (
        ("2026-11-28T09:30:00Z", 7, "a changé cette publication entre-temps"),
        ("2027-03-28T02:30:00Z", post.revision, "Cette heure n’existe pas"),
        ("2026-11-20T18:00:00Z", post.revision, "Ce moment est passé"),
    ):
        gesture(page, "moved", id=f"post-{post.id}", start=start, revision=revision)
        assert why in page.error[0].value
        assert not page.exception
        assert wall(database, post) == "2026-11-25T18:00"
    twice = gesture(page, "moved", id=f"post-{post.id}", start="2027-10-31T02:30:00Z", revision=post.revision)
    assert "premier passage retenu" in pages.texts(twice)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"id": "post-x", "start": "2026-11-28"},
        {"id": "reminder-1", "start": "2026-11-28T10:00:00Z", "revision": "un"},
        {"id": "inconnu", "start": "demain"},
    ],
)
def test_a_gesture_that_cannot_be_read_does_nothing(
    database: Database, officer: Actor, post: Post, told: dict[str, Any]
) -> None:
    page = pages.open_page(PAGE)
    gesture(page, "moved", **told)
    assert not page.exception
    assert wall(database, post) == "2026-11-25T18:00"


def test_the_panel_moves_without_dragging_and_asks_which_passage(
    database: Database, officer: Actor, post: Post
) -> None:
    opened = {"what": "opened", "id": f"post-{post.id}"}
    page = gesture(pages.open_page(PAGE), **opened)
    assert "mercredi 25 novembre 2026, 18 h (heure de Paris)" in pages.texts(page).replace("\xa0", " ")
    page.date_input[0].set_value(date(2027, 10, 31))
    page.time_input[0].set_value(time(2, 30))
    assert "passe deux fois" in pages.texts(gesture(page, **opened))
    page.segmented_control[1].set_value(True)
    page.session_state["calendar-gesture"] = ("opened", {"id": opened["id"]})
    press(page, "Déplacer")
    assert wall(database, post) == "2027-10-31T02:30"
    with database.snapshot() as session:
        assert session.get_one(Post, post.id).due_fold == 1


def test_the_panel_of_what_is_over_offers_no_move(officer: Actor, post: Post, database: Database) -> None:
    page = gesture(pages.open_page(PAGE), "opened", id="post-disparu")
    assert not page.exception
    assert not page.date_input


def test_a_free_day_opens_something_new_on_that_day(officer: Actor, post: Post) -> None:
    page = gesture(pages.open_page(PAGE), "free", start="2026-12-04")
    assert page.date_input[0].value == date(2026, 12, 4)


def test_it_says_what_is_known_of_school_holidays(database: Database, officer: Actor, post: Post) -> None:
    page = pages.open_page(PAGE)
    assert "Vacances scolaires non connues." in pages.texts(page)
    with database.transaction() as session:
        days.set_place(session, officer, Territory.METROPOLE, SchoolZone.B)
    assert "Vacances : zone B." in pages.texts(page.run()).replace("\xa0", " ")
    page.session_state["calendar-day"] = date(2029, 1, 1)
    assert "Vacances de la zone B non connues après le" in pages.texts(page.run())
    with database.transaction() as session:
        days.set_place(session, officer, Territory.REUNION, None)
    assert "La Réunion. Vacances scolaires non connues ici." in pages.texts(page.run())
