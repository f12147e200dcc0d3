"""/assets: small on the wire, the same bytes in the end; pages with secrets are never compressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.assets import Assets
from tests.asgi import Visitor

ROOT = Path(__file__).parents[2]
PLAIN = {"accept-encoding": "identity"}
CALENDAR = "/assets/fullcalendar.js"


@pytest.fixture(name="browser")
def _browser() -> object:
    with Visitor(Starlette(routes=[Mount("/assets", Assets())])) as opened:
        yield opened


@pytest.mark.parametrize("path", [CALENDAR, "/assets/street.js", "/assets/month.css", "/assets/horn.svg"])
def test_what_is_text_is_compressed_for_who_can_read_it(browser: Visitor, path: str) -> None:
    whole = browser.get(path, headers=PLAIN)
    small = browser.get(path, headers={"accept-encoding": "br, gzip;q=0.8"})
    assert "content-encoding" not in whole.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == whole.content
    assert int(small.headers["content-length"]) < len(whole.content)
    assert small.headers["content-type"] == whole.headers["content-type"]
    assert (small.headers["vary"], whole.headers["vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert small.headers["cache-control"] == "public, max-age=86400"


def test_the_calendar_is_a_third_of_its_size(browser: Visitor) -> None:
    small = int(browser.get(CALENDAR).headers["content-length"])
    assert small < (ROOT / "static" / "fullcalendar.js").stat().st_size / 3


@pytest.mark.parametrize("said", ["identity", "gzip;q=0", "br", ""])
def test_who_cannot_read_it_gets_it_whole(browser: Visitor, said: str) -> None:
    assert "content-encoding" not in browser.get(CALENDAR, headers={"accept-encoding": said}).headers


def test_a_browser_that_kept_it_is_not_sent_it_again(browser: Visitor) -> None:
    tag = browser.get(CALENDAR).headers["etag"]
    again = browser.get(CALENDAR, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_font_stays_as_it_is(browser: Visitor) -> None:
    assert "content-encoding" not in browser.get("/assets/figtree.woff2").headers


def test_a_page_with_a_form_token_is_not_compressed(visitor: Visitor) -> None:
    answer = visitor.get("/entrer")
    assert 'name="token"' in answer.text or "/premiers-pas" in answer.headers.get("location", "")
    assert "content-encoding" not in answer.headers
