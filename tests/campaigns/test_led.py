"""What a code leads to over time, and what it says where it leads to nothing."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
import pytest
import time_machine
from sqlalchemy import select

from app.wiring import wire
from campaigns import destinations, links, planning, rollups
from campaigns.models import Code, Link, LinkVersion
from campaigns.scan_tables import App, Device, ScanClass
from contacts import landing
from core import clock, sessions
from core.database import Database
from core.people import Role, User
from core.territory import Audience, Need
from tests.campaigns.serving import PHONE, Served, serve, stored
from tests.factories import campaigns, people
from tests.factories.people import Place

pytestmark = pytest.mark.database
PARIS = "Europe/Paris"
NOON = "2026-11-20T12:00:00+01:00"


@pytest.fixture
def place(database: Database) -> Place:
    """A consortium with its landing pages."""
    wire()
    with database.transaction() as session:
        made = people.place(session, "Trois-Rives")
        landing.ensure_defaults(session, made.consortium.id)
        return made


@pytest.fixture
def poster(database: Database, place: Place) -> Code:
    with database.transaction() as session:
        return campaigns.link(session, place.consortium.id)[1]


def opened(database: Database, path: str, **headers: str) -> httpx.Response:
    return serve(database, lambda served: served.get(path, **headers))


def planned(database: Database, place: Place, poster: Code, **period: date | str | None) -> None:
    with database.transaction() as session:
        actor = people.actor(session, place, Role.COMMUNICATIONS)
        given = {"opens_on": None, "closes_on": None} | period
        destinations.set_period(session, actor, poster.link_id, timezone=PARIS, **given)  # type: ignore[arg-type]


def test_before_during_and_after_without_anybody_at_midnight(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    path = f"/r/{poster.shown}"
    seen = []
    with time_machine.travel(NOON, tick=False):
        planned(
            database,
            place,
            poster,
            opens_on=date(2026, 11, 23),
            closes_on=date(2026, 11, 24),
            after="https://apres.example/",
        )
    for wall in ("2026-11-22T23:59", "2026-11-23T00:00", "2026-11-24T23:59", "2026-11-25T00:00"):
        with time_machine.travel(f"{wall}:00+01:00", tick=False):
            response = opened(database, path)
            seen.append((response.status_code, response.headers.get("location", "")))
    during = f"/bonjour/permis?c={poster.shown}"
    assert seen == [(200, ""), (302, during), (302, during), (302, "https://apres.example/")]
    with database.snapshot() as session:
        kinds = rollups.kinds(session, place.consortium.id, link_id=poster.link_id)
    assert [(kind.version, kind.scans) for kind in kinds] == [(2, 1), (3, 2), (4, 1)]


def test_a_closed_code_shows_other_ways_on_and_its_opening_counts(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    with database.transaction() as session:
        actor = people.actor(session, place, Role.COMMUNICATIONS)
        destinations.change(session, actor, poster.link_id, destinations.CLOSED)
    response = opened(database, f"/r/{poster.shown}")
    assert response.status_code == 200
    assert "Rien ici pour l’instant" in response.text
    assert 'href="/bonjour/permis"' in response.text
    assert response.headers["x-robots-tag"] == "noindex"
    assert stored(database) == 1
    assert "n’ouvre rien en ce moment" in opened(database, f"/r/{poster.shown}+").text


def test_a_retired_code_shows_other_ways_on(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    with database.transaction() as session:
        links.retire(session, session.get_one(Link, poster.link_id))
    response = opened(database, f"/r/{poster.shown}")
    assert response.status_code == 410
    assert 'href="/bonjour/permis"' in response.text


def test_a_changed_destination_counts_for_the_next_phone_and_each_scan_names_its_version(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    async def visit(served: Served) -> list[str]:
        seen = [(await served.get(f"/r/{poster.shown}")).headers["location"]]
        with database.transaction() as session:
            actor = people.actor(session, place, Role.COMMUNICATIONS)
            destinations.change(session, actor, poster.link_id, "https://ailleurs.example/")
        return [*seen, (await served.get(f"/r/{poster.shown}")).headers["location"]]

    assert serve(database, visit) == [f"/bonjour/permis?c={poster.shown}", "https://ailleurs.example/"]
    with database.snapshot() as session:
        kinds = rollups.kinds(session, place.consortium.id, link_id=poster.link_id)
        numbers = session.scalars(select(LinkVersion.number).where(LinkVersion.link_id == poster.link_id))
        assert [kind.version for kind in kinds] == sorted(numbers) == [1, 2]


def test_an_earlier_code_goes_on_leading_to_the_link(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    with database.transaction() as session:
        actor = people.actor(session, place, Role.COMMUNICATIONS)
        renamed = links.rename(session, actor, poster.link_id, "Piscine")
        assert links.code_of(session, poster.link_id).shown == renamed.shown
        assert links.aliases(session, place.consortium.id, poster.link_id) == [poster.shown]
    assert [opened(database, f"/r/{one.shown}").status_code for one in (poster, renamed)] == [302, 302]
    assert stored(database) == 2


def test_another_site_learns_the_campaign_and_the_channel_and_not_the_code(
    database: Database, engine_kind: str, place: Place
) -> None:
    with database.transaction() as session:
        actor = people.actor(session, place, Role.COMMUNICATIONS)
        campaign = planning.create_campaign(
            session,
            actor,
            "Été : ton permis !",
            goal="Essayer",
            need=Need.LICENCE,
            audience=Audience.YOUNG,
            starts_on=date(2026, 11, 1),
            ends_on=date(2026, 12, 1),
            structure_ids=[place.club.id],
        )
        outside = {"campaign_id": campaign.id, "destination": "https://permis.example/?etape=1#haut"}
        _link, code = campaigns.link(session, place.consortium.id, **outside)
        outside["destination"] = "https://permis.example/?utm_source=nous"
        _link, tagged = campaigns.link(session, place.consortium.id, **outside)
    utm = "utm_source=poster&utm_medium=terrain&utm_campaign=ete-ton-permis"
    assert opened(database, f"/r/{code.shown}").headers["location"] == (
        f"https://permis.example/?etape=1&{utm}#haut"
    )
    assert opened(database, f"/r/{tagged.shown}").headers["location"] == outside["destination"]


def test_whoever_opts_out_goes_through_uncounted_and_a_test_is_in_no_count(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    assert opened(database, f"/r/{poster.shown}?sans-mesure").status_code == 302
    assert stored(database) == 0
    assert opened(database, f"/r/{poster.shown}?essai").status_code == 302
    assert [stored(database, kind) for kind in ScanClass] == [0, 0, 0, 1]
    with database.snapshot() as session:
        assert rollups.counts(session, place.consortium.id, None, None, PARIS) == []


def test_the_staff_that_tries_a_code_is_no_visitor(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    with database.transaction() as session:
        actor = people.actor(session, place, Role.COUNSELLOR)
        token = sessions.open_session(session, session.get_one(User, actor.user_id))
    assert opened(database, f"/r/{poster.shown}", Cookie=f"{sessions.COOKIE}={token}").status_code == 302
    assert opened(database, f"/r/{poster.shown}", Cookie=f"{sessions.COOKIE}=autre").status_code == 302
    assert [stored(database, kind) for kind in ScanClass] == [1, 0, 0, 1]


def test_a_preview_draws_a_card_and_opens_no_page(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    response = opened(database, f"/r/{poster.shown}", User_Agent="facebookexternalhit/1.1")
    assert response.status_code == 200
    assert '<meta property="og:title" content="' in response.text
    assert f'content="http://127.0.0.1:8501/r/{poster.shown}"' in response.text
    assert f'href="/bonjour/permis?c={poster.shown}"' in response.text
    assert response.headers["x-robots-tag"] == "noindex"
    assert [stored(database, kind) for kind in ScanClass] == [0, 0, 1, 0]
    head = serve(
        database,
        lambda served: served.browser.head(f"/r/{poster.shown}", headers={"User-Agent": "WhatsApp/2"}),
    )
    assert (head.status_code, stored(database)) == (302, 1)


def test_a_scan_keeps_the_families_of_device_and_app(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    tiktok = (
        "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/141 trill_410305 BytedanceWebview/1"
    )
    opened(database, f"/r/{poster.shown}", User_Agent=tiktok)
    with database.snapshot() as session:
        (kind,) = rollups.kinds(session, place.consortium.id)
    assert (kind.scan_class, kind.device, kind.app) == (ScanClass.HUMAN, Device.ANDROID, App.TIKTOK)


def test_a_visitor_is_new_once_a_day(
    database: Database, engine_kind: str, place: Place, poster: Code
) -> None:
    async def visit(served: Served) -> None:
        for _ in range(3):
            await served.get(f"/r/{poster.shown}")
        await served.get(f"/r/{poster.shown}", User_Agent=PHONE.replace("18_5", "17_0"))
        await served.get(f"/r/{poster.shown}", User_Agent="curl/8.5.0")

    with time_machine.travel(NOON) as clock_:
        serve(database, visit)
        clock_.move_to("2026-11-21T12:00:00+01:00")
        serve(database, visit)
    with database.snapshot() as session:
        found = rollups.visitors(session, place.consortium.id, None, None, link_id=poster.link_id)
    assert found == {date(2026, 11, 20): 2, date(2026, 11, 21): 2}


def test_one_phone_that_opens_without_end_is_a_program(
    database: Database, engine_kind: str, poster: Code
) -> None:
    async def visit(served: Served) -> None:
        for _ in range(25):
            await served.get(f"/r/{poster.shown}")

    with time_machine.travel(NOON, tick=False):
        serve(database, visit)
    assert [stored(database, kind) for kind in ScanClass] == [20, 5, 0, 0]


def test_the_first_seconds_after_a_post_belong_to_programs(
    database: Database, engine_kind: str, poster: Code
) -> None:
    with time_machine.travel(NOON) as clock_:
        with database.transaction() as session:
            destinations.announce(session, [poster.link_id], clock.now())
        opened(database, f"/r/{poster.shown}")
        clock_.shift(timedelta(seconds=20))
        opened(database, f"/r/{poster.shown}")
    assert [stored(database, kind) for kind in ScanClass] == [1, 1, 0, 0]


def test_whoever_tries_codes_one_after_the_other_has_to_wait_and_nobody_else(
    database: Database, engine_kind: str, poster: Code
) -> None:
    other = PHONE.replace("18_5", "17_0")

    async def visit(served: Served) -> list[int]:
        tries = [await served.get(f"/r/ESSAI{number}") for number in range(100, 132)]
        known = f"/r/{poster.shown}"
        return [
            *(one.status_code for one in tries[29:]),
            (await served.get(known)).status_code,
            (await served.get(known, User_Agent=other)).status_code,
        ]

    with time_machine.travel(NOON) as clock_:
        assert serve(database, visit) == [404, 429, 429, 429, 302]

        async def later(served: Served) -> list[int]:
            seen = await visit(served)
            clock_.shift(timedelta(seconds=61))
            return [*seen, (await served.get(f"/r/{poster.shown}")).status_code]

        assert serve(database, later)[-1] == 302
