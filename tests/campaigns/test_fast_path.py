"""The way from a code to where it leads: what is answered, what is counted, what is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest
import time_machine
from sqlalchemy import select

from campaigns import batches, links
from campaigns.models import Code, UnknownCode
from campaigns.scan_tables import SCANS, App, Device, ScanClass
from core import clock, settings
from core.database import Database
from tests.campaigns.serving import PHONE, Served, serve, stored
from tests.factories import campaigns

pytestmark = pytest.mark.database


@pytest.fixture
def poster(database: Database) -> Code:
    with database.transaction() as session:
        return campaigns.link(session)[1]


def unknown(database: Database) -> dict[str, int]:
    with database.snapshot() as session:
        return {row.text: row.times for row in session.scalars(select(UnknownCode))}


def answered(database: Database, path: str, **headers: str) -> httpx.Response:
    return serve(database, lambda served: served.get(path, **headers))


def test_a_code_redirects_and_is_never_kept_by_a_phone(
    database: Database, engine_kind: str, poster: Code
) -> None:
    response = answered(database, f"/r/{poster.shown}")
    assert response.status_code == 302
    assert dict(response.headers) == {
        "location": f"/bonjour/permis?c={poster.shown}",
        "cache-control": "no-store",
        "x-robots-tag": "noindex",
        "referrer-policy": "no-referrer",
        "content-length": "0",
    }


def test_a_code_is_read_as_loosely_as_it_is_typed(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        _link, code = campaigns.spoken_link(session, word="Solène")
    typed = [code.shown, code.shown.lower(), code.shown.replace("O", "0").replace("-", ""), f"{code.shown}."]

    async def visit(served: Served) -> list[int]:
        paths = [f"/r/{text}" for text in typed] + [f"/R/{code.shown}", f"/r/{code.shown}/", "/r/solène%2D"]
        return [(await served.get(path)).status_code for path in paths]

    assert serve(database, visit) == [302] * 6 + [404]


def test_the_scan_stands_in_the_store_before_the_phone_is_answered(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> list[int]:
        seen = []
        for _ in range(3):
            await served.get(f"/r/{poster.shown}")
            seen.append(stored(database))
        return seen

    assert serve(database, visit) == [1, 2, 3]


def test_a_scan_keeps_its_link_quarter_and_class_and_nothing_else(
    database: Database, engine_kind: str, poster: Code
) -> None:
    with time_machine.travel("2026-11-23T17:44:59+00:00", tick=False):
        answered(database, f"/r/{poster.shown}", X_Forwarded_For="192.0.2.7", Cookie="a=b")
        quarter = clock.quarter_of(clock.now())
    with database.snapshot() as session:
        (scan,) = session.execute(select(SCANS)).mappings()
    assert dict(scan) == {
        "link_id": poster.link_id,
        "quarter": quarter,
        "version": 1,
        "scan_class": ScanClass.HUMAN,
        "device": Device.IPHONE,
        "app": App.NONE,
    }
    assert clock.quarter_start(quarter).isoformat() == "2026-11-23T17:30:00+00:00"


def test_what_is_loaded_ahead_is_redirected_and_not_counted(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> list[int]:
        ahead = ({"sec_purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x_moz": "prefetch"})
        return [(await served.get(f"/r/{poster.shown}", **headers)).status_code for headers in ahead]

    assert serve(database, visit) == [302, 302, 302]
    assert stored(database) == 0


def test_head_is_redirected_and_not_counted(database: Database, engine_kind: str, poster: Code) -> None:
    response = serve(database, lambda served: served.browser.head(f"/r/{poster.shown}"))
    assert response.status_code == 302
    assert response.headers["location"].startswith("/bonjour/")
    assert stored(database) == 0


def test_bots_and_previews_are_kept_apart_from_people(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> None:
        for agent in (PHONE, "curl/8.5.0", "Twitterbot/1.0"):
            await served.get(f"/r/{poster.shown}", User_Agent=agent)

    serve(database, visit)
    assert [stored(database, kind) for kind in ScanClass] == [1, 1, 1, 0]


def test_a_pause_decided_elsewhere_stops_the_link_at_once(
    database: Database, engine_kind: str, poster: Code
) -> None:
    def answer(open_: bool) -> None:
        with database.transaction() as session:
            links.set_answers(session, [poster.link_id], open_)

    async def visit(served: Served) -> list[int]:
        seen = [(await served.get(f"/r/{poster.shown}")).status_code]
        for open_ in (False, True):
            answer(open_)
            seen.append((await served.get(f"/r/{poster.shown}")).status_code)
        return seen

    assert serve(database, visit) == [302, 404, 302]
    assert stored(database) == 2


def test_a_silent_link_says_that_it_is_closed_and_counts_nothing(
    database: Database, engine_kind: str
) -> None:
    with database.transaction() as session:
        _link, code = campaigns.silent_link(session)
    response = answered(database, f"/r/{code.shown}")
    assert response.status_code == 404
    assert "Ce lien n’est pas ouvert pour l’instant." in response.text
    assert (stored(database), unknown(database)) == (0, {})


def test_a_retired_code_says_so_and_counts_nothing(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        _link, code = campaigns.retired_link(session)
    response = answered(database, f"/r/{code.shown}")
    assert response.status_code == 410
    assert "Demande le nouveau" in response.text
    assert stored(database) == 0


def test_an_unknown_code_is_counted_by_day_and_tells_what_to_do(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> httpx.Response:
        await served.get("/r/nour-3k")
        await served.get("/r/NOUR3K")
        await served.get("/r/NOUR3K", User_Agent="masscan/1.3")
        await served.browser.head("/r/NOUR3K")
        return await served.get("/r/N0UR3K")

    with time_machine.travel("2026-11-23T23:30:00+00:00", tick=False):
        response = serve(database, visit)
    assert response.status_code == 404
    assert "demande à la personne qui te l’a donné" in response.text
    assert response.headers["cache-control"] == "no-store"
    with database.snapshot() as session:
        (row,) = session.scalars(select(UnknownCode))
    assert (row.text, row.day, row.times) == ("N0VR3K", date(2026, 11, 24), 3)


def test_a_scanner_cannot_fill_the_table_of_unknown_codes(
    database: Database, engine_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_UNKNOWN_A_DAY", 5)

    async def tried(served: Served, first: int) -> None:
        for number in range(first, first + 10):
            await served.get(f"/r/ESSAI{number}")

    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        serve(database, lambda served: tried(served, 100))
        serve(database, lambda served: tried(served, 103))
    found = unknown(database)
    assert len(found) == 6
    assert sum(found.values()) == 20
    assert found[batches.OTHERS] == 5 + 8


ODD = [
    "/r",
    "/r/",
    "/R",
    "/r/...",
    "/r/a/b",
    "/r/%00",
    "/r/" + "A" * 300,
    "/r/🎉",
    "/r/+",
    "/r/%2F%2Fx.example",
]


def test_anything_odd_under_r_is_our_own_404(database: Database, engine_kind: str) -> None:
    async def visit(served: Served) -> dict[str, tuple[int, bool]]:
        responses = {path: await served.get(path) for path in ODD}
        return {path: (one.status_code, "ne mène nulle part" in one.text) for path, one in responses.items()}

    assert serve(database, visit) == dict.fromkeys(ODD, (404, True))
    assert unknown(database) == {}


def test_other_methods_are_refused(database: Database, engine_kind: str, poster: Code) -> None:
    async def visit(served: Served) -> list[tuple[int, str]]:
        methods = ("POST", "PUT", "DELETE", "OPTIONS")
        responses = [await served.browser.request(method, f"/r/{poster.shown}") for method in methods]
        return [(one.status_code, one.headers["allow"]) for one in responses]

    assert serve(database, visit) == [(405, "GET, HEAD")] * 4
    assert stored(database) == 0


def test_everything_else_is_passed_on(database: Database, engine_kind: str) -> None:
    async def visit(served: Served) -> set[str]:
        paths = ("/", "/rue", "/robots.txt", "/bonjour/permis", "/Rr/ABC")
        return {(await served.get(path)).text for path in paths}

    assert serve(database, visit) == {"passed on"}


def test_the_plus_page_shows_the_destination_and_counts_nothing(
    database: Database, engine_kind: str, poster: Code
) -> None:
    response = answered(database, f"/r/{poster.shown}+")
    assert response.status_code == 200
    assert "http://127.0.0.1:8501/bonjour/permis" in response.text
    assert f'href="/r/{poster.shown}"' in response.text
    assert "une page d’ici" in response.text
    assert stored(database) == 0


def test_the_plus_page_of_another_site_shows_its_whole_address_and_no_markup(
    database: Database, engine_kind: str
) -> None:
    with database.transaction() as session:
        _link, code = campaigns.link(session, destination="https://autre.example/?q=<b>'\"&x=1")
    response = answered(database, f"/r/{code.shown}+")
    assert "un autre site" in response.text
    assert "https://autre.example/?q=%3Cb%3E" in response.text
    assert "<b>" not in response.text


@pytest.mark.parametrize("state", ["silent", "retired"])
def test_the_plus_page_tells_nothing_of_a_closed_link(
    database: Database, engine_kind: str, state: str
) -> None:
    made: Any = {"silent": campaigns.silent_link, "retired": campaigns.retired_link}[state]
    with database.transaction() as session:
        _link, code = made(session)
    response = answered(database, f"/r/{code.shown}+")
    assert response.status_code in (404, 410)
    assert "/bonjour/" not in response.text


def test_the_pages_speak_the_language_of_the_installation(
    database: Database, engine_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert '<html lang="fr">' in answered(database, "/r/NOUR3K").text
    monkeypatch.setenv("PORTE_VOIX_LANGUAGE", "en")
    settings.current.cache_clear()
    assert '<html lang="en">' in answered(database, "/r/NOUR3K").text


def test_another_site_is_told_neither_code_nor_origin(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        _link, code = campaigns.outside_link(session)
    response = answered(database, f"/r/{code.shown}?c=autre&utm_source=x")
    assert response.headers["location"] == "https://permis.example/demande?etape=1#haut"
    assert response.headers["referrer-policy"] == "no-referrer"


def test_no_log_line_names_a_code_an_address_or_an_agent(
    database: Database, engine_kind: str, poster: Code, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="porte_voix"):
        answered(database, f"/r/{poster.shown}", X_Forwarded_For="192.0.2.7")
        answered(database, "/r/INCONNU")
    ours = [record for record in caplog.records if record.name.startswith("porte_voix")]
    assert ours == []
