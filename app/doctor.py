"""What `porte-voix doctor` looks at, each with what to do about it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app import backups, migrate
from app.wiring import wire
from campaigns.prints import fonts
from connectors import browser
from contacts import keeping
from core import clock, crypto, database, i18n, jobs, people, runs, settings, web
from core.errors import PorteVoixError
from core.i18n import _
from reach.collecting import credentials, notices, overview, words
from reach.collecting.overview import NetworkHealth, Running

FINE, WARNING, BROKEN = "fine", "warning", "broken"
_FONTS = ("bricolage.woff2", "figtree.woff2", "figtree-italic.woff2", "atkinson-mono.woff2")
BACKUP_EVERY = timedelta(days=8)
_PACKAGES = ("streamlit", "sqlalchemy", *overview.PACKAGES)


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
    wire()
    checks = (_settings, _database, _secret, _jobs, _night, _backup, _fonts, _browser, _packages)
    return [*(_guarded(check) for check in checks), *_collecting()]


def summary(found: list[Finding]) -> str:
    """One line per finding."""
    words = {FINE: _("bon"), WARNING: _("à voir"), BROKEN: _("à réparer")}
    return "\n".join(f"{words[one.state]}  {one.name}  {one.text}" for one in found)


def _guarded(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except PorteVoixError as error:
        return Finding(check.__name__.strip("_"), BROKEN, error.message)
    except SQLAlchemyError:
        text = _("La base de données ne répond pas, ou n'est pas à jour.")
        return Finding(check.__name__.strip("_"), BROKEN, text)


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
    if len(crypto.keys("doctor")) > 1:
        text = _("Une ancienne clé secrète ouvre encore. Tapez : porte-voix rotate-key --forget-old")
        return Finding("secret", WARNING, text)
    if not backups.opens(database.current()):
        text = _("La clé secrète n'ouvre pas ce qui est chiffré ici. Remettez la vôtre.")
        return Finding("secret", BROKEN, text)
    return Finding("secret", FINE, _("La clé secrète est en place."))


def _jobs() -> Finding:
    with database.current().snapshot() as session:
        beat = runs.last_beat(session)
    if beat is None or clock.now() - beat > runs.FRESH:
        text = _("Aucun processus ne fait les tâches. Lancez « porte-voix serve » ou « porte-voix worker ».")
        return Finding("jobs", WARNING, text)
    return Finding("jobs", FINE, _("Les tâches tournent."))


def _night() -> Finding:
    with database.current().snapshot() as session:
        last = jobs.last(session, keeping.ERASE)
    if last is None:
        return Finding("night", FINE, _("Pas encore de passe de nuit."))
    when = i18n.moment(last.finished_at, settings.current().timezone)
    if last.failed:
        return Finding(
            "night", BROKEN, _("La passe de nuit n'a pas abouti : {when}. Voyez le journal.", when=when)
        )
    late = clock.now() - last.finished_at > keeping.LATE
    return Finding("night", WARNING if late else FINE, _("Dernière passe de nuit : {when}.", when=when))


def _backup() -> Finding:
    last = backups.last(database.current())
    if last is None:
        return Finding("backup", WARNING, _("Pas encore de sauvegarde. Tapez « porte-voix backup FICHIER »."))
    day = date.fromisoformat(last)
    old = clock.today(settings.current().timezone) - day > BACKUP_EVERY
    return Finding("backup", WARNING if old else FINE, _("Dernière sauvegarde : {day}.", day=i18n.day(day)))


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
    absent = [name for name, found in overview.installed().items() if not found]
    if absent:
        text = _("Il manque {names}. Relancez scripts/start.", names=", ".join(absent))
        return Finding("packages", WARNING, text)
    return Finding("packages", FINE, ", ".join(f"{name} {version(name)}" for name in _PACKAGES))


def _collecting() -> list[Finding]:
    """What «Santé des relevés» says of each network that is read or stopped, consortium by consortium."""
    found: list[Finding] = []
    try:
        with database.current().snapshot() as session:
            for consortium_id in people.consortium_ids(session):
                for one in overview.networks(session, consortium_id):
                    if one.watched:
                        found.append(_network(one))
    except (PorteVoixError, SQLAlchemyError):
        return []  # Said above, of the database.
    return found


def _network(one: NetworkHealth) -> Finding:
    state = BROKEN if one.running is Running.STOPPED else WARNING if one.late else FINE
    ends = one.connected.days_left if one.connected is not None else None
    if ends is not None and ends <= credentials.WARN_DAYS[0]:
        state = BROKEN if ends < 0 else WARNING if state is FINE else state
    said = [f"{one.label} : {words.state(one)[1]}.", words.queue(one, settings.current().timezone)]
    reading = [line for line in one.lines if line.standing.switched_on]
    zone = settings.current().timezone
    said += [f"{line.standing.provider.key} : {words.line(line, zone)}" for line in reading]
    if ends is not None and ends <= credentials.WARN_DAYS[0]:
        said.append(notices.ends(one.network, ends))
    if one.lost:
        state = WARNING if state is FINE else state
        said.append(words.reconnect(one))
    return Finding(f"network {one.network}", state, " ".join(said))
