"""What posts share, copies of posts, and two people's changes put together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import editing, planning, stages
from campaigns.editing import Form, Wording
from campaigns.models import Stage, Variant
from campaigns.repeating import copies
from campaigns.writing import merging, shared
from core.errors import InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel
from tests.factories import people
from tests.factories import planning as made
from tests.factories.people import Place

BASE = Wording("Titre", "Texte", date(2026, 11, 25), time(18), {Channel.TIKTOK: Form()})


@pytest.fixture(autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def where(session: Session) -> Place:
    return people.place(session)


@pytest.fixture
def officer(session: Session, where: Place) -> Actor:
    return people.actor(session, where, Role.COMMUNICATIONS)


def test_a_set_of_hashtags_is_kept_by_its_name(session: Session, officer: Actor) -> None:
    campaign = made.campaign(session, officer).id
    shared.save_set(session, officer, campaign, "Permis", "permis, #Valbrune permis")
    shared.save_set(session, officer, campaign, " PERMIS ", "#code")
    shared.save_set(session, officer, campaign, "École", "#école")
    found = shared.sets(session, officer.consortium_id, campaign)
    assert [(one.name, one.tags) for one in found] == [("École", "#école"), ("Permis", "#code")]
    shared.remove_set(session, officer, found[0].id)
    assert [one.name for one in shared.sets(session, officer.consortium_id, campaign)] == ["Permis"]
    with pytest.raises(NotFound):
        shared.remove_set(session, officer, found[0].id)
    for name, tags, field in ((" ", "#a", "name"), ("Vide", " ", "tags"), ("Faux", "#12", "tags")):
        with pytest.raises(InvalidInput) as refused:
            shared.save_set(session, officer, campaign, name, tags)
        assert refused.value.field == field


def test_one_signature_for_the_consortium_and_one_for_each_structure(
    session: Session, officer: Actor, where: Place
) -> None:
    shared.save_signature(session, officer, where.school.id, "L'école répond le samedi.")
    shared.save_signature(session, officer, None, "Jusqu'à 18 h.")
    shared.save_signature(session, officer, None, " Jusqu'à 20 h. ")
    found = shared.signatures(session, officer.consortium_id)
    assert [(one.whose, one.text) for one in found] == [
        (where.consortium.name, "Jusqu'à 20 h."),
        (where.school.name, "L'école répond le samedi."),
    ]
    with pytest.raises(NotFound):
        shared.save_signature(session, officer, people.place(session, "Val-Noir").club.id, "Ailleurs")
    with pytest.raises(InvalidInput):
        shared.save_signature(session, officer, None, "a" * 301)


def test_a_copy_is_a_draft_a_week_later_with_everything_but_what_is_published(
    session: Session, officer: Actor
) -> None:
    networks = (Channel.INSTAGRAM, Channel.TIKTOK)
    post = made.post(session, officer, made.campaign(session, officer).id, *networks)
    wording = editing.wording_of(editing.sheet(session, officer.consortium_id, post.id))
    forms = {**wording.forms, Channel.TIKTOK: Form(text="Pour TikTok")}
    editing.edit(session, officer, post.id, post.revision, replace(wording, hashtags="#code", forms=forms))
    first = session.scalars(select(Variant).where(Variant.network == Channel.INSTAGRAM)).one()
    planning.mark_published(session, officer, first.id, made.REEL)
    copy = copies.again(session, officer, post.id)
    now = editing.sheet(session, officer.consortium_id, copy.id)
    assert (copy.title, copy.stage, copy.due_wall) == (
        "Le code, on t'aide (copie)",
        Stage.DRAFT,
        "2026-12-02T18:00",
    )
    assert editing.wording_of(now).forms[Channel.TIKTOK].text == "Pour TikTok"
    assert [one.published_at for one in now.variants] == [None, None]
    assert {one.ending for one in now.variants} == {"#code"}


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        (date(2026, 3, 2), time(9), "2026-11-24T09:00"),
        # A week later that hour is skipped by the clocks.
        (date(2027, 3, 21), time(2, 30), "2026-11-24T18:00"),
    ],
)
def test_a_copy_never_lies_in_the_past_nor_in_a_skipped_hour(
    session: Session, officer: Actor, day: date, wall: time, expected: str
) -> None:
    post = made.post(session, officer, made.campaign(session, officer).id, day=day, wall=wall)
    assert copies.again(session, officer, post.id).due_wall == expected


def test_a_draft_may_wait_for_its_words_and_is_not_scheduled_without(
    session: Session, officer: Actor
) -> None:
    post = made.post(session, officer, made.campaign(session, officer).id, text=" ", draft=True)
    assert (post.stage, post.text) == (Stage.DRAFT, "")
    with pytest.raises(InvalidInput, match="pas encore de texte"):
        stages.schedule(session, officer, post.id, post.revision)
    assert post.stage is Stage.DRAFT


def test_changes_to_different_things_go_together() -> None:
    mine = replace(BASE, text="Le mien", forms={Channel.TIKTOK: Form(), Channel.DISCORD: Form()})
    theirs = replace(BASE, title="Le sien", forms={Channel.TIKTOK: Form(hashtags="#a")})
    both, asked = merging.merged(BASE, mine, theirs)
    assert asked == []
    assert (both.title, both.text) == ("Le sien", "Le mien")
    assert both.forms == {Channel.TIKTOK: Form(hashtags="#a"), Channel.DISCORD: Form()}


def test_what_both_changed_is_asked_and_mine_stands_there() -> None:
    mine = replace(BASE, text="Le mien", forms={Channel.TIKTOK: Form(text="A")})
    theirs = replace(BASE, text="Le sien", forms={Channel.TIKTOK: Form(text="B")})
    both, asked = merging.merged(BASE, mine, theirs)
    assert asked == ["text", "tiktok/text"]
    assert (both.text, both.forms[Channel.TIKTOK].text) == ("Le mien", "A")
    assert [merging.value_of(theirs, name) for name in asked] == ["Le sien", "B"]


def test_a_network_that_either_took_away_is_gone() -> None:
    two = replace(BASE, forms={Channel.TIKTOK: Form(), Channel.DISCORD: Form()})
    for mine, theirs in ((BASE, two), (two, BASE)):
        both, asked = merging.merged(two, mine, theirs)
        assert (set(both.forms), asked) == ({Channel.TIKTOK}, [])


SOME = st.builds(
    Wording,
    title=st.sampled_from("abc"),
    text=st.sampled_from("abc"),
    day=st.just(BASE.day),
    wall=st.sampled_from([time(18), time(19)]),
    forms=st.dictionaries(
        st.sampled_from([Channel.TIKTOK, Channel.DISCORD]),
        st.builds(Form, text=st.sampled_from([None, "a", "b"]), signed=st.booleans()),
    ),
)


@given(SOME, SOME, SOME)
def test_no_change_of_mine_is_ever_lost_and_none_of_theirs_unseen(
    base: Wording, mine: Wording, theirs: Wording
) -> None:
    both, asked = merging.merged(base, mine, theirs)
    for name in ("title", "text", "wall"):
        before, own, other, kept = (getattr(one, name) for one in (base, mine, theirs, both))
        assert kept == (own if own != before else other)
        assert (name in asked) == (own != before and other not in (before, own))
    assert merging.merged(base, mine, base) == (mine, [])
    assert merging.merged(base, base, theirs) == (theirs, [])
