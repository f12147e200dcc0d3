"""Adding ambassadors, listing them, knowing whose a link is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ambassadors import agreements, naming, roster
from ambassadors.models import Ambassador, AmbassadorAccount, Standing
from campaigns import codes, links, outcomes
from campaigns.models import Account, Link
from core import audit
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.people import Action, Actor, Role, may
from core.territory import Channel, Voice
from tests.factories import ambassadors as make
from tests.factories import people
from tests.factories import planning as planned


def _links(session: Session, ambassador: Ambassador) -> list[Link]:
    ids = agreements.link_ids(session, ambassador)
    return list(session.scalars(select(Link).where(Link.id.in_(ids)).order_by(Link.id)))


@pytest.mark.database
def test_one_spoken_code_one_general_link_one_link_per_network(
    session: Session, actor: Actor, engine_kind: str
) -> None:
    nour = make.adult(
        session,
        actor,
        "Nour",
        accounts=((Channel.INSTAGRAM, "@Nour.Du.93"),),
        networks=(Channel.TIKTOK, Channel.INSTAGRAM),
    )
    found = [(link.channel, link.voice) for link in _links(session, nour)]
    assert found == [
        (Channel.WORD_OF_MOUTH, Voice.AMBASSADOR),
        (Channel.TIKTOK, None),
        (Channel.INSTAGRAM, None),
    ]
    kit = roster.kit(session, nour)
    assert [link.network for link in kit] == [None, Channel.TIKTOK, Channel.INSTAGRAM]
    assert [link.code.spoken for link in kit] == [True, False, False]
    code = roster.spoken_code(session, nour)
    assert code.shown.startswith("NOUR-")
    assert codes.checks(code.shown)
    assert kit[0].url == links.short_url(code)
    assert {link.destination for link in _links(session, nour)} == {make.DESTINATION}


def test_the_links_of_an_adult_answer_at_once_and_lead_where_staff_said(
    session: Session, actor: Actor
) -> None:
    nour = make.adult(session, actor)
    assert codes.resolve(session, roster.spoken_code(session, nour).shown).destination == make.DESTINATION


def test_the_links_of_a_minor_are_silent_until_the_guardian_agrees(session: Session, actor: Actor) -> None:
    lina = make.minor(session, actor)
    code = roster.spoken_code(session, lina).shown
    with pytest.raises(codes.SilentCode):
        codes.resolve(session, code)
    make.with_guardian(session, actor, lina)
    assert codes.resolve(session, code).id in agreements.link_ids(session, lina)


@pytest.mark.parametrize(
    "refused",
    [
        {"birth_year": 2011},
        {"birth_month": 13},
        {"alias": "   "},
        {"alias": "n" * 41},
        {"alias": "a" * 10_000},
        {"accounts": [(Channel.TIKTOK, "https://ailleurs.example/x")]},
        {"accounts": [(Channel.POSTER, "nour")]},
        {"networks": [Channel.RADIO]},
        {"destination": "javascript:alert(1)"},
        {"destination": "//ailleurs.example"},
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    session: Session, actor: Actor, refused: dict[str, object]
) -> None:
    good: dict[str, object] = {
        "alias": "Nour",
        "birth_year": 2005,
        "birth_month": 5,
        "destination": make.DESTINATION,
    }
    with pytest.raises(InvalidInput) as refusal, session.begin_nested():
        roster.add(session, actor, **(good | refused))  # type: ignore[arg-type]
    assert refusal.value.message.endswith(".")
    assert session.scalar(select(func.count()).select_from(Ambassador)) == 0
    assert session.scalar(select(func.count()).select_from(Link)) == 0


def test_one_alias_is_one_person_until_they_leave(session: Session, actor: Actor) -> None:
    first = make.adult(session, actor, "Élio")
    with pytest.raises(Conflict, match="surnom est déjà pris"):
        make.adult(session, actor, " elio ")
    agreements.leave(session, actor, first)
    second = make.adult(session, actor, "Elio")
    assert roster.spoken_code(session, second).shown[:5] != roster.spoken_code(session, first).shown[:5]


def test_a_word_that_is_taken_elsewhere_gives_way_to_another(session: Session, actor: Actor) -> None:
    make.adult(session, actor, "Nour")
    other = make.staff(session, people.place(session, "Ailleurs"))
    theirs = roster.spoken_code(session, make.adult(session, other, "Nour")).shown
    word = theirs.split("-")[0]
    assert word != "NOUR"
    assert word.startswith("NOUR")


@pytest.mark.parametrize("alias", ["نور", "🦊", "李", "93", "Jo", "\u202eruoN\u202c", "💜💜💜"])
def test_an_alias_without_enough_letters_still_gets_a_word_to_say(
    session: Session, actor: Actor, alias: str
) -> None:
    made = make.adult(session, actor, alias)
    assert codes.checks(roster.spoken_code(session, made).shown)
    assert "\u202e" not in made.alias


@given(alias=st.text(max_size=60))
def test_every_proposal_is_a_word_that_codes_take(alias: str) -> None:
    words = list(naming.proposals(alias))
    assert set(naming.EASY) <= set(words)
    assert all(
        word.isascii() and word.isalpha() and word.isupper() and 3 <= len(word) <= 10 for word in words
    )
    assert len(words) == len(set(words))


def test_an_account_is_followed_once_and_taken_over_after_leaving(session: Session, actor: Actor) -> None:
    handle = ((Channel.TIKTOK, "nour.du.93"),)
    first = make.with_own_agreement(session, actor, make.adult(session, actor, "Nour", accounts=handle))
    with pytest.raises(Conflict, match="déjà suivi"), session.begin_nested():
        make.adult(session, actor, "Lou", accounts=handle)
    agreements.leave(session, actor, first)
    again = make.adult(session, actor, "Nour", accounts=handle)
    account = session.scalars(select(Account)).one()
    assert session.get_one(AmbassadorAccount, account.id).ambassador_id == again.id
    assert not account.collectable
    make.with_own_agreement(session, actor, again)
    assert account.collectable


def test_a_post_that_is_out_already_goes_with_the_account_that_its_link_names(
    session: Session, actor: Actor
) -> None:
    campaign = planned.campaign(session, actor)
    post = planned.variant(session, planned.post(session, actor, campaign.id, Channel.TIKTOK))
    url = "https://www.tiktok.com/@nour.du.93/video/7301234567890123451"
    outcomes.mark_published(session, actor, post.id, url)
    make.adult(session, actor, "Nour", accounts=((Channel.TIKTOK, "nour.du.93"),))
    account = session.scalars(select(Account)).one()
    # Nothing of it is read before the person agrees.
    assert (post.account_id, account.collectable) == (account.id, False)


def test_the_consortiums_own_account_is_nobody_elses(session: Session, actor: Actor) -> None:
    session.add(
        Account(
            consortium_id=actor.consortium_id,
            network=Channel.TIKTOK,
            handle="trois.rives",
            own=True,
            collectable=True,
        )
    )
    with pytest.raises(Conflict, match="déjà suivi"):
        make.adult(session, actor, accounts=((Channel.TIKTOK, "trois.rives"),))


@pytest.mark.database
def test_cards_stand_in_alphabetical_order_and_tell_where_each_stands(
    session: Session, actor: Actor, engine_kind: str
) -> None:
    zoe, eden = make.adult(session, actor, "Zoé"), make.minor(session, actor, "Éden")
    adam = make.adult(session, actor, "Adam", accounts=((Channel.TIKTOK, "adam_ici"),))
    make.with_own_agreement(session, actor, adam)
    agreements.pause(session, actor, zoe)
    cards = roster.cards(session, actor)
    assert [card.ambassador.id for card in cards] == [adam.id, eden.id, zoe.id]
    assert [card.standing for card in cards] == [
        Standing.ACTIVE,
        Standing.AWAITING_AGREEMENT,
        Standing.PAUSED,
    ]
    assert [card.minor for card in cards] == [False, True, False]
    assert cards[0].networks == (Channel.TIKTOK,)
    assert cards[0].handles == ((Channel.TIKTOK, "adam_ici"),)
    assert str(cards[0].own_since) == "2026-11-23"
    assert cards[1].own_since is None
    assert cards[1].guardian_since is None


def test_owners_name_every_link_of_the_consortium_and_no_other(session: Session, actor: Actor) -> None:
    nour = make.adult(session, actor, "Nour", networks=(Channel.SNAPCHAT,))
    elsewhere = make.staff(session, people.place(session, "Ailleurs"))
    make.adult(session, elsewhere, "Sami")
    agreements.leave(session, actor, nour)
    owners = roster.owners(session, actor.consortium_id)
    assert set(owners) == set(agreements.link_ids(session, nour))
    assert set(owners.values()) == {roster.OwnedBy(nour.id, "Nour")}
    assert len(owners) == 2


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_manage_ambassadors_add_list_and_find_them(session: Session, role: Role) -> None:
    where = people.place(session)
    nour = make.adult(session, make.staff(session, where), "Nour")
    actor = people.actor(session, where, role)
    if may(actor, Action.MANAGE_AMBASSADORS, where.consortium.id):
        assert roster.find(session, actor, nour.id) is nour
        assert len(roster.cards(session, actor)) == 1
        return
    for refused in (
        lambda: make.adult(session, actor, "Sami"),
        lambda: roster.cards(session, actor),
        lambda: roster.find(session, actor, nour.id),
        lambda: agreements.pause(session, actor, nour),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_an_ambassador_of_another_consortium_is_not_found(session: Session, actor: Actor) -> None:
    other = make.staff(session, people.place(session, "Ailleurs"))
    nour = make.adult(session, other)
    with pytest.raises(NotFound):
        roster.find(session, actor, nour.id)
    with pytest.raises(NotFound):
        make.with_own_agreement(session, actor, nour)
    assert roster.cards(session, actor) == []


def test_a_structure_of_another_consortium_is_refused(session: Session, actor: Actor) -> None:
    elsewhere = people.place(session, "Ailleurs")
    with pytest.raises(NotFound, match="pas dans ce consortium"):
        roster.add(
            session,
            actor,
            alias="Nour",
            birth_year=2005,
            birth_month=1,
            destination=make.DESTINATION,
            structure_id=elsewhere.club.id,
        )


def test_each_act_of_staff_is_written_down_by_reference_only(session: Session, actor: Actor) -> None:
    lina = make.minor(session, actor, "Lina", accounts=((Channel.TIKTOK, "lina.ici"),))
    make.with_guardian(session, actor, lina)
    agreements.pause(session, actor, lina)
    entries = audit.entries(session, actor.consortium_id)
    assert {entry.what for entry in entries} == {
        "ambassadors.added",
        "ambassadors.agreement_recorded",
        "ambassadors.paused",
    }
    assert {entry.thing for entry in entries} == {str(lina.id)}
    assert {entry.user_id for entry in entries} == {actor.user_id}
