"""Five hundred posts from a spreadsheet: seven wrong lines are said, nothing is made; mended, all are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser
WRONG = (3, 70, 141, 212, 283, 354, 499)


def table(*, mended: bool) -> bytes:
    """A line for each post, in March 2027; seven name a network that does not exist."""
    lines = ["Titre;Légende;Réseaux;Date;Heure"]
    for number in range(500):
        network = "TikTok" if mended or number not in WRONG else "Minitel"
        lines.append(
            f"Rappel {number};Tu galères avec le code ?;{network};{number % 28 + 1:02}/03/2027;18h30"
        )
    return "\r\n".join([*lines, ""]).encode("cp1252")


def test_a_file_of_five_hundred_posts_comes_in_whole_or_not_at_all(demo_house: House, laptop: Page) -> None:
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    laptop.goto(f"{demo_house.address}/importer")
    # Streamlit's own word for it is English.
    word = laptop.locator('[data-testid="stFileUploaderDropzone"] button p')
    assert word.evaluate("said => getComputedStyle(said, '::after').content") == '"Choisir un fichier"'
    chosen = laptop.locator('input[type="file"]')
    chosen.set_input_files({"name": "mars.csv", "mimeType": "text/csv", "buffer": table(mended=False)})
    expect(laptop.get_by_text("7 lignes sont à corriger")).to_be_visible()
    expect(laptop.get_by_role("cell", name="501", exact=True)).to_be_visible()
    expect(laptop.get_by_role("button", name="Créer 500 lignes")).to_have_count(0)
    chosen.set_input_files({"name": "mars2.csv", "mimeType": "text/csv", "buffer": table(mended=True)})
    laptop.get_by_role("button", name="Créer 500 lignes").click()
    expect(laptop.get_by_text("500 lignes créées.")).to_be_visible()
    laptop.goto(f"{demo_house.address}/publications")
    laptop.get_by_text("En préparation").click()
    laptop.get_by_role("button", name=re.compile("Afficher .* autres")).click()
    expect(laptop.get_by_text("Rappel 0").first).to_be_visible()
