"""Renewing the secret key: a new secret in front, then every sealed row under it, batch by batch."""

from __future__ import annotations

from core import crypto, keeping, settings
from core.database import Database
from core.errors import Conflict
from core.i18n import _


def renew(database: Database) -> int:
    """Make a new secret (the one of the settings is taken as it is) and seal all anew; how many rows."""
    chosen = settings.current()
    if not chosen.secret_key:
        crypto.renew()
    elif not chosen.old_secret_key:
        raise Conflict(
            _(
                "La clé est dans les réglages. Mettez-la dans PORTE_VOIX_OLD_SECRET_KEY, une nouvelle dans "
                "PORTE_VOIX_SECRET_KEY, puis recommencez."
            )
        )
    return reseal(database)


def drop_old(database: Database) -> int:
    """Seal what a running process still sealed under an old secret, then drop the old ones."""
    resealed = reseal(database)
    if not settings.current().secret_key:
        crypto.forget_old()
    return resealed


def reseal(database: Database) -> int:
    """Every sealed row under the newest secret; stopped in the middle, it is simply begun again."""
    resealed = 0
    for name in keeping.sealed():
        with database.snapshot() as session:
            rows = keeping.sealed_rows(session, name)
        for start in range(0, len(rows), keeping.BATCH):
            with database.transaction() as session:
                resealed += keeping.reseal(session, name, rows[start : start + keeping.BATCH])
    return resealed
