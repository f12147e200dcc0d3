"""The calendar in a real browser: dragged to another day and taken back, moved by the keyboard alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from core import clock, i18n
from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser

TITLE = "Samedi, on est ouvert"
FROM = clock.today("Europe/Paris").replace(day=1) + timedelta(days=70)
"""A day two or three months away, and the one beside it: what the test plans stands alone there."""
TO = FROM + timedelta(days=1 if FROM.weekday() < 5 else -1)


def on(page: Page, day: object) -> Locator:
    """The event of the test on that day of the month."""
    return page.locator(f'td[data-date="{day}"] .fc-event').filter(has_text=TITLE)


def told(page: Page) -> Locator:
    """The sentence under the title."""
    return page.locator('.stMain [data-testid="stCaptionContainer"]').first


def drag(page: Page, event: Locator, to: Locator) -> None:
    """As a hand does it: down, away, over the other day, up."""
    start, end = event.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 14, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()


def plan(page: Page, house: House) -> None:
    """A post at 18 h on the day FROM, by a click on the free day; the calendar turned to its month."""
    page.goto(f"{house.address}/calendrier")
    expect(page.locator(".fc-daygrid").first).to_be_visible()
    month = i18n.month(FROM)
    while not page.get_by_text(re.compile(f"{month}\\.", re.IGNORECASE)).is_visible():
        said = told(page).inner_text()
        page.get_by_role("button", name="Suivant").click()
        expect(told(page)).not_to_have_text(said)
    page.locator(f'td[data-date="{FROM}"]').click(position={"x": 60, "y": 60})
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("group", name="Jour")).to_be_visible()
    dialog.get_by_label("Titre").fill(TITLE)
    dialog.get_by_label("Texte").fill("De 10 h à 17 h, sans rendez-vous.")
    dialog.get_by_text("Instagram", exact=True).click()
    dialog.get_by_role("button", name="Programmer la publication").click()
    expect(dialog).to_be_hidden()
    expect(on(page, FROM)).to_be_visible()


def test_a_post_is_dragged_to_another_day_and_back_and_moved_by_the_keyboard(
    demo_house: House, laptop: Page
) -> None:
    asked: list[str] = []
    laptop.on("request", lambda request: asked.append(request.url))
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    plan(laptop, demo_house)
    assert sum("/assets/fullcalendar.js" in url for url in asked) == 1, "one file, for every run of the page"

    drag(laptop, on(laptop, FROM), laptop.locator(f'td[data-date="{TO}"]'))
    expect(laptop.get_by_text(re.compile(f"{TITLE}.*passe au"))).to_be_visible()
    expect(on(laptop, TO)).to_be_visible()
    expect(on(laptop, FROM)).to_have_count(0)
    laptop.get_by_role("button", name="Annuler").click()
    expect(on(laptop, FROM)).to_be_visible()
    expect(on(laptop, TO)).to_have_count(0)

    event = on(laptop, FROM)
    assert "18 h" in (event.get_attribute("aria-label") or "").replace("\xa0", " ")
    event.focus()
    laptop.keyboard.press("Enter")
    dialog = laptop.get_by_role("dialog")
    hour = dialog.get_by_role("spinbutton", name="heure, Heure")
    expect(hour).to_be_visible()
    hour.press("2")
    hour.press("0")
    laptop.keyboard.press("Tab")
    laptop.keyboard.press("Tab")
    dialog.get_by_role("button", name="Déplacer").press("Enter")
    expect(dialog).to_be_hidden()
    expect(on(laptop, FROM)).to_contain_text("20")
