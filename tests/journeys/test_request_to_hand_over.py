"""From a scanned code to the hand-over: the queue of two structures, answered, handed over, counted once."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser


def sent(phone: Page, address: str, way: str, *, under_16: bool = False) -> None:
    """A young person's request from the page that a code opens."""
    phone.goto(address)
    expect(phone).to_have_url(re.compile(r"/bonjour/"))
    phone.locator("a.button.young").first.click()
    phone.locator("#way").fill(way)
    if under_16:
        phone.get_by_text(re.compile("moins de 16 ans")).click()
    steps.send_form(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("C’est noté")


def staff(page: Page, house: House, word: str) -> Page:
    steps.sign_in(page, house, f"{word}@demo.example", f"demo-trois-rives-{word}")
    page.goto(f"{house.address}/contacts")
    expect(page.get_by_role("heading", name="Premiers contacts")).to_be_visible()
    return page


def test_a_request_is_answered_handed_over_and_counted_and_one_under_16_reaches_the_referent(
    demo_house: House, laptop: Page, phone: Page
) -> None:
    described = json.loads(demo_house.command("demo", "--json"))
    code = described["codes"][0]
    traced = contacts_of(demo_house)
    sent(phone, f"{demo_house.address}/r/{code['code']}", "06 39 98 00 77", under_16=True)

    referent = staff(laptop, demo_house, "coordination")
    expect(referent.get_by_role("heading", name=re.compile("vous êtes leur référent"))).to_be_visible()
    referent.get_by_role("button", name="Je réponds").first.click()
    dialog = referent.get_by_role("dialog")
    expect(dialog.locator("code")).to_contain_text(re.compile(r"06 39 98"))
    dialog.get_by_role("button", name="C’est répondu").click()
    expect(dialog.get_by_role("button", name="Enregistrer les notes")).to_be_visible()
    dialog.get_by_text("Passer le relais").first.click()
    dialog.get_by_label("Qui continue avec la personne ?").click()
    referent.get_by_role("option", name=re.compile("Les Tilleuls")).click()
    dialog.get_by_role("button", name="Passer le relais").last.click()
    expect(dialog).to_be_hidden()

    laptop.context.clear_cookies()
    counsellor = staff(laptop, demo_house, "conseil")
    counsellor.get_by_text(re.compile(r"En cours \(")).click()
    counsellor.get_by_role("button", name="Voir et décider").last.click()
    dialog = counsellor.get_by_role("dialog")
    expect(dialog.locator("code")).to_be_visible()
    dialog.get_by_role("button", name="C’est noté, nous acceptons").click()
    expect(dialog).to_be_hidden()
    counsellor.get_by_text("Passées", exact=True).click()
    expect(counsellor.get_by_text("relais accepté").first).to_be_visible()
    # Never refused, and not counted in the target.
    assert contacts_of(demo_house) == traced
    sent(phone, f"{demo_house.address}/r/{code['code']}", "06 39 98 00 78")
    assert contacts_of(demo_house) == traced + 1


def contacts_of(house: House) -> int:
    return sum(int(row["contacts"]["traced"] or 0) for row in steps.reach_rows(house))
