"""Notices: taken by a real mail server and a real receiver; an address is never told to anybody."""

from __future__ import annotations

import json
import logging
import logging.config
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core import notify
from core.errors import InvalidInput
from core.notify import Failure

SECRET = "mot-de-passe-7391"


class Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self) -> None:
        self.say("220 ici")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self.say("354 va")
                body = []
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    body.append(text)
                self.server.taken.append("\n".join(body))  # type: ignore[attr-defined]
            self.say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Hook(BaseHTTPRequestHandler):
    """Takes a JSON notice, or refuses it."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(body.decode())  # type: ignore[attr-defined]
        self.send_response(500 if "refuse" in self.path else 200)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[tuple[int, list[str]]]:
    taken: list[str] = []
    server.taken = taken  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1]), taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_a_notice_goes_out_by_mail_and_by_hook() -> None:
    with (
        serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)) as (mail, letters),
        serving(HTTPServer(("127.0.0.1", 0), Hook)) as (hook, posts),
    ):
        addresses = [
            f"mailto://127.0.0.1:{mail}?from=porte@exemple.fr&to=equipe@exemple.fr",
            f"json://127.0.0.1:{hook}/avis",
        ]
        assert notify.send(addresses, "Des demandes attendent", "2 demandes attendent.") == []
    assert len(letters) == len(posts) == 1
    assert "equipe@exemple.fr" in letters[0]
    assert json.loads(posts[0])["message"] == "2 demandes attendent."


def test_a_failure_is_named_by_place_and_kind_never_by_its_address(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    notify.check(["json://exemple.fr"])
    # What a server does when it starts: loggers that were switched off are on again.
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})
    caplog.set_level(logging.DEBUG)
    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as (hook, _posts):
        addresses = [
            f"json://127.0.0.1:{hook}/avis",
            f"json://nom:{SECRET}@127.0.0.1:{hook}/refuse",
            f"mailto://nom:{SECRET}@127.0.0.1:1?from=a@exemple.fr&to=b@exemple.fr",
        ]
        assert notify.send(addresses, "t", "x") == [Failure(2, "json"), Failure(3, "mailto")]
    shown = "\n".join(record.getMessage() for record in caplog.records) + "".join(capsys.readouterr())
    assert SECRET not in shown
    assert "exemple.fr" not in shown
    assert "127.0.0.1" not in "\n".join(
        record.getMessage() for record in caplog.records if record.name == "porte_voix.notify"
    )


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "syslog://", "dbus://", "bonjour", f"schema://{SECRET}", "mailto://"]
)
def test_an_address_that_is_none_or_stays_on_this_machine_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput, match="La ligne 2") as refused:
        notify.check(["json://exemple.fr", address])
    assert SECRET not in refused.value.message
    assert notify.send([address], "t", "x") == [Failure(1, notify.kind_of(address))]


def test_ten_addresses_are_enough() -> None:
    notify.check(["json://exemple.fr"] * 10)
    with pytest.raises(InvalidInput, match="10"):
        notify.check(["json://exemple.fr"] * 11)
