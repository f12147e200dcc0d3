"""An export from the download to the numbers: sent, looked at, kept, sent again without effect."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.connectors import export_files as files
from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser


def export(house: House) -> bytes:
    """What Meta would say of one post of the demonstration, and of one that is none of ours."""
    with sqlite3.connect(house.data_dir / "porte-voix.sqlite") as opened:
        query = (
            "SELECT published_url FROM variant WHERE published_url LIKE '%instagram%' ORDER BY published_at"
        )
        (url,) = opened.execute(query).fetchone()
    text = files.instagram().replace("https://www.instagram.com/p/QnA1b2C3d4E/", url)
    return ("\ufeff" + text).encode()


def test_an_export_is_looked_at_kept_and_kept_once(demo_house: House, laptop: Page, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(export(demo_house))
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    laptop.goto(f"{demo_house.address}/mesures")
    laptop.get_by_role("button", name="Importer un export").click()
    way = laptop.get_by_role("link", name="Choisir un fichier")
    address = f"{demo_house.address}{way.get_attribute('href')}"
    send(laptop, address, tmp_path / "export.csv")
    expect(laptop.get_by_text("7 chiffres à garder.")).to_be_visible(timeout=20_000)
    waiting = laptop.get_by_role("row").filter(has_text="Sport gratuit")
    expect(waiting).to_contain_text("Publication inconnue ici")
    laptop.get_by_role("button", name="Garder 7 chiffres").click()
    expect(laptop.get_by_role("cell", name="9 810")).to_be_visible(timeout=20_000)

    send(laptop, address, path)
    expect(laptop.get_by_text("est déjà gardé")).to_be_visible(timeout=20_000)
    laptop.get_by_role("button", name="Abandonner ce fichier").click()
    expect(laptop.get_by_role("button", name="Abandonner ce fichier")).to_be_hidden()


def send(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Regarder ce fichier").click()
