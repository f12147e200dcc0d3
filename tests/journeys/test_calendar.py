"""The calendar in a real browser: dragged to another day and taken back, moved by the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser


def labels(page: Page, day: str) -> list[str]:
    """What stands on that day of the month, as it is read aloud."""
    events = page.locator(f'td[data-date="{day}"] .fc-event')
    return [str(one.get_attribute("aria-label")).replace("\xa0", " ") for one in events.all()]


def drag(page: Page, event: Locator, to: Locator) -> None:
    """As a hand does it: down, away, over the other day, up."""
    event.scroll_into_view_if_needed()
    start, end = event.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 14, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] - 6, steps=8)
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
    assert len(labels(laptop, other)) == len(beside) + 1
    assert len(labels(laptop, day)) == len(before) - 1
    laptop.get_by_role("button", name="Annuler").click()
    expect(told).to_be_hidden()
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
    assert any(title in label and "22 h" in label for label in labels(laptop, day))
    assert sum("/assets/fullcalendar.js" in url for url in asked) == 1, "one file, for every run of the page"
