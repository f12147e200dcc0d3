"""A real process and a real browser: what people do, from the first start to the chart."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from connectors import browser as installed

ROOT = Path(__file__).parents[2]
LAPTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# Headless Chromium says so in its agent, and is rightly flagged as a machine.
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; SM-A156B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
LAPTOP_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)


@dataclass
class House:
    """A running process: its address, its data folder, what it printed."""

    address: str
    data_dir: Path
    log: Path
    environment: dict[str, str]

    @property
    def first_run_code(self) -> str:
        """The one-time code, as the terminal shows it."""
        found = re.search(r"\b(\d{8})\b", self.log.read_text())
        assert found, self.log.read_text()
        return found[1]

    def command(self, *words: str) -> str:
        """What `porte-voix` prints, run beside the process."""
        run = subprocess.run(
            [sys.executable, "-c", "from app.cli import main; main()", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, *, demo: bool = False) -> Iterator[House]:
    """The one process on a free port, with its data in `folder`."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTE_VOIX_")}
    environment |= {
        "PORTE_VOIX_DATA_DIR": str(folder / "var"),
        "PORTE_VOIX_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    house = House(f"http://127.0.0.1:{port}", folder / "var", folder / "log", environment)
    if demo:
        house.command("demo")
    with house.log.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; main()", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(house, process)
            yield house
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_healthy(house: House, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{house.address}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(house.log.read_text())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A brand-new installation."""
    with serving(tmp_path) as made:
        yield made


@pytest.fixture(scope="package")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, shared by the journeys that find in it what they need."""
    with serving(tmp_path_factory.mktemp("demo"), demo=True) as made:
        yield made


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; closed after the journeys, since its loop would stay open under the tests that follow."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=installed.path(), args=FLAGS)
        yield launched
        launched.close()


@contextmanager
def context(chromium: Browser, size: dict[str, int], mode: str = "light") -> Iterator[BrowserContext]:
    """A fresh browser profile, French, that fails the test when a page asks another machine for something."""
    opened = chromium.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if mode == "dark" else "light",
        user_agent=PHONE_AGENT if size is PHONE else LAPTOP_AGENT,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        has_touch=size is PHONE,
        accept_downloads=True,
    )
    outside: list[str] = []
    opened.on("request", lambda request: outside.append(request.url) if _outside(request.url) else None)
    try:
        yield opened
    finally:
        opened.close()
    assert outside == []


def _outside(url: str) -> bool:
    return not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|about:|chrome", url, re.IGNORECASE)


@pytest.fixture
def laptop(chromium: Browser) -> Iterator[Page]:
    """A page on a laptop."""
    with context(chromium, LAPTOP) as opened:
        yield opened.new_page()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page on a 390 × 844 phone."""
    with context(chromium, PHONE) as opened:
        yield opened.new_page()
