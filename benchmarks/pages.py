"""How soon a phone on a bad network sees a public page, how much is sent, in how many requests.

`python -m benchmarks.pages [--json] [--rounds N]`. A fresh data folder holds two consortium pages, a
hub and a confirmed Arabic version; `app.public` is served by uvicorn. A real Chromium opens every
page with an empty cache at 1.6 Mbit/s, 150 ms round trip, CPU slowed 4 times. First paint is the
browser's own `first-contentful-paint`; each value is the median over the rounds. Exit status 1
where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from app.migrate import migrate
from app.wiring import wire
from campaigns import planning
from connectors import browser as installed
from contacts import editing, hubs, landing
from contacts.languages import FRENCH, Words
from core import clock, database, people, settings
from core.people import Role
from core.territory import Audience, Need

START_SECONDS = 60
MOST_MILLISECONDS = 1000.0
MOST_BYTES = 50_000.0
MOST_REQUESTS = 3.0
SLOWER = 4
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
HOURS = "Lundi à vendredi, 9 h à 20 h. Samedi, 10 h à 17 h."
ARABIC = Words("رخصة السياقة غالية. نحن نساعدك.", "نبحث معك. نُعدّ الملف معا. مجاني.", "السبت، من 10 إلى 17.")


@dataclass(frozen=True)
class Case:
    """One line of the result, and the most that it may be."""

    case: str
    value: float
    target: float
    met: bool


@dataclass(frozen=True)
class Visit:
    """One page opened once."""

    paint: float
    bytes: float
    requests: int


def main() -> int:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    cases = measured(chosen.rounds)
    if chosen.json:
        print(json.dumps([asdict(case) for case in cases], indent=2))
    else:
        for case in cases:
            print(f"{case.case}: {case.value:.0f} (at most {case.target:.0f}){'' if case.met else ' MISSED'}")
    return 0 if all(case.met for case in cases) else 1


def measured(rounds: int) -> list[Case]:
    """Every page, each opened `rounds` times in a browser that knows nothing."""
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        # An own data folder, for the server too: never the database of an installation.
        os.environ["PORTE_VOIX_DATA_DIR"] = folder
        os.environ.pop("PORTE_VOIX_DATABASE_URL", None)
        paths = _built()
        with _served() as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=installed.path(), args=["--no-sandbox"])
            _opened(chromium, address + paths[0])
            found = {path: [_opened(chromium, address + path) for _round in range(rounds)] for path in paths}
            chromium.close()
    return [case for path, visits in found.items() for case in _cases(path, visits)]


def _cases(path: str, visits: list[Visit]) -> list[Case]:
    read: list[tuple[str, list[float], float]] = [
        ("first paint, ms", [one.paint for one in visits], MOST_MILLISECONDS),
        ("bytes", [one.bytes for one in visits], MOST_BYTES),
        ("requests", [one.requests for one in visits], MOST_REQUESTS),
    ]
    return [
        Case(f"{path}: {name}", value, most, value <= most)
        for name, values, most in read
        for value in [statistics.median(values)]
    ]


def _opened(chromium: Browser, url: str) -> Visit:
    """The page in a new context: no cache, no connection that is already there."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, locale="fr-FR")
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", NETWORK)
    network.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    asked: list[str] = []
    weighed: list[float] = []

    def on_request(event: dict[str, Any]) -> None:
        asked.append(event["request"]["url"])

    def on_end(event: dict[str, Any]) -> None:
        weighed.append(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", on_request)
    network.on("Network.loadingFinished", on_end)
    page.goto(url, wait_until="networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return Visit(float(paint), sum(weighed), sum(not one.startswith("data:") for one in asked))


def _built() -> list[str]:
    """Pages such as a consortium of twelve has them; the paths to open."""
    settings.current.cache_clear()
    database.current.cache_clear()
    migrate(database.current())
    wire()
    with database.current().transaction() as session:
        consortium = people.create_consortium(session, "Banc d'essai")
        home = None
        for number in range(12):
            home = people.add_structure(session, consortium.id, f"Structure de quartier numéro {number + 1}")
        user = people.create_user(session, "banc@exemple.test", "Banc", "une phrase assez longue")
        people.add_member(session, user, consortium.id, Role.COMMUNICATIONS, home.id if home else None)
        actor = people.actor_in(session, user, consortium.id)
        assert actor is not None
        for page in landing.ensure_defaults(session, consortium.id):
            editing.settle(session, actor, page.id, phone="06 39 98 00 01", zone_id=None)
            editing.save(session, actor, page.id, FRENCH, Words(page.title, page.text, HOURS))
        licence = landing.by_slug(session, "permis").id
        version = editing.save(session, actor, licence, "ar", ARABIC)
        editing.confirm(session, actor, licence, "ar", version.number, "Samira (nom inventé)")
        today = clock.today(settings.current().timezone)
        campaign = planning.create_campaign(
            session,
            actor,
            "Rentrée",
            goal="",
            need=Need.OTHER,
            audience=Audience.YOUNG,
            starts_on=today,
            ends_on=today,
        )
        hub = hubs.path(hubs.create(session, actor, campaign.id))
    form = "/bonjour/permis/rappel"
    return [
        hub,
        f"{hub}?l=ar",
        "/bonjour/permis",
        "/bonjour/permis?l=ar",
        "/bonjour/proche",
        form,
        f"{form}?l=ar",
    ]


@contextmanager
def _served() -> Iterator[str]:
    """The address of one process of `app.public`, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "app.public:app", "--port", str(port), "--log-level", "error"]
    server = subprocess.Popen(command)
    try:
        _wait(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            asking = HTTPConnection("127.0.0.1", port, timeout=5)
            asking.request("GET", "/healthz")
            asking.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("app.public did not start")


if __name__ == "__main__":
    sys.exit(main())
