"""Who waits, who answers, and what may be said about delays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contacts import answering, cards, details, landing, queue
from contacts.details import Way
from contacts.intake import DetailKind
from contacts.queue import Taken
from core import audit
from core.database import Database
from core.errors import Conflict, Forbidden, NotFound
from core.people import Role
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def where(session: Session) -> Place:
    made = people.place(session)
    factory.page(session, made.consortium.id)
    return made


def sent(session: Session, ago: timedelta, **typed: Any) -> None:
    with time_machine.travel(NOW - ago, tick=False):
        factory.request(session, landing.by_slug(session, "permis"), **typed)


def answered(session: Session, where: Place, waits: list[timedelta]) -> None:
    """That many requests, each answered after its wait."""
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    for number, wait in enumerate(waits):
        sent(session, timedelta(days=30, minutes=number))
        (request,) = queue.waiting(session, where.consortium.id)
        with time_machine.travel(request.at + wait, tick=False):
            queue.take(session, counsellor, request.id)
            answering.answered(session, counsellor, request.id)


@pytest.mark.database
def test_the_oldest_request_comes_first_and_a_taken_one_leaves(
    session: Session, where: Place, engine_kind: str
) -> None:
    for hours, way in ((2, factory.number()), (26, factory.PHONE), (9, factory.number())):
        sent(session, timedelta(hours=hours), way=way)
    waiting = queue.waiting(session, where.consortium.id)
    assert [NOW - request.at for request in waiting] == [timedelta(hours=hours) for hours in (26, 9, 2)]
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    taken = queue.take(session, counsellor, waiting[0].id)
    assert taken == Taken(Way(DetailKind.PHONE, "+33639981234"))
    assert [request.id for request in queue.waiting(session, where.consortium.id)] == [
        waiting[1].id,
        waiting[2].id,
    ]
    assert [request.id for request in queue.in_progress(session, counsellor)] == [waiting[0].id]
    assert len(audit.entries(session, where.consortium.id, "contacts.detail_seen")) == 1


@pytest.mark.database
def test_two_counsellors_at_once_one_answers(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        where = people.place(session)
        factory.request(session, factory.page(session, where.consortium.id))
        (request,) = queue.waiting(session, where.consortium.id)
        actors = [
            people.actor(session, where, Role.COUNSELLOR, structure)
            for structure in (where.club, where.school) * 2
        ]

    def take(place: int) -> str:
        try:
            with database.transaction() as session:
                return "taken" if queue.take(session, actors[place], request.id).way else "erased"
        except (Conflict, Forbidden):
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(take, range(4)))
    assert results == ["refused", "refused", "refused", "taken"]
    with database.snapshot() as session:
        assert len(audit.entries(session, where.consortium.id, "contacts.detail_seen")) == 1


def test_once_taken_another_structure_can_neither_take_nor_see_it(session: Session, where: Place) -> None:
    sent(session, timedelta(hours=1))
    (request,) = queue.waiting(session, where.consortium.id)
    mine = people.actor(session, where, Role.COUNSELLOR)
    theirs = people.actor(session, where, Role.COUNSELLOR, where.school)
    queue.take(session, mine, request.id)
    for act in (queue.take, queue.look):
        with pytest.raises(Forbidden):
            act(session, theirs, request.id)
    with pytest.raises(Conflict, match="répond déjà"):
        queue.take(session, mine, request.id)
    assert queue.in_progress(session, theirs) == []


def test_a_request_whose_way_is_erased_can_still_be_closed(session: Session, where: Place) -> None:
    sent(session, timedelta(hours=1))
    (request,) = queue.waiting(session, where.consortium.id)
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    details.erase(session, counsellor, request.id)
    assert queue.take(session, counsellor, request.id) == Taken(None)
    assert queue.waiting(session, where.consortium.id) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.READER])
def test_other_roles_take_nothing(session: Session, where: Place, role: Role) -> None:
    sent(session, timedelta(hours=1))
    (request,) = queue.waiting(session, where.consortium.id)
    with pytest.raises(Forbidden):
        queue.take(session, people.actor(session, where, role), request.id)
    assert len(queue.waiting(session, where.consortium.id)) == 1


def test_another_consortium_sees_no_request(session: Session, where: Place) -> None:
    sent(session, timedelta(hours=1))
    (request,) = queue.waiting(session, where.consortium.id)
    elsewhere = people.place(session, "Ailleurs")
    stranger = people.actor(session, elsewhere, Role.COORDINATOR)
    with pytest.raises(NotFound):
        queue.take(session, stranger, request.id)
    assert queue.waiting(session, elsewhere.consortium.id) == []


def test_a_delay_is_named_only_when_the_last_ninety_days_say_so(session: Session, where: Place) -> None:
    with time_machine.travel(NOW, tick=False):
        answered(session, where, [timedelta(hours=5)] * 19)
        assert queue.usual_delay(session, where.consortium.id) is None
        answered(session, where, [timedelta(hours=5)])
        assert queue.usual_delay(session, where.consortium.id) == 6
        answered(session, where, [timedelta(days=4)] * 7)
        assert queue.usual_delay(session, where.consortium.id) is None
    with time_machine.travel(NOW + timedelta(days=61), tick=False):
        assert queue.usual_delay(session, where.consortium.id) is None


def test_those_who_still_wait_count_against_the_delay(session: Session, where: Place) -> None:
    with time_machine.travel(NOW, tick=False):
        answered(session, where, [timedelta(minutes=30)] * 20)
        assert queue.usual_delay(session, where.consortium.id) == 1
        for days in range(2, 22):
            sent(session, timedelta(days=days))
        assert queue.usual_delay(session, where.consortium.id) is None


def test_the_last_answer_tells_how_long_it_took(session: Session, where: Place) -> None:
    assert queue.last_delay(session, where.consortium.id) is None
    answered(session, where, [timedelta(hours=3, minutes=10)])
    assert queue.last_delay(session, where.consortium.id) == timedelta(hours=3, minutes=10)
    told = cards.nothing(queue.last_delay(session, where.consortium.id), view="waiting")
    assert told == (
        "Personne n’attend de réponse.",
        "La dernière demande a reçu la sienne en 3\u00a0h\u00a010.",
    )


def test_a_card_says_what_is_asked_and_how_we_know(session: Session, where: Place) -> None:
    typed = {"way": factory.PHONE, "when": "evening", "age": "16-17", "origins": ("tiktok", "friend")}
    sent(session, timedelta(hours=26), **typed)
    (request,) = queue.waiting(session, where.consortium.id)
    line = cards.first_line(request, NOW).replace("\u00a0", " ")
    assert line == ":red-badge[26 h d’attente] **Permis**, un appel après 17 h :violet-badge[mineur]"
    assert cards.caption(request).replace("\u00a0", " ") == "16–17 ans · origine : ami·e, TikTok (déclaré)"
    assert factory.PHONE not in line + cards.caption(request)


def test_a_card_of_unknown_origin_says_so(session: Session, where: Place) -> None:
    sent(session, timedelta(minutes=20), age="", need="", way=factory.EMAIL)
    (request,) = queue.waiting(session, where.consortium.id)
    assert cards.first_line(request, NOW).replace("\u00a0", " ").startswith(":gray-badge[20 min d’attente]")
    assert cards.caption(request).replace("\u00a0", " ") == "âge non dit · origine : inconnu"


@given(minutes=st.integers(min_value=0, max_value=60 * 24 * 400))
def test_a_waiting_time_is_short_and_never_longer_than_the_wait(minutes: int) -> None:
    said = cards.duration(timedelta(minutes=minutes)).replace("\u00a0", " ")
    count, unit = said.split(" ")
    assert timedelta(**{{"min": "minutes", "h": "hours", "j": "days"}[unit]: int(count)}) <= timedelta(
        minutes=minutes
    )
    assert len(said) <= 6
