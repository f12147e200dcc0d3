"""The pages of reach in each of their states; the numbers themselves are tested in the room."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from campaigns.models import Account
from core import audit
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel, Voice
from reach import providers
from reach.jobs import register
from reach.models import Snapshot
from tests import streamlit_pages as pages
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place

OVERVIEW, CHANNELS, METRICS, EVOLUTION, HEALTH = (
    f"reach/pages/{name}.py" for name in ("overview", "channels", "metrics", "evolution", "health")
)
HOSTILE = "<b>**gras**</b> :red[rouge] [lien](https://exemple.test)"
REEL = "https://www.instagram.com/p/C9abcdEFGHI/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    """Monday 23 November 2026, 11:00 in Paris."""
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def where(database: Database) -> Place:
    """A consortium."""
    with database.transaction() as session:
        return people.place(session)


@pytest.fixture
def enter(database: Database, where: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], Actor]:
    """Sign in with a role."""

    def signed_in(role: Role) -> Actor:
        with database.transaction() as session:
            actor = people.actor(session, where, role)
        pages.sign_in(monkeypatch, database, actor)
        return actor

    return signed_in


@pytest.fixture
def write(database: Database) -> Callable[[Callable[[Session], object]], None]:
    """Do this in a transaction."""

    def within(act: Callable[[Session], object]) -> None:
        with database.transaction() as session:
            act(session)

    return within


def opened(script: str) -> AppTest:
    page = pages.open_page(script)
    assert not page.exception
    return page


def blocks(page: AppTest) -> str:
    """The HTML of the page's own blocks: answers and tables."""
    return "\n".join(json.loads(element.proto.json)["html"] for element in page.get("bidi_component"))


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def busy(session: Session, where: Place) -> None:
    """A campaign, a poster and an ambassador with scans; thirty answers."""
    poster = made.placed(session, where, made.campaign(session, where), "Gare de Valbrune", code="GARE-2X")
    general, _none = made.ambassador(session, where, "Nour")
    made.scans(session, poster, 300)
    made.scans(session, general, 40)
    made.contact(session, where, Channel.VAN, traced=poster)
    made.contact(session, where, said=general)
    made.contacts(session, where, 25, (Channel.WORD_OF_MOUTH, Voice.FRIEND))
    made.contacts(session, where, 4, Channel.TIKTOK)
    made.contacts(session, where, 3)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_reach(enter: Callable[[Role], Actor], role: Role) -> None:
    enter(role)
    every = (OVERVIEW, CHANNELS, METRICS, EVOLUTION, HEALTH)
    assert [opened(script).title[0].value for script in every] == [
        "Portée",
        "Par canal et par lieu",
        "Comptes et mesures",
        "Évolution",
        "Santé des relevés",
    ]


@pytest.mark.parametrize("script", [OVERVIEW, CHANNELS, METRICS, EVOLUTION, HEALTH])
def test_who_is_signed_out_sees_nothing(
    enter: Callable[[Role], Actor],
    write: Callable[..., None],
    where: Place,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
) -> None:
    write(lambda session: busy(session, where))
    pages.carry(monkeypatch, {})
    page = opened(script)
    assert "Gare" not in blocks(page)
    assert not page.get("vega_lite_chart")


def test_the_overview_answers_first_then_shows_the_chart_and_the_table(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place
) -> None:
    enter(Role.READER)
    write(lambda session: busy(session, where))
    page = opened(OVERVIEW)
    html = blocks(page)
    assert "Le bouche-à-oreille est cité par 67 à 93" in html
    assert html.index("cité par") < html.index("Déclaré")
    assert len(page.get("vega_lite_chart")) == 1
    assert "Ces colonnes ne s’additionnent pas" in pages.texts(page)
    assert "3 premiers contacts sans code ni réponse" in pages.texts(page)
    assert "ami·e 25" in pages.texts(page)


def test_an_empty_overview_says_what_will_come_and_a_narrow_filter_how_to_widen(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place
) -> None:
    enter(Role.READER)
    page = opened(OVERVIEW)
    assert "Rien ne correspond à ces filtres." in pages.texts(page)  # twelve months are a filter
    page = press(page, "Tout afficher")
    assert "Pas encore de premier contact." in pages.texts(page)
    assert not page.get("vega_lite_chart")


def test_contacts_without_an_answer_have_a_table_and_no_chart(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place
) -> None:
    enter(Role.READER)
    write(lambda session: made.contacts(session, where, 4))
    page = opened(OVERVIEW)
    assert "trop peu pour conclure" in blocks(page)
    assert not page.get("vega_lite_chart")


def test_a_filter_by_campaign_is_said_and_so_is_what_it_leaves_out(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place
) -> None:
    enter(Role.READER)
    write(lambda session: busy(session, where))
    page = opened(OVERVIEW)
    page.selectbox[0].select("Ton permis sans galère").run()
    assert "campagne « Ton permis sans galère »" in pages.texts(page).replace("\u00a0", " ")
    assert "Sans code, personne n’appartient à une campagne." in pages.texts(page)
    assert "Un seul premier contact" in blocks(page)


