"""The public pages in a real Chromium: seen by axe in both modes, at any width, with a keyboard, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from campaigns.models import Code
from contacts import queue
from contacts.routes import ROUTES
from core import web
from core.database import Database
from tests import browsers
from tests.browsers import AXE
from tests.factories import contacts as factory
from tests.factories.people import Place

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
FINGER = 44


@pytest.fixture
def address(where: Place) -> Iterator[str]:
    """The pages, served on this machine by a thread."""
    application = Starlette(routes=[*ROUTES, Mount("/assets", StaticFiles(directory=web.ASSETS))])
    with browsers.served(application) as where_served:
        yield f"{where_served}/bonjour"


def opened(chromium: Browser, width: int = 390, **traits: Any) -> Page:
    """A page on a French phone."""
    size = ViewportSize(width=width, height=844)
    return chromium.new_context(viewport=size, locale="fr-FR", **traits).new_page()


def every_screen(page: Page, address: str, code: str) -> Iterator[str]:
    """Each public screen in turn, opened as people open it."""
    page.goto(f"{address}/permis?c={code}")
    page.locator("summary").click()
    yield "landing"
    page.goto(f"{address}/proche")
    yield "relatives"
    page.goto(f"{address}/permis?c={code}")
    page.locator("a.button.young").click()
    yield "form"
    page.locator("#way").fill("06 39 98 12 3")
    page.locator("button.young").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "error"
    page.locator("#way").fill(factory.PHONE)
    page.locator("button.young").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    yield "thanks"
    page.goto(f"{address}/nulle-part")
    yield "missing"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(chromium: Browser, address: str, code: Code, mode: str) -> None:
    page = opened(chromium, color_scheme=mode)
    found = {}
    for screen in every_screen(page, address, code.shown):
        page.evaluate(AXE.read_text())
        seen = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        assert len(seen["passes"]) > 10
        found[screen] = [(broken["id"], broken["nodes"][0]["html"]) for broken in seen["violations"]]
    assert {screen: broken for screen, broken in found.items() if broken} == {}
    assert len(found) == 6
    assert page.context.cookies() == []


def test_every_target_fits_a_finger_and_nothing_overflows_at_four_hundred_percent(
    chromium: Browser, address: str, code: Code
) -> None:
    page = opened(chromium, width=320)
    for screen in every_screen(page, address, code.shown):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (screen, wide) == (screen, 320)
        small = page.evaluate(
            """least => [...document.querySelectorAll('.button, .chips label, summary, .danger a, .top a, #way')]
                .filter(seen => seen.getBoundingClientRect().height < least - .5).map(seen => seen.outerHTML)""",
            FINGER,
        )
        assert (screen, small) == (screen, [])


def test_without_a_script_and_with_the_keyboard_alone_the_form_arrives(
    chromium: Browser, address: str, database: Database, where: Place
) -> None:
    page = opened(chromium, java_script_enabled=False)
    page.goto(f"{address}/permis/rappel")
    page.locator("#way").focus()
    page.keyboard.type(factory.PHONE)
    for keys in ("Tab", "ArrowRight", "Tab", "Space"):
        page.keyboard.press(keys)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est noté. On t’écrit dès que possible.")
    with database.snapshot() as session:
        (request,) = queue.waiting(session, where.consortium.id)
    assert (request.kind, request.when) == ("sms", "asap")
