"""Counting scans: periods in local days, people beside the total, one consortium at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from campaigns import scans
from campaigns.scan_tables import SCAN_DAYS, ScanClass
from campaigns.scans import DayCount, LinkCount
from core.database import Database
from tests.factories import campaigns

PARIS = "Europe/Paris"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.database
def test_people_stand_beside_the_total_and_tests_nowhere(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    for scan_class in (ScanClass.HUMAN, ScanClass.HUMAN, ScanClass.BOT, ScanClass.PREVIEW, ScanClass.TEST):
        campaigns.scan(session, link, NOON, scan_class)
    assert scans.counts(session, ours, None, None, PARIS) == [LinkCount(link.id, total=4, human=2)]
    assert scans.daily_counts(session, ours, None, None, PARIS) == [
        DayCount(link.id, date(2026, 11, 23), total=4, human=2)
    ]


@pytest.mark.database
def test_each_link_is_counted_apart_and_a_retired_one_stays(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    first, second = campaigns.link(session, ours)[0], campaigns.retired_link(session, ours)[0]
    campaigns.scan(session, first, NOON)
    campaigns.scan(session, second, NOON, ScanClass.BOT)
    campaigns.scan(session, second, NOON)
    assert scans.counts(session, ours, None, None, PARIS) == [
        LinkCount(first.id, 1, 1),
        LinkCount(second.id, 2, 1),
    ]


@pytest.mark.database
def test_one_consortium_never_sees_another(session: Session, engine_kind: str) -> None:
    ours, theirs = campaigns.consortium(session), campaigns.consortium(session, "Deux-Vallées")
    campaigns.scan(session, campaigns.link(session, theirs)[0], NOON)
    assert scans.counts(session, ours, None, None, PARIS) == []
    assert scans.daily_counts(session, ours, None, None, PARIS) == []


@pytest.mark.database
def test_a_period_holds_both_of_its_days_on_local_clocks(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    paris = ZoneInfo(PARIS)
    for wall in ("2026-11-22T23:59", "2026-11-23T00:00", "2026-11-24T23:45", "2026-11-25T00:00"):
        campaigns.scan(session, link, datetime.fromisoformat(wall).replace(tzinfo=paris))
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)

    def total(since: date | None, until: date | None) -> int:
        return sum(row.total for row in scans.counts(session, ours, since, until, PARIS))

    assert total(monday, tuesday) == 2
    assert total(monday, monday) == 1
    assert total(monday, None) == 3
    assert total(None, monday) == 2
    assert total(tuesday, monday) == 0
    days = scans.daily_counts(session, ours, monday, tuesday, PARIS)
    assert [(row.day, row.total) for row in days] == [(monday, 1), (tuesday, 1)]


@pytest.mark.database
@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 23), 24)],
    ids=["clocks forward", "clocks back", "as usual"],
)
def test_a_day_has_the_hours_that_its_clocks_give_it(
    session: Session, engine_kind: str, day: date, hours: int
) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    midnight = datetime(2026, 1, 1, tzinfo=ZoneInfo(PARIS)).replace(month=day.month, day=day.day)
    start = midnight.astimezone(UTC) - timedelta(days=2)
    for quarter in range(5 * 96):
        campaigns.scan(session, link, start + timedelta(minutes=15 * quarter))
    by_day = {row.day: row.total for row in scans.daily_counts(session, ours, None, None, PARIS)}
    assert by_day[day] == hours * 4
    assert scans.counts(session, ours, day, day, PARIS) == [LinkCount(link.id, hours * 4, hours * 4)]


@given(
    st.lists(
        st.integers(1_735_689_600, 1_830_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)), max_size=20
    ),
    st.sampled_from([PARIS, "Indian/Reunion", "America/Cayenne", "America/Miquelon", "Pacific/Noumea"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_are_those_of_the_local_clock_and_add_up(
    database: Database, instants: list[datetime], timezone: str
) -> None:
    with database.snapshot() as session:
        session.execute(delete(SCAN_DAYS))
        ours = campaigns.consortium(session)
        link, _code = campaigns.link(session, ours)
        for instant in instants:
            campaigns.scan(session, link, instant)
        expected: dict[date, int] = {}
        for instant in instants:
            day = instant.astimezone(ZoneInfo(timezone)).date()
            expected[day] = expected.get(day, 0) + 1
        rows = scans.daily_counts(session, ours, None, None, timezone)
        assert {row.day: row.total for row in rows} == expected
        assert [row.day for row in rows] == sorted(expected)
