"""Tests with young people: versions that count up, sessions without names, decisions that replace each other."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from campaigns import panels
from campaigns.models import Decision, PanelKind
from core import audit
from core.errors import InvalidInput, NotFound
from core.people import Actor, Role
from tests.factories import people as people_to_test
from tests.factories import planning as made

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _today() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people_to_test.actor(session, people_to_test.place(session), Role.COMMUNICATIONS)


def test_the_same_title_is_the_next_version_and_a_decision_replaces_the_one_before(
    session: Session, officer: Actor
) -> None:
    first, second = (
        panels.add_version(session, officer, PanelKind.PAGE, "Permis", page=made.LICENCE_PAGE) for _ in "12"
    )
    held = panels.add_session(
        session, officer, date(2026, 11, 20), "Maison", 7, {first.id: "Trop long", second.id: ""}
    )
    panels.decide(session, officer, held.id, first.id, Decision.KEEP)
    panels.decide(session, officer, held.id, first.id, Decision.DROP)
    told = [
        (row.version, row.sessions, row.young_people, row.decision)
        for row in panels.versions(session, officer.consortium_id)
    ]
    assert told == [(2, 1, 7, None), (1, 1, 7, Decision.DROP)]
    (shown,) = panels.sessions(session, officer.consortium_id)
    assert [(one.version, one.remarks) for one in shown.findings] == [(1, "Trop long"), (2, "")]
    things = {
        entry.thing for entry in audit.entries(session, officer.consortium_id, "campaigns.panel_decided")
    }
    assert things == {f"{first.id} >keep", f"{first.id} keep>drop"}


@pytest.mark.parametrize(
    ("day", "place", "count", "field"),
    [
        (date(2026, 11, 27), "Maison", 7, "held_on"),
        (date(2019, 1, 1), "Maison", 7, "held_on"),
        (TODAY, " ", 7, "place"),
        (TODAY, "Maison", 0, "young_people"),
        (TODAY, "Maison", 201, "young_people"),
    ],
)
def test_a_session_that_cannot_be_is_refused(
    session: Session, officer: Actor, day: date, place: str, count: int, field: str
) -> None:
    version = panels.add_version(session, officer, PanelKind.VISUAL, "Affiche")
    with pytest.raises(InvalidInput) as refused:
        panels.add_session(session, officer, day, place, count, {version.id: ""})
    assert refused.value.field == field
    with pytest.raises(InvalidInput):
        panels.add_session(session, officer, TODAY, "Maison", 5, {})


def test_a_page_is_one_of_ours_and_another_consortiums_version_is_not_there(
    session: Session, officer: Actor
) -> None:
    with pytest.raises(InvalidInput):
        panels.add_version(session, officer, PanelKind.PAGE, "Ailleurs", page="/bonjour/ailleurs")
    mine = panels.add_version(session, officer, PanelKind.FORM, "Formulaire")
    stranger = people_to_test.actor(session, people_to_test.place(session, "Ailleurs"), Role.COORDINATOR)
    with pytest.raises(NotFound):
        panels.add_session(session, stranger, TODAY, "Maison", 5, {mine.id: ""})
    assert panels.versions(session, stranger.consortium_id) == []
