"""The pages of actions and of one campaign, in each of their states."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from campaigns import needs
from campaigns.actions import acts, draws, listing, planning
from campaigns.campaign import editing, whole
from campaigns.campaign.budget import Budget, Purchase
from campaigns.campaign.editing import Said
from campaigns.campaign.whole import Targets
from campaigns.models import Action, ActionKind, Campaign, CampaignStatus, HoursKind
from core.database import Database
from core.people import Actor, Role
from core.territory import Audience, Need
from tests import streamlit_pages as pages
from tests.factories import actions as made
from tests.factories import people
from tests.factories import planning as planned

ACTIONS, CAMPAIGN, CAMPAIGNS = (f"campaigns/pages/{name}.py" for name in ("actions", "campaign", "campaigns"))
HOSTILE = "<b>**gras**</b> :red[rouge] $x$ [lien](https://exemple.test) مقهى"


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    planned.landing_pages()
    needs.provide_contacts(lambda _session, _consortium, _campaign: 7)
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Actor:
    with database.transaction() as session:
        actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, actor)
    return actor


@pytest.fixture
def campaign(database: Database, officer: Actor) -> UUID:
    with database.transaction() as session:
        return planned.campaign(session, officer).id


def button(page: Any, label: str) -> Any:
    return next(one for one in page.button if one.label.replace("’", "'") == label)


def press(page: Any, *labels: str) -> Any:
    """Press these buttons in one run, as someone does who sends a form of an open dialog."""
    for label in labels:
        button(page, label).click()
    return page.run()


def test_without_a_campaign_the_page_says_what_comes_first(officer: Actor) -> None:
    page = pages.open_page(ACTIONS)
    assert not page.exception
    assert "Créez d’abord une campagne" in pages.texts(page)
    assert button(page, "Nouvelle action").disabled


def test_an_action_is_planned_by_the_form(database: Database, officer: Actor, campaign: UUID) -> None:
    page = pages.open_page(ACTIONS)
    press(page, "Nouvelle action")
    next(one for one in page.text_input if one.label == "Lieu").set_value("place du Marché")
    press(page, "Nouvelle action", "Prévoir l'action")
    assert not page.exception
    with database.snapshot() as session:
        (row,) = listing.actions(session, officer.consortium_id)
    assert (row.kind, row.place, row.starts_wall) == (ActionKind.VAN, "place du Marché", "2026-11-23T14:00")
    assert (row.people, row.hours) == (None, None), "what nobody said is not 0"


def test_a_refusal_stands_in_the_dialog_and_makes_nothing(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    page = pages.open_page(ACTIONS)
    press(page, "Nouvelle action")
    press(page, "Nouvelle action", "Prévoir l'action")
    assert [one.value for one in page.error] == ["Dites où se passe cette action."]
    with database.snapshot() as session:
        assert listing.actions(session, officer.consortium_id) == []


def test_what_is_over_and_untold_comes_first_and_is_noted(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    with database.transaction() as session:
        made.action(session, officer, campaign, slot=made.slot(date(2026, 11, 21)), place=HOSTILE)
        made.action(session, officer, campaign)
    page = pages.open_page(ACTIONS)
    assert "1 à venir, 1 à noter, 0 tenues." in pages.texts(page)
    assert HOSTILE in pages.texts(page)
    press(page, "Noter")
    next(one for one in page.number_input if one.label == "Discussions").set_value(12)
    press(page, "Noter", "Noter comme tenue")
    assert not page.exception
    with database.snapshot() as session:
        first = session.scalars(select(Action).order_by(Action.starts_at)).first()
    assert first is not None
    assert (first.state.value, first.talks, first.leaflets) == ("held", 12, None)


def dialog() -> None:
    """The form as the dialog keeps it: with the action as it was when it was opened."""
    import streamlit as st

    from campaigns.actions import listing
    from campaigns.pages import _action_forms
    from core.people import Action
    from core.ui import frame

    actor = frame.enter(Action.PLAN)
    found = frame.read(lambda session: listing.actions(session, actor.consortium_id))
    _action_forms.edit(actor, st.session_state.setdefault("row", found[0]))


def test_whoever_edits_second_is_told_sees_what_changed_and_saves_over_it_on_purpose(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    with database.transaction() as session:
        action = made.action(session, officer, campaign).id
    page: Any = AppTest.from_function(dialog, default_timeout=pages.SECONDS).run()
    page.text_input[0].set_value("mail de la Plaine")
    with database.transaction() as session:
        planning.edit_action(session, officer, action, 1, made.wanted(place="cité des Forges"))
    press(page, "Enregistrer l'action")
    assert "Rien n’est perdu" in page.error[0].value
    assert "Où : cité des Forges" in pages.texts(page).replace("\u00a0", " ")
    assert page.text_input[0].value == "mail de la Plaine"
    press(page, "Enregistrer l'action")
    assert not page.exception
    with database.snapshot() as session:
        assert session.get_one(Action, action).place == "mail de la Plaine"


def test_two_hundred_actions_show_the_first_and_the_way_to_the_others(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    with database.transaction() as session:
        for number in range(200):
            day = date(2026, 11, 24) + timedelta(days=number)
            made.action(session, officer, campaign, slot=made.slot(day))
    page = pages.open_page(ACTIONS)
    assert not page.exception
    assert len([one for one in page.button if one.label == "Ouvrir"]) == 24
    button(page, "Afficher 40 autres").click().run()
    assert len([one for one in page.button if one.label == "Ouvrir"]) == 64


def test_a_series_says_how_far_it_is_and_that_it_was_drawn(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    with database.transaction() as session:
        van = made.series(session, officer, campaign, meant=60)
    assert "ordre des lieux pas tiré au sort" in pages.texts(pages.open_page(ACTIONS))
    with database.transaction() as session:
        draws.draw(session, officer, van.id)
        acts.cancel(session, officer, listing.actions(session, officer.consortium_id)[0].id, "pluie")
    text = pages.texts(pages.open_page(ACTIONS))
    assert "ordre des lieux tiré au sort le 23/11/2026" in text


def test_a_campaign_shows_what_it_reached_of_what_it_aims_at(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    with database.transaction() as session:
        one = session.get_one(Campaign, campaign)
        said = Said(
            HOSTILE,
            "",
            [Need.LICENCE],
            Audience.YOUNG,
            one.starts_on,
            one.ends_on,
            targets=Targets(60, None, 40),
        )
        editing.edit(session, officer, campaign, 1, said)
        money = Budget({HoursKind.PRESENCE: Decimal(1820)}, Decimal("28.50"), Decimal(30), [])
        bought = Budget(money.hours, money.hourly_cost, money.overhead, [Purchase("PC", Decimal("1158.80"))])
        editing.set_budget(session, officer, campaign, 2, bought)
    page = opened(campaign)
    assert not page.exception
    text = pages.texts(page).replace("\u202f", " ").replace("\u00a0", " ")
    assert HOSTILE in text
    assert "Besoin : permis. Pour : jeunes." in text
    assert "présence 1 820 h. Une heure coûte 28,50 € ; frais 30 % du travail." in text


def opened(campaign: UUID | str) -> Any:
    page = AppTest.from_file(str(pages.ROOT / CAMPAIGN), default_timeout=pages.SECONDS)
    page.query_params["c"] = str(campaign)
    return page.run()


@pytest.mark.parametrize("asked", ["pas-un-identifiant", "00000000-0000-0000-0000-000000000000"])
def test_an_address_of_no_campaign_says_so(officer: Actor, campaign: UUID, asked: str) -> None:
    page = opened(asked)
    assert not page.exception
    assert "Aucune campagne à cette adresse." in pages.texts(page)


def test_the_campaign_of_another_consortium_is_none(
    database: Database, officer: Actor, campaign: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        stranger = people.actor(session, people.place(session, "Ailleurs"), Role.ADMINISTRATOR)
    pages.sign_in(monkeypatch, database, stranger)
    assert "Aucune campagne à cette adresse." in pages.texts(opened(campaign))


def test_what_was_learnt_is_noted_on_the_page(database: Database, officer: Actor, campaign: UUID) -> None:
    page = opened(campaign)
    press(page, "Noter ce qu'on a appris")
    page.text_area[0].set_value("Le samedi, les mêmes, avec leurs amis.")
    press(page, "Noter ce qu'on a appris", "Enregistrer")
    assert not page.exception
    with database.snapshot() as session:
        assert whole.whole(session, officer.consortium_id, campaign).learnt.startswith("Le samedi")


def test_an_archived_campaign_is_out_of_the_way_until_asked_for(
    database: Database, officer: Actor, campaign: UUID
) -> None:
    with database.transaction() as session:
        editing.set_status(session, officer, campaign, CampaignStatus.ARCHIVED)
    page = pages.open_page(CAMPAIGNS)
    assert "Ton permis sans galère" not in pages.texts(page)
    page.toggle[0].set_value(True).run()
    assert "Ton permis sans galère" in pages.texts(page)
