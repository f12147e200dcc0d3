"""The phone page of a round in a real Chromium: no script, one hand, a photo with a place in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from campaigns import rounds
from campaigns.models import Placement
from campaigns.placements import Placed
from campaigns.prints import qr
from campaigns.routes.rounds import ROUTES
from campaigns.visits import Visit
from core import storage, web
from core.database import Database
from core.people import Role
from tests import browsers
from tests.browsers import AXE, browser, chromium
from tests.factories import people
from tests.factories import planning as made

__all__ = ["browser", "chromium"]

pytestmark = pytest.mark.browser


@dataclass
class Round:
    """Where the pages are served, the link's token, the poster to put up."""

    address: str
    token: str
    poster: Placed


@pytest.fixture
def outing(database: Database) -> Iterator[Round]:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        campaign = made.campaign(session, officer)
        poster = made.poster(session, officer, campaign.id, "Piscine des Tilleuls")
        token = rounds.open_link(session, officer, campaign.id, "Samedi", 7).rpartition("/")[2]
    application = Starlette(routes=[*ROUTES, Mount("/assets", StaticFiles(directory=web.ASSETS))])
    with browsers.served(application) as address:
        yield Round(address, token, poster)


def snapped(poster: Placed) -> bytes:
    """A large photo of the poster that tells where it was taken."""
    wall = Image.new("RGB", (1500, 2000), "#c4bcb0")
    with Image.open(io.BytesIO(qr.png(poster.code))) as code:
        wall.paste(code.convert("RGB").resize((700, 700)), (400, 500))
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 30.0, 36.0)})
    out = io.BytesIO()
    wall.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_volunteer_puts_a_poster_up_with_a_photo_and_without_a_script(
    chromium: Browser, outing: Round, database: Database
) -> None:
    page = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", java_script_enabled=False, has_touch=True
    ).new_page()
    page.goto(f"{outing.address}/tournee/entrer/{outing.token}")
    photo = {"name": "../IMG.jpg", "mimeType": "image/jpeg", "buffer": snapped(outing.poster)}
    assert page.locator("#photo").get_attribute("capture") == "environment"
    page.locator("#photo").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Lire le code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(outing.poster.code.text)
    page.locator("#place").fill("Piscine, porte du fond")
    page.locator("#quantity").fill("2")
    page.locator("#photo").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Posé ici").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté")
    with database.snapshot() as session:
        placed = session.get_one(Placement, outing.poster.placement.id)
        (visit,) = session.scalars(select(Visit))
    assert (placed.place, placed.quantity, placed.put_up_on is not None) == (
        "Piscine, porte du fond",
        2,
        True,
    )
    assert visit.photo
    with Image.open(io.BytesIO(storage.current().get(visit.photo))) as kept:
        assert (dict(kept.getexif()), max(kept.size) <= 1600) == ({}, True)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_and_every_target_fits_a_finger(
    chromium: Browser, outing: Round, mode: str
) -> None:
    scheme = "dark" if mode == "dark" else "light"
    page = chromium.new_context(
        viewport={"width": 390, "height": 844},
        locale="fr-FR",
        color_scheme=scheme,  # type: ignore[arg-type]
    ).new_page()
    page.goto(f"{outing.address}/tournee/entrer/{outing.token}")
    item = f"{outing.address}/tournee/support/{outing.poster.code.shown}"
    for address in (f"{outing.address}/tournee", item, f"{outing.address}/tournee/code?code=ZZZ"):
        page.goto(address)
        page.evaluate(AXE.read_text())
        seen = page.evaluate("axe.run()")
        assert [(one["id"], one["nodes"][0]["html"]) for one in seen["violations"]] == []
        small = page.evaluate(
            "[...document.querySelectorAll('.button, .spots a, .shot, input[type=text], .top a')]"
            ".filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"
        )
        assert small == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
