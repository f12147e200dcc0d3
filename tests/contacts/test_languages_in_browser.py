"""The public pages of each language in a real Chromium: axe, the keyboard, 400 % zoom, weight, requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from starlette.applications import Starlette

from app.public import ROUTES
from campaigns.models import Code
from contacts import editing, hubs, landing
from contacts.languages import OTHERS, Words
from core.database import Database
from core.people import Role
from tests import browsers
from tests.browsers import AXE
from tests.factories import contacts as factory
from tests.factories import people, planning
from tests.factories.people import Place

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
LANGUAGES = ("fr", *OTHERS)
MOST_BYTES = 50_000
MOST_REQUESTS = 3
SPOKEN = {
    "en": Words("A driving licence is expensive.", "We look with you. It is free.", "Saturday, 10 to 17."),
    "ar": Words("رخصة السياقة غالية", "نبحث معك. مجاني.", "السبت، من 10 إلى 17"),
    "uk": Words("Права коштують дорого", "Шукаємо разом. Безкоштовно.", "Субота, 10–17"),
    "pt": Words("A carta é cara", "Procuramos contigo. É grátis.", "Sábado, 10 às 17 h"),
}


@pytest.fixture
def hub(database: Database, where: Place) -> str:
    """The path of a hub; both pages are confirmed in every language."""
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        for page in landing.pages(session, where.consortium.id):
            for language, words in SPOKEN.items():
                version = editing.save(session, by, page.id, language, words)
                editing.confirm(session, by, page.id, language, version.number, "Samira (nom inventé)")
        return hubs.path(hubs.create(session, by, planning.campaign(session, by).id))


@pytest.fixture
def address(hub: str) -> Iterator[str]:
    """Every public route with its assets, served on this machine by a thread."""
    with browsers.served(Starlette(routes=ROUTES)) as where:
        yield where


def opened(chromium: Browser, width: int = 390) -> Page:
    """A page on a French phone."""
    size = ViewportSize(width=width, height=844)
    return chromium.new_context(viewport=size, locale="fr-FR").new_page()


class Watched:
    """A page whose requests and bytes are counted, one screen after the other, nothing from a cache."""

    def __init__(self, chromium: Browser) -> None:
        # 320 px is 1280 px at 400 %.
        self.page = opened(chromium, width=320)
        self._bytes = 0.0
        self._requests = 0
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        network.on("Network.loadingFinished", self._weighed)
        network.on("Network.requestWillBeSent", self._asked)

    def _weighed(self, event: dict[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    def _asked(self, event: dict[str, Any]) -> None:
        self._requests += not event["request"]["url"].startswith("data:")

    def seen(self, language: str) -> None:
        """Count, look at the width, let axe look at everything, then begin to count anew."""
        page = self.page
        page.wait_for_load_state("networkidle")
        where = f"{page.url} {page.title()}"
        assert page.locator("html").get_attribute("lang") == language, where
        assert (self._requests <= MOST_REQUESTS, self._bytes <= MOST_BYTES) == (True, True), where
        assert page.evaluate("document.documentElement.scrollWidth") == 320, where
        for summary in page.locator("summary").all():
            summary.click()
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        assert len(found["passes"]) > 10
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == [], where
        assert page.context.cookies() == []
        self._bytes, self._requests = 0.0, 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_passes_axe_fits_at_400_percent_and_is_light(
    chromium: Browser, address: str, hub: str, code: Code, language: str
) -> None:
    watched = Watched(chromium)
    for stem in (hub, "/bonjour/permis", "/bonjour/proche", "/bonjour/retirer", "/bonjour/permis/rappel"):
        watched.page.goto(f"{address}{stem}?c={code.shown}&l={language}")
        watched.seen(language)
    for typed in ("06 39 98 12 3", factory.PHONE):
        watched.page.locator("#way").fill(typed)
        watched.page.locator("button.young").click()
        watched.seen(language)
    if watched.page.locator(".receipt").count() == 0:
        # Filled in faster than anybody could: one more tap, then the thank-you page.
        watched.page.locator("button.young").click()
        watched.seen(language)
    assert watched.page.locator(".receipt").count() == 1


def test_the_keyboard_alone_goes_from_the_hub_in_arabic_to_the_form(
    chromium: Browser, address: str, hub: str, code: Code
) -> None:
    page = opened(chromium)
    page.goto(f"{address}{hub}?c={code.shown}")
    for name in ("العربية", "رخصة السياقة", "هل نتصل بك؟"):
        reach(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.url == f"{address}/bonjour/permis/rappel?c={code.shown}&l=ar"
    assert page.locator("html").get_attribute("dir") == "rtl"


def reach(page: Page, name: str) -> None:
    """Press Tab until the link of that name has the focus, and is seen to have it."""
    for _press in range(20):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText")
        if focused.strip() == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"no way to «{name}» by the keyboard")


def test_the_first_stop_of_the_keyboard_jumps_to_the_content(
    chromium: Browser, address: str, hub: str
) -> None:
    page = opened(chromium)
    page.goto(address + hub)
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
