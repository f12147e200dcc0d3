"""The page of one post: its words for all and for each network, what forbids it, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
import time_machine
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from campaigns import editing, planning, reviews, stages
from campaigns.editing import Form
from campaigns.models import Post, Stage, Verdict
from campaigns.reviews import Answer
from campaigns.writing import history, shared
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel
from tests import streamlit_pages as pages
from tests.factories import people
from tests.factories import planning as made
from tests.factories.people import Place

PAGE = "campaigns/pages/post.py"
NETWORKS = (Channel.INSTAGRAM, Channel.TIKTOK, Channel.FACEBOOK)
HOSTILE = "<b>**gras**</b> :red[rouge] $x$ <script>alert(1)</script> مقهى"
Write = Callable[[Callable[[Session, Actor], object]], object]


@pytest.fixture(autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def where(database: Database) -> Place:
    with database.transaction() as session:
        return people.place(session)


@pytest.fixture
def officer(database: Database, where: Place, monkeypatch: pytest.MonkeyPatch) -> Actor:
    with database.transaction() as session:
        actor = people.actor(session, where, Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, actor)
    return actor


@pytest.fixture
def write(database: Database, officer: Actor) -> Write:
    def within_a_transaction(act: Callable[[Session, Actor], object]) -> object:
        with database.transaction() as session:
            return act(session, officer)

    return within_a_transaction


@pytest.fixture
def post_id(write: Write) -> UUID:
    def plan(session: Session, officer: Actor) -> UUID:
        campaign = made.campaign(session, officer).id
        return made.post(session, officer, campaign, *NETWORKS, draft=True).id

    found = write(plan)
    assert isinstance(found, UUID)
    return found


def post_of(database: Database, post_id: UUID) -> Post:
    with database.snapshot() as session:
        return session.get_one(Post, post_id)


def own_text(database: Database, officer: Actor, post_id: UUID, network: Channel) -> str | None:
    with database.snapshot() as session:
        now = editing.sheet(session, officer.consortium_id, post_id)
        return editing.wording_of(now).forms[network].text


def open_post(post_id: UUID) -> AppTest:
    page = pages.open_page(PAGE, id=str(post_id))
    assert not page.exception, page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(one for one in page.button if one.label == label).click()
    page.run()
    assert not page.exception, page.exception
    return page


def labels(page: AppTest) -> set[str]:
    return {str(one.label) for one in page.button}


def show(page: AppTest, network: Channel | str) -> AppTest:
    page.button_group[0].set_value(str(network)).run()
    assert not page.exception, page.exception
    return page


def texts(page: AppTest) -> str:
    return pages.texts(page) + str([getattr(one, "proto", "") for one in page.main])


def test_a_post_opens_on_its_common_words(post_id: UUID, officer: Actor) -> None:
    page = open_post(post_id)
    assert "Le code, on t'aide" in pages.texts(page)
    assert (
        "Brouillon, campagne «\u00a0Ton permis sans galère\u00a0». Prévue mercredi 25 novembre"
        in pages.texts(page)
    )
    assert page.text_area[0].value == "Tu galères avec le code ?"
    assert {"Enregistrer", "Demander une relecture", "Programmer"} <= labels(page)


@pytest.mark.parametrize("wanted", ["", "abc", "00000000-0000-4000-8000-000000000000"])
def test_without_a_known_post_the_page_says_so(officer: Actor, wanted: str) -> None:
    page = pages.open_page(PAGE, id=wanted)
    assert not page.exception
    assert "Cette publication est introuvable." in pages.texts(page)


def test_a_post_of_another_consortium_is_unknown(
    database: Database, officer: Actor, write: Write, monkeypatch: pytest.MonkeyPatch, post_id: UUID
) -> None:
    with database.transaction() as session:
        neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, neighbour)
    page = pages.open_page(PAGE, id=str(post_id))
    assert "introuvable" in pages.texts(page)
    assert "galères" not in texts(page)


def test_a_text_is_saved_then_scheduled(database: Database, post_id: UUID, officer: Actor) -> None:
    page = open_post(post_id)
    page.text_area[0].set_value("Viens mercredi.").run()
    page = press(page, "Enregistrer")
    assert [one.value for one in page.toast] == ["Enregistrée."]
    assert post_of(database, post_id).text == "Viens mercredi."
    page = press(page, "Programmer")
    assert "Programmée\u00a0: mercredi 25 novembre" in page.toast[0].value
    assert post_of(database, post_id).stage is Stage.SCHEDULED
    assert "Programmer" not in labels(page)


def test_what_is_typed_is_scheduled_in_one_press(database: Database, post_id: UUID, officer: Actor) -> None:
    page = open_post(post_id)
    page.text_area[0].set_value("Viens jeudi.")
    press(page, "Programmer")
    found = post_of(database, post_id)
    assert (found.text, found.stage) == ("Viens jeudi.", Stage.SCHEDULED)


def test_a_network_takes_the_common_text_or_writes_its_own(
    database: Database, post_id: UUID, officer: Actor
) -> None:
    page = show(open_post(post_id), Channel.TIKTOK)
    assert "TikTok reprend le texte commun" in pages.texts(page)
    assert not page.text_area
    page = press(page, "Écrire un texte pour TikTok")
    assert page.text_area[0].value == "Tu galères avec le code ?"
    page.text_area[0].set_value("Le code en 30 secondes.").run()
    show(page, Channel.INSTAGRAM)
    assert "Instagram reprend le texte commun" in pages.texts(page)
    show(page, Channel.TIKTOK)
    assert page.text_area[0].value == "Le code en 30 secondes."
    press(page, "Enregistrer")
    assert own_text(database, officer, post_id, Channel.TIKTOK) == "Le code en 30 secondes."
    assert own_text(database, officer, post_id, Channel.INSTAGRAM) is None
    press(page, "Revenir au texte commun")
    press(page, "Enregistrer")
    assert own_text(database, officer, post_id, Channel.TIKTOK) is None


def test_what_a_network_refuses_is_said_while_writing_and_forbids_scheduling(
    database: Database, post_id: UUID, officer: Actor
) -> None:
    page = open_post(post_id)
    page.text_area[0].set_value("a" * 2201).run()
    shown = pages.texts(page)
    assert "TikTok, Instagram\u00a0: Le texte a 2\u202f201 signes, 2\u202f200 au plus." in shown
    press(page, "Programmer")
    assert "Le texte a 2\u202f201 signes" in page.error[0].value
    assert page.text_area[0].value == "a" * 2201
    assert post_of(database, post_id).stage is Stage.DRAFT
    press(page, "Enregistrer")
    assert post_of(database, post_id).text == "a" * 2201


def test_a_long_text_and_an_empty_one_are_shown(post_id: UUID, officer: Actor) -> None:
    page = open_post(post_id)
    page.text_area[0].set_value("é " * 5000).run()
    assert not page.exception
    press(page, "Enregistrer")
    page.text_area[0].set_value("").run()
    assert "Il n’y a pas encore de texte. Écrivez-le." in pages.texts(page)
    assert not page.exception
    page.text_area[0].set_value("a" * 10_001).run()
    press(page, "Enregistrer")
    assert "10\u202f001 signes" in page.error[0].value


def test_two_people_who_change_the_same_words_see_both_and_lose_nothing(
    database: Database, post_id: UUID, officer: Actor, where: Place
) -> None:
    page = open_post(post_id)
    page.text_area[0].set_value("Mon texte.").run()
    with database.transaction() as session:
        nour = replace(people.actor(session, where, Role.COMMUNICATIONS), name="Nour")
        standing = editing.wording_of(editing.sheet(session, nour.consortium_id, post_id))
        editing.edit(
            session, nour, post_id, 1, replace(standing, text="Le texte de Nour.", title="Son titre")
        )
    press(page, "Enregistrer")
    shown = texts(page)
    assert "Nour a enregistré cette publication pendant que vous écriviez" in shown
    assert "Mon texte." in shown
    assert "Le texte de Nour." in shown
    assert post_of(database, post_id).text == "Le texte de Nour."
    press(page, "Garder le mien, avec ses autres changements")
    assert (page.text_input[0].value, page.text_area[0].value) == ("Son titre", "Mon texte.")
    press(page, "Enregistrer")
    found = post_of(database, post_id)
    assert (found.title, found.text) == ("Son titre", "Mon texte.")


def test_who_typed_nothing_sees_the_new_words_at_once(
    database: Database, post_id: UUID, officer: Actor, write: Write
) -> None:
    page = open_post(post_id)

    def change(session: Session, actor: Actor) -> None:
        standing = editing.wording_of(editing.sheet(session, actor.consortium_id, post_id))
        editing.edit(session, actor, post_id, 1, replace(standing, text="Neuf."))

    write(change)
    assert page.run().text_area[0].value == "Neuf."


def test_other_changes_go_together_or_are_given_up(
    database: Database, post_id: UUID, officer: Actor, write: Write
) -> None:
    page = open_post(post_id)
    page.text_input[0].set_value("Mon titre").run()

    def change(session: Session, actor: Actor) -> None:
        standing = editing.wording_of(editing.sheet(session, actor.consortium_id, post_id))
        editing.edit(session, actor, post_id, 1, replace(standing, text="Neuf."))

    write(change)
    page.run()
    assert "tout peut être gardé" in pages.texts(page)
    press(page, "Garder les deux")
    assert (page.text_input[0].value, page.text_area[0].value) == ("Mon titre", "Neuf.")
    press(page, "Enregistrer")
    assert post_of(database, post_id).title == "Mon titre"


def test_what_people_type_is_never_mark_up(post_id: UUID, officer: Actor, write: Write) -> None:
    def change(session: Session, actor: Actor) -> None:
        standing = editing.wording_of(editing.sheet(session, actor.consortium_id, post_id))
        own = {**standing.forms, Channel.TIKTOK: Form(text=HOSTILE)}
        editing.edit(session, actor, post_id, 1, replace(standing, title=HOSTILE, text=HOSTILE, forms=own))

    write(change)
    page = open_post(post_id)
    shown = "\n".join(str(one.value) for one in [*page.title, *page.markdown, *page.caption])
    assert ":red[" not in shown
    blocks = [str(getattr(one, "proto", "")) for one in page.main]
    html = [one for one in blocks if '\\"html\\"' in one]
    assert html
    assert all("<script>" not in one for one in html)
    assert any("&lt;script&gt;" in one for one in html)


def test_hashtags_signature_and_link_stand_under_the_text(
    database: Database, post_id: UUID, officer: Actor, write: Write
) -> None:
    def share(session: Session, actor: Actor) -> None:
        campaign = session.get_one(Post, post_id).campaign_id
        shared.save_set(session, actor, campaign, "Permis", "#permis #Valbrune")
        shared.save_signature(session, actor, None, "On répond jusqu'à 20 h.")

    write(share)
    page = open_post(post_id)
    press(page, "+ Permis")
    assert page.multiselect[0].value == ["#permis", "#Valbrune"]
    page.selectbox[0].select_index(0).run()
    page.selectbox[1].select_index(0).run()
    press(page, "Enregistrer")
    with database.snapshot() as session:
        rows = {row.network: row.text for row in planning.posts(session, officer.consortium_id)}
    assert "/r/PERMIS-" in rows[Channel.FACEBOOK]
    assert "Donne le code PERMIS-" in rows[Channel.TIKTOK]
    assert all(text.endswith("On répond jusqu'à 20 h.\n\n#permis #Valbrune") for text in rows.values())


def test_networks_are_added_and_taken_away(database: Database, post_id: UUID, officer: Actor) -> None:
    page = open_post(post_id)
    group = next(one for one in page.button_group if one.label == "Réseaux")
    group.set_value([Channel.TIKTOK, Channel.YOUTUBE]).run()
    show(page, Channel.YOUTUBE)
    assert {"short", "vidéo"} <= set(page.button_group[1].options)
    press(page, "Enregistrer")
    with database.snapshot() as session:
        now = editing.sheet(session, officer.consortium_id, post_id)
    assert [one.network for one in now.variants] == [Channel.TIKTOK, Channel.YOUTUBE]


def test_a_published_network_is_shown_and_cannot_be_written(
    database: Database, post_id: UUID, officer: Actor, write: Write
) -> None:
    def publish(session: Session, actor: Actor) -> None:
        session.get_one(Post, post_id).stage = Stage.SCHEDULED
        now = editing.sheet(session, actor.consortium_id, post_id)
        out = next(one for one in now.variants if one.network is Channel.INSTAGRAM)
        planning.mark_published(session, actor, out.id, made.REEL)

    write(publish)
    page = show(open_post(post_id), Channel.INSTAGRAM)
    assert "ce qui est en ligne ne change plus" in pages.texts(page)
    assert not page.text_area


def test_the_trail_of_a_post_is_read_from_its_page(
    database: Database, post_id: UUID, officer: Actor, write: Write
) -> None:
    write(
        lambda session, actor: history.note(session, session.get_one(Post, post_id), actor, "text", "A", "B")
    )
    page = open_post(post_id)
    menu = next(one for one in page.main if getattr(one, "type", "") == "menu_button")
    assert "Historique" in str(menu.proto)


def test_what_readers_said_stands_beside_the_words_and_is_settled_by_new_ones(
    database: Database, where: Place, officer: Actor, write: Write, post_id: UUID
) -> None:
    with database.transaction() as session:
        reader = people.actor(session, where, Role.COORDINATOR)
        post = session.get_one(Post, post_id)
        stages.send(session, officer, post.id, post.revision)
        said = Answer(Verdict.CHANGE, post.words_revision, f"Dites « papiers ». {HOSTILE}")
        reviews.say(session, reader, post.id, said)
    page = pages.open_page(PAGE, id=str(post_id))
    assert not page.exception
    shown = pages.texts(page)
    assert "à changer" in shown
    assert reader.name in shown
    assert "Demander une relecture" in shown
    assert not any(button.label == "Ça me va" for button in page.button), "an author approves nothing"
    write(lambda session, actor: reword(session, actor, post_id))
    settled = pages.open_page(PAGE, id=str(post_id))
    assert "1 avis sur un texte précédent" in [one.label for one in settled.expander]
    assert "réglé" in pages.texts(settled)


def test_a_colleague_answers_on_the_page_of_the_post(
    database: Database, where: Place, officer: Actor, post_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        reader = people.actor(session, where, Role.COORDINATOR)
        post = session.get_one(Post, post_id)
        stages.send(session, officer, post.id, post.revision, then_schedule=False)
    own = pages.open_page(PAGE, id=str(post_id))
    assert "ne se valide pas par son auteur" in pages.texts(own)
    pages.sign_in(monkeypatch, database, reader)
    page = pages.open_page(PAGE, id=str(post_id))
    next(one for one in page.text_area if one.label.startswith("Une remarque")).set_value("Clair.")
    next(button for button in page.button if button.label == "Ça me va").click()
    assert not page.run().exception
    assert post_of(database, post_id).stage is Stage.APPROVED
    assert "ça me va" in pages.texts(pages.open_page(PAGE, id=str(post_id)))


def reword(session: Session, actor: Actor, post_id: UUID) -> Post:
    now = editing.sheet(session, actor.consortium_id, post_id)
    return editing.edit(
        session, actor, post_id, now.post.revision, replace(editing.wording_of(now), text="Tes papiers ?")
    )
