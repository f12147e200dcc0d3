"""Backups: one consistent copy of the domain database, sealed with a passphrase; and its way back.

SQLite is copied page by page while people work, PostgreSQL by its own pg_dump. The secret key is
not in a backup: kept apart, a backup alone opens no contact detail. A restore first reads the
whole file, checks it, and only then touches an empty place.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import inspect, select

from app import dumps, migrate
from core import audit, clock, crypto, keeping, settings, vault
from core.audit import AuditEntry
from core.database import Base, Database
from core.errors import Conflict, InvalidInput, PorteVoixError, WrongSetting
from core.i18n import _

WAY_IN = "porte-voix backup"
DONE = "keeping.backed_up"
SQLITE, POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
Progress = Callable[[int, int, str], None]


def backup(database: Database, file: Path, passphrase: str, progress: Progress) -> int:
    """Write a backup to `file`, whole or not at all; its size. Conflict when there is a file already."""
    if file.exists():
        raise Conflict(_("{path} existe déjà. Choisissez un autre nom.", path=file))
    part = file.with_name(f".{file.name}.part")
    with _scratch() as folder:
        copy = folder / "copy"
        if database.sqlite:
            _copy_sqlite(database, copy, progress)
        else:
            progress(0, 1, _("Copie"))
            dumps.dump(database.address, copy)
        try:
            with copy.open("rb") as source, _private(part) as target:
                for done in vault.seal(source, target, passphrase):
                    progress(done, copy.stat().st_size, _("Chiffrement"))
                target.flush()
                os.fsync(target.fileno())
            part.replace(file)
        except OSError:
            raise InvalidInput(
                _("Impossible d'écrire {path}. Choisissez un autre dossier.", path=file)
            ) from None
        finally:
            part.unlink(missing_ok=True)
    with database.transaction() as session:
        audit.record_system(session, WAY_IN, DONE, clock.today(settings.current().timezone).isoformat())
    return file.stat().st_size


def restore(database: Database, file: Path, passphrase: str, progress: Progress) -> bool:
    """Put a backup into an empty place; whether the secret key at hand opens what is sealed in it.

    Conflict where there is data already; InvalidInput for a wrong passphrase, a damaged file or
    the backup of the other kind of database.
    """
    if not empty(database):
        raise Conflict(_("Il y a déjà des données ici. Mettez-les de côté, ou choisissez une base vide."))
    with _scratch() as folder:
        copy = folder / "copy"
        try:
            source, total = file.open("rb"), file.stat().st_size
        except OSError:
            raise InvalidInput(_("Impossible de lire {path}.", path=file)) from None
        with source, _private(copy) as target:
            for done in vault.unseal(source, target, passphrase):
                progress(min(done, total), total, _("Lecture"))
        _check_kind(copy, database)
        progress(0, 1, _("Mise en place"))
        if database.sqlite:
            _put_sqlite(copy, database)
        else:
            dumps.load(database.address, copy)
    migrate.migrate(database)
    return opens(database)


def empty(database: Database) -> bool:
    """Whether nothing is there: no table, or not one consortium."""
    if database.sqlite and not _path(database).exists():
        return True
    if not inspect(database.engine).has_table("consortium"):
        return True
    with database.snapshot() as session:
        return session.execute(select(Base.metadata.tables["consortium"].c.id).limit(1)).first() is None


def opens(database: Database) -> bool:
    """Whether the secret key opens one sealed row of each kind."""
    for name, purpose in keeping.sealed().items():
        table, _dot, column = name.partition(".")
        sealed = Base.metadata.tables[table].c[column]
        with database.snapshot() as session:
            found = session.execute(select(sealed).where(sealed.is_not(None)).limit(1)).scalar()
        try:
            if found is not None:
                crypto.decrypt(found, purpose)
        except WrongSetting:
            return False
    return True


def last(database: Database) -> str | None:
    """The day of the last backup, or None."""
    with database.snapshot() as session:
        query = select(AuditEntry.thing).where(AuditEntry.what == DONE).order_by(AuditEntry.at.desc())
        return session.scalars(query.limit(1)).first()


def _copy_sqlite(database: Database, copy: Path, progress: Progress) -> None:
    def told(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total, _("Copie"))

    _private(copy).close()
    with closing(sqlite3.connect(_path(database))) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target, pages=2_000, progress=told)
        # One file, without a log beside it, and without the empty pages of what was erased.
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("VACUUM")


def _put_sqlite(copy: Path, database: Database) -> None:
    with closing(sqlite3.connect(copy)) as restored:
        if restored.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise InvalidInput(_("Cette sauvegarde est abîmée ou coupée. Prenez-en une autre."))
    path = _path(database)
    database.close()
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.move(copy, path)


def _check_kind(copy: Path, database: Database) -> None:
    with copy.open("rb") as file:
        start = file.read(len(SQLITE))
    if not start.startswith(SQLITE if database.sqlite else POSTGRESQL):
        raise InvalidInput(
            _("Cette sauvegarde vient de l'autre sorte de base. Vérifiez PORTE_VOIX_DATABASE_URL.")
        )


def _path(database: Database) -> Path:
    found = database.engine.url.database
    if not found:
        raise PorteVoixError(_("Une base en mémoire ne se sauvegarde pas."))
    return Path(found)


def _private(path: Path) -> BinaryIO:
    """A new file for its owner only."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for its owner only, beside the data: the same disk, and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=settings.current().data_dir) as folder:
        yield Path(folder)
