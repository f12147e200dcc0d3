"""What `porte-voix import` does: read an export, say what it holds, keep it unless it is only a look."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from connectors.exports import reading
from connectors.exports.rows import Export
from core import clock, settings
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.jobs import Progress
from reach.imports import keeping, looking, matching, meanings, words
from reach.imports.looking import Outlook, Wish

_ANSWERS = {
    "account": mark("Précisez de quel compte ce fichier parle avec --account."),
    "totals": mark("Précisez avec --totals que ces chiffres comptent depuis la mise en ligne."),
}


def opened(path: Path) -> tuple[bytes, date]:
    """The bytes of a file and the day that it bears; InvalidInput («file») when there is none to read."""
    try:
        if path.stat().st_size > reading.LARGEST:
            # One byte too many is enough to refuse it; the rest is not read.
            with path.open("rb") as file:
                data = file.read(reading.LARGEST + 1)
        else:
            data = path.read_bytes()
        changed = datetime.fromtimestamp(path.stat().st_mtime, ZoneInfo(settings.current().timezone))
    except OSError:
        raise InvalidInput(_("Ce fichier ne peut pas être lu. Vérifiez son chemin."), "file") from None
    return data, changed.date()


def look(
    session: Session,
    consortium_id: UUID,
    data: bytes,
    downloaded: date | None,
    file_day: date,
    *,
    account: str | None = None,
    network: str | None = None,
    totals: bool = False,
) -> tuple[Export, Wish]:
    """The export as read, and what goes with it; the day is the one given, the archive's, or the file's.

    NotFound for an account that is none of ours; InvalidInput for headers that nobody explained yet.
    """
    today = clock.today(settings.current().timezone)
    known = meanings.known(session, consortium_id)
    day = looking.checked_day(downloaded, today) if downloaded else min(file_day, today)
    export = reading.read(data, day, known)
    if downloaded is None and export.dated:
        day = export.dated
        export = reading.read(data, day, known)
    entry = looking.before(session, consortium_id, export, day)
    if entry is not None and entry.downloaded_on != day:
        day = entry.downloaded_on
        export = reading.read(data, day, known)
    if not export.parts:
        raise InvalidInput(_unknown(export), "file")
    _check_network(export, network)
    return export, Wish(day, _account(session, consortium_id, account), totals)


def keep(
    session: Session, consortium_id: UUID, export: Export, wish: Wish, progress: Progress | None
) -> Outlook:
    """Keep it; the register names the person at the machine. InvalidInput names the option that answers."""
    seen = looking.look(session, consortium_id, export, wish)
    for name, asked in _asked(seen):
        if asked:
            raise InvalidInput(_(_ANSWERS[name]), name)
    return keeping.keep_by_command(session, consortium_id, _operator(), export, wish, progress)


def as_json(export: Export, seen: Outlook, *, dry: bool) -> dict[str, Any]:
    """Plain values: what was recognised, what is new, what waits, what went wrong."""
    return {
        "digest": export.digest,
        "downloaded": seen.downloaded.isoformat(),
        "kept": not dry,
        "parts": [
            {
                "file": part.file,
                "format": part.format,
                "network": part.network or None,
                "posts": len(part.posts),
                "days": len(part.days),
            }
            for part in export.parts
        ],
        "new": seen.new,
        "again": seen.again,
        "waiting": [_plain(one, "url", "why") for one in seen.waiting],
        "problems": [_plain(one, "sentence") for one in seen.problems],
        "notes": list(seen.notes),
        "asks": [name for name, asked in _asked(seen) if asked],
    }


def summary(export: Export, seen: Outlook, *, dry: bool) -> str:
    """The same as lines for people."""
    lines = [*words.recognised(export), *seen.notes]
    lines += [f"{_place(one)} : {one.sentence}" for one in seen.problems]
    lines += [f"{_place(one)} : {one.url} {one.why}" for one in seen.waiting]
    lines += [_(_ANSWERS[name]) for name, asked in _asked(seen) if asked]
    said = words.sentence(seen) if dry else words.done(seen)
    lines += [said, words.detail(seen), _("Essai : rien n'est gardé.") if dry else ""]
    return "\n".join(line for line in lines if line)


def _asked(seen: Outlook) -> Sequence[tuple[str, bool]]:
    return ("account", seen.needs_account), ("totals", seen.needs_totals)


def _plain(one: Any, *names: str) -> dict[str, Any]:
    return {"file": one.file, "line": one.line, **{name: getattr(one, name) for name in names}}


def _place(one: Any) -> str:
    return f"{one.file} {one.line}".strip()


def _account(session: Session, consortium_id: UUID, handle: str | None) -> UUID | None:
    if handle is None:
        return None
    name = handle.removeprefix("@").lower()
    for account in matching.accounts(session, consortium_id):
        if account.handle == name:
            return account.id
    raise NotFound(_("Aucun compte du consortium de ce nom : {name}", name=handle))


def _check_network(export: Export, network: str | None) -> None:
    found = {part.network for part in export.parts if part.network}
    if network is not None and found and network not in found:
        raise InvalidInput(
            _("Ce fichier vient d'un autre réseau : {networks}.", networks=", ".join(sorted(found))),
            "network",
        )


def _unknown(export: Export) -> str:
    headers = ", ".join(header for header in export.unknown[0].headers if header)
    return _(
        "Titres de colonnes inconnus : {headers}. Expliquez-les une fois sur la page « Importer un export ».",
        headers=headers[:300],
    )


def _operator() -> str:
    try:
        return f"porte-voix ({getpass.getuser()})"
    except (KeyError, OSError):
        return "porte-voix"
