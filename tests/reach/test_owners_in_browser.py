"""The owner's page in a real Chromium, by way of TikTok's own page on the local TLS proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from core import settings, web
from core.database import Database
from reach.routes import ROUTES
from tests import browsers
from tests.browsers import AXE, browser, chromium
from tests.outbound import GoingOut, going_out
from tests.proxy import Proxy
from tests.reach.owners import Here, held, here, link
from tests.reach.tiktok import TikTok

__all__ = ["browser", "chromium", "going_out"]
pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]


@pytest.fixture
def proxy(database: Database, going_out: GoingOut) -> Proxy:
    """The way out, for us and for the phone."""
    return going_out(TikTok().routes)


@pytest.fixture
def address(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The pages, served on this machine by a thread, at the address that TikTok leads back to."""
    application = Starlette(routes=[*ROUTES, Mount("/assets", StaticFiles(directory=web.ASSETS))])
    with browsers.served(application) as served:
        monkeypatch.setenv("PORTE_VOIX_BASE_URL", served)
        settings.current.cache_clear()
        yield served


@pytest.fixture
def where(address: str) -> Here:
    """A consortium with its application and an account."""
    return here()


def phone(chromium: Browser, proxy: Proxy) -> Page:
    """A French phone whose way to TikTok is the proxy."""
    return chromium.new_context(
        viewport=ViewportSize(width=390, height=844),
        locale="fr-FR",
        ignore_https_errors=True,
        proxy={"server": proxy.url, "bypass": "127.0.0.1"},
    ).new_page()


def test_the_owner_taps_twice_and_may_end_it(
    chromium: Browser, address: str, where: Here, proxy: Proxy
) -> None:
    page = phone(chromium, proxy)
    path = f"{address}{link(where.officer, where.account)}"
    page.goto(path)
    page.get_by_role("button", name="Continuer sur TikTok").click()
    page.locator("#yes").click()
    expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()
    assert page.url == f"{address}/accord/fin/fait", "neither code nor state stays in the address"
    assert list(held()) == [where.account]
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # TikTok is not told where the owner came from.
    assert {one.headers.get("referer") for one in proxy.seen if "authorize" in one.address} == {None}
    page.goto(path)
    page.get_by_role("button", name="Retirer l’accès").click()
    expect(page.get_by_role("heading", name="Accès retiré")).to_be_visible()
    assert held() == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_owners_pages(
    chromium: Browser, address: str, where: Here, proxy: Proxy, scheme: str
) -> None:
    page = chromium.new_context(
        viewport=ViewportSize(width=390, height=844),
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    ).new_page()
    for path in (link(where.officer, where.account), "/accord/fin/fait", "/accord/inconnu"):
        page.goto(f"{address}{path}")
        page.add_script_tag(path=AXE)
        rules = {"runOnly": RULES}
        found = page.evaluate("async rules => (await axe.run(document, rules)).violations", rules)
        assert [one["id"] for one in found] == [], path
        assert page.locator("button").evaluate_all("all => all.every(one => one.offsetHeight >= 44)")