def test_a_name_full_of_markup_stays_a_name(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place
) -> None:
    enter(Role.READER)
    write(lambda session: made.placed(session, where, made.campaign(session, where, HOSTILE), HOSTILE))
    page = opened(OVERVIEW)
    page.selectbox[0].select(HOSTILE).run()
    said = [one.value for one in page.caption if "gras" in one.value]
    assert said
    assert all(r"\<b\>\*\*gras\*\*" in one for one in said)
    assert "&lt;b&gt;**gras**" in blocks(opened(CHANNELS))


def test_channels_show_scans_contacts_and_rates_by_place_and_ambassadors_from_a_to_z(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place
) -> None:
    enter(Role.COUNSELLOR)
    write(lambda session: busy(session, where))
    page = opened(CHANNELS)
    html = blocks(page)
    for words in ("GARE-2X", "Gare de Valbrune", "Nour", "premiers contacts tracés pour 100 scans"):
        assert words in html
    assert len(page.get("vega_lite_chart")) == 2
    assert "elle n’entre dans aucun taux" in pages.texts(page)
    assert "déjà comptés dans leurs canaux" in pages.texts(page)


def test_with_nothing_followed_the_page_says_how_to_begin(enter: Callable[[Role], Actor]) -> None:
    enter(Role.COMMUNICATIONS)
    page = opened(METRICS)
    assert "Aucun compte suivi." in pages.texts(page)
    assert "Aucune publication en ligne." in pages.texts(page)


def test_an_account_is_added_and_a_bad_name_refused_with_a_sentence(
    enter: Callable[[Role], Actor], database: Database
) -> None:
    enter(Role.COMMUNICATIONS)
    page = opened(METRICS)
    page.selectbox[0].select(Channel.INSTAGRAM)
    page.text_input[0].input("pas un nom !")
    page = press(page, "Ajouter le compte")
    assert len(page.error) == 1
    page.text_input[0].input("@Trois.Rives")
    page = press(page, "Ajouter le compte")
    assert "@trois.rives" in blocks(page)
    with database.snapshot() as session:
        assert session.scalars(select(Account.handle)).all() == ["trois.rives"]


def demo(session: Session, where: Place) -> None:
    session.merge(where.consortium).demo = True
    made.account(session, where)
    made.published(session, where, REEL)


def test_reading_now_keeps_values_and_says_how_many(
    enter: Callable[[Role], Actor], write: Callable[..., None], database: Database, where: Place
) -> None:
    register()
    actor = enter(Role.COMMUNICATIONS)
    write(lambda session: demo(session, where))
    page = press(opened(METRICS), "Relever maintenant")
    assert [one.value for one in page.toast] == ["2 relevés notés."]
    assert "à l’instant" in blocks(page)
    with database.snapshot() as session:
        assert session.scalars(select(Snapshot)).first() is not None
        assert [one.who for one in audit.entries(session, where.consortium.id, "reach.collect")] == [
            actor.name
        ]


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.READER])
def test_who_only_reads_can_neither_collect_nor_add_nor_switch(
    enter: Callable[[Role], Actor], write: Callable[..., None], where: Place, role: Role
) -> None:
    enter(role)
    write(lambda session: demo(session, where))
    page = opened(METRICS)
    assert [button.label for button in page.button] == []
    assert "instaloader" not in pages.texts(page)


def test_communications_collect_and_do_not_switch_readers(enter: Callable[[Role], Actor]) -> None:
    enter(Role.COMMUNICATIONS)
    assert "Allumer" not in [button.label for button in opened(HEALTH).button]


def test_an_administrator_reads_the_warning_before_a_reader_is_switched_on(
    enter: Callable[[Role], Actor], database: Database, where: Place
) -> None:
    actor = enter(Role.ADMINISTRATOR)
    key = "instagram/instaloader"

    def on() -> bool:
        with database.snapshot() as session:
            return providers.switched_on(session, key, where.consortium.id)

    page = opened(HEALTH)
    page.button("on-instagram/instaloader").click()
    page.run()
    assert "Instagram interdit de lire ses pages automatiquement" in pages.texts(page)
    assert not on()
    [confirm] = [button for button in page.button if "J’ai lu" in button.label]
    page.button("on-instagram/instaloader").click()
    confirm.click()
    page = page.run()
    assert on()
    page = opened(HEALTH)
    assert f"Par {actor.name}, lundi 23 novembre" in pages.texts(page)
    page.button("off-instagram/instaloader").click()
    page.run()
    assert not on()
    with database.snapshot() as session:
        acts = [(one.what, one.thing) for one in audit.entries(session, where.consortium.id)]
    assert sorted(acts) == [("reach.provider_off", key), ("reach.provider_on", key)]
