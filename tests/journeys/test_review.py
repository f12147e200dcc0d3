"""A post for three networks: sent for review by link, approved on a phone without an account, scheduled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE, House, context

pytestmark = pytest.mark.browser

CAMPAIGN = "Un samedi qui bouge"
TITLE = "Samedi, on bouge ensemble"
TEXT = "Tu veux bouger sans te ruiner ? Samedi, la salle est ouverte."


def test_a_post_with_three_variants_is_approved_on_a_phone_and_scheduled(
    demo_house: House, laptop: Page, chromium: Browser
) -> None:
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    steps.create_campaign(laptop, demo_house, CAMPAIGN)
    laptop.goto(f"{demo_house.address}/publications")
    laptop.get_by_role("button", name="Nouvelle publication").click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("Campagne").click()
    laptop.get_by_role("option", name=CAMPAIGN).click()
    dialog.get_by_label("Titre").fill(TITLE)
    for network in ("Instagram", "Facebook", "TikTok"):
        dialog.get_by_text(network, exact=True).click()
    dialog.get_by_role("button", name="Créer et écrire").click()
    expect(laptop.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(laptop.get_by_text(CAMPAIGN).first).to_be_visible()
    laptop.get_by_label("Texte commun").fill(TEXT)
    laptop.get_by_role("button", name="Demander une relecture").click()
    expect(laptop.get_by_text("Relecture demandée")).to_be_visible()

    link = link_for(laptop, demo_house, TITLE)
    with context(chromium, PHONE) as opened:
        phone = opened.new_page()
        phone.goto(link)
        expect(phone.locator("blockquote")).to_contain_text(TEXT)
        expect(phone.get_by_text("Facebook").first).to_be_visible()
        phone.get_by_label("à changer").check()
        phone.get_by_role("button", name="Envoyer l’avis").click()
        expect(phone.get_by_role("alert")).to_contain_text("que faut-il changer")
        phone.get_by_label("ça me va").check()
        phone.get_by_role("button", name="Envoyer l’avis").click()
        expect(phone.get_by_role("heading", name="C’est noté")).to_be_visible()

    laptop.goto(f"{demo_house.address}/publications")
    expect(laptop.get_by_role("button").filter(has_text=TITLE).first).to_be_visible()
    laptop.goto(f"{demo_house.address}/relectures")
    expect(laptop.get_by_text("1 avis").first).to_be_visible()
    expect(laptop.locator('[class*="st-key-carte-relecture"]').filter(has_text=TITLE)).to_have_count(0)


def link_for(laptop: Page, house: House, title: str) -> str:
    """A review link for that post, as the dialog shows it once."""
    laptop.goto(f"{house.address}/relectures")
    laptop.get_by_role("button", name="Lien de relecture").click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("Publications").fill(title)
    laptop.get_by_role("option").filter(has_text=title).click()
    dialog.get_by_label("Nom du groupe ou du partenaire").fill("Club L'Ancre")
    dialog.get_by_role("button", name="Créer le lien").click()
    shown = laptop.locator("code").filter(has_text="/relecture/")
    expect(shown).to_be_visible()
    return shown.inner_text().strip()
