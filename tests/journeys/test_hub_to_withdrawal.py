"""A young person alone with a phone: code, hub, need, form, receipt, and the contact erased again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE, PHONE_AGENT, House

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def hand(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A phone that runs scripts, and one that runs none."""
    opened = chromium.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        java_script_enabled=request.param,
        user_agent=PHONE_AGENT,
        locale="fr-FR",
    )
    yield opened.new_page()
    opened.close()


def row(house: House, query: str, *given: object) -> tuple[object, ...] | None:
    """What the database file holds."""
    with sqlite3.connect(house.data_dir / "porte-voix.sqlite") as opened:
        found: tuple[object, ...] | None = opened.execute(query, given).fetchone()
    return found


def test_a_general_code_leads_by_the_hub_to_a_request_that_its_receipt_erases(
    demo_house: House, hand: Page
) -> None:
    to_hub = (
        "SELECT code.shown FROM code JOIN link ON link.id = code.link_id "
        "WHERE link.destination LIKE '/bonjour/c/%' AND link.retired_at IS NULL AND link.answers"
    )
    found = row(demo_house, to_hub)
    assert found is not None
    code = str(found[0])
    hand.goto(f"{demo_house.address}/r/{code}")
    expect(hand).to_have_url(re.compile(r"/bonjour/c/.*c="))
    hand.get_by_role("link", name="Logement").click()
    expect(hand).to_have_url(re.compile(rf"/bonjour/logement\?.*c={code}"))
    hand.locator("a.button.young").click()
    expect(hand.locator("input[name=code]")).to_be_checked()
    hand.locator("#way").fill("06 39 98 00 66")
    steps.send_form(hand)
    expect(hand.get_by_role("heading", level=1)).to_contain_text("C’est noté")
    receipt = hand.locator(".receipt").inner_text()
    last = "SELECT id, need, code_evidence FROM first_contact ORDER BY at DESC LIMIT 1"
    sent = row(demo_house, last)
    assert sent is not None
    assert sent[1:] == ("logement", "traced")
    kept = "SELECT count(*) FROM contact_detail WHERE first_contact_id = ?"
    assert row(demo_house, kept, sent[0]) == (1,)

    hand.get_by_role("link", name="Effacer mon contact").click()
    hand.locator("#code").fill(receipt.lower())
    hand.get_by_role("button", name="Effacer mon contact").click()
    expect(hand.get_by_role("heading", level=1)).to_contain_text("C’est fait")
    assert row(demo_house, kept, sent[0]) == (0,)
    assert row(demo_house, last) == sent, "the request stays counted"
    assert hand.context.cookies() == []
