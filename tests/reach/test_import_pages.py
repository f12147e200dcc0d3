"""«Importer un export»: the form that takes a file, and the page on which it is looked at and kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from app import public
from connectors.exports import reading
from connectors.exports.rows import Column
from connectors.records import MeasureName as M
from core import sessions
from core.database import Database
from core.people import Actor, Role, User
from core.territory import Channel
from reach.imports import uploads
from reach.imports.tables import HeaderMeaning, ImportEntry, ImportUpload
from reach.models import Snapshot
from tests import streamlit_pages as pages
from tests.asgi import Visitor, token_of
from tests.connectors import export_files as files
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place

PAGE = "reach/pages/imports.py"
PHOTO = "https://www.instagram.com/p/QnA1b2C3d4E/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    """Thursday 26 November 2026, 10:00 in Paris."""
    with time_machine.travel("2026-11-26T09:00:00+00:00", tick=False):
        yield


@pytest.fixture
def where(database: Database) -> Place:
    """A consortium with a photo online and two accounts."""
    with database.transaction() as session:
        place = people.place(session)
        made.published(session, place, PHOTO, title="Le code, *vite*")
        made.account(session, place, Channel.TIKTOK, "quai.neuf")
        made.account(session, place, Channel.INSTAGRAM, "quai.neuf")
        return place


@pytest.fixture
def officer(database: Database, where: Place, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Signed in on every page."""
    with database.transaction() as session:
        actor = people.actor(session, where, Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, actor)
    return actor


@pytest.fixture
def visitor(database: Database, officer: Actor) -> Iterator[Visitor]:
    with Visitor(public.app) as opened:
        with database.transaction() as session:
            token = sessions.open_session(session, session.get_one(User, officer.user_id))
        opened.cookies.set(sessions.COOKIE, token)
        yield opened


def put(database: Database, actor: Actor, data: bytes | str) -> None:
    with database.transaction() as session:
        uploads.put(session, actor, data.encode() if isinstance(data, str) else data)


def opened() -> AppTest:
    page = pages.open_page(PAGE)
    assert not page.exception
    return page


def pressed(page: AppTest, label: str) -> AppTest:
    (button,) = [one for one in page.button if str(one.label).startswith(label)]
    button.click().run()
    assert not page.exception
    return page


def count(database: Database, table: type[Any]) -> int:
    with database.snapshot() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_nothing_imported_yet_says_what_to_do(officer: Actor) -> None:
    page = opened()
    assert "Aucun export importé." in pages.texts(page)
    assert page.main.get("link_button")[0].proto.url == f"/imports/fichier?consortium={officer.consortium_id}"


def test_a_file_is_looked_at_then_kept_and_gone_from_the_way(officer: Actor, database: Database) -> None:
    put(database, officer, files.instagram())
    page = opened()
    assert "Meta, publications Instagram : 2 publications" in pages.texts(page).replace("\u00a0", " ")
    assert page.date_input[0].value == date(2026, 11, 26)
    assert count(database, Snapshot) == 0
    page.date_input[0].set_value(date(2026, 11, 20)).run()
    pressed(page, "Garder 7 chiffres")
    assert (count(database, Snapshot), count(database, ImportUpload), count(database, ImportEntry)) == (
        7,
        0,
        1,
    )
    shown = pages.texts(page)
    assert "Derniers imports" in shown
    assert "Chiffres des exports, par publication" in shown
    with database.snapshot() as session:
        assert session.scalar(select(ImportEntry.downloaded_on)) == date(2026, 11, 20)


def test_a_file_that_is_given_up_leaves_nothing(officer: Actor, database: Database) -> None:
    put(database, officer, files.instagram())
    page = pressed(opened(), "Abandonner ce fichier")
    assert (count(database, Snapshot), count(database, ImportUpload)) == (0, 0)
    assert "Aucun export importé." in pages.texts(page)


def test_unknown_headers_are_explained_once_and_the_file_is_read(officer: Actor, database: Database) -> None:
    put(database, officer, files.table([["Lien", "Portée", "Notes"], [PHOTO, "1 204", "*"]], ";"))
    page = opened()
    assert "que disent ses colonnes" in pages.texts(page)
    choices = {str(one.label).replace("\\", ""): one for one in page.selectbox}
    assert [one.value for one in choices.values()] == [Channel.INSTAGRAM, Column.LINK, M.REACH, None]
    next(one for label, one in choices.items() if label.startswith("Notes")).select("enregistrements")
    next(one for label, one in choices.items() if label.startswith("Notes")).select("laissée de côté")
    pressed(page, "Retenir ces colonnes")
    assert count(database, HeaderMeaning) == 1
    pressed(page, "Garder 1 chiffre")
    assert count(database, Snapshot) == 1


def test_whether_numbers_are_totals_is_asked(officer: Actor, database: Database, where: Place) -> None:
    with database.transaction() as session:
        made.published(session, where, "https://www.youtube.com/watch?v=Zx9y8W7v6U5", Channel.YOUTUBE)
    put(database, officer, files.youtube(french=True))
    page = opened()
    assert "une période n'est pas un total" in pages.texts(page).replace("’", "'")
    assert next(one for one in page.button if str(one.label).startswith("Noter")).disabled
    page.checkbox[0].check().run()
    pressed(page, "Garder 3 chiffres")
    assert count(database, Snapshot) == 3


def test_whose_days_they_are_is_asked(officer: Actor, database: Database) -> None:
    put(database, officer, files.meta_daily(("Reach", [("2026-11-01T00:00:00", "12")])))
    page = opened()
    assert next(one for one in page.button if str(one.label).startswith("Garder")).disabled
    page.selectbox[0].select("@quai.neuf · Instagram").run()
    pressed(page, "Garder 1 chiffre")


def test_a_file_goes_in_by_a_plain_form(visitor: Visitor, officer: Actor, database: Database) -> None:
    path = f"/imports/fichier?consortium={officer.consortium_id}"
    blank = visitor.get(path)
    assert 'type="file"' in blank.text
    answer = visitor.post(
        path, data={"token": token_of(blank)}, files={"file": ("Chez Nour.csv", files.instagram().encode())}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/imports")
    with database.snapshot() as session:
        row = session.scalars(select(ImportUpload)).one()
        assert (row.data, row.user_id) == (files.instagram().encode(), officer.user_id)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"%PDF-1.7\0", "n’est pas un tableau"),
        (b"a" * (reading.LARGEST + 200_000), "dépasse 10"),
        (files.archive({"x.png": b"\x89PNG\0"}), "Aucun tableau"),
    ],
)
def test_what_is_no_export_is_said_beside_the_form(
    data: bytes, said: str, visitor: Visitor, officer: Actor, database: Database
) -> None:
    path = f"/imports/fichier?consortium={officer.consortium_id}"
    token = token_of(visitor.get(path))
    answer = visitor.post(path, data={"token": token}, files={"file": ("photo.csv", data)})
    assert (answer.status_code, said in answer.text, count(database, ImportUpload)) == (422, True, 0)


def test_a_role_that_may_not_collect_and_another_consortium_see_no_form(
    visitor: Visitor, officer: Actor, database: Database, where: Place
) -> None:
    with database.transaction() as session:
        elsewhere = people.place(session, "Ailleurs")
        reader = people.actor(session, where, Role.READER)
        token = sessions.open_session(session, session.get_one(User, reader.user_id))
    assert visitor.get(f"/imports/fichier?consortium={elsewhere.consortium.id}").status_code == 401
    visitor.cookies.set(sessions.COOKIE, token)
    assert visitor.get(f"/imports/fichier?consortium={officer.consortium_id}").status_code == 401
