"""A month of the calendar on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from app import public
from campaigns.calendar import days
from campaigns.calendar.days import SchoolZone, Territory
from core import sessions
from core.database import Database
from core.people import Actor, Role, User
from core.sessions import COOKIE
from tests.asgi import Visitor
from tests.factories import actions as actions_made
from tests.factories import people
from tests.factories import planning as made


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        yield


@pytest.fixture(name="officer")
def _officer(database: Database) -> Actor:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        days.set_place(session, officer, Territory.METROPOLE, SchoolZone.B)
        campaign = made.campaign(session, officer)
        made.post(session, officer, campaign.id, title="<b>Gras</b>")
        actions_made.action(session, officer, campaign.id, structure_id=officer.structure_id)
        other = made.campaign(session, officer, "Autre")
        made.post(session, officer, other.id, title="Ailleurs", day=date(2026, 12, 3))
        return officer


@pytest.fixture(name="cookie")
def _cookie(database: Database, officer: Actor) -> dict[str, str]:
    with database.transaction() as session:
        token = sessions.open_session(session, session.get_one(User, officer.user_id))
    return {"cookie": f"{COOKIE}={token}"}


def test_a_month_is_printed_with_its_weeks_days_off_and_items(officer: Actor, cookie: dict[str, str]) -> None:
    with Visitor(public.app) as visitor:
        address = f"/agenda/imprimer?consortium={officer.consortium_id}&mois=2026-11"
        page = visitor.get(address, headers=cookie)
        assert page.status_code == 200
        assert page.text.count("<tr>") == 1 + 6
        for words in (
            "Novembre 2026",
            "Armistice",
            "&lt;b&gt;Gras&lt;/b&gt;",
            "Date du van, place du Marché <span>Club, prévue",
        ):
            assert words in page.text
        assert "Ailleurs" in page.text, "the last week holds the first days of December"
        young = visitor.get(f"{address}&public=relatives", headers=cookie).text
        assert "Gras" not in young
        assert "Filtre actif" in young
        for broken in ("&mois=novembre", "&canal=minitel", "&campagne=x", "&etat=perdu"):
            refused = visitor.get(address.replace("&mois=2026-11", "") + broken, headers=cookie)
            assert refused.status_code == 422
            assert "Ouvrez-le depuis le calendrier" in refused.text


def test_a_month_opens_for_its_own_team_only(
    database: Database, officer: Actor, cookie: dict[str, str]
) -> None:
    with database.transaction() as session:
        elsewhere = people.place(session).consortium.id
    with Visitor(public.app) as visitor:
        for consortium in (elsewhere, "x", ""):
            page = visitor.get(f"/agenda/imprimer?consortium={consortium}&mois=2026-11", headers=cookie)
            assert page.status_code == 401
