"""What staff and readers see, looked at by axe in one browser: nothing serious in our own part of a page.

Left out is what Streamlit draws by itself and the accessibility declaration names: its menu, the
segments of its date and time fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.demo.building import login, password
from campaigns import reviews
from campaigns.models import Post, Reader, Stage
from core import database, people
from core.people import User
from tests.journeys import steps
from tests.journeys.conftest import PHONE, ROOT, House, context

pytestmark = pytest.mark.browser

AXE = Path(ROOT / "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STAFF = {
    "Publications": "En préparation",
    "Médiathèque": "Accord à revoir",
    "Tests avec les jeunes": "Versions",
    "Importer et exporter": "Télécharger le tableau",
    "Par canal et par lieu": "Compteurs publics",
    "Comptes et mesures": "Publications en ligne",
    "Évolution": "Les réseaux côte à côte",
    "Santé des relevés": "Cette machine",
    "Importer un export": "Chiffres des exports, par publication",
    "Relectures": "Liens de relecture",
}
"""Each page by its name in the menu, with words that stand near its end."""


def grave(page: Page, within: str) -> list[tuple[str, str]]:
    """What axe finds there that keeps somebody out."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    seen = page.evaluate(
        """([within, rules]) => axe.run(within, {
            runOnly: {type: 'tag', values: rules},
            rules: {'target-size': {enabled: false}},
            resultTypes: ['violations']})""",
        [within, RULES],
    )
    assert len(seen["passes"]) > 3
    return [
        (broken["id"], node["html"][:200])
        for broken in seen["violations"]
        if broken["impact"] in {"serious", "critical"}
        for node in broken["nodes"]
    ]


@pytest.fixture
def read(
    demo_house: House, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> tuple[str, str]:
    """The page of a post that readers want changed, and the way in of a youth panel to it."""
    monkeypatch.setenv("PORTE_VOIX_DATA_DIR", str(demo_house.data_dir))
    fresh_process()
    with database.current().transaction() as session:
        post = session.scalars(select(Post).where(Post.stage == Stage.CHANGES_REQUESTED)).first()
        assert post is not None
        user = session.scalars(select(User).where(User.login == login("communication"))).one()
        officer = people.actor_in(session, user, post.consortium_id)
        assert officer is not None
        link = reviews.open_link(session, officer, [post.id], "Axe", Reader.YOUTH, 1)
        return f"/publication?id={post.id}", urlsplit(link).path


def every_page(page: Page, address: str, post: str) -> Iterator[str]:
    """Each page of the staff by the menu, one campaign, one post with remarks, what to publish by hand."""
    for name, words in STAFF.items():
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_text(words).last).to_be_visible()
        yield name
    page.get_by_role("link", name="Campagnes", exact=True).click()
    page.get_by_role("button", name="Ouvrir", exact=True).first.click()
    expect(page.get_by_text("Ce qu’elle contient")).to_be_visible()
    yield "Campagne"
    page.goto(f"{address}{post}")
    expect(page.get_by_text("Avant de partir")).to_be_visible()
    yield "Publication"


def test_staff_and_readers_are_shut_out_of_no_page(
    demo_house: House, chromium: Browser, laptop: Page, read: tuple[str, str]
) -> None:
    post, way_in = read
    steps.sign_in(laptop, demo_house, login("communication"), password("communication"))
    found = {
        name: grave(laptop, "[data-testid=stMain]") for name in every_page(laptop, demo_house.address, post)
    }
    laptop.goto(f"{demo_house.address}/a-publier")
    found["À publier"] = grave(laptop, "body")
    with context(chromium, PHONE, "dark") as opened:
        phone = opened.new_page()
        phone.goto(f"{demo_house.address}{way_in}")
        expect(phone.locator("blockquote").first).to_be_visible()
        found["Relecture"] = grave(phone, "body")
    assert {name: broken for name, broken in found.items() if broken} == {}
    assert len(found) == len(STAFF) + 4
