"""«Relectures» and «Tests avec les jeunes», as the team sees them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import time_machine
from streamlit.testing.v1 import AppTest

from campaigns import panels, reviews, stages
from campaigns.models import Decision, PanelKind, Post, Reader, Stage
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel
from tests import streamlit_pages as pages
from tests.factories import people
from tests.factories import planning as made

REVIEWS, PANELS = "campaigns/pages/reviews.py", "campaigns/pages/panels.py"


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def team(database: Database) -> tuple[Actor, Actor]:
    with database.transaction() as session:
        place = people.place(session)
        return (
            people.actor(session, place, Role.COMMUNICATIONS),
            people.actor(session, place, Role.COORDINATOR),
        )


def sent(database: Database, officer: Actor) -> UUID:
    with database.transaction() as session:
        campaign = made.campaign(session, officer)
        post = made.post(session, officer, campaign.id, Channel.FACEBOOK, draft=True)
        reviews.open_link(session, officer, [post.id], "Club", Reader.PARTNER, 7)
        return post.id


def press(page: AppTest, *labels: str) -> AppTest:
    """Press these in one run, as someone does who answers in an open dialog."""
    for label in labels:
        next(button for button in page.button if button.label == label).click()
    return page.run()


def test_the_author_waits_and_a_colleague_approves(
    database: Database, team: tuple[Actor, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, coordinator = team
    post_id = sent(database, officer)
    pages.sign_in(monkeypatch, database, officer)
    own = pages.open_page(REVIEWS)
    assert "une autre personne relit" in pages.texts(own)
    assert not own.toggle
    pages.sign_in(monkeypatch, database, coordinator)
    page = pages.open_page(REVIEWS)
    assert not page.exception
    assert "Club" in pages.texts(page)
    page = press(page, "Relire")
    page = press(page, "Relire", "Ça me va")
    assert not page.exception
    with database.snapshot() as session:
        assert session.get_one(Post, post_id).stage is Stage.SCHEDULED


def test_the_coordinator_switches_the_rule(
    database: Database, team: tuple[Actor, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.sign_in(monkeypatch, database, team[1])
    page = pages.open_page(REVIEWS)
    page.toggle(key="review-rule").set_value(True).run()
    with database.snapshot() as session:
        assert stages.required(session, team[1].consortium_id)


def test_what_young_people_said_is_decided_on(
    database: Database, team: tuple[Actor, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.sign_in(monkeypatch, database, team[0])
    assert "Rien n’a encore été testé" in pages.texts(pages.open_page(PANELS))
    with database.transaction() as session:
        version = panels.add_version(session, team[0], PanelKind.VISUAL, "Affiche <b>")
        held = panels.add_session(session, team[0], date(2026, 11, 20), "Maison", 6, {version.id: "Bien"})
    page = pages.open_page(PANELS)
    assert "6 jeunes" in pages.texts(page)
    page.button_group(key=f"decide-{held.id}-{version.id}").set_value(Decision.CHANGE).run()
    with database.snapshot() as session:
        (row,) = panels.versions(session, team[0].consortium_id)
    assert row.decision is Decision.CHANGE
