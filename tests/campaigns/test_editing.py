"""Changing a post: what each network inherits, what is published, two people at once, the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import editing, planning
from campaigns.editing import Form, Wording
from campaigns.models import Code, Link, Post, Signature, Stage, Variant
from campaigns.writing import history, whole
from core.database import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel
from tests.factories import people
from tests.factories import planning as made

THREE = (Channel.INSTAGRAM, Channel.TIKTOK, Channel.FACEBOOK)


@pytest.fixture(autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def post(session: Session, officer: Actor) -> Post:
    return made.post(session, officer, made.campaign(session, officer).id, *THREE)


def wording(session: Session, post: Post, **changed: object) -> Wording:
    """The post as it stands, with some changes."""
    standing = editing.wording_of(editing.sheet(session, post.consortium_id, post.id))
    return replace(standing, **changed)  # type: ignore[arg-type]


def save(session: Session, officer: Actor, post: Post, **changed: object) -> Post:
    return editing.edit(session, officer, post.id, post.revision, wording(session, post, **changed))


def forms_of(session: Session, post: Post, **own: Form) -> dict[Channel, Form]:
    return {**wording(session, post).forms, **{Channel(name): form for name, form in own.items()}}


def variant(session: Session, post: Post, network: Channel) -> Variant:
    found = select(Variant).where(Variant.post_id == post.id, Variant.network == network)
    return session.scalars(found).one()


def test_a_network_takes_the_common_text_until_it_has_its_own(
    session: Session, officer: Actor, post: Post
) -> None:
    own = forms_of(session, post, tiktok=Form(text="Le code en 30 secondes."))
    save(session, officer, post, text="Viens mercredi.", forms=own)
    assert whole.text(post, variant(session, post, Channel.INSTAGRAM)) == "Viens mercredi."
    assert whole.text(post, variant(session, post, Channel.TIKTOK)) == "Le code en 30 secondes."
    save(session, officer, post, forms=forms_of(session, post, tiktok=Form()))
    assert whole.text(post, variant(session, post, Channel.TIKTOK)) == "Viens mercredi."
    rows = planning.posts(session, officer.consortium_id)
    assert {row.text for row in rows} == {"Viens mercredi."}


def test_who_saves_an_older_revision_is_told_and_nothing_is_written(
    session: Session, officer: Actor, post: Post
) -> None:
    seen = post.revision
    colleague = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
    first = replace(officer, name="Nour")
    editing.edit(session, first, post.id, seen, wording(session, post, text="Le texte de Nour."))
    with pytest.raises(Conflict, match="Nour a enregistré"):
        editing.edit(session, officer, post.id, seen, wording(session, post, text="Le mien."))
    assert (post.text, post.revision) == ("Le texte de Nour.", seen + 1)
    with pytest.raises(NotFound):
        editing.edit(session, colleague, post.id, post.revision, wording(session, post))


def test_saving_without_a_change_leaves_no_trace(session: Session, officer: Actor, post: Post) -> None:
    before = (post.revision, len(history.of_post(session, officer.consortium_id, post.id)))
    save(session, officer, post)
    assert (post.revision, len(history.of_post(session, officer.consortium_id, post.id))) == before


def test_the_trail_says_who_when_what_before_and_after(session: Session, officer: Actor, post: Post) -> None:
    own = forms_of(session, post, instagram=Form(text="Pour Instagram", signed=False))
    save(session, officer, post, title="Autre titre", day=date(2026, 11, 26), forms=own)
    found = {
        one.field: (one.who, one.before, one.after)
        for one in history.of_post(session, officer.consortium_id, post.id)
        if one.field != "stage"
    }
    assert found == {
        "title": (officer.name, "Le code, on t'aide", "Autre titre"),
        "due": (officer.name, "2026-11-25T18:00", "2026-11-26T18:00"),
        "instagram/text": (officer.name, "", "Pour Instagram"),
        "instagram/signed": (officer.name, "", "–"),
    }
    assert history.of_post(session, people.place(session, "Val-Noir").consortium.id, post.id) == []


def test_words_that_change_after_approval_are_reviewed_again_a_new_day_is_not(
    session: Session, officer: Actor, post: Post
) -> None:
    post.stage = Stage.APPROVED
    save(session, officer, post, day=date(2026, 11, 27))
    assert str(post.stage) == Stage.APPROVED
    save(session, officer, post, text="Autre chose.")
    assert str(post.stage) == Stage.IN_REVIEW


def test_what_is_published_stays_as_it_went_out(session: Session, officer: Actor, post: Post) -> None:
    out = variant(session, post, Channel.INSTAGRAM)
    planning.mark_published(session, officer, out.id, made.REEL)
    save(session, officer, post, title="Neuf", text="Le texte d'après.", hashtags="permis")
    assert whole.text(post, out) == "Tu galères avec le code ?"
    assert (whole.title(post, out), whole.hashtags(post, out)) == ("Le code, on t'aide", "")
    assert whole.text(post, variant(session, post, Channel.TIKTOK)) == "Le texte d'après.\n\n#permis"
    for forms in (
        forms_of(session, post, instagram=Form(text="Corrigé")),
        {Channel.TIKTOK: Form()},
    ):
        with pytest.raises(Conflict, match="Déjà publiée sur Instagram"):
            save(session, officer, post, forms=forms)


def test_networks_come_and_go(session: Session, officer: Actor, post: Post) -> None:
    save(session, officer, post, forms={Channel.TIKTOK: Form(), Channel.DISCORD: Form(text="Salut")})
    now = editing.sheet(session, officer.consortium_id, post.id)
    assert [one.network for one in now.variants] == [Channel.TIKTOK, Channel.DISCORD]
    with pytest.raises(InvalidInput) as refused:
        save(session, officer, post, forms={})
    assert refused.value.field == "networks"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": "a" * 10_001}, "text"),
        ({"hashtags": "#deux mots!"}, "hashtags"),
        ({"day": date(2027, 3, 28), "wall": time(2, 30)}, "wall"),
        ({"day": date(2035, 1, 1)}, "day"),
        ({"destination": "/bonjour/ailleurs"}, "destination"),
        ({"forms": {Channel.TIKTOK: Form(format="instagram/reel")}}, "tiktok/format"),
        ({"forms": {Channel.TIKTOK: Form(text="a" * 10_001)}}, "tiktok/text"),
    ],
)
def test_what_cannot_be_taken_names_its_field(
    session: Session, officer: Actor, post: Post, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(session, officer, post, **changed)
    assert refused.value.field == field


def test_a_cancelled_post_is_edited_no_more(session: Session, officer: Actor, post: Post) -> None:
    planning.cancel_post(session, officer, post.id)
    with pytest.raises(Conflict, match="annulée"):
        save(session, officer, post, text="Encore ?")


def test_each_network_carries_its_own_link_signature_and_hashtags(
    session: Session, officer: Actor, post: Post
) -> None:
    signature = Signature(consortium_id=officer.consortium_id, text="On répond jusqu'à 20 h, samedi compris.")
    session.add(signature)
    session.flush()
    own = forms_of(session, post, tiktok=Form(hashtags="#code", signed=False))
    save(
        session,
        officer,
        post,
        destination=made.LICENCE_PAGE,
        signature_id=signature.id,
        hashtags="#PermisPourTous, Valbrune #PermisPourTous",
        forms=own,
    )
    facebook = variant(session, post, Channel.FACEBOOK)
    code = session.scalars(select(Code).where(Code.link_id == facebook.link_id, ~Code.alias)).one()
    assert code.spoken
    assert code.shown.startswith("PERMIS-")
    assert facebook.ending.startswith("http")
    assert facebook.ending.splitlines()[0].endswith(f"/r/{code.shown}")
    assert facebook.ending.endswith("On répond jusqu'à 20 h, samedi compris.\n\n#PermisPourTous #Valbrune")
    instagram, tiktok = (variant(session, post, one) for one in (Channel.INSTAGRAM, Channel.TIKTOK))
    assert instagram.ending.startswith("Donne le code PERMIS-")
    assert "On répond" not in tiktok.ending
    assert tiktok.ending.endswith("#code")
    links = {one: session.get_one(Link, variant(session, post, one).link_id) for one in THREE}
    assert {one: link.channel for one, link in links.items()} == {one: one for one in THREE}
    again = made.post(session, officer, post.campaign_id, *THREE)
    save(session, officer, again, destination=made.LICENCE_PAGE)
    assert {variant(session, again, one).link_id for one in THREE} == {link.id for link in links.values()}


def test_a_signature_that_changes_later_changes_no_saved_post(
    session: Session, officer: Actor, post: Post
) -> None:
    signature = Signature(consortium_id=officer.consortium_id, text="Jusqu'à 20 h.")
    session.add(signature)
    session.flush()
    save(session, officer, post, signature_id=signature.id)
    signature.text = "Jusqu'à 18 h."
    session.flush()
    assert variant(session, post, Channel.TIKTOK).ending == "Jusqu'à 20 h."


def test_a_signature_and_a_medium_of_another_consortium_are_unknown(
    session: Session, officer: Actor, post: Post
) -> None:
    there = people.place(session, "Val-Noir").consortium.id
    signature = Signature(consortium_id=there, text="Ailleurs")
    session.add(signature)
    session.flush()
    with pytest.raises(NotFound):
        save(session, officer, post, signature_id=signature.id)
    with pytest.raises(NotFound):
        save(session, officer, post, media=[UUID(int=1)])


@pytest.mark.database
def test_two_who_save_at_once_cannot_both_win(database: Database) -> None:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        post = made.post(session, officer, made.campaign(session, officer).id)
        post_id, seen, standing = post.id, post.revision, wording(session, post)
    told = []
    for text in ("Premier", "Second"):
        try:
            with database.transaction() as session:
                editing.edit(session, officer, post_id, seen, replace(standing, text=text))
        except Conflict as conflict:
            told.append(conflict.message)
    assert len(told) == 1
    with database.snapshot() as session:
        assert session.get_one(Post, post_id).text == "Premier"
