"""A real Chromium that a file of tests starts once, and applications of ours served to it by a thread.

`browser` and `chromium` are fixtures for a conftest or a file of tests to import. A Chromium lives no
longer than its file, since its loop would stay open under the tests that follow.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.types import ASGIApp

from connectors import browser as installed

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """Debian's Chromium for the block."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed.path(), args=["--no-sandbox", *flags])
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of a file of tests."""
    with launched() as started:
        yield started


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Browser]:
    """The same, with no profile left over from test to test."""
    yield browser
    for context in browser.contexts:
        context.close()


@contextmanager
def served(application: ASGIApp) -> Iterator[str]:
    """The address of an application on this machine, in a thread."""
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
