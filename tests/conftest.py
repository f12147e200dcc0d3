"""What every test stands on: a closed network, a fresh process, real migrated databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from pytest_socket import socket_allow_hosts
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from app.migrate import migrate
from app.wiring import wire
from contacts import flood
from core import api, crypto, database, first_run, i18n, jobs, passwords, settings
from core.database import Database
from tests import quick, sharing_out
from tests.postgresql import served

# A busy machine is no defect: speed is measured in benchmarks. In CI the same cases are drawn each time.
hypothesis.settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("patient")


def pytest_runtest_setup() -> None:
    """This machine only: an address outside is an error, a Unix socket is not."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin, so that no process is left alone with one."""
    items[:] = sharing_out.long_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> sharing_out.Sharing:
    """How the processes share the tests."""
    return sharing_out.Sharing(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `database` runs once on each database."""
    if metafunc.definition.get_closest_marker("database") and "engine_kind" in metafunc.fixturenames:
        metafunc.parametrize("engine_kind", ["sqlite", "postgresql"], scope="function")


@pytest.fixture(scope="session", autouse=True)
def nothing_is_slow_on_purpose() -> Iterator[None]:
    """Passwords are hashed in no time, SQLite does not wait for the disk, statements are compiled once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick.HASHER)
        patch.setattr(database, "_prepare_sqlite", quick.prepare_sqlite)
        patch.setattr(database, "_engine", quick.engine)
        yield


@pytest.fixture
def as_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords and SQLite as careful as outside the tests; asked for before the database."""
    monkeypatch.setattr(passwords, "_hasher", quick.CAREFUL_HASHER)
    monkeypatch.setattr(database, "_prepare_sqlite", quick.CAREFUL_PREPARE_SQLITE)
    monkeypatch.setattr(database, "_engine", quick.CAREFUL_ENGINE)


@pytest.fixture(autouse=True)
def fresh_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """No setting, key or language left over from elsewhere; call it after changing the environment."""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTE_VOIX_DATA_DIR", str(tmp_path / "var"))
    # Tests fill in a form faster than any hand; those of contacts.flood put the bound back.
    monkeypatch.setattr(flood, "FASTEST", timedelta(0))
    forget()
    with i18n.speaking("fr"):
        yield forget
    forget()


def forget() -> None:
    """Forget what a process reads once."""
    jobs.stop()
    jobs._planned.clear()
    if database.current.cache_info().currsize:
        database.current().close()
    for cached in (
        settings.current,
        database.current,
        first_run.code,
        wire,
    ):
        cached.cache_clear()
    crypto.forget()
    first_run._wrong.clear()
    api.forget()
    flood.forget()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    made = Database(f"sqlite:///{path}")
    migrate(made)
    with made.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
    return path


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[tuple[str, str]]:
    """A real PostgreSQL and the name of a migrated, empty database in it to copy."""
    with served() as address:
        name = f"template_{uuid4().hex}"
        administer(address, f"CREATE DATABASE {name}")
        made = Database(within(address, name))
        migrate(made)
        made.close()
        yield address, name
        administer(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine_kind() -> str:
    """SQLite, unless the test is marked `database`."""
    return "sqlite"


@pytest.fixture
def database_address(
    engine_kind: str,
    tmp_path: Path,
    sqlite_template: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    fresh_process: Callable[[], None],
) -> Iterator[str]:
    """The address of an empty, migrated database of this test's own, set as the process's."""
    if engine_kind == "sqlite":
        path = tmp_path / "var" / "porte-voix.sqlite"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(sqlite_template, path)
        address = f"sqlite:///{path}"
        monkeypatch.setenv("PORTE_VOIX_DATABASE_URL", address)
        fresh_process()
        yield address
        return
    server, template = request.getfixturevalue("postgresql_template")
    name = f"test_{uuid4().hex}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    monkeypatch.setenv("PORTE_VOIX_DATABASE_URL", within(server, name))
    fresh_process()
    yield within(server, name)
    fresh_process()
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(name="database")
def present_database(database_address: str) -> Database:
    """The process's database, empty and migrated."""
    return database.current()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A write transaction, committed at the end of the test."""
    with database.transaction() as opened:
        yield opened


def within(server: str, name: str) -> str:
    """The address of a database beside another on the same server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def administer(server: str, statement: str) -> None:
    """Run a statement that no transaction may hold."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
