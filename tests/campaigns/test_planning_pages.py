"""The pages of campaigns, posts and placements, in each of their states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from campaigns import placements, planning
from campaigns.models import ScanClass
from campaigns.pages import _open
from campaigns.planning import PostState
from core import sessions
from core.database import Database
from core.people import Actor, Membership, Role
from core.territory import Channel
from tests import streamlit_pages as pages
from tests.factories import campaigns as codes_made
from tests.factories import people
from tests.factories import planning as made
from tests.factories.planning import REEL, REEL_TIDY

CAMPAIGNS, POSTS, PLACEMENTS = (f"campaigns/pages/{name}.py" for name in ("campaigns", "posts", "placements"))
ALL = (CAMPAIGNS, POSTS, PLACEMENTS)
HOSTILE = "<b>**gras**</b> :red[rouge] $x$ [lien](https://exemple.test) مقهى"


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Actor:
    with database.transaction() as session:
        actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, actor)
    return actor


@pytest.fixture
def write(database: Database, officer: Actor) -> Callable[[Callable[[Session], object]], None]:
    def within_a_transaction(act: Callable[[Session], object]) -> None:
        with database.transaction() as session:
            act(session)

    return within_a_transaction


def rows(database: Database, actor: Actor) -> list[planning.PostRow]:
    with database.snapshot() as session:
        return planning.posts(session, actor.consortium_id)


def field(page: AppTest, label: str) -> TextInput:
    """The text field under that label."""
    return next(one for one in page.text_input if one.label == label)


def press(page: AppTest, *labels: str) -> AppTest:
    """Press these buttons in one run, as someone does who sends a form of an open dialog."""
    for label in labels:
        next(button for button in page.button if button.label == label).click()
    return page.run()


def opened(page: AppTest, label: str) -> AppTest:
    return press(page, label)


@pytest.mark.parametrize("script", ALL)
def test_a_page_with_nothing_says_what_to_do(officer: Actor, script: str) -> None:
    page = pages.open_page(script)
    assert not page.exception
    assert "Aucun" in pages.texts(page)
    assert "Créez" in pages.texts(page)


def test_a_first_placement_is_invited_once_there_is_a_campaign(
    officer: Actor, write: Callable[..., None]
) -> None:
    write(lambda session: made.campaign(session, officer))
    assert "Créez le premier" in pages.texts(pages.open_page(PLACEMENTS))
    posts = pages.open_page(POSTS)
    assert "Aucune publication à venir" in pages.texts(posts)


@pytest.mark.parametrize("script", ALL)
@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.READER])
def test_a_page_is_closed_to_other_roles(
    database: Database, monkeypatch: pytest.MonkeyPatch, script: str, role: Role
) -> None:
    with database.transaction() as session:
        where = people.place(session)
        made.campaign(session, people.actor(session, where, Role.COMMUNICATIONS), "Secrète")
        reader = people.actor(session, where, role)
    pages.sign_in(monkeypatch, database, reader)
    page = pages.open_page(script)
    assert "Page réservée" in pages.texts(page)
    assert not page.button
    assert "Secrète" not in pages.texts(page)


@pytest.mark.parametrize("script", ALL)
def test_a_page_is_closed_to_who_is_signed_out(
    database: Database, monkeypatch: pytest.MonkeyPatch, officer: Actor, script: str
) -> None:
    pages.carry(monkeypatch, {sessions.COOKIE: "inventé"})
    page = pages.open_page(script)
    assert not page.exception
    assert [title.value for title in page.title] == ["Porte-Voix"]


def test_pages_show_nothing_of_another_consortium(
    database: Database, monkeypatch: pytest.MonkeyPatch, officer: Actor, write: Callable[..., None]
) -> None:
    def fill(session: Session) -> None:
        neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
        campaign = made.campaign(session, neighbour, "Voisine")
        made.post(session, neighbour, campaign.id, title="Voisine")
        made.poster(session, neighbour, campaign.id, "Voisine")

    write(fill)
    for script in ALL:
        page = pages.open_page(script)
        assert "Voisine" not in pages.texts(page)
        assert "Aucun" in pages.texts(page)


def test_campaigns_stand_under_running_coming_and_over(officer: Actor, write: Callable[..., None]) -> None:
    def fill(session: Session) -> None:
        made.campaign(session, officer, "Maintenant")
        made.campaign(session, officer, "Bientôt", date(2026, 12, 1), date(2026, 12, 31))
        made.campaign(session, officer, "Avant", date(2026, 1, 1), date(2026, 2, 1))

    write(fill)
    page = pages.open_page(CAMPAIGNS)
    assert [heading.value for heading in page.subheader] == ["En cours", "À venir", "Terminées"]
    assert "1 en cours, 3 en tout." in pages.texts(page)
    assert "0 publication, 0 action, 0 support" in pages.texts(page)


def test_a_campaign_is_created_from_its_dialog(database: Database, officer: Actor) -> None:
    page = opened(pages.open_page(CAMPAIGNS), "Nouvelle campagne")
    page.text_input[0].set_value("Bouge avec nous")
    page = press(page, "Nouvelle campagne", "Créer la campagne")
    assert [toast.value for toast in page.toast] == ["Campagne créée."]
    with database.snapshot() as session:
        assert [row.name for row in planning.campaigns(session, officer.consortium_id)] == ["Bouge avec nous"]


def test_a_refused_campaign_keeps_what_was_typed_and_says_why(database: Database, officer: Actor) -> None:
    page = opened(pages.open_page(CAMPAIGNS), "Nouvelle campagne")
    page.text_input[0].set_value("Bouge avec nous")
    page.date_input[1].set_value(date(2026, 1, 1))
    page = press(page, "Nouvelle campagne", "Créer la campagne")
    assert [error.value for error in page.error] == [
        "La fin est avant le début. Choisissez une fin à partir du 23/11/2026."
    ]
    assert page.text_input[0].value == "Bouge avec nous"
    with database.snapshot() as session:
        assert planning.campaigns(session, officer.consortium_id) == []


def test_late_posts_stand_first_with_the_number_that_wait(officer: Actor, write: Callable[..., None]) -> None:
    def fill(session: Session) -> None:
        campaign = made.campaign(session, officer)
        made.post(session, officer, campaign.id, title="En retard", day=date(2026, 11, 20))
        made.post(session, officer, campaign.id, title="Demain", day=date(2026, 11, 24))

    write(fill)
    page = pages.open_page(POSTS)
    shown = pages.texts(page)
    assert ":red-badge[en retard] **En retard**" in shown
    assert "prévue vendredi 20 novembre, 18\u00a0h" in shown
    assert "**Mardi 24 novembre 2026**" in shown
    labels = [button.label for button in page.button]
    assert labels.index("C’est publié") < next(place for place, text in enumerate(labels) if "Demain" in text)


def test_the_link_of_a_late_post_is_noted_from_its_dialog(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    write(
        lambda session: made.post(
            session, officer, made.campaign(session, officer).id, day=date(2026, 11, 20), text="À copier"
        )
    )
    page = opened(pages.open_page(POSTS), "C’est publié")
    assert [block.value for block in page.code] == ["À copier"]
    page.text_input[0].set_value("https://www.tiktok.com/@trois.rives/video/7301234567890123456")
    page = press(page, "C’est publié", "Noter le lien")
    assert "n’est pas sur Instagram" in page.error[0].value
    page.text_input[0].set_value(REEL)
    page = press(page, "C’est publié", "Noter le lien")
    assert [toast.value for toast in page.toast] == ["Publication notée. Son lien peut être relevé."]
    (row,) = rows(database, officer)
    assert (row.state, row.published_url) == (PostState.PUBLISHED, REEL_TIDY)


def test_a_text_too_long_for_its_network_is_said_before_it_is_copied(
    officer: Actor, write: Callable[..., None]
) -> None:
    def plan(session: Session) -> None:
        campaign = made.campaign(session, officer).id
        post = made.post(session, officer, campaign, day=date(2026, 11, 20))
        # As one that was scheduled before the network's limit came down.
        post.text = "#mot " * 31 + "a" * 2100

    write(plan)
    page = opened(pages.open_page(POSTS), "C’est publié")
    assert "2\u202f255 signes sur 2\u202f200." in [line.value for line in page.caption]
    assert [line.value for line in page.warning] == [
        "Le texte a 2\u202f255 signes, 2\u202f200 au plus. Raccourcissez-le.",
        "Il y a 31 mots-dièse, 30 au plus. Enlevez-en.",
    ]


def test_a_post_is_begun_in_its_dialog_for_the_wall_time_of_the_place_and_opens_its_page(
    database: Database, officer: Actor, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_to: list[UUID] = []
    monkeypatch.setattr(_open, "post", gone_to.append)
    write(lambda session: made.campaign(session, officer))
    page = opened(pages.open_page(POSTS), "Nouvelle publication")
    assert page.time_input[0].label == "Heure (Paris)"
    page = press(page, "Nouvelle publication", "Créer et écrire")
    assert [error.value for error in page.error] == ["Donnez un titre à la publication."]
    page.text_input[0].set_value(HOSTILE)
    page.date_input[0].set_value(date(2026, 11, 25))
    page.time_input[0].set_value(time(18, 30))
    page = press(page, "Nouvelle publication", "Créer et écrire")
    assert [error.value for error in page.error] == ["Choisissez au moins un réseau."]
    assert rows(database, officer) == []
    networks = next(group for group in page.button_group if group.key is None)
    networks.set_value([Channel.TIKTOK, Channel.SNAPCHAT])
    press(page, "Nouvelle publication", "Créer et écrire")
    found = rows(database, officer)
    assert [(row.network, row.title, row.text, row.wall, row.state) for row in found] == [
        (network, HOSTILE, "", "2026-11-25T18:30", PostState.DRAFT)
        for network in (Channel.TIKTOK, Channel.SNAPCHAT)
    ]
    assert gone_to == [found[0].post_id]


def test_an_opened_post_can_be_cancelled(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    write(lambda session: made.post(session, officer, made.campaign(session, officer).id))
    page = pages.open_page(POSTS)
    line = page.button[-1].label
    page = opened(page, line)
    page = press(page, line, "Annuler la publication")
    assert [toast.value for toast in page.toast] == ["Publication annulée."]
    assert [row.state for row in rows(database, officer)] == [PostState.CANCELLED]


def test_a_published_post_offers_to_correct_its_link_and_not_to_cancel(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    def fill(session: Session) -> None:
        post = made.post(session, officer, made.campaign(session, officer).id)
        planning.mark_published(session, officer, made.variant(session, post).id, REEL)

    write(fill)
    page = pages.open_page(POSTS)
    page.button_group(key="posts-view").set_value(PostState.PUBLISHED).run()
    line = page.button[-1].label
    page = opened(page, line)
    assert "Annuler la publication" not in [button.label for button in page.button]
    page.text_input[0].set_value("https://www.instagram.com/p/AAAAAAA/")
    page = press(page, line, "Noter le lien")
    assert [toast.value for toast in page.toast] == ["Lien corrigé."]
    assert rows(database, officer)[0].published_url == "https://www.instagram.com/p/AAAAAAA/"


def test_a_long_list_of_posts_is_cut_and_opens_step_by_step(
    officer: Actor, write: Callable[..., None]
) -> None:
    def fill(session: Session) -> None:
        campaign = made.campaign(session, officer)
        for number in range(64):
            made.post(session, officer, campaign.id, title=f"Titre {number}")

    write(fill)
    page = pages.open_page(POSTS)
    assert sum("Titre" in button.label for button in page.button) == 20
    page = press(page, "Afficher 40 autres")
    assert sum("Titre" in button.label for button in page.button) == 60
    page = press(page, "Afficher 4 autres")
    assert sum("Titre" in button.label for button in page.button) == 64
    assert not any(button.label.startswith("Afficher") for button in page.button)


def test_posts_are_filtered_and_an_empty_filter_says_so(officer: Actor, write: Callable[..., None]) -> None:
    def fill(session: Session) -> None:
        campaign = made.campaign(session, officer)
        made.campaign(session, officer, "Bouge avec nous")
        made.post(session, officer, campaign.id, title="Une")

    write(fill)
    page = pages.open_page(POSTS)
    page.selectbox(key="posts-campaign").set_value("Bouge avec nous").run()
    assert "Rien ne correspond à ces filtres." in pages.texts(page)


@pytest.mark.parametrize("script", ALL)
def test_what_people_typed_is_never_read_as_markup(
    officer: Actor, write: Callable[..., None], script: str
) -> None:
    def fill(session: Session) -> None:
        campaign = made.campaign(session, officer, HOSTILE)
        made.post(session, officer, campaign.id, title=HOSTILE, day=date(2026, 11, 20))
        made.poster(session, officer, campaign.id, HOSTILE)

    write(fill)
    page = pages.open_page(script)
    assert not page.exception
    raw = "\n".join(str(element.value) for element in [*page.markdown, *page.caption, *page.subheader])
    assert "**gras**" not in raw
    assert ":red[" not in raw
    assert "](https" not in raw


def test_the_register_shows_codes_scans_and_states_and_says_which_are_silent(
    database: Database,
    officer: Actor,
    write: Callable[..., None],
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes: dict[str, str] = {}

    def fill(session: Session) -> None:
        campaign = made.campaign(session, officer)
        for place in ("Muette", "Vue", "Retirée"):
            placed = made.poster(session, officer, campaign.id, place)
            codes[place] = placed.code.shown
            placed.placement.put_up_on = date(2026, 11, 23)
            if place == "Vue":
                for scan_class in (ScanClass.HUMAN, ScanClass.BOT):
                    codes_made.scan(session, placed.link, datetime(2026, 12, 13, tzinfo=UTC), scan_class)
            if place == "Retirée":
                placements.retire(session, officer, placed.placement.id)

    write(fill)
    clock.move_to("2026-12-14T10:00:00+00:00")
    # The session of three weeks ago is over.
    pages.sign_in(monkeypatch, database, officer)
    page = pages.open_page(PLACEMENTS)
    table = page.dataframe[0].value
    assert list(table["code"]) == [codes["Muette"], codes["Vue"]]
    assert [list(state) for state in table["state"]] == [["Muet"], ["En service"]]
    assert list(table["scans"]) == [0, 1]
    assert "1 en service, 1 muet, 1 retiré." in pages.texts(page)


def test_a_new_placement_shows_its_code_at_once(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    write(lambda session: made.campaign(session, officer))
    page = opened(pages.open_page(PLACEMENTS), "Nouveau support")
    page = press(page, "Nouveau support", "Créer le code")
    assert [error.value for error in page.error] == ["Dites où se trouve ce support."]
    field(page, "Lieu").set_value("Piscine des Tilleuls")
    page = press(page, "Nouveau support", "Créer le code")
    with database.snapshot() as session:
        (row,) = placements.rows(session, officer.consortium_id)
    assert [toast.value for toast in page.toast] == [f"Code {row.code} créé."]
    assert f"{row.code}, Piscine des Tilleuls" in pages.texts(page)
    downloads = [element.proto.label for element in page.get("download_button")]
    assert downloads == ["Télécharger en PNG", "Télécharger en SVG", "Exporter cette liste (CSV)"]


def test_a_code_is_given_back_from_its_dialog_which_repeats_it(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    write(lambda session: made.campaign(session, officer))
    page = opened(pages.open_page(PLACEMENTS), "Nouveau support")
    field(page, "Lieu").set_value("Piscine des Tilleuls")
    page = press(page, "Nouveau support", "Créer le code")
    page = opened(page, "Retirer le code")
    assert "Un code retiré ne revient pas." in pages.texts(page)
    for button in page.button:
        if button.label == "Retirer le code":
            button.click()
    page.run()
    with database.snapshot() as session:
        (row,) = placements.rows(session, officer.consortium_id)
    assert row.retired_at is not None
    assert [toast.value for toast in page.toast] == [f"Code {row.code} retiré."]
    downloads = [element.proto.label for element in page.get("download_button")]
    assert "Télécharger en PNG" not in downloads


def test_a_search_without_result_says_so(officer: Actor, write: Callable[..., None]) -> None:
    write(lambda session: made.poster(session, officer, made.campaign(session, officer).id, "École"))
    page = pages.open_page(PLACEMENTS)
    page.text_input(key="placements-search").set_value("ecole").run()
    assert len(page.dataframe[0].value) == 1
    page.text_input(key="placements-search").set_value("gymnase").run()
    assert "Rien ne correspond à ces filtres." in pages.texts(page)


def test_own_accounts_are_noted_from_the_page_of_posts(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    write(lambda session: made.campaign(session, officer))
    page = pages.open_page(POSTS)
    page.menu_button(key="posts-other").click("accounts").run()
    assert "Aucun compte noté" in pages.texts(page)
    page.text_input[0].set_value("@Trois.Rives")
    page.menu_button(key="posts-other").click("accounts")
    page = press(page, "Noter le compte")
    assert [toast.value for toast in page.toast] == ["Compte noté."]


def test_a_role_that_is_lost_in_between_writes_nothing(
    database: Database, officer: Actor, write: Callable[..., None]
) -> None:
    page = opened(pages.open_page(CAMPAIGNS), "Nouvelle campagne")
    page.text_input[0].set_value("Trop tard")
    write(lambda session: session.execute(update(Membership).values(role=Role.READER)))
    page = press(page, "Nouvelle campagne", "Créer la campagne")
    assert "Page réservée" in pages.texts(page)
    with database.snapshot() as session:
        assert planning.campaigns(session, officer.consortium_id) == []
