"""Sixty dates of the van from a pasted list; the order of their places drawn; one code for each; one held."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from core import clock
from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser
NAME = "Le van du printemps"
SQUARES = ("place du Marché", "parking du Stade", "cité des Forges", "mail de la Plaine", "quai du Gué")


def sixty() -> str:
    """Sixty days from tomorrow on, five squares in turn."""
    first = clock.today("Europe/Paris") + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range(60)]
    return "\n".join(f"{day:%d/%m/%Y} {SQUARES[number % 5]}" for number, day in enumerate(days))


def act(page: Page, word: str) -> Locator:
    """Open one of the dialogs of the series."""
    card = page.locator('[class*="st-key-carte-series"]').filter(has_text=NAME)
    card.get_by_role("button", name="Agir").click()
    page.get_by_text(word, exact=True).click()
    return page.get_by_role("dialog")


def test_a_series_of_sixty_dates_is_made_drawn_and_coded(demo_house: House, laptop: Page) -> None:
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    laptop.goto(f"{demo_house.address}/actions")
    laptop.get_by_role("button", name="En série").click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("Nom de la série").fill(NAME)
    listed = dialog.get_by_label("Une date par ligne")
    listed.fill(sixty().replace(SQUARES[1], "", 1))
    listed.press("Control+Enter")
    expect(dialog.get_by_text("1 ligne est à corriger")).to_be_visible()
    listed.fill(sixty())
    listed.press("Control+Enter")
    dialog.get_by_role("button", name="Créer 60 dates").click()
    expect(dialog).to_be_hidden()
    card = laptop.locator('[class*="st-key-carte-series"]').filter(has_text=NAME)
    expect(card).to_contain_text("60 à venir")
    expect(card).to_contain_text("ordre des lieux pas tiré au sort")

    dialog = act(laptop, "Tirer au sort l’ordre des lieux")
    dialog.get_by_role("button", name="Tirer au sort").click()
    expect(dialog).to_be_hidden()
    expect(card).to_contain_text(re.compile("ordre des lieux tiré au sort le"))
    dialog = act(laptop, "Tirer au sort l’ordre des lieux")
    expect(dialog.get_by_text("Tirage 1")).to_be_visible()
    dialog.get_by_role("button", name="Tirer au sort").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Dites pourquoi recommencer")
    dialog.get_by_role("button", name="Close").click()

    dialog = act(laptop, "Créer un code par date")
    dialog.get_by_role("button", name="Créer 60 codes").click()
    expect(dialog).to_be_hidden()
    expect(card).to_contain_text("60 dates portent un code")


def test_a_counsellor_notes_a_date_as_held_on_a_phone(demo_house: House, phone: Page) -> None:
    steps.sign_in(phone, demo_house, "conseil@demo.example", "demo-trois-rives-conseil")
    phone.goto(f"{demo_house.address}/actions")
    expect(phone.get_by_role("button", name="Nouvelle action")).to_be_hidden()
    phone.get_by_role("button", name="Noter", exact=True).first.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Discussions").fill("12")
    dialog.get_by_role("button", name="Noter comme tenue").click()
    expect(dialog).to_be_hidden()
    phone.get_by_text("Tenues", exact=True).click()
    expect(phone.get_by_role("button", name="Ouvrir").nth(1)).to_be_visible()
    assert any(says_twelve(phone, place) for place in range(3))


def says_twelve(phone: Page, place: int) -> bool:
    """Whether the dialog of that action in the list tells what was noted, and what was not."""
    phone.get_by_role("button", name="Ouvrir").nth(place).click()
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_text("Compté")).to_have_count(1)
    said = dialog.get_by_text("12 discussions, – documents remis, – personnes présentes").count()
    phone.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    return said > 0
