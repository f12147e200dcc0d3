"""Files on their way in and out of the library, through the public application."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PIL import Image

from app import public
from campaigns.media import library
from core import clock, sessions, storage
from core.database import Database
from core.people import Actor, Role, User
from tests import streamlit_pages as pages
from tests.asgi import Visitor, token_of
from tests.campaigns import media_files as files
from tests.factories import people
from tests.factories import planning as made

SAID = {
    "title": "Le code",
    "alt": "Une main tient un volant.",
    "people": "until",
    "consent_until": "2027-06-30",
}


@pytest.fixture
def officer(database: Database) -> Actor:
    with database.transaction() as session:
        return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def visitor(database: Database, officer: Actor) -> Iterator[Visitor]:
    with Visitor(public.app) as opened:
        with database.transaction() as session:
            token = sessions.open_session(session, session.get_one(User, officer.user_id))
        opened.cookies.set(sessions.COOKIE, token)
        yield opened


def sent(
    visitor: Visitor, officer: Actor, data: bytes, name: str = "photo.jpg", **fields: str
) -> tuple[int, str]:
    path = f"/medias/ajouter?consortium={officer.consortium_id}"
    token = token_of(visitor.get(path))
    answer = visitor.post(path, data={"token": token, **SAID, **fields}, files={"file": (name, data)})
    return answer.status_code, answer.text


def test_a_file_comes_in_and_goes_out_without_its_tags(
    visitor: Visitor, officer: Actor, database: Database
) -> None:
    assert sent(visitor, officer, files.picture(turned=True), "Chez Nour.jpg") == (303, "")
    with database.snapshot() as session:
        (row,) = library.library(session, officer.consortium_id)
    assert (row.title, row.width, row.height, str(row.consent_until)) == ("Le code", 600, 800, "2027-06-30")
    small, whole = visitor.get(f"/medias/{row.id}/vignette"), visitor.get(f"/medias/{row.id}/fichier")
    assert Image.open(io.BytesIO(small.content)).size == (360, 480)
    assert len(whole.content) == row.bytes
    assert "Nour" not in whole.headers["content-disposition"]
    visitor.cookies.clear()
    assert visitor.get(f"/medias/{row.id}/fichier").status_code == 401


def test_a_video_comes_in_and_goes_out_too(visitor: Visitor, officer: Actor, database: Database) -> None:
    assert sent(visitor, officer, files.video(), "Chez Nour.mov") == (303, "")
    with database.snapshot() as session:
        (row,) = library.library(session, officer.consortium_id)
    assert (row.kind.value, row.width, row.height) == ("video", 144, 256)
    whole = visitor.get(f"/medias/{row.id}/fichier")
    assert (len(whole.content), whole.headers["content-type"]) == (row.bytes, "video/mp4")
    assert visitor.get(f"/medias/{row.id}/vignette").headers["content-type"] == "image/jpeg"


def test_a_file_of_another_consortium_is_not_there(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        elsewhere = people.actor(session, people.place(session, "Ailleurs"), Role.COMMUNICATIONS)
        picture = made.picture(session, elsewhere).id
        there = elsewhere.consortium_id
    assert visitor.get(f"/medias/{picture}/vignette").status_code == 404
    assert visitor.get(f"/medias/ajouter?consortium={there}").status_code == 401


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "Donnez un nom"),
        ({"alt": ""}, "Décrivez"),
        ({"people": ""}, "Dites si des personnes"),
        ({"consent_until": ""}, "dernier jour"),
        ({"consent_until": "31/12/1999"}, "dernier jour"),
        ({"consent_until": "1999-12-31"}, "Choisissez une date entre"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    visitor: Visitor, officer: Actor, fields: dict[str, str], says: str
) -> None:
    status, text = sent(visitor, officer, files.picture(), **fields)
    assert (status, says in text) == (422, True)
    assert fields.get("title", 'value="Le code"') in text
    assert list(storage.current().names("media")) == []


def test_a_lying_or_empty_file_is_refused_in_words(visitor: Visitor, officer: Actor) -> None:
    for data, says in ((b"", "est vide"), (b"<svg onload=alert(1)>" * 99, "ni une image")):
        status, text = sent(visitor, officer, data)
        assert (status, says in text) == (422, True)


def test_a_file_that_never_ends_is_stopped(
    visitor: Visitor, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.media.measuring.LARGEST", 50_000)
    status, text = sent(visitor, officer, b"\xff\xd8\xff" + b"\0" * 200_000)
    assert (status, "Réduisez-le" in text) == (422, True)


def test_the_library_shows_what_ends_soon(
    database: Database, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.sign_in(monkeypatch, database, officer)
    empty = pages.open_page("campaigns/pages/media.py")
    assert (len(empty.exception), "Aucun média." in pages.texts(empty)) == (0, True)
    with database.transaction() as session:
        made.picture(session, officer, "Sans personne")
        made.picture(session, officer, "Bientôt", consent_until=_in_days(10))
        made.picture(session, officer, "Longtemps", consent_until=_in_days(300))
    page = pages.open_page("campaigns/pages/media.py")
    assert len(page.exception) == 0
    page.segmented_control[0].set_value("ending").run()
    shown = pages.texts(page)
    assert ("Bientôt" in shown, "Longtemps" in shown, "Sans personne" in shown) == (True, False, False)
    next(one for one in page.button if one.label == "Modifier").click().run()
    assert len(page.exception) == 0


def _in_days(days: int) -> date:
    return clock.today(made.PARIS) + timedelta(days=days)
