"""«Comment nous as-tu connus ?» and what decided them: orders, the answer that cannot be true, one question more."""

from __future__ import annotations

import random
import re

import pytest
from sqlalchemy.orm import Session

from contacts import asking, decisive, intake, landing, origins
from contacts.intake import Typed
from contacts.wording import ORIGINS, UNKNOWN_KEY
from core.database import Database
from core.people import Role
from core.territory import Channel, Voice
from tests.contacts.phone import Phone, plain, receipt, token
from tests.factories import contacts as factory
from tests.factories import people, planning
from tests.factories.people import Place

FORM = "/bonjour/permis/rappel"
WORD_OF_MOUTH = {"friend", "relative", "ambassador", "supported"}


def shown(phone: Phone) -> list[str]:
    return re.findall(r'name="origin" value="([^"]+)"', phone.get(FORM).text)


def test_every_showing_has_another_order_with_word_of_mouth_first(phone: Phone) -> None:
    orders = [shown(phone) for _showing in range(8)]
    assert len({tuple(order) for order in orders}) > 1
    for order in orders:
        assert set(order[:4]) == WORD_OF_MOUTH
        assert order[-1] == UNKNOWN_KEY
        assert set(order) == {origin.key for origin in ORIGINS} | {UNKNOWN_KEY, "control-tv"}
        assert len(order) == len(set(order))


def test_every_group_stands_everywhere_about_as_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "CHANCE", random.Random(7))
    firsts = [asking.answers(None)[4][0] for _showing in range(400)]
    online = sum(
        1
        for key in firsts
        if key in {"tiktok", "instagram", "snapchat", "youtube", "discord", "web", "facebook"}
    )
    assert 70 <= online <= 130


def test_the_form_has_four_fields_and_two_lines(phone: Phone) -> None:
    text = phone.get(FORM).text
    assert text.count("<fieldset>") == 4  # how to answer goes with its field
    assert re.findall(r'name="age" value="([^"]+)"', text) == ["under_16"]
    assert text.count(" required") == 1


def test_the_channel_that_never_ran_is_noted_and_never_counted(
    phone: Phone, database: Database, where: Place
) -> None:
    phone.send(FORM, way=factory.PHONE, origin=["control-tv", "friend"])
    phone.send(FORM, way=factory.number(), origin=["friend"])
    with database.snapshot() as session:
        counted = origins.counted(session, where.consortium.id)
        assert sorted(factory.column(session, "control_named")) == [False, True]
    assert [one.declared for one in counted] == [((Channel.WORD_OF_MOUTH, Voice.FRIEND),)] * 2


def test_a_channel_that_ran_is_no_control(session: Session, where: Place) -> None:
    here = where.consortium.id
    first = asking.control(session, here)
    planner = people.actor(session, where, Role.COORDINATOR)
    planning.campaign(session, planner, "Spot à la Télé")
    second = asking.control(session, here)
    planning.campaign(session, planner, "Ciné et bus")
    assert (first and first.key, second and second.key) == ("control-tv", "control-cinema")
    assert asking.control(session, here) is None
    assert len(asking.answers(None)) == len(ORIGINS) + 1


def test_what_decided_is_asked_once_the_request_has_left(
    phone: Phone, database: Database, where: Place
) -> None:
    thanks = phone.send(FORM, way=factory.PHONE, kind="sms")
    assert "Qu'est-ce qui t'a décidé ?" in plain(thanks)
    done = phone.post("/bonjour/permis/decide", {"token": token(thanks), "decided": "ambassador"})
    assert done.status_code == 200
    assert "C'est noté. On t'écrit" in plain(done)
    assert receipt(done) == receipt(thanks)
    assert "décidé" not in plain(done)
    with database.snapshot() as session:
        assert factory.column(session, "decisive_channel") == ["word_of_mouth"]
        assert factory.column(session, "decisive_voice") == ["ambassador"]
        assert factory.count(session) == 1


@pytest.mark.parametrize("fields", [{"decided": ""}, {"decided": UNKNOWN_KEY}, {}])
def test_it_may_stay_open(phone: Phone, database: Database, where: Place, fields: dict[str, str]) -> None:
    thanks = phone.send(FORM, way=factory.PHONE)
    assert phone.post("/bonjour/permis/decide", {"token": token(thanks), **fields}).status_code == 200
    with database.snapshot() as session:
        assert factory.column(session, "decisive_channel") == [None]


@pytest.mark.parametrize("fields", [{"decided": "nothing of ours"}, {"token": "x", "decided": "friend"}])
def test_an_answer_that_cannot_be_kept_says_that_the_request_has_arrived(
    phone: Phone, database: Database, where: Place, fields: dict[str, str]
) -> None:
    thanks = phone.send(FORM, way=factory.PHONE)
    shown = phone.post("/bonjour/permis/decide", {"token": token(thanks), **fields})
    assert shown.status_code == 422
    assert "La demande est bien arrivée." in plain(shown)


def test_a_form_that_was_not_kept_has_nothing_to_tie_it_to(session: Session, where: Place) -> None:
    decisive.note(session, "no such form", "friend")
    intake.from_form(session, landing.by_slug(session, "permis"), Typed(way=factory.PHONE), "a form")
    decisive.note(session, "a form", "friend")
    assert factory.column(session, "decisive_channel") == ["word_of_mouth"]
