"""From a placement to a file: orders out of the database, the two dialogs, the job."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from campaigns import jobs as campaigns_jobs
from campaigns import needs, placements
from campaigns.models import Placement, PlacementKind
from campaigns.needs import LandingChoice
from campaigns.prints import asking, checking, making
from campaigns.prints.asking import Wish
from campaigns.prints.kit import Paper, Template
from core import jobs
from core.database import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel, Need
from tests import streamlit_pages as pages
from tests.factories import campaigns as codes_made
from tests.factories import people, prints
from tests.factories import planning as made

PAGE = "campaigns/pages/placements.py"


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


def two_posters(session: Session, actor: Actor) -> list[placements.Placed]:
    campaign = made.campaign(session, actor)
    return [made.poster(session, actor, campaign.id, place) for place in ("Piscine", "École de musique")]


def test_the_words_are_those_of_the_page_where_the_code_leads(session: Session, officer: Actor) -> None:
    placed = two_posters(session, officer)[0]
    needs.provide(
        lambda _session, _consortium: [
            LandingChoice("/bonjour/sante", "La santé", Need.HEALTH),
            LandingChoice(
                made.LICENCE_PAGE,
                "Le permis · Val",
                Need.LICENCE,
                "Le permis ? On t'aide.",
                "9 h à 20 h",
                "01",
            ),
        ]
    )
    (cell,) = asking.of_link(session, placed.link, Wish(Template.POSTER)).cells
    assert (cell.words.need, cell.words.headline) == ("Permis", "Le permis\u202f? On t’aide.")
    assert (cell.words.hours, cell.words.phone) == ("9\u00a0h à 20\u00a0h", "01")
    assert cell.words.sentences == ["Le permis\u202f?", "On t’aide."]
    assert list(cell.words.structures) == sorted(cell.words.structures, key=lambda name: name.lower())
    other = asking.of_link(session, placed.link, Wish(Template.POSTER, headline="Viens !")).cells[0]
    assert other.words.headline == "Viens\u202f!"


def test_an_address_elsewhere_takes_the_need_of_its_campaign(session: Session, officer: Actor) -> None:
    made.landing_pages()
    placed = placements.create(
        session,
        officer,
        made.campaign(session, officer).id,
        PlacementKind.FLYER,
        Channel.FLYER,
        place="Marché",
        destination="https://permis.example/aides",
    )
    assert asking.of_link(session, placed.link, Wish(Template.FLYER)).cells[0].words.need == "Permis"
    loose, _code = codes_made.outside_link(session, officer.consortium_id)
    said = asking.of_link(session, loose, Wish(Template.FLYER)).cells[0].words
    assert (said.need, said.headline) == ("", "Besoin d’un coup de main\u202f? Parle-nous.")


def test_placements_stand_by_place_each_with_its_code(session: Session, officer: Actor) -> None:
    placed = two_posters(session, officer)
    ids = [one.placement.id for one in placed]
    order = asking.of_placements(session, officer.consortium_id, ids, Wish(Template.STICKER))
    assert [cell.place for cell in order.cells] == ["École de musique", "Piscine"]
    assert [cell.code for cell in order.cells] == [placed[1].code.shown, placed[0].code.shown]


def test_what_is_not_here_or_was_given_back_is_refused(session: Session, officer: Actor) -> None:
    placed = two_posters(session, officer)[0]
    where, wish = officer.consortium_id, Wish(Template.POSTER)
    for consortium, wanted in (
        (where, uuid4()),
        (codes_made.consortium(session, "Ailleurs"), placed.placement.id),
    ):
        with pytest.raises(NotFound):
            asking.of_placements(session, consortium, [wanted], wish)
    for wrong in (Wish(Template.POSTER, ink="#EEEEEE"), Wish(Template.POSTER, headline="x" * 91)):
        with pytest.raises(InvalidInput):
            asking.of_placements(session, where, [placed.placement.id], wrong)
    placements.retire(session, officer, placed.placement.id)
    with pytest.raises(Conflict, match=placed.code.shown):
        asking.of_placements(session, where, [placed.placement.id], wish)


def test_a_wish_travels_as_plain_values() -> None:
    wish = Wish(Template.POSTER, Paper.A3, "#123D7B", "#FFFFFF", "Viens", prints.logo())
    assert Wish.from_plain(wish.plain()) == wish
    assert all(isinstance(value, str) for value in wish.plain().values())


@pytest.fixture
def there(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Signed in before two posters; their codes."""
    campaigns_jobs.register()
    with database.transaction() as session:
        actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        codes = [placed.code.shown for placed in two_posters(session, actor)]
    pages.sign_in(monkeypatch, database, actor)
    return codes


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def test_many_codes_are_prepared_then_given(there: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[making.Print] = []
    run = jobs.run

    def noted(*given: Any) -> making.Print:
        seen.append(run(*given))
        return seen[-1]

    monkeypatch.setattr(jobs, "run", noted)
    page = press(pages.open_page(PAGE), "Planche de codes")
    assert not page.exception
    assert "2 codes à imprimer" in pages.texts(page)
    # Opening and preparing in one run: the runner closes a dialog at the next one.
    for label in ("Planche de codes", "Préparer le fichier"):
        next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    (printed,) = seen
    read = [text for image in checking.pictures(printed.content) for text in checking.read(image)]
    assert sorted(text.rpartition("/")[2] for text in read) == sorted(there)
    assert printed.name == "2-codes-sticker-a4.pdf"


def test_one_code_is_printed_from_its_details(there: list[str], database: Database) -> None:
    page = pages.open_page(PAGE)
    with database.snapshot() as session:
        page.session_state["placements-made"] = session.scalars(select(Placement.id)).first()
    page = press(page.run(), "Imprimer")
    assert not page.exception
    said = pages.texts(page)
    assert "Le code a été relu sur le fichier fini." in said
    assert "il se lit jusqu’à" in said


def test_colours_that_no_phone_reads_are_refused_in_words(there: list[str], database: Database) -> None:
    page = pages.open_page(PAGE)
    with database.snapshot() as session:
        which = session.scalars(select(Placement.id)).first()
    page.session_state["placements-made"] = which
    page.session_state[f"print-{which}-palette"] = "Autres couleurs"
    page.session_state[f"print-{which}-ink"] = "#BBBBBB"
    page = press(page.run(), "Imprimer")
    assert "trop proches" in pages.texts(page)
    assert "relu" not in pages.texts(page)
