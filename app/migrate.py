"""Bring the database to the tables of this version; refuse one that is newer."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.database import Database
from core.errors import NewerDatabase, WrongSetting
from core.i18n import _

LOCK = 20261123
"""The advisory lock that a migrating process holds on PostgreSQL."""
_FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Apply what is missing; NewerDatabase when the database knows a revision that we do not.

    WrongSetting when there is no database to speak to.
    """
    config = _config()
    try:
        _refuse_newer(present(database), config)
    except DBAPIError:
        raise WrongSetting(_("La base de données ne répond pas. Vérifiez PORTE_VOIX_DATABASE_URL.")) from None
    with database.engine.connect() as connection:
        if database.sqlite:
            # A table that changes is built anew under its name; what points to it is checked at the end.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        else:
            # Several processes may start at once: the second waits here, and finds nothing to do.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if database.sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise WrongSetting(_("La base de données est abîmée. Remettez votre dernière sauvegarde."))
        connection.commit()


def present(database: Database) -> str | None:
    """The revision that the database stands at, or None before the first migration."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def up_to_date(database: Database) -> bool:
    """True when nothing is missing."""
    return present(database) == ScriptDirectory.from_config(_config()).get_current_head()


def _refuse_newer(revision: str | None, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(
            _("La base de données vient d'une version plus récente. Mettez Porte-Voix à jour, puis relancez.")
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config
