"""The domain database: SQLite by default, PostgreSQL by address; one transaction per request.

SQLite runs in WAL with synchronous=FULL: an answered write survives a power cut. A write
transaction begins IMMEDIATE, so two writers queue instead of failing at commit. What is deleted
is overwritten with zeros (secure_delete).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Engine, Enum, MetaData, TypeDecorator, Uuid, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from core import settings

BUSY_MILLISECONDS = 30_000
_WRITE = "porte_voix_write"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive datetime is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive instants; SQLite keeps no zone, so UTC it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back an aware instant."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of every room; each has a random id that says nothing."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        StrEnum: Enum(
            StrEnum, native_enum=False, length=32, values_callable=lambda kind: [item.value for item in kind]
        ),
    }


class Identified:
    """A random primary key."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Database:
    """One engine and the two ways of using it: `snapshot` to read, `transaction` to write."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.engine = _engine(address)

    @property
    def sqlite(self) -> bool:
        """True on SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that is committed when the block ends well, and undone otherwise."""
        with self._session(write=True) as session, session.begin():
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session for reading: it waits for no writer, and what it changes is thrown away."""
        with self._session(write=False) as session:
            try:
                yield session
            finally:
                # Apart first: what was read stays readable after the block.
                session.expunge_all()
                session.rollback()

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """A block of many short transactions: SQLite folds its log back whenever the last connection goes."""
        kept = self.engine.raw_connection() if self.sqlite else None
        try:
            yield
        finally:
            if kept is not None:
                kept.close()

    @contextmanager
    def _session(self, *, write: bool) -> Iterator[Session]:
        with self.engine.connect().execution_options(**{_WRITE: write}) as connection:
            session = Session(connection, expire_on_commit=False)
            try:
                yield session
            finally:
                session.close()

    def sweep(self) -> None:
        """Empty SQLite's log of old pages, so that what was erased stands nowhere beside the file either."""
        if self.sqlite:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


@cache
def current() -> Database:
    """The database of this process, by its settings."""
    return Database(settings.current().database_address)


def _engine(address: str) -> Engine:
    # An error's text must not hold what people typed: hide_parameters.
    if not address.startswith("sqlite"):
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    # A SQLite connection costs 0.1 ms; none is kept, so none carries a lock from thread to thread.
    engine = create_engine(
        address,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
