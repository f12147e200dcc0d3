"""A post from the plan to its public counters: planned, published by hand, its link noted, then read."""

from __future__ import annotations

import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect

from connectors.counting import Unit, length
from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser

TITLE = "Le code, on t'aide vraiment"
LINK = "https://www.tiktok.com/@quai.neuf/video/7300000000000000001"


def test_a_planned_post_is_published_by_hand_and_then_read(demo_house: House, laptop: Page) -> None:
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    laptop.goto(f"{demo_house.address}/publications")
    laptop.get_by_role("button", name="Nouvelle publication").click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("Titre").fill(TITLE)
    dialog.get_by_text("Instagram", exact=True).click()
    dialog.get_by_role("button", name="Créer et écrire").click()
    expect(laptop.get_by_role("heading", name=TITLE)).to_be_visible()
    words = laptop.get_by_label("Texte commun")
    for text in ("👨‍👩‍👧‍👦 e\u0301 中文", "Tu galères avec le code ? Passe mercredi."):
        words.fill(text)
        counted = length(unicodedata.normalize("NFC", text), Unit.CODE_POINTS)
        expect(laptop.get_by_text(f"Instagram {counted} / 2")).to_be_visible()
    laptop.get_by_role("button", name="Programmer").click()
    expect(laptop.get_by_text("Programmée").first).to_be_visible()
    laptop.get_by_role("button", name="Publications").click()
    expect(laptop.get_by_text(TITLE).first).to_be_visible()

    late = laptop.locator('[class*="st-key-carte"]').filter(
        has_text=re.compile("à publier à la main|en retard")
    )
    expect(late.first).to_be_visible()
    laptop.wait_for_timeout(1000)
    waiting = late.count()
    card = late.filter(has_text="TikTok").first
    title = card.locator("strong").inner_text().strip("\u2068\u2069")
    card.get_by_role("button", name="C’est publié").click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("Lien de la publication sur TikTok").fill("https://www.instagram.com/p/JOURNEY0001/")
    dialog.get_by_role("button", name="Noter le lien").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Lien de la publication sur TikTok").fill(f"{LINK}?igsh=suivi")
    dialog.get_by_role("button", name="Noter le lien").click()
    expect(dialog).to_be_hidden()
    expect(late).to_have_count(waiting - 1)

    laptop.goto(f"{demo_house.address}/mesures")
    laptop.get_by_role("button", name="Relever maintenant").click()
    row = laptop.get_by_role("row").filter(has_text=title).filter(has_text="à l’instant").first
    expect(row).to_contain_text("TikTok", timeout=90_000)
