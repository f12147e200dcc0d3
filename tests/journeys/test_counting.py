"""Counters of the browser and of the server agree, sign by sign."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from connectors import counting
from connectors.counting import Unit
from core.ui.counting import COUNT_JS

pytestmark = pytest.mark.browser

UNITS = (Unit.GRAPHEMES, Unit.CODE_POINTS, Unit.UTF16, Unit.BYTES)
TEXTS = (
    "",
    "Tu galères avec le code ?",
    "é",
    "e\u0301",
    "a\u0301\u0323b",
    "中文 日本語 한국어 \u1100\u1161\u11a8",
    "😀👍🏽👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦",
    "🇫🇷🇧🇪🇨",
    "1️⃣#️⃣❤️❤",
    "नि หัวใจ กำ عربي עברית",
    "«\u202fà\u202f» “…” – —",
    "ligne\nautre\r\nligne",
    "👩‍ a\u200db\u200cc",
    "#mot @nom https://exemple.fr/é?a=b",
    "𝒜𝓂𝒾 𠮷野家",
)


def test_the_browser_counts_as_the_server(chromium: Browser) -> None:
    page = chromium.new_page()
    script = f"texts => {{{COUNT_JS}; return texts.map(one => Object.values(COUNT).map(f => f(one)))}}"
    found = page.evaluate(script, list(TEXTS))
    page.close()
    for text, counts in zip(TEXTS, found, strict=True):
        assert counts == [counting.length(text, unit) for unit in UNITS], text
