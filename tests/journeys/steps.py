"""Steps that journeys share: what a person does on a screen, by the words they read."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House

PASSWORD = "une phrase assez longue"
LOGIN = "camille@exemple.test"


def install(page: Page, house: House) -> None:
    """First run: the terminal's code, the consortium, its administrator."""
    page.goto(house.address)
    expect(page.get_by_role("heading", name="Premiers pas")).to_be_visible()
    page.get_by_label("Code du terminal").fill(house.first_run_code)
    page.get_by_label("Nom du consortium").fill("Deux-Vallées")
    page.get_by_label("Votre structure").fill("Mission locale")
    page.get_by_label("Votre nom").fill("Camille")
    page.get_by_label("Identifiant").fill(LOGIN)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer le consortium").click()
    expect(page.get_by_role("heading", name="Bonjour Camille")).to_be_visible()


def sign_in(page: Page, house: House, login: str, password: str) -> None:
    """Sign in and wait for the dashboard."""
    page.goto(f"{house.address}/entrer")
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name=re.compile("Bonjour"))).to_be_visible()


def create_campaign(page: Page, house: House, name: str) -> None:
    """A campaign for the licence, with what the form proposes."""
    page.goto(f"{house.address}/campagnes")
    page.get_by_role("button", name="Nouvelle campagne").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom").fill(name)
    dialog.get_by_role("button", name="Créer la campagne").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(name).first).to_be_visible()


def create_poster(page: Page, house: House, place: str) -> bytes:
    """A poster in the only campaign; the PNG of its code, as downloaded."""
    page.goto(f"{house.address}/supports")
    page.get_by_role("button", name="Nouveau support").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Lieu").fill(place)
    dialog.get_by_role("button", name="Créer le code").click()
    expect(dialog).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger en PNG").click()
    return download.value.path().read_bytes()


def send_form(page: Page) -> None:
    """Send the form that asks for an answer; a machine is faster than a hand, and is asked for a tap."""
    page.locator("button.button.young").click()
    sure = page.get_by_role("button", name="Oui, envoyer")
    thanked = page.get_by_role("heading", name=re.compile("C’est noté"))
    expect(sure.or_(thanked)).to_be_visible()
    if sure.is_visible():
        sure.click()


def reach_rows(house: House) -> list[dict[str, Any]]:
    """What `porte-voix reach --json` says."""
    rows: list[dict[str, Any]] = json.loads(house.command("reach", "--json"))["rows"]
    return rows
