"""The dialogs to repeat a post, to keep and start from a template, to set the slots of the week."""

from __future__ import annotations

from datetime import date, time

import pytest
import streamlit as st
import time_machine
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from campaigns.models import Post, PostTemplate, Stage
from campaigns.repeating import patterns, slots
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel
from tests import streamlit_pages as pages
from tests.factories import people
from tests.factories import planning as made

POSTS = "campaigns/pages/posts.py"


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Actor:
    with database.transaction() as session:
        actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        made.post(session, actor, made.campaign(session, actor).id)
    pages.sign_in(monkeypatch, database, actor)
    return actor


def dialog(opener: str) -> AppTest:
    """A dialog about the only post, opened as the menu of its page does."""

    def script(opener: str) -> None:
        from sqlalchemy import select

        from campaigns.models import Post
        from campaigns.pages import _post_again
        from core.people import Action
        from core.ui import frame

        actor = frame.enter(Action.PLAN)
        post = frame.read(lambda session: session.scalars(select(Post).order_by(Post.created_at)).first())
        getattr(_post_again, opener)(actor, post)

    page = AppTest.from_function(script, default_timeout=pages.SECONDS, args=(opener,)).run()
    assert not page.exception
    return page


def other(page: AppTest, what: str) -> AppTest:
    """Open what the menu «Autre» of the posts offers."""
    page.menu_button(key="posts-other").click(what)
    page.run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(one for one in page.button if one.label == label).click()
    page.run()
    assert not page.exception
    return page


def test_copies_are_shown_with_their_days_then_made(database: Database, officer: Actor) -> None:
    page = dialog("open_repeat")
    assert "02/12/2026, 09/12/2026, 16/12/2026, 23/12/2026." in pages.texts(page)
    press(page, "Créer 4 copies")
    with database.snapshot() as session:
        copies = session.scalars(select(Post).where(Post.series_id.is_not(None)).order_by(Post.due_at)).all()
    assert [one.due_wall for one in copies] == [f"2026-12-{day}T18:00" for day in ("02", "09", "16", "23")]
    assert {one.stage for one in copies} == {Stage.DRAFT}


def test_a_rule_that_means_nothing_is_said_in_the_dialog(officer: Actor) -> None:
    page = dialog("open_repeat")
    page.segmented_control[0].set_value("until").run()
    page.date_input[0].set_value(date(2026, 11, 25)).run()
    assert "avant la première copie" in pages.texts(page)
    assert [one.label for one in page.button] == []


def test_a_template_is_kept_and_started_from(
    database: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dialog("open_template")
    page.text_input[0].set_value("Rappel du code")
    press(page, "Enregistrer le modèle")
    with database.snapshot() as session:
        assert [one.name for one in session.scalars(select(PostTemplate))] == ["Rappel du code"]
    went: list[str] = []
    monkeypatch.setattr(st, "switch_page", lambda page, **_named: went.append(str(page)))
    page = other(pages.open_page(POSTS), "template")
    assert "Tu galères avec le code ?" in str([one.value for one in page.text])
    page.menu_button(key="posts-other").click("template")
    press(page, "Commencer")
    with database.snapshot() as session:
        started = session.scalars(select(Post).where(Post.stage == Stage.DRAFT)).one()
    assert (started.due_wall, started.text) == ("2026-11-24T18:00", "Tu galères avec le code ?")
    assert went[0].endswith("post.py")


def test_without_a_template_the_dialog_says_how_to_make_one(officer: Actor) -> None:
    page = other(pages.open_page(POSTS), "template")
    assert "Aucun modèle." in pages.texts(page)


def test_slots_are_set_for_one_network_and_the_next_free_one_is_told(
    database: Database, officer: Actor
) -> None:
    page = other(pages.open_page(POSTS), "slots")
    page.time_input(key="slot-tiktok-2-0").set_value(time(18))
    page.menu_button(key="posts-other").click("slots")
    press(page, "Enregistrer les créneaux")
    with database.snapshot() as session:
        assert slots.slots(session, officer.consortium_id) == {Channel.TIKTOK: [slots.Slot(2, time(18))]}
        assert patterns.templates(session, officer.consortium_id) == []
    page = other(pages.open_page(POSTS), "slots")
    assert "Prochain créneau libre : mercredi 25 novembre 2026, 18" in pages.texts(page).replace(
        "\u00a0", " "
    )
