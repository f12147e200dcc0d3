"""The main job: a printed code, a phone, a first contact, and the table of reach."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser


def decoded(png: bytes) -> str:
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    assert len(found) == 1
    return str(found[0].text)


def test_a_scanned_poster_becomes_a_first_contact_under_its_channel(
    house: House, laptop: Page, phone: Page
) -> None:
    steps.install(laptop, house)
    steps.create_campaign(laptop, house, "Ton permis sans galère")
    address = decoded(steps.create_poster(laptop, house, "Piscine, vestiaires"))
    assert address.startswith(house.address.upper() + "/R/")

    phone.goto(address)
    expect(phone).to_have_url(f"{house.address}/bonjour/permis?c={address.rsplit('/', 1)[1]}")
    phone.locator("a.button.young").click()
    phone.locator("#way").fill("06 39 98 00 12")
    steps.send_form(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    assert phone.context.cookies() == []

    rows = [row for row in steps.reach_rows(house) if row["channel"] == "poster"]
    assert [(row["placement"], row["scans_human"], row["contacts"]["traced"]) for row in rows] == [
        ("Piscine, vestiaires", 1, 1)
    ]
    laptop.goto(f"{house.address}/canaux")
    line = laptop.get_by_role("row").filter(has_text="Piscine, vestiaires")
    expect(line).to_contain_text("Affiche")
    code = address.rsplit("/", 1)[1]
    # Place, channel, code, scans, by people, traced, said, rate (too few scans for one).
    assert line.locator("th, td").all_inner_texts() == [
        "Piscine, vestiaires",
        "Affiche",
        code,
        "1",
        "1",
        "1",
        "0",
        "–",
    ]
