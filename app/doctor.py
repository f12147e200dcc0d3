"""What `porte-voix doctor` looks at, each with what to do about it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app import migrate
from campaigns.prints import fonts
from connectors import browser
from core import crypto, database, settings, web
from core.errors import PorteVoixError
from core.i18n import _

FINE, WARNING, BROKEN = "fine", "warning", "broken"
_FONTS = ("bricolage.woff2", "figtree.woff2", "figtree-italic.woff2", "atkinson-mono.woff2")
_PACKAGES = ("streamlit", "instaloader", "tiktokapipy", "playwright", "sqlalchemy")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine, a warning, or broken, and one sentence."""

    name: str
    state: str
    text: str

    def as_json(self) -> dict[str, str]:
        """Plain values."""
        return asdict(self)


def examine() -> list[Finding]:
    """Look at everything; a check that raises becomes a finding, never a traceback."""
    checks = (_settings, _database, _secret, _fonts, _browser, _packages)
    return [_guarded(check) for check in checks]


def summary(found: list[Finding]) -> str:
    """One line per finding."""
    words = {FINE: _("bon"), WARNING: _("à voir"), BROKEN: _("à réparer")}
    return "\n".join(f"{words[one.state]}  {one.name}  {one.text}" for one in found)


def _guarded(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except PorteVoixError as error:
        return Finding(check.__name__.strip("_"), BROKEN, error.message)


def _settings() -> Finding:
    chosen = settings.current()
    if not chosen.loopback and not chosen.public_url.startswith("https://"):
        text = _("Le service est ouvert à d'autres machines sans https. Réglez PORTE_VOIX_BASE_URL.")
        return Finding("settings", WARNING, text)
    return Finding("settings", FINE, _("Adresse publique : {address}", address=chosen.public_url))


def _database() -> Finding:
    try:
        fresh = migrate.up_to_date(database.current())
    except SQLAlchemyError:
        text = _("La base de données ne répond pas. Vérifiez PORTE_VOIX_DATABASE_URL.")
        return Finding("database", BROKEN, text)
    if not fresh:
        return Finding("database", BROKEN, _("La base n'est pas à jour. Lancez « porte-voix migrate »."))
    return Finding("database", FINE, _("La base de données répond et est à jour."))


def _secret() -> Finding:
    crypto.key("doctor")
    path = settings.current().data_dir / crypto.SECRET_FILE
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        text = _("La clé secrète est lisible par d'autres. Tapez : chmod 600 {path}", path=path)
        return Finding("secret", BROKEN, text)
    return Finding("secret", FINE, _("La clé secrète est en place."))


def _fonts() -> Finding:
    folder = Path(__file__).parents[1] / "static"
    absent = [name for name in _FONTS if not (folder / name).exists() and not (web.ASSETS / name).exists()]
    if absent or fonts.absent():
        return Finding("fonts", WARNING, _("Il manque des polices. Relancez scripts/start."))
    return Finding("fonts", FINE, _("Les polices sont en place."))


def _browser() -> Finding:
    found = browser.find()
    if found is None:
        return Finding(
            "browser", WARNING, _("Pas de Chromium : TikTok ne peut pas être relevé. Installez-le.")
        )
    return Finding("browser", FINE, _("Navigateur : {path}", path=found))


def _packages() -> Finding:
    return Finding("packages", FINE, ", ".join(f"{name} {version(name)}" for name in _PACKAGES))
