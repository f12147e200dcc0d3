"""What waits too long escalates, and a notice says so without saying who."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy.orm import Session

from contacts import answering, escalation, jobs, landing, queue, settling
from contacts.settling import Hours, Settled
from core import audit, notify
from core.database import Database
from core.errors import Forbidden, InvalidInput, NotFound
from core.people import Actor, Role
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday, 11 h in Paris."""
SECRET = "mot-de-passe-7391"
ADDRESS = f"json://nom:{SECRET}@exemple.fr/avis"


def member(database: Database, where: Place, role: Role = Role.COORDINATOR) -> Actor:
    with database.transaction() as session:
        return people.actor(session, where, role)


def send(database: Database, ago: timedelta = timedelta(0), **typed: str) -> None:
    with time_machine.travel(NOW - ago, tick=False), database.transaction() as session:
        factory.request(session, landing.by_slug(session, "permis"), **typed)


@pytest.fixture
def sendings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    taken: list[tuple[list[str], str]] = []

    def send(addresses: list[str], title: str, text: str) -> list[notify.Failure]:
        taken.append((addresses, f"{title}\n{text}"))
        return []

    monkeypatch.setattr(notify, "send", send)
    return taken


def run() -> dict[str, int]:
    return jobs.escalate({}, lambda *_step: None)


def settle(database: Database, coordinator: Actor, hours: int = 24) -> None:
    with database.transaction() as session:
        settling.settle(session, coordinator, Settled(escalate_hours=hours))
        settling.set_notices(session, coordinator, ADDRESS)


@pytest.mark.database
def test_a_request_escalates_after_the_settled_hours_once(
    database: Database, where: Place, sendings: list[tuple[list[str], str]], engine_kind: str
) -> None:
    settle(database, member(database, where), hours=6)
    send(database, timedelta(hours=7))
    send(database, timedelta(hours=5), need="sante")
    with time_machine.travel(NOW, tick=False):
        assert run() == {"escalated": 1, "told": 2, "failed": 0}
        assert run() == {"escalated": 0, "told": 0, "failed": 0}
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert run()["escalated"] == 1
        with database.snapshot() as session:
            assert [one.escalated for one in queue.waiting(session, where.consortium.id)] == [True, True]
    assert len(sendings) == 2
    assert "1 demande attend depuis trop longtemps." in sendings[0][1].replace("\u00a0", " ")
    assert "Besoins" in sendings[0][1]


def test_a_notice_says_nothing_about_anybody(
    database: Database, where: Place, sendings: list[tuple[list[str], str]]
) -> None:
    settle(database, member(database, where))
    send(database, way=factory.EMAIL, age="under_16")
    with time_machine.travel(NOW, tick=False):
        run()
    ((addresses, text),) = sendings
    assert addresses == [ADDRESS]
    assert "/contacts" in text
    for said in (factory.EMAIL, "secret", "16", "jeune", "Club"):
        assert said not in text


def test_what_no_address_took_is_told_again(
    database: Database, where: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(database, member(database, where))
    send(database)
    monkeypatch.setattr(notify, "send", lambda *_given: [notify.Failure(1, "json")])
    with time_machine.travel(NOW, tick=False):
        assert run() == {"escalated": 0, "told": 0, "failed": 1}
        monkeypatch.setattr(notify, "send", lambda *_given: [])
        assert run() == {"escalated": 0, "told": 1, "failed": 0}


def test_what_is_taken_or_withdrawn_does_not_escalate(
    database: Database, where: Place, sendings: list[tuple[list[str], str]]
) -> None:
    coordinator = member(database, where)
    settle(database, coordinator)
    send(database, timedelta(days=3))
    with time_machine.travel(NOW, tick=False):
        with database.transaction() as session:
            (request,) = queue.waiting(session, where.consortium.id)
            queue.take(session, coordinator, request.id)
        assert run()["escalated"] == 0
        with database.transaction() as session:
            answering.missed(session, coordinator, request.id)
        assert run()["escalated"] == 1


def test_out_of_hours_a_request_escalates_at_once_when_everybody_has_said_so(
    database: Database, where: Place, sendings: list[tuple[list[str], str]]
) -> None:
    coordinator = member(database, where)
    settle(database, coordinator)
    night = NOW + timedelta(hours=11)
    send(database, -timedelta(hours=11))
    send(database, -timedelta(hours=11), when="saturday")
    with time_machine.travel(night, tick=False):
        assert run()["escalated"] == 0
        with database.transaction() as session:
            settling.set_hours(session, coordinator, where.club.id, Hours(9, 18, saturday=False))
        assert run()["escalated"] == 1


def test_addresses_are_encrypted_and_never_shown(database: Database, where: Place) -> None:
    coordinator = member(database, where)
    settle(database, coordinator)
    with database.snapshot() as session:
        assert settling.notice_kinds(session, where.consortium.id) == ["json"]
        assert escalation.addresses(session, where.consortium.id) == [ADDRESS]
        said = [entry.what + entry.thing for entry in audit.entries(session, where.consortium.id)]
    assert SECRET not in "".join(said)
    if database.sqlite:
        database.close()
        path = database.address.removeprefix("sqlite:///")
        assert SECRET.encode() not in Path(path).read_bytes()


def test_what_cannot_be_settled_is_said(session: Session) -> None:
    where = people.place(session)
    coordinator = people.actor(session, where, Role.COORDINATOR)
    reader = people.actor(session, where, Role.READER)
    for wrong, field in (
        (Settled(escalate_hours=0), "escalate_hours"),
        (Settled(keep_days=91), "keep_days"),
        (Settled(year_month=13), "year_month"),
    ):
        with pytest.raises(InvalidInput) as refused:
            settling.settle(session, coordinator, wrong)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        settling.settle(session, coordinator, Settled(referent=reader.user_id))
    with pytest.raises(InvalidInput):
        settling.set_hours(session, coordinator, where.club.id, Hours(18, 9, saturday=False))
    with pytest.raises(Forbidden):
        settling.settle(session, reader, Settled())
    settling.settle(session, coordinator, Settled(6, 30, 9, coordinator.user_id))
    assert settling.settled(session, where.consortium.id) == Settled(6, 30, 9, coordinator.user_id)
