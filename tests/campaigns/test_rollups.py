"""What screens read of scans: sums that the database itself keeps beside the raw rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from campaigns import rollups
from campaigns.rollups import KindCount, LinkCount
from campaigns.scan_tables import ENTRIES, LOSSES, SCANS, VISITORS, App, Device, ScanClass
from core import clock
from tests.factories import campaigns

pytestmark = pytest.mark.database
PARIS = "Europe/Paris"
MONDAY = date(2026, 11, 23)


def at(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(PARIS))


def test_the_sums_stay_when_the_raw_rows_go(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    for wall in ("2026-11-23T09:10", "2026-11-23T09:50", "2026-11-24T21:00"):
        campaigns.scan(session, link, at(wall))
    session.execute(delete(SCANS))
    assert rollups.counts(session, ours, None, None, PARIS) == [LinkCount(link.id, 3, 3)]
    assert [(one.day.day, one.total) for one in rollups.daily_counts(session, ours, None, None, PARIS)] == [
        (23, 2),
        (24, 1),
    ]


def test_a_week_is_by_the_local_clock_in_winter_and_in_summer(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    for wall in ("2026-11-23T00:20", "2026-07-06T00:20", "2026-07-05T23:59", "2026-07-06T17:00"):
        campaigns.scan(session, link, at(wall))
    campaigns.scan(session, link, at("2026-07-06T17:00"), ScanClass.BOT)
    grid = rollups.week(session, ours, None, None, PARIS, link_id=link.id)
    told = {(day, hour): people for day, row in enumerate(grid) for hour, people in enumerate(row) if people}
    assert told == {(0, 0): 2, (6, 23): 1, (0, 17): 1}


def test_a_week_keeps_to_its_period(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    for wall in ("2026-11-22T23:30", "2026-11-23T00:00", "2026-11-23T23:59", "2026-11-24T00:00"):
        campaigns.scan(session, link, at(wall))
    grid = rollups.week(session, ours, MONDAY, MONDAY, PARIS)
    assert (grid[0][0], grid[0][23], sum(map(sum, grid))) == (1, 1, 2)
    assert rollups.week(session, ours, date(2027, 1, 1), None, PARIS) == [[0] * 24] * 7


def test_one_link_is_read_alone(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    first, second = (campaigns.link(session, ours)[0] for _ in range(2))
    campaigns.scan(session, first, at("2026-11-23T12:00"))
    campaigns.scan(session, second, at("2026-11-23T12:00"))
    assert rollups.counts(session, ours, None, None, PARIS, link_id=second.id) == [LinkCount(second.id, 1, 1)]
    assert len(rollups.daily_counts(session, ours, None, None, PARIS, link_id=second.id)) == 1
    assert sum(map(sum, rollups.week(session, ours, None, None, PARIS, link_id=second.id))) == 1


def test_kinds_tell_what_a_scan_says_of_itself_and_hold_tests_apart(
    session: Session, engine_kind: str
) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    row = {"link_id": link.id, "quarter": clock.quarter_of(at("2026-11-23T12:00")), "version": 2}
    row |= {"device": int(Device.ANDROID), "app": int(App.TIKTOK)}
    session.execute(insert(ENTRIES), [{**row, "scan_class": kind} for kind in (0, 0, 3)])
    assert rollups.kinds(session, ours, link_id=link.id) == [
        KindCount(link.id, 2, ScanClass.HUMAN, Device.ANDROID, App.TIKTOK, 2),
        KindCount(link.id, 2, ScanClass.TEST, Device.ANDROID, App.TIKTOK, 1),
    ]
    assert rollups.counts(session, ours, None, None, PARIS) == [LinkCount(link.id, 2, 2)]


def test_visitors_of_a_day_are_read_as_they_were_noted(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    for day in range(3):
        noted = {"link_id": link.id, "day": MONDAY + timedelta(days=day), "visitors": day + 1}
        session.execute(insert(VISITORS).values(noted))
    tuesday = MONDAY + timedelta(days=1)
    assert rollups.visitors(session, ours, tuesday, tuesday, link_id=link.id) == {tuesday: 2}
    elsewhere = campaigns.consortium(session, "Deux-Vallées")
    assert rollups.visitors(session, elsewhere, None, None, link_id=link.id) == {}


def test_losses_are_added_up_since_a_day(session: Session, engine_kind: str) -> None:
    assert rollups.lost(session, MONDAY) == 0
    for day, scans in ((MONDAY - timedelta(days=1), 5), (MONDAY, 2), (MONDAY + timedelta(days=1), 1)):
        session.execute(insert(LOSSES).values(day=day, scans=scans))
    assert rollups.lost(session, MONDAY) == 3


def test_nothing_is_known_of_a_link_that_nobody_opened(session: Session, engine_kind: str) -> None:
    ours = campaigns.consortium(session)
    campaigns.link(session, ours)
    assert rollups.counts(session, ours, None, None, PARIS) == []
    assert rollups.daily_counts(session, ours, MONDAY, None, PARIS) == []
    assert rollups.kinds(session, ours) == []
    assert clock.quarter_of(datetime(2026, 11, 23, tzinfo=UTC)) // 96 == MONDAY.toordinal() - 719163
