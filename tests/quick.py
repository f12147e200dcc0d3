"""What is slow on purpose in the product and costs the tests nothing: password hashes, waiting for the disk.

Only this process is quick. What a test starts beside it (the command, a server, whatever is killed)
is as careful as ever, and the fixture `as_in_use` puts it back here too.
"""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher

from core import database, passwords

CAREFUL_HASHER = passwords._hasher
CAREFUL_PREPARE_SQLITE = database._prepare_sqlite
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The same argon2id, in a thousandth of the time."""


def prepare_sqlite(connection: Any, record: Any) -> None:
    """All that the product asks of SQLite but the wait until the disk has it."""
    CAREFUL_PREPARE_SQLITE(connection, record)
    connection.execute("PRAGMA synchronous=OFF")
