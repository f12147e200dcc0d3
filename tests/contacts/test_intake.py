"""Two ways in, one contact each, and how we know where it came from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contacts import details, intake, landing, queue
from contacts.intake import AgeBand, Caller, DeskEntry, DetailKind, Typed
from contacts.origins import CodeEvidence
from contacts.wording import When
from core.database import Database
from core.errors import Forbidden, InvalidInput, NotFound, PorteVoixError
from core.people import Role
from core.territory import Channel, Need, Voice, Zone
from tests.factories import campaigns as campaigns_factory
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place


def waiting(session: Session, where: Place) -> queue.Request:
    (found,) = queue.waiting(session, where.consortium.id)
    return found


@pytest.fixture
def page(session: Session, where: Place) -> Any:
    return landing.by_slug(session, "permis")


@pytest.fixture
def where(session: Session) -> Place:
    made = people.place(session)
    factory.page(session, made.consortium.id)
    return made


@pytest.mark.database
def test_a_form_becomes_a_waiting_request(
    session: Session, where: Place, page: Any, engine_kind: str
) -> None:
    received = factory.request(session, page, when="evening", origins=("friend", "tiktok"), age="16-17")
    found = waiting(session, where)
    assert (received.kind, received.when) == (DetailKind.PHONE, When.EVENING)
    assert (found.caller, found.need, found.age) == (Caller.YOUNG, Need.LICENCE, AgeBand.FROM_16)
    assert found.declared == ((Channel.WORD_OF_MOUTH, Voice.FRIEND), (Channel.TIKTOK, None))
    assert (found.kind, found.evidence, found.answered_at) == (DetailKind.PHONE, None, None)


def test_only_a_way_to_answer_is_needed(session: Session, where: Place, page: Any) -> None:
    intake.from_form(session, page, Typed(way="lina@exemple.fr"), "once")
    found = waiting(session, where)
    assert (found.need, found.when, found.age, found.declared) == (None, None, AgeBand.UNSAID, ())


@pytest.mark.database
def test_a_code_that_travelled_is_traced(session: Session, where: Place, page: Any, engine_kind: str) -> None:
    _link, code = campaigns_factory.link(session, where.consortium.id)
    factory.request(session, page, code=code.shown.lower())
    found = waiting(session, where)
    assert (found.code, found.channel, found.evidence) == (
        code.shown,
        Channel.POSTER,
        CodeEvidence.TRACED,
    )


def test_a_code_that_was_removed_leaves_nothing(session: Session, where: Place, page: Any) -> None:
    campaigns_factory.link(session, where.consortium.id)
    factory.request(session, page, code="")
    assert (waiting(session, where).code, waiting(session, where).evidence) == (None, None)


@pytest.mark.database
@pytest.mark.parametrize("state", ["unknown", "retired", "silent", "elsewhere", "absurd"])
def test_a_bad_code_never_bothers_a_young_person(
    session: Session, where: Place, page: Any, state: str, engine_kind: str
) -> None:
    elsewhere = campaigns_factory.link(session)[1].shown
    typed = {
        "unknown": "ZZZZZZ",
        "retired": campaigns_factory.retired_link(session, where.consortium.id)[1].shown,
        "silent": campaigns_factory.silent_link(session, where.consortium.id)[1].shown,
        "elsewhere": elsewhere,
        "absurd": "\x00é" * 5000,
    }[state]
    factory.request(session, page, code=typed)
    assert (waiting(session, where).code, waiting(session, where).evidence) == (None, None)


@pytest.mark.parametrize("keys", [(), ("unknown",)])
def test_an_unknown_origin_is_no_row(
    session: Session, where: Place, page: Any, keys: tuple[str, ...]
) -> None:
    factory.request(session, page, origins=keys)
    assert factory.count(session, "contact_origin") == 0
    assert factory.count(session) == 1


@pytest.mark.database
def test_the_same_form_sent_twice_counts_once_and_its_last_version_holds(
    session: Session, where: Place, page: Any, engine_kind: str
) -> None:
    factory.request(session, page, "once", way="06 39 98 12 34", origins=("friend", "radio"))
    factory.request(session, page, "once", way="06 39 98 12 35", origins=("friend",), when="saturday")
    assert [
        factory.count(session, table) for table in ("first_contact", "contact_detail", "contact_origin")
    ] == [
        1,
        1,
        1,
    ]
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    found = waiting(session, where)
    assert found.when is When.SATURDAY
    assert details.reveal(session, counsellor, found.id).shown == "06 39 98 12 35"


def test_a_form_sent_again_after_the_answer_changes_nothing(
    session: Session, where: Place, page: Any
) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    factory.request(session, page, "once", need="permis", way=factory.PHONE)
    contact = waiting(session, where).id
    queue.take(session, counsellor, contact)
    factory.request(session, page, "once", way="06 39 98 12 35", need="sport")
    (kept,) = queue.in_progress(session, counsellor)
    assert (factory.count(session), kept.need) == (1, Need.LICENCE)
    assert details.reveal(session, counsellor, contact).shown == factory.PHONE


@pytest.mark.database
def test_a_double_tap_in_two_processes_counts_once(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        where = people.place(session)
        factory.page(session, where.consortium.id)

    def send(_time: int) -> None:
        with database.transaction() as session:
            factory.request(session, landing.by_slug(session, "permis"), "the same tap")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    with database.snapshot() as session:
        assert [factory.count(session, table) for table in ("first_contact", "contact_detail")] == [1, 1]


def test_a_relative_leaves_their_own_contact_and_is_counted_apart(session: Session, where: Place) -> None:
    factory.request(session, factory.page_for_relatives(session, where.consortium.id), need="")
    assert (waiting(session, where).caller, waiting(session, where).need) == (Caller.RELATIVE, None)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("way", {"way": "06 39"}),
        ("way", {"way": "\x00"}),
        ("way", {"way": "é" * 10_000, "kind": "handle"}),
        ("kind", {"kind": "pigeon"}),
        ("when", {"when": "\x00"}),
        ("need", {"need": "insertion"}),
        ("age", {"age": "999999999999999999999"}),
        ("origin", {"origins": ("friend", "dragon")}),
    ],
)
def test_a_refused_form_leaves_nothing_half_written(
    session: Session, page: Any, field: str, typed: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        factory.request(session, page, **typed)
    assert refused.value.field == field
    assert [
        factory.count(session, table) for table in ("first_contact", "contact_detail", "contact_origin")
    ] == [
        0,
        0,
        0,
    ]


@pytest.mark.database
def test_at_the_desk_a_code_is_said_and_the_contact_is_answered(
    session: Session, where: Place, engine_kind: str
) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    _link, code = campaigns_factory.spoken_link(session, where.consortium.id)
    factory.at_desk(
        session, counsellor, code=f" {code.shown.lower().replace('-', ' ')} ", origins=("friend",)
    )
    (found,) = queue.recent(session, counsellor)
    assert (found.code, found.channel, found.evidence) == (
        code.shown,
        Channel.WORD_OF_MOUTH,
        CodeEvidence.SAID,
    )
    assert found.declared == ((Channel.WORD_OF_MOUTH, Voice.FRIEND),)
    assert found.answered_at is not None
    assert queue.waiting(session, where.consortium.id) == []


@pytest.mark.database
def test_at_the_desk_an_unknown_code_is_refused_with_what_it_may_have_been(
    session: Session, where: Place, engine_kind: str
) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    code = campaigns_factory.spoken_link(session, where.consortium.id)[1].shown
    slip = code[:-1] + ("3" if code[-1] != "3" else "4")
    with pytest.raises(InvalidInput, match=f"Vous vouliez dire {code}") as refused:
        factory.at_desk(session, counsellor, code=slip, way=factory.PHONE)
    assert refused.value.field == "code"
    assert (factory.count(session), factory.count(session, "contact_detail")) == (0, 0)


@pytest.mark.parametrize(
    ("state", "said"), [("retired", "retiré"), ("silent", "pas ouvert"), ("elsewhere", "n’existe pas")]
)
def test_at_the_desk_a_code_that_does_not_answer_says_why(
    session: Session, where: Place, state: str, said: str
) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    elsewhere = campaigns_factory.consortium(session, "Ailleurs")
    _link, code = {
        "retired": lambda: campaigns_factory.retired_link(session, where.consortium.id),
        "silent": lambda: campaigns_factory.silent_link(session, where.consortium.id),
        "elsewhere": lambda: campaigns_factory.retired_link(session, elsewhere),
    }[state]()
    with pytest.raises(InvalidInput, match=said) as refused:
        factory.at_desk(session, counsellor, code=code.shown)
    assert refused.value.field == "code"
    assert factory.count(session) == 0


def test_an_empty_entry_is_a_contact_of_unknown_origin(session: Session, where: Place) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    intake.from_desk(session, counsellor, DeskEntry())
    (found,) = queue.recent(session, counsellor)
    assert (found.evidence, found.declared, found.need) == (None, (), None)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.READER])
def test_other_roles_enter_no_contact(session: Session, where: Place, role: Role) -> None:
    with pytest.raises(Forbidden):
        factory.at_desk(session, people.actor(session, where, role))
    assert factory.count(session) == 0


def test_a_zone_of_another_consortium_is_not_found(session: Session, where: Place) -> None:
    counsellor = people.actor(session, where, Role.COUNSELLOR)
    mine, theirs = (
        Zone(consortium_id=consortium, code="DEMO-01", name="Les Tilleuls")
        for consortium in (where.consortium.id, campaigns_factory.consortium(session, "Ailleurs"))
    )
    session.add_all([mine, theirs])
    session.flush()
    with pytest.raises(NotFound):
        factory.at_desk(session, counsellor, zone_id=theirs.id)
    factory.at_desk(session, counsellor, zone_id=mine.id)
    assert [found.zone for found in queue.recent(session, counsellor)] == ["Les Tilleuls"]


WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "phone", "email", "evening", "permis", "16-17", "06 39 98 12 34"]),
)


@pytest.mark.database
@given(
    typed=st.builds(
        Typed,
        way=WORDS,
        kind=WORDS,
        when=WORDS,
        need=WORDS,
        age=WORDS,
        code=WORDS,
        origins=st.lists(WORDS, max_size=4).map(tuple),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_whatever_a_form_sends_it_is_one_contact_or_a_sentence(
    session: Session, where: Place, page: Any, typed: Typed, engine_kind: str
) -> None:
    before = factory.count(session)
    refused = ""
    try:
        intake.from_form(session, page, typed, uuid4().hex)
    except PorteVoixError as error:
        refused = error.message
    assert (factory.count(session) - before == 1) is not bool(refused)
