"""Notices to partners: signed, once per event, tried until taken, never about the person, never into a private network."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
import trustme
from sqlalchemy import text
from sqlalchemy.orm import Session

from contacts import answering, details, hooks, intake, queue, relays, sending
from contacts import jobs as contacts_jobs
from core import settings, tokens
from core.database import Database
from core.errors import InvalidInput, NotFound
from core.people import Consortium, Role
from core.tokens import Scope
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Portal:
    """A partner's server on this machine: what it was told, and what it answers."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                portal.told.append((dict(self.headers), body))
                self.send_response(portal.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_said: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Portal:
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as opened:
        yield opened


@pytest.fixture
def token_id(database: Database, where: Place) -> UUID:
    """The token of a portal of a demonstration, which may be told on its own machine."""
    with database.transaction() as session:
        session.get_one(Consortium, where.consortium.id).demo = True
        made = tokens.add(session, where.consortium.id, "Portail", frozenset(Scope))
        return tokens.require(session, made, Scope.FIRST_CONTACTS).token_id


def hooked(database: Database, token_id: UUID, port: int) -> str:
    with database.transaction() as session:
        return hooks.open_hook(session, token_id, f"http://127.0.0.1:{port}/suites")


def handed_in(session: Session, where: Place, token_id: UUID, key: str = "a key") -> UUID:
    entry = intake.PortalEntry(way=factory.PHONE)
    here = where.consortium.id
    return intake.from_api(session, here, entry, key=key, body="", token_id=token_id)[0]


def answered(database: Database, where: Place, token_id: UUID, key: str = "a key") -> UUID:
    with database.transaction() as session:
        contact = handed_in(session, where, token_id, key)
        counsellor = people.actor(session, where, Role.COUNSELLOR)
        queue.take(session, counsellor, contact)
        answering.answered(session, counsellor, contact)
        return contact


def run() -> dict[str, int]:
    return contacts_jobs.notify({}, lambda *_said: None)


@pytest.mark.database
def test_an_answer_is_told_once_signed_and_says_nothing_of_the_person(
    database: Database, where: Place, token_id: UUID, portal: Portal, engine_kind: str
) -> None:
    secret = hooked(database, token_id, portal.port)
    contact = answered(database, where, token_id)
    assert run() == {"taken": 1, "refused": 0}
    assert run() == {"taken": 0, "refused": 0}
    ((headers, body),) = portal.told
    said = json.loads(body)
    assert set(said) == {"id", "event", "contact", "at"}
    assert (said["event"], said["contact"]) == ("answered", str(contact))
    signed = f"{headers['Porte-Voix-Timestamp']}.".encode() + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Porte-Voix-Signature"] == f"sha256={expected}"
    assert headers["Host"] == f"127.0.0.1:{portal.port}"
    assert b"39981234" not in body


def test_a_hand_over_is_told_once_it_is_accepted_or_kept(
    database: Database, where: Place, token_id: UUID, portal: Portal
) -> None:
    hooked(database, token_id, portal.port)
    kept = answered(database, where, token_id)
    given = answered(database, where, token_id, "another key")
    with database.transaction() as session:
        own = people.actor(session, where, Role.COUNSELLOR)
        other = people.actor(session, where, Role.COUNSELLOR, where.school)
        relays.propose(session, own, kept, where.club.id)
        relays.propose(session, own, given, where.school.id)
        assert session.scalar(text("SELECT count(*) FROM hook_delivery")) == 3
        details.reveal(session, other, given)
        relays.accept(session, other, given)
    run()
    events = sorted(
        (json.loads(body)["event"], json.loads(body)["contact"]) for _headers, body in portal.told
    )
    assert events == sorted(
        (event, str(one)) for one in (kept, given) for event in ("answered", "handed_over")
    )


def test_a_refused_notice_is_tried_later_and_later_then_given_up(
    database: Database, where: Place, token_id: UUID, portal: Portal
) -> None:
    with time_machine.travel(MONDAY, tick=False) as travel:
        hooked(database, token_id, portal.port)
        answered(database, where, token_id)
        portal.status = 500
        due = [0, *(2**number - 1 for number in range(1, 10))]
        tried = []
        for minute in sorted({near for one in (*due, 1023) for near in (one - 1, one) if near >= 0}):
            travel.move_to(MONDAY + timedelta(minutes=minute))
            if sum(run().values()):
                tried.append(minute)
        assert tried == due
        assert len(portal.told) == hooks.MOST_TRIES
        assert len({json.loads(body)["id"] for _headers, body in portal.told}) == 1


def test_a_partner_that_is_down_holds_up_no_other(
    database: Database, where: Place, token_id: UUID, portal: Portal
) -> None:
    with database.transaction() as session:
        other = tokens.require(
            session, tokens.add(session, where.consortium.id, "Deux", frozenset(Scope)), Scope.FIRST_CONTACTS
        ).token_id
    hooked(database, token_id, 9)  # nobody listens there
    hooked(database, other, portal.port)
    for number in range(3):
        answered(database, where, token_id, f"down {number}")
    answered(database, where, other, "up")
    assert run() == {"taken": 1, "refused": 1}
    portal.status = 302
    answered(database, where, other, "elsewhere")
    assert run()["taken"] == 0
    assert len(portal.told) == 2  # the redirect was not followed


def test_killed_between_sending_and_writing_down_it_is_told_again_with_the_same_id(
    database: Database, where: Place, token_id: UUID, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(MONDAY, tick=False) as travel:
        hooked(database, token_id, portal.port)
        answered(database, where, token_id)

        def killed(*_given: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(hooks, "delivered", killed)
            run()
        assert run() == {"taken": 0, "refused": 0}
        travel.shift(timedelta(minutes=1))
        assert run() == {"taken": 1, "refused": 0}
    assert len({json.loads(body)["id"] for _headers, body in portal.told}) == 1


def test_nothing_is_sent_for_others_once_closed_or_with_a_revoked_token(
    database: Database, where: Place, token_id: UUID, portal: Portal
) -> None:
    hooked(database, token_id, portal.port)
    with database.transaction() as session:
        counsellor = people.actor(session, where, Role.COUNSELLOR)
        own = handed_in(session, where, token_id, "before")
        session.execute(text("UPDATE first_contact SET api_token_id = NULL"))
        session.expire_all()
        queue.take(session, counsellor, own)
        answering.answered(session, counsellor, own)
    assert run() == {"taken": 0, "refused": 0}
    answered(database, where, token_id, "closed")
    with database.transaction() as session:
        assert hooks.close_hook(session, token_id) == "Portail"
        with pytest.raises(NotFound):
            hooks.close_hook(session, token_id)
    answered(database, where, token_id, "after")
    hooked(database, token_id, portal.port)
    assert run() == {"taken": 0, "refused": 0}
    answered(database, where, token_id, "revoked")
    with database.transaction() as session:
        tokens.revoke(session, token_id)
    assert run() == {"taken": 0, "refused": 0}
    assert portal.told == []


def test_neither_secret_nor_address_is_in_the_file_or_the_log(
    database: Database, where: Place, token_id: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = hooked(database, token_id, 9)
    answered(database, where, token_id)
    assert run() == {"taken": 0, "refused": 1}
    written = b"".join(
        path.read_bytes() for path in Path(database.engine.url.database or "").parent.glob("*.sqlite*")
    )
    assert secret.encode() not in written
    assert secret not in caplog.text
    assert "a notice to a partner was not taken" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("porte_voix")]
    assert not any("127.0.0.1" in said for said in ours)


@pytest.mark.parametrize(
    "url",
    [
        "http://portail.exemple.fr/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://user:secret@portail.exemple.fr/",
        "https://portail.exemple.fr/#fragment",
        "https://portail.exemple.fr:0/",
        "https://portail.exemple.fr:99999/",
        "https:///rien",
        "ftp://portail.exemple.fr/",
        "javascript:alert(1)",
        "https://portail.exemple.fr/ espace",
        "https://[mal/",
        "https://portail.exemple.fr/" + "x" * 400,
        "",
    ],
)
def test_an_address_that_may_not_be_told_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        sending.check(url, loopback=False)
    assert not sending.post(url, b"{}", {}, loopback=False)


def test_a_name_that_leads_into_a_private_network_gets_nothing(
    monkeypatch: pytest.MonkeyPatch, portal: Portal
) -> None:
    def looked_up(addresses: list[str]) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, portal.port)) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_named: found)

    url = f"https://portail.exemple.fr:{portal.port}/"
    for addresses in (["127.0.0.1"], ["203.0.113.5", "10.0.0.1"], []):
        looked_up(addresses)
        assert not sending.post(url, b"{}", {}, loopback=False)
    assert portal.told == []


def test_the_connection_goes_to_the_address_that_was_looked_at_and_the_name_is_checked(
    monkeypatch: pytest.MonkeyPatch, portal: Portal, tmp_path: Path
) -> None:
    made, authority = trustme.CA(), tmp_path / "authority.pem"
    made.cert_pem.write_to_path(str(authority))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("portail.exemple.fr").configure_cert(context)
    portal.server.socket = context.wrap_socket(portal.server.socket, server_side=True)
    monkeypatch.setenv("PORTE_VOIX_OUTBOUND_CA", str(authority))
    settings.current.cache_clear()
    asked: list[str] = []
    real = socket.getaddrinfo

    def once(host: Any, *given: Any, **named: Any) -> Any:
        asked.append(str(host))
        return real("127.0.0.1", *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    url = f"https://portail.exemple.fr:{portal.port}/suites"
    assert sending.post(url, b"{}", {"X-A": "b"}, loopback=True)
    assert [one for one in asked if one != "127.0.0.1"] == ["portail.exemple.fr"]
    assert portal.told[0][0]["Host"] == f"portail.exemple.fr:{portal.port}"
    assert not sending.post(url.replace("portail.", "autre."), b"{}", {}, loopback=True)
    assert len(portal.told) == 1
