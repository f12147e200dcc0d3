"""PostgreSQL's own tools: pg_dump and pg_restore, from the PATH; the password never on a command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from core.errors import StartRefused
from core.i18n import _

JOBS_SCHEMA = "dbos"


def dump(address: str, file: Path) -> None:
    """Write the database to `file` in PostgreSQL's own form; the jobs engine's schema stays out."""
    _run(
        "pg_dump",
        address,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--exclude-schema={JOBS_SCHEMA}",
        f"--file={file}",
    )


def load(address: str, file: Path) -> None:
    """Put a dump into an empty database, whole or not at all."""
    _run(
        "pg_restore",
        address,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        str(file),
    )


def _run(tool: str, address: str, *options: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise StartRefused(
            _("Il manque {tool}. Installez les outils de PostgreSQL (paquet postgresql-client).", tool=tool)
        )
    url = make_url(address).set(drivername="postgresql")
    where = url._replace(password=None).render_as_string(hide_password=False)
    environment = {**os.environ, "PGPASSWORD": str(url.password or "")}
    command = [program, f"--dbname={where}", *options]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return
    if b"version mismatch" in done.stderr or b"unsupported version" in done.stderr:
        raise StartRefused(
            _("{tool} est plus ancien que le serveur PostgreSQL. Installez la même version.", tool=tool)
        )
    # What it says may name the server and what rows hold: only that it failed is told.
    raise StartRefused(
        _("{tool} n'a pas abouti. Vérifiez la base et ses droits, puis recommencez.", tool=tool)
    )
