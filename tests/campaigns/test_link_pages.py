"""The screens of links: the list, one link, misprints, sites that are not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event
from sqlalchemy.orm import Session

from campaigns import charts, codes, destinations, exports, links, listing
from campaigns.models import UnknownCode
from campaigns.placements import Placed
from campaigns.scan_tables import ScanClass
from core.database import Database
from core.people import Actor, Role
from tests import streamlit_pages as pages
from tests.factories import campaigns as linked
from tests.factories import people
from tests.factories import planning as made
from tests.factories.planning import PARIS

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PAGE = "campaigns/pages/links.py"


@pytest.fixture(autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Actor:
    with database.transaction() as session:
        actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, actor)
    return actor


@pytest.fixture
def poster(database: Database, officer: Actor) -> Placed:
    with database.transaction() as session:
        placed = made.poster(session, officer, made.campaign(session, officer).id, "Piscine")
        for days_ago in (0, 0, 1, 9):
            linked.scan(session, placed.link, MONDAY - timedelta(days=days_ago))
        linked.scan(session, placed.link, MONDAY, ScanClass.BOT)
        return placed


def test_an_empty_list_says_where_links_come_from(officer: Actor) -> None:
    page = pages.open_page(PAGE)
    assert not page.exception
    assert "Aucun lien." in pages.texts(page)


def test_the_list_counts_humans_and_all_and_warns_of_unknown_sites(
    database: Database, officer: Actor, poster: Placed
) -> None:
    with database.transaction() as session:
        destinations.change(session, officer, poster.link.id, "https://ailleurs.example/page")
    page = pages.open_page(PAGE)
    assert not page.exception
    table = page.dataframe[0].value
    assert (list(table["human"]), list(table["total"]), list(table["what"])) == ([4], [5], ["Piscine"])
    assert "ailleurs.example" in pages.texts(page)
    with database.transaction() as session:
        destinations.set_known_hosts(session, officer, ["example"])
    assert "ailleurs.example" not in pages.texts(pages.open_page(PAGE))


def test_a_longer_list_asks_the_store_no_more_often(
    database: Database, officer: Actor, poster: Placed
) -> None:
    campaign_id = poster.placement.campaign_id
    assert campaign_id is not None
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    lengths = []
    for places in (3, 9):
        with database.transaction() as session:
            for number in range(places):
                made.poster(session, officer, campaign_id, f"Place {places} {number}")
        asked.clear()
        with database.snapshot() as session:
            rows = listing.links(session, officer.consortium_id, PARIS)
        lengths.append((len(rows), len(asked)))
    assert [rows for rows, _times in lengths] == [4, 13]
    assert lengths[0][1] == lengths[1][1]


def test_a_misprint_is_told_to_whom_it_resembles_and_to_nobody_else(
    database: Database, officer: Actor, poster: Placed
) -> None:
    wrong = codes.fold(poster.code.shown[:-1] + ("A" if poster.code.shown[-1] != "A" else "C"))
    with database.transaction() as session:
        for day in (date(2026, 11, 20), date(2026, 11, 22)):
            session.add(UnknownCode(text=wrong, day=day, times=4))
        session.add(UnknownCode(text="PERSONNE", day=date(2026, 11, 22), times=40))
        neighbour = people.place(session, "Val-Noir").consortium.id
        (found,) = listing.misprints(session, officer.consortium_id, date(2026, 11, 1))
        assert (found.text, found.times, found.meant) == (wrong, 8, (poster.code.shown,))
        assert listing.misprints(session, neighbour, date(2026, 11, 1)) == []
    assert "Codes inconnus" in pages.texts(pages.open_page(PAGE))


def test_a_link_that_was_renamed_stands_once_under_its_new_code(
    database: Database, officer: Actor, poster: Placed
) -> None:
    with database.transaction() as session:
        code = links.rename(session, officer, poster.link.id, "Piscine")
        (row,) = listing.links(session, officer.consortium_id, PARIS)
    assert (row.code, row.human) == (code.shown, 4)


def test_the_details_of_a_link_are_drawn(
    database: Database, officer: Actor, poster: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from campaigns.pages import _link_list

    draw: Callable[..., object] = _link_list.draw
    monkeypatch.setattr(_link_list, "draw", lambda rows: (draw(rows), rows[0])[1])
    page = pages.open_page(PAGE)
    assert not page.exception
    assert "4 scans humains" in pages.texts(page)
    assert len(page.get("vega_lite_chart")) + len(page.get("arrow_vega_lite_chart")) == 2
    labels = [button.label for button in page.button]
    for label in ("Changer la destination", "Avant, pendant, après", "Autre code", "Retirer le lien"):
        next(one for one in page.button if one.label == label).click()
        opened = page.run()
        assert not opened.exception, label
    assert "Changer la destination" in labels


def test_a_chart_says_in_words_what_it_shows() -> None:
    days = [date(2026, 11, day) for day in (21, 22, 23)]
    drawn = charts.daily({days[0]: 1200, days[2]: 3}, {days[0]: 1300, days[2]: 3}, days)
    assert drawn.alt.replace("\u202f", " ").startswith("1 203 scans humains en 3 jours.")
    grid = [[0] * 24 for _day in range(7)]
    assert "Trop peu" in charts.week(grid).alt
    grid[5][18] = 30
    grid[0][9] = 10
    assert charts.week(grid).alt.replace("\u00a0", " ").replace("’", "'") == (
        "Le jour le plus scanné est le samedi (75 %), l'heure la plus scannée 18 h."
    )


def test_the_days_of_a_link_leave_as_a_table() -> None:
    day, other = date(2026, 11, 22), date(2026, 11, 23)
    data = exports.days([day, other], {day: 3}, {day: 5}, {day: 2}).decode("utf-8-sig")
    assert data.splitlines()[1:] == ["22/11/2026;3;5;2", "23/11/2026;0;0;"]


def test_a_link_that_is_given_back_stays_counted(database: Database, officer: Actor, poster: Placed) -> None:
    def given(session: Session) -> None:
        links.give_back(session, officer, poster.link.id)

    with database.transaction() as session:
        given(session)
        (row,) = listing.links(session, officer.consortium_id, PARIS)
    assert (row.retired, row.human) == (True, 4)
