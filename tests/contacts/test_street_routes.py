"""/rue without a browser: what a script is answered, who is let in, what a page without a session keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from starlette.applications import Starlette

from app import sign_in
from contacts.routes import ROUTES
from core import clock, sessions
from core.database import Database
from core.people import Actor, Role, User
from tests.asgi import Visitor
from tests.contacts import street
from tests.contacts.phone import plain
from tests.factories import contacts as factory
from tests.factories import people as people_factory
from tests.factories.people import Place

SCRIPT = {"accept": "application/json"}
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')


@pytest.fixture
def counsellor(database: Database, where: Place) -> Actor:
    """Who is signed in."""
    with database.transaction() as session:
        return people_factory.actor(session, where, Role.COUNSELLOR)


@pytest.fixture
def visitor(database: Database, counsellor: Actor) -> Iterator[Visitor]:
    """The counsellor's phone, without a script of its own."""
    with Visitor(Starlette(routes=[*ROUTES, *sign_in.ROUTES])) as opened:
        opened.cookies.set(sessions.COOKIE, street.session_of(database, counsellor))
        yield opened


def page(visitor: Visitor, **fields: str) -> dict[str, str]:
    """The fields of the page as it is served, and what is typed into it."""
    shown = visitor.get("/rue").text.partition('<form class="last"')[0]
    hidden = dict(HIDDEN.findall("".join(re.findall(r'<input type="hidden"[^>]*>', shown))))
    return {**hidden, **fields}


def asked(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return answer.status_code, json.loads(answer.text)


def contacts(database: Database) -> int:
    with database.snapshot() as session:
        return factory.count(session)


def test_a_script_is_told_what_became_of_the_entry(visitor: Visitor, database: Database) -> None:
    fields = page(visitor, need="permis")
    for state in ("noted", "known"):
        status, said = asked(visitor.post("/rue", data=fields, headers=SCRIPT))
        assert (status, said["state"]) == (200, state)
        assert said["last"]["said"].endswith("permis")
    assert contacts(database) == 1
    assert asked(visitor.post("/rue", data=page(visitor), headers=SCRIPT))[1]["state"] == "refused"
    _status, said = asked(visitor.post("/rue", data=page(visitor, code="RIEN-99"), headers=SCRIPT))
    assert (said["field"], said["suggestions"]) == ("code", [])


def test_a_page_that_stayed_open_for_hours_gets_a_fresh_token(visitor: Visitor, database: Database) -> None:
    fields = page(visitor, need="permis")
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        status, said = asked(visitor.post("/rue", data=fields, headers=SCRIPT))
        assert (status, said["state"]) == (409, "stale")
        fields["token"] = said["token"]
        assert asked(visitor.post("/rue", data=fields, headers=SCRIPT))[1]["state"] == "noted"


def test_another_site_gets_neither_a_token_nor_a_contact(visitor: Visitor, database: Database) -> None:
    fields = page(visitor, need="permis") | {"token": "ancien"}
    headers = SCRIPT | {"origin": "https://autre.example", "sec-fetch-site": "cross-site"}
    status, said = asked(visitor.post("/rue", data=fields, headers=headers))
    assert (status, "token" in said, contacts(database)) == (403, False, 0)


def test_without_a_session_the_page_leads_to_sign_in_and_back(
    visitor: Visitor, database: Database, counsellor: Actor
) -> None:
    visitor.cookies.clear()
    to = visitor.get("/rue").headers["location"]
    assert to == "/entrer?suite=/rue"
    with database.snapshot() as session:
        login = session.get_one(User, counsellor.user_id).login
    typed = {"login": login, "password": people_factory.PASSWORD}
    shown = visitor.get(to).text
    token = dict(HIDDEN.findall(shown))["token"]
    back = visitor.post("/entrer", data={"token": token, "suite": "/rue", **typed})
    assert back.headers["location"] == "/rue"
    token = dict(HIDDEN.findall(visitor.get("/entrer?suite=//ailleurs.example").text))["token"]
    away = visitor.post("/entrer", data={"token": token, "suite": "//ailleurs.example", **typed})
    assert away.headers["location"] == "/"


def test_a_session_that_ended_gives_the_form_back_to_be_sent_again(
    visitor: Visitor, database: Database, counsellor: Actor
) -> None:
    fields = page(visitor, need="permis", place="Gare", way=factory.PHONE)
    with database.transaction() as session:
        sessions.close_all(session, counsellor.user_id)
    answer = visitor.post("/rue", data=fields)
    assert answer.status_code == 401
    assert "Reconnectez-vous" in plain(answer)
    kept = dict(HIDDEN.findall(answer.text))
    assert (kept["place"], kept["way"], kept["key"]) == ("Gare", factory.PHONE, fields["key"])
    assert asked(visitor.post("/rue", data=fields, headers=SCRIPT))[1]["state"] == "signed_out"
    assert contacts(database) == 0
    visitor.cookies.set(sessions.COOKIE, street.session_of(database, counsellor))
    assert visitor.post("/rue", data=kept).headers["location"] == "/rue?fait=noted"
    assert visitor.post("/rue", data=kept).headers["location"] == "/rue?fait=known"
    assert contacts(database) == 1


def test_an_entry_is_never_stored_under_another_name(
    visitor: Visitor, database: Database, where: Place
) -> None:
    fields = page(visitor, need="permis")
    with database.transaction() as session:
        other = people_factory.actor(session, where, Role.COUNSELLOR)
    visitor.cookies.set(sessions.COOKIE, street.session_of(database, other))
    assert asked(visitor.post("/rue", data=fields, headers=SCRIPT))[0] == 401
    assert visitor.post("/rue", data=fields).status_code == 403
    assert contacts(database) == 0


@pytest.mark.parametrize("role", [Role.READER, Role.COMMUNICATIONS, Role.ADMINISTRATOR])
def test_a_role_that_notes_no_contact_is_told_so(
    role: Role, visitor: Visitor, database: Database, where: Place
) -> None:
    with database.transaction() as session:
        other = people_factory.actor(session, where, role)
    visitor.cookies.set(sessions.COOKIE, street.session_of(database, other))
    answer = visitor.get("/rue")
    assert answer.status_code == 403
    assert "Demandez l'accès" in plain(answer)


def test_the_page_may_use_the_camera_and_speak_to_its_own_site_and_nothing_more(visitor: Visitor) -> None:
    headers = visitor.get("/rue").headers
    assert headers["permissions-policy"] == "geolocation=(), microphone=(), camera=(self)"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("field", ["need", "age", "origin", "structure", "caller"])
def test_answers_that_are_in_no_list_are_refused_in_words(
    field: str, visitor: Visitor, database: Database
) -> None:
    fields = page(visitor, need="permis") | {field: "inventé"}
    answer = visitor.post("/rue", data=fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert contacts(database) == 0


def test_a_form_that_is_too_long_is_refused_in_words(visitor: Visitor) -> None:
    answer = visitor.post("/rue", data={"place": "x" * 70_000})
    assert answer.status_code == 422
    assert "trop long" in plain(answer)
