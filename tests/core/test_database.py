"""The database under every room: migrations, transactions, both engines."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from app.migrate import LOCK, _config, migrate, present, up_to_date
from app.tables import METADATA
from core import people
from core.database import Database
from core.errors import NewerDatabase
from reach.models import ProviderHealth
from tests.conftest import administer, within

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.database


def empty(request: pytest.FixtureRequest, tmp_path: Path, engine_kind: str) -> Database:
    if engine_kind == "sqlite":
        return Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    server, _template = request.getfixturevalue("postgresql_template")
    name = f"empty_{uuid4().hex}"
    administer(server, f"CREATE DATABASE {name}")
    return Database(within(server, name))


def test_migrations_make_exactly_the_tables_of_the_models(database: Database, engine_kind: str) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    assert database.sqlite == (engine_kind == "sqlite")


def test_sqlite_answers_once_the_disk_has_it(as_in_use: None, tmp_path: Path) -> None:
    careful = Database(f"sqlite:///{tmp_path / 'careful.sqlite'}")
    asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    with careful.engine.connect() as connection:
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1, 1]


def test_migrating_twice_changes_nothing(database: Database, engine_kind: str) -> None:
    before = present(database)
    migrate(database)
    assert present(database) == before
    assert up_to_date(database)


def test_what_an_earlier_version_stored_is_all_there_after_migrating(
    request: pytest.FixtureRequest, tmp_path: Path, engine_kind: str
) -> None:
    old = empty(request, tmp_path, engine_kind)
    config = _config()
    with old.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        house, contact, at = uuid4().hex, uuid4().hex, "2026-11-01 10:00:00+00:00"
        for line in (
            f"INSERT INTO consortium VALUES ('Essai', '', false, '{at}', '{house}')",
            (
                "INSERT INTO first_contact (consortium_id, at, entry, caller, age_band, availability, id, answered_at)"
                f" VALUES ('{house}', '{at}', 'form', 'young', '18-20', '', '{contact}', '{at}')"
            ),
            f"INSERT INTO contact_origin (first_contact_id, channel, id) VALUES ('{contact}', 'van', '{house}')",
            (
                "INSERT INTO contact_detail (first_contact_id, kind, sealed, erase_after)"
                f" VALUES ('{contact}', 'phone', 'x', '{at}')"
            ),
        ):
            connection.exec_driver_sql(line)
        connection.commit()
    migrate(old)
    with old.snapshot() as session:
        assert session.execute(text("SELECT state, tries FROM first_contact")).one() == ("answered", 0)
        assert session.scalar(text("SELECT count(*) FROM contact_origin")) == 1
        assert session.scalar(text("SELECT count(*) FROM contact_detail")) == 1
    old.close()


def test_a_reader_that_rested_for_a_day_rests_to_its_end_after_migrating(
    request: pytest.FixtureRequest, tmp_path: Path, engine_kind: str
) -> None:
    old = empty(request, tmp_path, engine_kind)
    config = _config()
    with old.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0020")
        connection.exec_driver_sql(
            "INSERT INTO provider_health (owner, provider, error, failures, open_on) VALUES"
            " ('operator', 'tiktok/page', 'TimedOut', 3, '2026-11-26'), ('operator', 'tiktok/embed', '', 0, NULL)"
        )
        connection.commit()
    migrate(old)
    with old.snapshot() as session:
        resting = select(ProviderHealth.provider, ProviderHealth.open_until, ProviderHealth.openings)
        assert session.execute(resting.order_by(ProviderHealth.provider)).all() == [
            ("tiktok/embed", None, 0),
            ("tiktok/page", datetime(2026, 11, 27, tzinfo=UTC), 1),
        ]
    old.close()


def test_a_process_that_starts_waits_for_the_one_that_migrates(
    request: pytest.FixtureRequest, tmp_path: Path, engine_kind: str
) -> None:
    """On PostgreSQL by a lock of our own; SQLite's first write does the same."""
    first = empty(request, tmp_path, engine_kind)
    with first.engine.connect() as holding:
        if engine_kind == "postgresql":
            holding.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        else:
            holding.begin()  # BEGIN IMMEDIATE
        line = [sys.executable, "-c", "from app.cli import main; main()", "migrate"]
        environment = {**os.environ, "PORTE_VOIX_DATABASE_URL": first.engine.url.render_as_string(False)}
        second = subprocess.Popen(line, cwd=ROOT, env=environment)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(5)
        holding.rollback()
    assert second.wait(60) == 0
    assert up_to_date(first)
    first.close()


def test_a_database_newer_than_the_code_is_refused_and_left_alone(
    database: Database, engine_kind: str
) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="plus récente"):
        migrate(database)
    assert present(database) == "9999"


def test_a_transaction_that_fails_leaves_nothing(database: Database, engine_kind: str) -> None:
    with pytest.raises(RuntimeError, match="halfway"), database.transaction() as session:
        people.create_consortium(session, "À moitié")
        raise RuntimeError("halfway")
    with database.snapshot() as session:
        assert people.empty(session)


def test_what_a_snapshot_changes_is_thrown_away(database: Database, engine_kind: str) -> None:
    with database.snapshot() as session:
        people.create_consortium(session, "Lecture")
    with database.snapshot() as session:
        assert people.empty(session)


def test_a_reader_does_not_wait_for_a_writer(database: Database, engine_kind: str) -> None:
    with database.transaction() as writing:
        people.create_consortium(writing, "En cours")
        with database.snapshot() as reading:
            assert people.empty(reading)
