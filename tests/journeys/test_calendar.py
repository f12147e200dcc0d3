"""The calendar in a real browser: dragged to another day and taken back, moved by the keyboard alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from core import clock
from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser


def on(page: Page, day: str) -> Locator:
    """The events on that day of the month."""
    return page.locator(f'td[data-date="{day}"] .fc-event')


def labels(page: Page, day: str) -> list[str]:
    """What stands on that day of the month, as it is read aloud."""
    said: list[str] = on(page, day).evaluate_all("events => events.map(one => one.ariaLabel)")
    return sorted(said)


def drag(page: Page, event: Locator, to: Locator) -> None:
    """As a hand does it: down, away, over the other day, up."""
    to.evaluate("cell => cell.scrollIntoView({block: 'center'})")
    start, end = event.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 14, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()


def test_a_post_is_dragged_to_another_day_and_back_and_moved_by_the_keyboard(
    demo_house: House, laptop: Page
) -> None:
    asked: list[str] = []
    laptop.on("request", lambda request: asked.append(request.url))
    steps.sign_in(laptop, demo_house, "communication@demo.example", "demo-trois-rives-communication")
    laptop.goto(f"{demo_house.address}/calendrier")
    expect(laptop.locator(".fc-daygrid").first).to_be_visible()
    laptop.get_by_role("button", name="Suivant").click()
    month = (clock.today("Europe/Paris").replace(day=1) + timedelta(days=32)).replace(day=1)
    expect(
        laptop.locator(f'.fc-dayGridMonth-view td[data-date="{month}"]:not(.fc-day-other)')
    ).to_be_visible()
    week = laptop.locator("tr").filter(has=laptop.locator("td:not(.fc-day-other) .fc-event-draggable.online"))
    cell = week.last.locator("td").filter(has=laptop.locator(".fc-event-draggable.online")).first
    expect(cell).to_be_visible()
    day = str(cell.get_attribute("data-date"))
    days = [str(one.get_attribute("data-date")) for one in week.last.locator("td[data-date]").all()]
    other = days[days.index(day) - 1] if day == days[-1] else days[days.index(day) + 1]
    before, beside = labels(laptop, day), labels(laptop, other)

    post = cell.locator(".fc-event-draggable.online").first
    title = str(post.locator(".title").text_content())
    drag(laptop, post, laptop.locator(f'td[data-date="{other}"]'))
    told = laptop.get_by_text(re.compile(f"{re.escape(title)}.*passe au"))
    expect(told).to_be_visible()
    expect(on(laptop, other)).to_have_count(len(beside) + 1)
    expect(on(laptop, day)).to_have_count(len(before) - 1)
    laptop.get_by_role("button", name="Annuler").click()
    expect(told).to_be_hidden()
    expect(on(laptop, other)).to_have_count(len(beside))
    expect(on(laptop, day)).to_have_count(len(before))
    assert (labels(laptop, day), labels(laptop, other)) == (before, beside)

    post.focus()
    laptop.keyboard.press("Enter")
    dialog = laptop.get_by_role("dialog")
    hour = dialog.get_by_role("spinbutton", name="heure, Heure")
    expect(hour).to_be_visible()
    hour.press("2")
    hour.press("2")
    dialog.get_by_role("button", name="Déplacer").press("Enter")
    expect(dialog).to_be_hidden()
    expect(told).to_contain_text("22")
    expect(on(laptop, day).filter(has_text=title).filter(has_text="22")).to_be_visible()
    assert sum("/assets/fullcalendar.js" in url for url in asked) == 1, "one file, for every run of the page"
