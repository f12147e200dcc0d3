"""Hub pages, withdrawn pages and danger numbers: what is printed always leads somewhere."""

from __future__ import annotations

import pytest

from campaigns.models import Code
from contacts import hubs, landing, policy
from core import clock, territory
from core.database import Database
from core.errors import Conflict, InvalidInput
from core.people import Role
from core.territory import Need
from tests.contacts.phone import Phone, plain
from tests.factories import contacts as factory
from tests.factories import people, planning
from tests.factories.people import Place


@pytest.fixture
def hub(database: Database, where: Place) -> str:
    """The path of the hub of a campaign."""
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        factory.page(session, where.consortium.id, slug="sante", need=Need.HEALTH)
        campaign = planning.campaign(session, by, "Rentrée à l'été")
        return hubs.path(hubs.create(session, by, campaign.id))


def test_a_hub_asks_one_question_and_the_code_travels_on(phone: Phone, hub: str, code: Code) -> None:
    assert hub == "/bonjour/c/rentree-a-l-ete"
    shown = phone.get(hub, c=code.shown.lower())
    words = plain(shown)
    assert "De quoi as-tu besoin ?" in words
    assert "Permis" in words
    assert words.index("Permis") < words.index("Santé")
    for path in ("permis", "sante", "proche"):
        assert f'href="/bonjour/{path}?c={code.shown}"' in shown.text
    assert "<script" not in shown.text
    assert "set-cookie" not in shown.headers


def test_a_page_for_the_zone_of_a_campaign_comes_before_the_one_for_everywhere(
    phone: Phone, database: Database, where: Place
) -> None:
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        here = territory.add_zone(session, where.consortium.id, "TEST-01", "Les Prés")
        away = territory.add_zone(session, where.consortium.id, "TEST-02", "Le Port")
        for slug, zone in (("permis-pres", here), ("permis-port", away)):
            factory.page(session, where.consortium.id, slug=slug, zone_id=zone.id)
        local = hubs.create(session, by, planning.campaign(session, by, "Prés", zone_ids=[here.id]).id)
        wide = hubs.create(session, by, planning.campaign(session, by, "Partout").id)
        paths = hubs.path(local), hubs.path(wide)
    assert 'href="/bonjour/permis-pres"' in phone.get(paths[0]).text
    assert 'href="/bonjour/permis"' in phone.get(paths[1]).text
    assert "permis-port" not in phone.get(paths[0]).text
    assert "(Les Prés)" in plain(phone.get("/bonjour/permis-pres"))


def test_a_withdrawn_page_leads_on_and_its_open_form_is_still_taken(
    phone: Phone, database: Database, where: Place, hub: str, code: Code
) -> None:
    with database.transaction() as session:
        landing.by_slug(session, "permis").withdrawn_at = clock.now()
        offered = [choice.path for choice in landing.choices(session, where.consortium.id)]
    assert offered == ["/bonjour/sante", "/bonjour/proche", hub]
    moved = phone.get("/bonjour/permis", c=code.shown)
    assert (moved.status_code, moved.headers["location"]) == (302, f"/bonjour/sante?c={code.shown}")
    assert "Permis" not in plain(phone.get(hub))
    assert phone.send(way=factory.PHONE).status_code == 200
    with database.snapshot() as session:
        assert factory.count(session) == 1


def test_a_withdrawn_hub_leads_to_another_one_or_to_a_page(
    phone: Phone, database: Database, where: Place, hub: str, code: Code
) -> None:
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        (only,) = hubs.hubs(session, where.consortium.id)
        hubs.withdraw(session, by, only.id)
        with pytest.raises(Conflict):
            hubs.withdraw(session, by, only.id)
    assert phone.get(hub, c=code.shown).headers["location"].startswith("/bonjour/")
    with database.transaction() as session:
        other = hubs.create(session, by, planning.campaign(session, by, "Printemps").id)
    assert phone.get(hub, c=code.shown).headers["location"] == f"{hubs.path(other)}?c={code.shown}"
    with database.transaction() as session:
        assert hubs.create(session, by, only.campaign_id).slug == only.slug
    assert phone.get(hub).status_code == 200


@pytest.mark.parametrize("slug", ["nulle-part", "permis%00", "é" * 500, "PERMIS"])
def test_a_hub_that_does_not_exist_is_a_page_of_ours(phone: Phone, where: Place, slug: str) -> None:
    shown = phone.get(f"/bonjour/c/{slug}")
    assert (shown.status_code, "Cette page n'existe pas." in plain(shown)) == (404, True)


def test_danger_numbers_are_settled_and_stand_on_every_page(
    phone: Phone, database: Database, where: Place, hub: str
) -> None:
    assert "112 urgences 119 enfance en danger 3114 idées noires" in plain(phone.get("/bonjour/permis"))
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        policy.set_danger(session, by, "112,  3018 harcèlement")
    for path in ("/bonjour/permis", "/bonjour/permis/rappel", hub):
        words = plain(phone.get(path))
        assert "112 urgences 3018 harcèlement" in words
        assert "119" not in words


@pytest.mark.parametrize("typed", ["", " , ", "urgences", "112 " * 60, "112;119", "1,2,3,4,5,6"])
def test_danger_numbers_that_cannot_be_read_are_refused(database: Database, where: Place, typed: str) -> None:
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        with pytest.raises(InvalidInput) as refused:
            policy.set_danger(session, by, typed)
    assert refused.value.field == "danger"


def test_days_of_the_notice_are_those_that_are_settled(
    phone: Phone, database: Database, where: Place
) -> None:
    assert "après 90 jours au plus" in plain(phone.get("/bonjour/permis"))
    with database.transaction() as session:
        settled = policy.of(session, where.consortium.id)
        settled.keep_days = 30
        session.add(settled)
    words = plain(phone.get("/bonjour/permis"))
    assert "après 30 jours au plus" in words
    assert "On la détruit à la fin de l'année." in words


@pytest.mark.parametrize("slug", ["c", "retirer"])
def test_an_address_that_stands_for_another_page_is_refused(
    database: Database, where: Place, slug: str
) -> None:
    with database.transaction() as session, pytest.raises(InvalidInput):
        factory.page(session, where.consortium.id, slug=slug)
