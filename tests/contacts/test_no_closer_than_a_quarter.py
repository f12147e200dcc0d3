"""A scan keeps only its quarter of an hour: no stored column brings it closer to a contact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import DateTime, insert, select

from campaigns.models import Code
from campaigns.scan_tables import LOSSES, SCAN_DAYS, SCAN_SUMS, SCANS, VISITORS
from contacts import landing
from core import clock
from core.database import Base, Database
from tests.factories import contacts as factory
from tests.factories.people import Place

SCANNED = datetime(2026, 11, 24, 10, 7, 31, 123456, tzinfo=UTC)
SENT = SCANNED + timedelta(minutes=2, seconds=9)
QUARTER = timedelta(minutes=15)
# What a contact writes: its own exact time, from which delays are measured, and what follows from it.
CONTACT = {"first_contact", "contact_detail", "contact_year_key", "audit_entry"}


def test_of_a_scan_and_a_contact_only_the_contact_keeps_an_exact_time(
    database: Database, where: Place, code: Code
) -> None:
    with time_machine.travel(SCANNED, tick=False), database.transaction() as session:
        scan = {"link_id": code.link_id, "quarter": clock.quarter_of(SCANNED), "scan_class": 0}
        session.execute(insert(SCANS), [scan])
    with time_machine.travel(SENT, tick=False), database.transaction() as session:
        factory.request(session, landing.by_slug(session, "permis"), code=code.shown)
    found: dict[str, set[datetime]] = {}
    with database.snapshot() as session:
        for table in Base.metadata.sorted_tables:
            times = [column for column in table.columns if _is_time(column.type)]
            for row in session.execute(select(*times)) if times else ():
                found.setdefault(table.name, set()).update(time for time in row if time is not None)
    near = {
        name
        for name, times in found.items()
        for time in times
        if abs(time - SENT) < QUARTER
        and time.replace(second=0, microsecond=0, minute=time.minute // 15 * 15) != time
    }
    assert "first_contact" in near, "the contact itself is not there: the test would prove nothing"
    assert near <= CONTACT


def test_no_table_of_scans_has_a_finer_time_or_points_to_a_contact() -> None:
    """The quarter is a whole number; days and hours are coarser."""
    scans = [SCANS, SCAN_DAYS, SCAN_SUMS, VISITORS, LOSSES]
    assert SCANS.c.keys() == ["link_id", "quarter", "version", "scan_class", "device", "app"]
    for table in scans:
        assert [column.name for column in table.columns if _is_time(column.type)] == []
        pointed = {key.column.table.name for key in table.foreign_keys}
        assert pointed <= {"link"}, table.name


def _is_time(kind: object) -> bool:
    return isinstance(getattr(kind, "impl", kind), DateTime)
