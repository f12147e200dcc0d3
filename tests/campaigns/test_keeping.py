"""Raw rows go, sums stay, and the two can be compared."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from app.cli import main
from campaigns import jobs as campaigns_jobs
from campaigns import keeping, rollups
from campaigns.scan_tables import ENTRIES, SCAN_DAYS, SCAN_SUMS, SCANS, ScanClass
from core import clock, jobs
from core import settings as chosen
from core.database import Database
from tests.factories import campaigns

PARIS = "Europe/Paris"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def filled(session: Session) -> tuple[UUID, int]:
    """A link opened by people, a bot and the staff on each of ten days."""
    ours = campaigns.consortium(session)
    link, _code = campaigns.link(session, ours)
    for day in range(10):
        for kind in (ScanClass.HUMAN, ScanClass.HUMAN, ScanClass.BOT, ScanClass.TEST):
            campaigns.scan(session, link, NOON - timedelta(days=day, hours=day), kind)
    return ours, link.id


def left(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SCANS)) or 0


@pytest.mark.database
def test_old_rows_go_and_every_sum_stays(
    database: Database, engine_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTE_VOIX_SCAN_DAYS", "4")
    chosen.current.cache_clear()
    campaigns_jobs.register()
    with time_machine.travel(NOON, tick=False):
        with database.transaction() as session:
            ours, _link_id = filled(session)
            before = (
                rollups.counts(session, ours, None, None, PARIS),
                rollups.daily_counts(session, ours, None, None, PARIS),
                rollups.kinds(session, ours),
            )
        assert jobs.run(campaigns_jobs.PURGE, "", {}) == {"rows": 20, "days": 5}
        assert jobs.run(campaigns_jobs.PURGE, "", {}) == {"rows": 0, "days": 0}
        with database.snapshot() as session:
            assert left(session) == 20
            assert keeping.differences(session) == []
            assert before == (
                rollups.counts(session, ours, None, None, PARIS),
                rollups.daily_counts(session, ours, None, None, PARIS),
                rollups.kinds(session, ours),
            )
        with database.transaction() as session:
            keeping.rebuild(session)
            assert keeping.differences(session) == []
            assert before[0] == rollups.counts(session, ours, None, None, PARIS)
            assert before[2] == rollups.kinds(session, ours)


@pytest.mark.database
def test_a_sum_that_is_wrong_is_found_and_counted_anew(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        _ours, link_id = filled(session)
        session.execute(update(SCAN_DAYS).where(SCAN_DAYS.c.link_id == link_id).values(human_12=9))
        session.execute(update(SCAN_SUMS).where(SCAN_SUMS.c.scan_class == 1).values(scans=1))
    with database.snapshot() as session:
        found = keeping.differences(session)
        assert {one.table for one in found} == {"scan_day", "scan_sum"}
    runner = CliRunner()
    told = runner.invoke(main, ["reconcile", "--json"])
    assert (told.exit_code, len(json.loads(told.stdout))) == (1, len(found))
    assert "Elles sont recomptées." in runner.invoke(main, ["reconcile", "--repair"]).stdout
    assert runner.invoke(main, ["reconcile"]).exit_code == 0


@pytest.mark.database
def test_a_row_that_was_stored_behind_the_sums_is_found(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        _link, code = campaigns.link(session)
        if not database.sqlite:
            session.execute(text("DROP TRIGGER scan_counted ON scan"))
        row = {"link_id": code.link_id, "quarter": clock.quarter_of(NOON), "scan_class": 0}
        session.execute(insert(SCANS).values(row))
        assert any(one.table == "scan_day" for one in keeping.differences(session))
        keeping.rebuild(session)
        assert keeping.differences(session) == []


@pytest.mark.database
def test_nothing_to_compare_is_no_difference(session: Session, engine_kind: str) -> None:
    assert keeping.differences(session) == []
    assert keeping.purge_day(session, date(2027, 1, 1)) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(2_000_000, 2_000_400), st.integers(0, 3), st.integers(1, 3)),
        max_size=30,
    ),
    st.integers(0, 5),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_stored_and_purged_the_sums_are_those_of_all_rows(
    database: Database, rows: list[tuple[int, int, int, int]], purges: int
) -> None:
    with database.snapshot() as session:
        ours = campaigns.consortium(session)
        made = [campaigns.link(session, ours)[0].id for _ in range(4)]
        for table in (SCANS, SCAN_DAYS, SCAN_SUMS):
            session.execute(delete(table))
        for link, quarter, kind, version in rows:
            row = {"link_id": made[link], "quarter": quarter, "scan_class": kind, "version": version}
            session.execute(insert(ENTRIES).values(row))
        for _ in range(purges):
            keeping.purge_day(session, date(2100, 1, 1))
            assert keeping.differences(session) == []
        found = {
            one.link_id: (one.total, one.human) for one in rollups.counts(session, ours, None, None, PARIS)
        }
        for place, link in enumerate(made):
            mine = [kind for at, _quarter, kind, _version in rows if at == place and kind != ScanClass.TEST]
            assert found.get(link, (0, 0)) == (len(mine), mine.count(ScanClass.HUMAN))
        assert sum(one.scans for one in rollups.kinds(session, ours)) == len(rows)
