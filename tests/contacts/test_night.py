"""The night: what may not be kept leaves, each erasing is written down once, no sum changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.wiring import wire
from contacts import jobs as work
from contacts import keeping, origins
from core import audit, clock, crypto, jobs
from core.database import Base, Database
from core.people import Role
from reach import funnel
from tests.factories import contacts as factory
from tests.factories import people as people_factory
from tests.factories.people import Place

REASONS = ("overdue", "handed_over", "withdrawn", "closed")


def table(name: str) -> Any:
    return Base.metadata.tables[name]


def change(session: Session, contact: UUID, **values: object) -> None:
    rows = table("first_contact")
    session.execute(rows.update().where(rows.c.id == contact).values(values))


def ripen(session: Session, where: Place, contact: UUID, reason: str) -> None:
    """Make that contact one whose way to answer may not be kept, or leave it as it is."""
    if reason == "overdue":
        rows = table("contact_detail")
        session.execute(
            rows.update().where(rows.c.first_contact_id == contact).values(erase_after=clock.now())
        )
    elif reason == "handed_over":
        by = people_factory.actor(session, where, Role.COUNSELLOR).user_id
        row = {"first_contact_id": contact, "structure_id": where.school.id, "by": by, "at": clock.now()}
        session.execute(table("hand_over").insert().values(id=contact, state="accepted", **row))
        change(session, contact, state="handed_over")
    elif reason == "withdrawn":
        change(session, contact, withdrawn_at=clock.now())
    elif reason == "closed":
        change(session, contact, state="closed", closed_at=clock.now())


def sums(session: Session, where: Place) -> tuple[object, ...]:
    """Everything that reach counts."""
    here = where.consortium.id
    frame = funnel.read(session, here, timezone="Europe/Paris")
    return (
        frame.rows.to_json(),
        frame.contacts,
        frame.unknown,
        origins.counted(session, here),
        origins.aside(session, here),
        factory.count(session),
        factory.count(session, "contact_origin"),
    )


def night(progress: Callable[[int, int, str], None] | None = None) -> dict[str, int]:
    return work.erase({}, progress or (lambda _done, _total, _text: None))


@pytest.mark.database
def test_what_may_not_be_kept_leaves_and_is_written_down_once(database: Database, where: Place) -> None:
    with database.transaction() as session:
        staff = people_factory.actor(session, where, Role.COORDINATOR)
        kept = factory.at_desk(session, staff, way=factory.PHONE)
        ripe = {reason: factory.at_desk(session, staff, way=factory.PHONE) for reason in REASONS}
        for reason, contact in ripe.items():
            ripen(session, where, contact, reason)
    assert night() == {"details": 4, "years": 0}
    assert night() == {"details": 0, "years": 0}
    with database.snapshot() as session:
        left = session.execute(table("contact_detail").select()).all()
        written = {entry.what: entry.thing for entry in audit.entries(session, where.consortium.id)}
    assert [row.first_contact_id for row in left] == [kept]
    for reason, contact in ripe.items():
        assert written[f"contacts.night_{reason}"] == str(contact)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*REASONS, "kept"]), min_size=1, max_size=8), st.integers(1, 4))
def test_erasing_keeps_all_sums_equal_even_when_killed_on_the_way(
    database: Database, where: Place, reasons: list[str], steps: int
) -> None:
    with database.transaction() as session:
        staff = people_factory.actor(session, where, Role.COORDINATOR)
        made = [factory.at_desk(session, staff, way=factory.EMAIL, origins=("friend",)) for _one in reasons]
        for contact, reason in zip(made, reasons, strict=True):
            ripen(session, where, contact, reason)
        before = sums(session, where)
        known = len(audit.entries(session, where.consortium.id))

    def killed(done: int, _total: int, _text: str) -> None:
        if done >= steps:
            raise KeyboardInterrupt

    due = len([reason for reason in reasons if reason != "kept"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "BATCH", 1)
        if due >= steps:
            with pytest.raises(KeyboardInterrupt):
                night(killed)
        night()
    with database.snapshot() as session:
        assert sums(session, where) == before
        assert len(audit.entries(session, where.consortium.id)) - known == due
        assert keeping.due(session) == 0


def test_a_shorter_time_that_is_settled_later_holds_for_what_is_there(
    database: Database, where: Place
) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 9, tzinfo=UTC), tick=False) as travel:
        with database.transaction() as session:
            staff = people_factory.actor(session, where, Role.COORDINATOR)
            factory.at_desk(session, staff, way=factory.PHONE)
        travel.shift(timedelta(days=31))
        assert night()["details"] == 0
        with database.transaction() as session:
            values = {"keep_days": 30, "escalate_hours": 24, "year_month": 1, "danger": ""}
            session.execute(
                table("contact_policy").insert().values(consortium_id=where.consortium.id, **values)
            )
            factory.at_desk(session, staff, way=factory.PHONE)
            until = session.scalars(text("SELECT min(erase_after) FROM contact_detail")).one()
        assert until.startswith("2026-07-01")
        assert night()["details"] == 1


@pytest.mark.database
def test_a_year_that_is_over_loses_its_key_and_its_hashes(database: Database, where: Place) -> None:
    here = where.consortium.id
    with time_machine.travel(datetime(2026, 12, 31, 22, 30, tzinfo=UTC), tick=False) as travel:
        with database.transaction() as session:
            staff = people_factory.actor(session, where, Role.COORDINATOR)
            contacts = {year: factory.at_desk(session, staff, way=factory.PHONE) for year in (2026, 2027)}
            session.execute(table("contact_year_key").delete())
            for year, contact in contacts.items():
                change(session, contact, campaign_year=year, person_key=f"{year}" * 16)
                sealed = crypto.encrypt("essai", "contact-year-key")
                session.execute(
                    table("contact_year_key")
                    .insert()
                    .values(id=contact, consortium_id=here, year=year, sealed=sealed)
                )
        assert night()["years"] == 0
        travel.shift(timedelta(hours=1))
        assert (night()["years"], night()["years"]) == (1, 0)
    with database.snapshot() as session:
        assert sorted(factory.column(session, "person_key"), key=str) == ["2027" * 16, None]
        keys = {row.year: row for row in session.execute(table("contact_year_key").select())}
        assert (keys[2026].sealed, keys[2027].sealed is None) == (None, False)
        assert keys[2026].destroyed_at is not None
        assert [entry.thing for entry in audit.entries(session, here, keeping.YEAR_ENDED)] == ["2026"]


def test_the_night_tells_each_consortium_its_own(database: Database, where: Place) -> None:
    wire()
    with database.transaction() as session:
        other = people_factory.place(session, "Ailleurs")
        factory.page(session, other.consortium.id, slug="ailleurs")
        for place in (where, where, other):
            staff = people_factory.actor(session, place, Role.COORDINATOR)
            contact = factory.at_desk(session, staff, way=factory.PHONE)
            ripen(session, place, contact, "withdrawn")
        assert keeping.last_night(session, where.consortium.id) is None
        assert jobs.enqueue(session, keeping.ERASE, "cette nuit", {})
    jobs.carry(keeping.ERASE, "cette nuit", 0)
    with database.snapshot() as session:
        told = [keeping.last_night(session, place.consortium.id) for place in (where, other)]
    assert [one and (one.failed, one.late, dict(one.erased)) for one in told] == [
        (False, False, {"withdrawn": 2}),
        (False, False, {"withdrawn": 1}),
    ]
    with time_machine.travel(clock.now() + timedelta(hours=37)), database.snapshot() as session:
        late = keeping.last_night(session, where.consortium.id)
        assert late is not None
        assert late.late
