"""From taking a request to its end: one table of moves, never two of them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.orm import Session

from contacts import answering, delays, details, landing, queue, relays
from contacts.answering import AgeBand, Gender, Noted, State, Told
from contacts.queue import HandOverState, Request, Taken
from contacts.transitions import ENDED, MOVES, OPEN, Act
from core.database import Base, Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, PorteVoixError
from core.people import Actor, Role
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def where(session: Session) -> Place:
    made = people.place(session)
    factory.page(session, made.consortium.id)
    return made


@pytest.fixture
def mine(session: Session, where: Place) -> Actor:
    return people.actor(session, where, Role.COUNSELLOR)


@pytest.fixture
def theirs(session: Session, where: Place) -> Actor:
    return people.actor(session, where, Role.COUNSELLOR, where.school)


def sent(session: Session) -> Request:
    factory.request(session, landing.by_slug(session, "permis"), way=factory.PHONE)
    return queue.find(session, consortium_of(session), factory.last_id(session))


def consortium_of(session: Session) -> UUID:
    return landing.by_slug(session, "permis").consortium_id


def in_hand(session: Session, actor: Actor) -> Request:
    request = sent(session)
    queue.take(session, actor, request.id)
    answering.answered(session, actor, request.id)
    return request


def again(session: Session, request: Request) -> Request:
    return queue.find(session, consortium_of(session), request.id)


def test_the_table_names_each_act_once_and_leaves_nothing_without_an_end() -> None:
    assert set(MOVES) == set(Act)
    assert {move.after for move in MOVES.values()} == set(State)
    for state in set(State) - ENDED:
        assert any(state in move.before for move in MOVES.values()), state
    assert not any(State.CLOSED in move.before for move in MOVES.values())


def test_a_try_that_reached_nobody_puts_the_request_back_for_everybody(
    session: Session, where: Place, mine: Actor, theirs: Actor
) -> None:
    request = sent(session)
    queue.take(session, mine, request.id)
    assert queue.waiting(session, where.consortium.id) == []
    assert answering.missed(session, mine, request.id) == 1
    (back,) = queue.waiting(session, where.consortium.id)
    assert (back.state, back.tries, back.answered_at, back.structure_id) == (State.UNREACHED, 1, None, None)
    assert queue.take(session, theirs, request.id) != Taken(None)
    assert answering.missed(session, theirs, request.id) == 2
    assert delays.measured(session, where.consortium.id).unanswered == 1


def test_a_request_given_back_keeps_its_place_by_age(session: Session, where: Place, mine: Actor) -> None:
    with time_machine.travel(NOW - timedelta(hours=3), tick=False):
        old = sent(session)
    with time_machine.travel(NOW, tick=False):
        new = sent(session)
        queue.take(session, mine, old.id)
        answering.give_back(session, mine, old.id)
        assert [one.id for one in queue.waiting(session, where.consortium.id)] == [old.id, new.id]


def test_what_the_person_withdrew_does_not_move_any_more(session: Session, where: Place, mine: Actor) -> None:
    request = sent(session)
    queue.take(session, mine, request.id)
    withdraw(session, request)
    for act in (answering.answered, answering.missed, answering.give_back, answering.close):
        with pytest.raises(Conflict, match="retiré sa demande"):
            act(session, mine, request.id)
    assert queue.waiting(session, where.consortium.id) == []
    assert queue.in_progress(session, mine) == []
    assert [one.withdrawn for one in queue.past(session, mine)] == [True]


def test_a_closed_request_has_no_way_to_answer_any_more(session: Session, mine: Actor) -> None:
    request = in_hand(session, mine)
    answering.close(session, mine, request.id)
    assert factory.count(session, "contact_detail") == 0
    assert factory.count(session) == 1
    assert [one.state for one in queue.past(session, mine)] == [State.CLOSED]


def test_another_structure_moves_nothing(session: Session, mine: Actor, theirs: Actor) -> None:
    request = in_hand(session, mine)
    for act in (answering.answered, answering.missed, answering.give_back, answering.close, answering.noted):
        with pytest.raises(Forbidden):
            act(session, theirs, request.id)
    with pytest.raises(Forbidden):
        answering.note(session, theirs, request.id, Noted())
    assert again(session, request).state is State.ANSWERED


def test_notes_are_optional_and_the_later_one_holds(session: Session, where: Place, mine: Actor) -> None:
    request = in_hand(session, mine)
    answering.note(session, mine, request.id, Noted(age=AgeBand.FROM_18))
    assert answering.noted(session, mine, request.id) == Noted(age=AgeBand.FROM_18)
    whole = Noted(
        AgeBand.FROM_21, Gender.UNSAID, None, Told.NO, Told.UNSAID, Told.YES, helped=5, again=Told.YES
    )
    answering.note(session, mine, request.id, whole)
    assert answering.noted(session, mine, request.id) == whole
    with pytest.raises(InvalidInput) as refused:
        answering.note(session, mine, request.id, Noted(helped=6))
    assert refused.value.field == "helped"
    answering.close(session, mine, request.id)
    with pytest.raises(Conflict):
        answering.note(session, mine, request.id, whole)


def test_a_zone_of_another_consortium_is_not_noted(session: Session, mine: Actor, where: Place) -> None:
    request = in_hand(session, mine)
    with pytest.raises(NotFound):
        answering.note(session, mine, request.id, Noted(zone_id=where.consortium.id))


@pytest.mark.database
def test_the_receiving_structure_reads_then_accepts_and_the_way_is_erased(
    session: Session, where: Place, mine: Actor, theirs: Actor, engine_kind: str
) -> None:
    request = in_hand(session, mine)
    assert relays.propose(session, mine, request.id, where.school.id) is HandOverState.PROPOSED
    assert [one.id for one in queue.offered(session, theirs)] == [request.id]
    assert queue.offered(session, mine) == []
    with pytest.raises(Conflict, match="Regardez d’abord"):
        relays.accept(session, theirs, request.id)
    assert details.reveal(session, theirs, request.id).shown == factory.PHONE
    relays.accept(session, theirs, request.id)
    assert factory.count(session, "contact_detail") == 0
    assert factory.count(session) == 1
    with pytest.raises((Forbidden, NotFound)):
        details.reveal(session, theirs, request.id)
    with pytest.raises(Conflict):
        relays.accept(session, theirs, request.id)
    relays.appointment(session, theirs, request.id, kept=True)
    relay = again(session, request).relay
    assert relay is not None
    assert (relay.state, relay.appointment, relay.structure) == (HandOverState.ACCEPTED, True, "École")


def test_a_refused_relay_comes_back_with_its_way_to_answer(
    session: Session, where: Place, mine: Actor, theirs: Actor
) -> None:
    request = in_hand(session, mine)
    relays.propose(session, mine, request.id, where.school.id)
    relays.decline(session, theirs, request.id)
    assert again(session, request).state is State.ANSWERED
    assert details.reveal(session, mine, request.id).shown == factory.PHONE
    with pytest.raises(Forbidden):
        details.reveal(session, theirs, request.id)
    relays.propose(session, mine, request.id, where.school.id)
    relays.take_back(session, mine, request.id)
    assert relays.propose(session, mine, request.id, where.club.id) is HandOverState.KEPT
    assert factory.count(session, "contact_detail") == 0
    for late in (relays.take_back, answering.close):
        with pytest.raises(Conflict):
            late(session, mine, request.id)


def test_only_the_structure_that_is_asked_decides(
    session: Session, where: Place, mine: Actor, theirs: Actor
) -> None:
    request = in_hand(session, mine)
    with pytest.raises(Forbidden):
        relays.propose(session, theirs, request.id, where.school.id)
    with pytest.raises(NotFound):
        relays.propose(session, mine, request.id, where.consortium.id)
    relays.propose(session, mine, request.id, where.school.id)
    for act in (relays.accept, relays.decline):
        with pytest.raises(Forbidden):
            act(session, mine, request.id)
    with pytest.raises(Conflict):
        relays.appointment(session, theirs, request.id, kept=True)


@pytest.mark.database
def test_two_who_decide_at_once_one_is_told(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        where = people.place(session)
        factory.page(session, where.consortium.id)
        mine = people.actor(session, where, Role.COUNSELLOR)
        other = people.actor(session, where, Role.COUNSELLOR)
        request = sent(session)
        queue.take(session, mine, request.id)

    def act(place: int) -> str:
        one = (answering.answered, answering.missed, answering.give_back, answering.close)[place]
        try:
            with database.transaction() as session:
                one(session, (mine, other)[place % 2], request.id)
                return "done"
        except Conflict:
            return "told"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(act, range(4)))
    # Closing may follow the answer; nothing else may follow anything.
    assert results in (["done", "told", "told", "told"], ["done", "done", "told", "told"])


def withdraw(session: Session, request: Request) -> None:
    table = Base.metadata.tables["first_contact"]
    session.execute(table.update().where(table.c.id == request.id).values(withdrawn_at=NOW))
    session.expire_all()


class Queue(RuleBasedStateMachine):
    """Any acts, in any order, by two structures: the requests stand where the table says."""

    database: Database

    where: Place
    actors: list[Actor]
    page: object

    @initialize()
    def begin(self) -> None:
        self.session_of = self.database.transaction()
        self.session = self.session_of.__enter__()
        factory.request(self.session, self.page)
        self.id = factory.last_id(self.session)
        self.state, self.tries = State.WAITING, 0
        self.holder: int | None = None
        self.relay: tuple[HandOverState, int] | None = None
        self.seen = False
        self.way = True

    def attempt(self, act: Act | None, who: int, call: object, *, allowed: bool) -> bool:
        """Do it; what comes of it is what the model says."""
        before = self.stored()
        try:
            call()  # type: ignore[operator]
        except PorteVoixError:
            done = False
        else:
            done = True
        assert done == allowed, (act, self.state, who, self.holder)
        if not done:
            assert self.stored() == before
        return done

    def stored(self) -> tuple[object, ...]:
        self.session.expire_all()
        found = queue.find(self.session, self.where.consortium.id, self.id)
        return found.state, found.tries, found.structure_id, found.answered_at, found.relay, found.kind

    def holds(self, who: int) -> bool:
        return self.holder == who

    @rule(who=st.sampled_from([0, 1]))
    def take(self, who: int) -> None:
        call = lambda: queue.take(self.session, self.actors[who], self.id)  # noqa: E731
        if self.attempt(Act.TAKE, who, call, allowed=self.state in OPEN):
            self.state, self.holder = State.TAKEN, who

    @rule(who=st.sampled_from([0, 1]))
    def answer(self, who: int) -> None:
        call = lambda: answering.answered(self.session, self.actors[who], self.id)  # noqa: E731
        allowed = self.state is State.TAKEN and self.holds(who)
        if self.attempt(Act.ANSWER, who, call, allowed=allowed):
            self.state = State.ANSWERED

    @rule(who=st.sampled_from([0, 1]), missed=st.booleans())
    def back(self, who: int, missed: bool) -> None:
        act = answering.missed if missed else answering.give_back
        call = lambda: act(self.session, self.actors[who], self.id)  # noqa: E731
        if self.attempt(Act.MISS, who, call, allowed=self.state is State.TAKEN and self.holds(who)):
            self.state, self.holder = (State.UNREACHED if missed else State.WAITING), None
            self.tries += missed

    @rule(who=st.sampled_from([0, 1]))
    def close(self, who: int) -> None:
        call = lambda: answering.close(self.session, self.actors[who], self.id)  # noqa: E731
        allowed = self.state in {State.TAKEN, State.ANSWERED} and self.holds(who)
        if self.attempt(Act.CLOSE, who, call, allowed=allowed):
            self.state, self.way = State.CLOSED, False

    @rule(who=st.sampled_from([0, 1]), to=st.sampled_from([0, 1]))
    def propose(self, who: int, to: int) -> None:
        home = (self.where.club, self.where.school)[to].id
        call = lambda: relays.propose(self.session, self.actors[who], self.id, home)  # noqa: E731
        if self.attempt(Act.HAND_OVER, who, call, allowed=self.state is State.ANSWERED and self.holds(who)):
            kept = to == who
            self.relay = (HandOverState.KEPT if kept else HandOverState.PROPOSED, to)
            self.state, self.seen, self.way = State.HANDED_OVER, False, self.way and not kept

    @rule(who=st.sampled_from([0, 1]))
    def look(self, who: int) -> None:
        asked = self.relay == (HandOverState.PROPOSED, who)
        holds = self.holds(who) or self.holder is None
        try:
            details.reveal(self.session, self.actors[who], self.id)
            assert self.way
            assert holds or asked
            self.seen = self.seen or asked
        except NotFound:
            assert not self.way
        except Forbidden:
            assert not holds
            assert not asked

    @rule(who=st.sampled_from([0, 1]), yes=st.booleans())
    def decide(self, who: int, yes: bool) -> None:
        act = relays.accept if yes else relays.decline
        call = lambda: act(self.session, self.actors[who], self.id)  # noqa: E731
        allowed = self.relay == (HandOverState.PROPOSED, who) and (not yes or self.seen or not self.way)
        if self.attempt(None, who, call, allowed=allowed):
            self.relay = (HandOverState.ACCEPTED, who) if yes else None
            self.state, self.way = (State.HANDED_OVER if yes else State.ANSWERED), self.way and not yes

    @rule(who=st.sampled_from([0, 1]))
    def take_back(self, who: int) -> None:
        call = lambda: relays.take_back(self.session, self.actors[who], self.id)  # noqa: E731
        proposed = self.relay is not None and self.relay[0] is HandOverState.PROPOSED
        if self.attempt(Act.RETURN, who, call, allowed=proposed and self.holds(who)):
            self.relay, self.state = None, State.ANSWERED

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        if not hasattr(self, "id"):
            return
        state, tries, _home, answered_at, _relay, kind = self.stored()
        assert (state, tries) == (self.state, self.tries)
        assert (kind is not None) == self.way
        assert (answered_at is not None) == (self.answered())
        waiting = queue.waiting(self.session, self.where.consortium.id)
        assert (self.id in {one.id for one in waiting}) == (self.state in OPEN)
        lists = (queue.in_progress, queue.past, queue.offered)
        found = {one.id for read in lists for actor in self.actors for one in read(self.session, actor)}
        # Nobody is ever lost: somebody has the request in a list.
        assert self.id in found | {one.id for one in waiting}

    def answered(self) -> bool:
        if self.state in {State.ANSWERED, State.HANDED_OVER}:
            self.was_answered = True
        return getattr(self, "was_answered", False)

    def teardown(self) -> None:
        if hasattr(self, "session_of"):
            self.session.rollback()
            self.session_of.__exit__(None, None, None)


def test_any_order_of_acts_keeps_to_the_table(database: Database) -> None:
    with database.transaction() as session:
        where = people.place(session)
        page = factory.page(session, where.consortium.id)
        actors = [people.actor(session, where, Role.COUNSELLOR, home) for home in (where.club, where.school)]
    given = {"database": database, "where": where, "actors": actors, "page": page}
    run_state_machine_as_test(
        type("QueueHere", (Queue,), given),
        settings=hypothesis_settings(max_examples=20, stateful_step_count=20, deadline=None),
    )


def test_a_state_that_nobody_knows_is_not_in_the_database(session: Session, where: Place) -> None:
    sent(session)
    stored = set(session.scalars(text("SELECT state FROM first_contact")))
    assert stored <= {state.value for state in State}
