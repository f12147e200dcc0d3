"""What costs the product something and the tests nothing: password hashes, waiting for the disk, compiling SQL.

Only this process is quick. What a test starts beside it (the command, a server, whatever is killed)
is as careful as ever, and the fixture `as_in_use` puts it back here too.
"""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from core import database, passwords

CAREFUL_HASHER = passwords._hasher
CAREFUL_PREPARE_SQLITE = database._prepare_sqlite
CAREFUL_ENGINE = database._engine
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The same argon2id, in a thousandth of the time."""
MOST_STATEMENTS = 4_000


def prepare_sqlite(connection: Any, record: Any) -> None:
    """All that the product asks of SQLite but the wait until the disk has it."""
    CAREFUL_PREPARE_SQLITE(connection, record)
    connection.execute("PRAGMA synchronous=OFF")


_compiled: dict[str, Engine] = {}


def engine(address: str) -> Engine:
    """The engine of an address; all of one kind of database share the statements that they have compiled.

    A process of the product has one engine for life. Every test has its own, and would compile each
    statement anew: two thirds of its time.
    """
    made = CAREFUL_ENGINE(address)
    first = _compiled.get(made.dialect.name)
    if first is None or first.dialect.server_version_info is None:
        # None yet, or one that never reached its database and knows nothing of it.
        made._compiled_cache = LRUCache(MOST_STATEMENTS)
        _compiled[made.dialect.name] = made
    else:
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made
