"""First contacts from a partner portal: once each, in the right queue, nothing said back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app import public
from campaigns.models import Code
from contacts import intake, origins, queue
from contacts.intake import Caller, PortalEntry
from contacts.origins import CodeEvidence
from contacts.wording import ORIGIN_BY_KEY
from core import tokens
from core.database import Database
from core.errors import Conflict
from core.people import Role
from core.territory import Channel, Need, Voice
from core.tokens import Scope
from tests.asgi import Visitor
from tests.factories import api as portal
from tests.factories import campaigns as links
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place


@pytest.fixture
def token(database: Database, where: Place) -> str:
    """A token of that consortium."""
    with database.transaction() as session:
        return portal.token(session, where.consortium.id)


@pytest.fixture
def visitor(where: Place) -> Iterator[Visitor]:
    """A portal in front of every public route."""
    with Visitor(public.app) as opened:
        yield opened


def counted(database: Database) -> int:
    with database.snapshot() as session:
        return factory.count(session)


@pytest.mark.database
def test_a_portals_form_stands_in_the_queue_as_it_was_sent(
    engine_kind: str, database: Database, where: Place, token: str, code: Code, visitor: Visitor
) -> None:
    answer = portal.send(
        visitor,
        token,
        need="permis",
        origins=["friend", "tiktok"],
        age="18-20",
        availability="evening",
        code=code.shown,
        code_from="link",
    )
    assert (answer.status_code, set(answer.json())) == (201, {"id", "counted", "receipt"})
    assert answer.json()["counted"] is True
    with database.transaction() as session:
        (waiting,) = queue.waiting(session, where.consortium.id)
        counsellor = people.actor(session, where, Role.COUNSELLOR)
        taken = queue.take(session, counsellor, waiting.id)
    assert str(waiting.id) == answer.json()["id"]
    assert (waiting.need, waiting.code, waiting.evidence) == (Need.LICENCE, code.shown, CodeEvidence.TRACED)
    assert waiting.declared == ((Channel.WORD_OF_MOUTH, Voice.FRIEND), (Channel.TIKTOK, None))
    assert taken.way is not None
    assert taken.way.shown == portal.NUMBER


@pytest.mark.database
def test_the_same_key_and_body_count_once_and_answer_alike(
    engine_kind: str, database: Database, token: str, visitor: Visitor
) -> None:
    first = portal.send(visitor, token, "un", need="permis")
    again = portal.send(visitor, token, "un", need="permis")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert counted(database) == 1


@pytest.mark.database
def test_the_same_key_with_another_body_is_refused_and_changes_nothing(
    engine_kind: str, database: Database, token: str, visitor: Visitor
) -> None:
    portal.send(visitor, token, "un", need="permis")
    other = portal.send(visitor, token, "un", need="logement")
    assert portal.refusal(other) == (409, "conflict", "")
    with database.snapshot() as session:
        assert factory.column(session, "need") == ["permis"]


def test_a_replay_is_answered_even_after_its_code_was_retired(
    database: Database, where: Place, token: str, visitor: Visitor
) -> None:
    with database.transaction() as session:
        link, code = links.link(session, where.consortium.id)
    first = portal.send(visitor, token, "un", code=code.shown)
    with database.transaction() as session:
        from campaigns import links as living

        living.retire(session, session.get_one(type(link), link.id))
    assert portal.send(visitor, token, "un", code=code.shown).json() == first.json()


@pytest.mark.database
@pytest.mark.parametrize("bodies", [["un"] * 8, ["un", "deux"] * 4])
def test_sent_at_the_same_time_it_counts_once(
    engine_kind: str, database: Database, where: Place, bodies: list[str]
) -> None:
    entry = PortalEntry(way=portal.NUMBER)

    def one(body: str) -> bool | None:
        try:
            with database.transaction() as session:
                return intake.from_api(session, where.consortium.id, entry, key="clé", body=body)[1]
        except Conflict:
            return None

    with ThreadPoolExecutor(len(bodies)) as pool:
        found = list(pool.map(one, bodies))
    assert found.count(True) == 1
    assert found.count(None) == (0 if len(set(bodies)) == 1 else 4)
    assert counted(database) == 1


def test_two_portals_may_use_the_same_key(
    database: Database, where: Place, token: str, visitor: Visitor
) -> None:
    with database.transaction() as session:
        second = portal.token(session, where.consortium.id)
    ids = {portal.send(visitor, one, "un").json()["id"] for one in (token, second)}
    assert (len(ids), counted(database)) == (2, 2)


def test_a_code_counts_as_said_unless_the_portal_says_that_it_came_in_the_link(
    database: Database, where: Place, token: str, code: Code, visitor: Visitor
) -> None:
    portal.send(visitor, token, code=code.shown)
    with database.snapshot() as session:
        (one,) = origins.counted(session, where.consortium.id, None, None)
    assert one.code_evidence is CodeEvidence.SAID


def test_a_said_code_that_leads_nowhere_is_named_and_one_from_a_link_is_left_out(
    database: Database, token: str, visitor: Visitor
) -> None:
    assert portal.refusal(portal.send(visitor, token, code="K7P2")) == (422, "invalid", "code")
    assert counted(database) == 0
    assert portal.send(visitor, token, code="K7P2", code_from="link").status_code == 201
    with database.snapshot() as session:
        assert factory.column(session, "link_id") == [None]


def test_a_code_of_another_consortium_leads_nowhere(database: Database, token: str, visitor: Visitor) -> None:
    with database.transaction() as session:
        _link, theirs = links.link(session, people.place(session, "Là-bas").consortium.id)
    assert portal.refusal(portal.send(visitor, token, code=theirs.shown)) == (422, "invalid", "code")


def test_what_comes_with_a_token_stays_in_its_consortium(
    database: Database, where: Place, visitor: Visitor
) -> None:
    with database.transaction() as session:
        there = people.place(session, "Là-bas").consortium.id
        theirs = portal.token(session, there)
    portal.send(visitor, theirs)
    with database.snapshot() as session:
        assert queue.waiting(session, where.consortium.id) == []
        assert len(queue.waiting(session, there)) == 1


def test_a_child_is_taken_and_left_out_of_the_target(
    database: Database, where: Place, token: str, visitor: Visitor
) -> None:
    assert portal.send(visitor, token, age="under_16").status_code == 201
    assert portal.send(visitor, token, caller="relative").status_code == 201
    with database.snapshot() as session:
        assert origins.counted(session, where.consortium.id, None, None) == []
        assert {one.caller for one in queue.waiting(session, where.consortium.id)} == {
            Caller.YOUNG,
            Caller.RELATIVE,
        }


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"way": None}, "way"),
        ({"way": {"value": ""}}, "way.value"),
        ({"way": {"value": "06 39 98"}}, "way"),
        ({"way": {"value": portal.NUMBER, "kind": "pigeon"}}, "way.kind"),
        ({"need": "lune"}, "need"),
        ({"origins": ["lune"]}, "origins"),
        ({"age": "17"}, "age"),
        ({"availability": "noon"}, "availability"),
        ({"code": "x" * 61}, "code"),
        ({"name": "Lina Secret"}, ""),
        ({"\ud800": 1}, ""),
    ],
)
def test_a_wrong_field_is_named_and_nothing_of_it_is_said_back(
    fields: dict[str, Any], field: str, database: Database, token: str, visitor: Visitor
) -> None:
    answer = portal.send(visitor, token, **fields)
    assert portal.refusal(answer) == (422, "invalid", field)
    assert "Lina" not in answer.text
    assert "39" not in answer.text
    assert counted(database) == 0


@pytest.mark.parametrize("key", [None, "", "x" * 201, "clé\u00a0"])
def test_a_key_of_1_to_200_plain_signs_is_asked_for(
    key: str | None, database: Database, token: str, visitor: Visitor
) -> None:
    headers = portal.bearer(token) | ({} if key is None else {"idempotency-key": key})
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    answer = visitor.post(portal.CONTACTS, json={"way": {"value": portal.NUMBER}}, headers=sent)
    assert portal.refusal(answer) == (422, "invalid", "Idempotency-Key")
    assert counted(database) == 0


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 60_000, b"9" * 6_000])
def test_what_is_no_json_is_refused(body: bytes, token: str, visitor: Visitor) -> None:
    headers = portal.bearer(token) | {"idempotency-key": "un", "content-type": "application/json"}
    answer = visitor.post(portal.CONTACTS, content=body, headers=headers)
    assert portal.refusal(answer) == (400, "unreadable", "")


def test_past_64_kilobytes_nothing_is_read(token: str, database: Database, visitor: Visitor) -> None:
    answer = portal.send(visitor, token, code=" " * 65_600)
    assert portal.refusal(answer) == (413, "too_large", "")
    assert answer.headers["cache-control"] == "no-store"


def test_a_token_for_reach_hands_in_nothing(database: Database, where: Place, visitor: Visitor) -> None:
    with database.transaction() as session:
        reader = portal.token(session, where.consortium.id, Scope.REACH)
    assert portal.refusal(portal.send(visitor, reader)) == (403, "forbidden", "")
    assert counted(database) == 0


def test_neither_key_nor_way_to_answer_stands_in_the_file(
    database: Database, token: str, visitor: Visitor
) -> None:
    portal.send(visitor, token, "cle-du-portail", way={"value": "lina.secret@exemple.fr"})
    folder = tokens_folder(database)
    written = b"".join(path.read_bytes() for path in folder.glob("*.sqlite*"))
    assert b"first_contact" in written
    for secret in (b"cle-du-portail", b"lina.secret", token.encode()):
        assert secret not in written


def tokens_folder(database: Database) -> Any:
    from core import settings as chosen

    assert database.sqlite
    return chosen.current().data_dir


TEXT = some.text(some.characters(exclude_categories=()))
ANY = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | TEXT,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)
BODIES = some.fixed_dictionaries(
    {"way": some.fixed_dictionaries({"value": TEXT | some.just(portal.NUMBER)}) | ANY},
    optional={
        "need": some.sampled_from([*Need]) | ANY,
        "origins": some.lists(some.sampled_from([*ORIGIN_BY_KEY]), max_size=3) | ANY,
        "code": some.text(max_size=60) | ANY,
        "code_from": some.sampled_from(["link", "said"]) | ANY,
        "availability": ANY,
    },
)


@pytest.mark.database
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(body=BODIES | ANY)
def test_no_body_breaks_anything(
    engine_kind: str, token: str, visitor: Visitor, database: Database, body: object
) -> None:
    before = counted(database)
    answer = portal.send_body(visitor, token, f"essai-{before}", body)
    assert answer.status_code in {201, 422}
    assert counted(database) == before + (answer.status_code == 201)
    if answer.status_code == 422:
        portal.refusal(answer)


def test_a_revoked_token_hands_in_nothing(
    database: Database, where: Place, token: str, visitor: Visitor
) -> None:
    with database.transaction() as session:
        known = tokens.require(session, token, Scope.FIRST_CONTACTS)
        tokens.revoke(session, known.token_id)
    assert portal.refusal(portal.send(visitor, token)) == (401, "unknown_token", "")
    assert counted(database) == 0
