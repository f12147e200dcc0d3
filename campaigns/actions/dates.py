"""The dates of a series as people write them: a pasted list, a table, or a weekly rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from core import days, sheets
from core.errors import InvalidInput
from core.i18n import _
from core.people import folded

MOST = 500
MOST_WEEKS = 160
COLUMNS: dict[str, tuple[str, ...]] = {
    "day": ("jour", "date", "dates", "day"),
    "starts": ("debut", "heurededebut", "de", "heure", "start"),
    "ends": ("fin", "heuredefin", "a", "end"),
    "place": ("lieu", "endroit", "place"),
    "zone": ("zone", "quartier", "commune", "ville", "secteur"),
    "structure": ("structure", "porteur", "accueil", "hote"),
}
"""What a column may be called, accents, capitals and signs left out."""
_HOUR = r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?"
_HOURS = re.compile(rf"(?:de\s+)?{_HOUR}(?:\s*(?:-|–|à|a)\s*{_HOUR})?(?!\d)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Line:
    """What one line says, by field, as it was written; `number` is its place in the list."""

    number: int
    cells: Mapping[str, str]


def from_text(text: str) -> list[Line]:
    """One date a line: «28/11/2026 14 h – 18 h place du Marché»; hours and place may be missing.

    InvalidInput («dates») for an empty text or too many lines.
    """
    lines = [
        Line(number, _read(written))
        for number, written in enumerate(text.splitlines(), start=1)
        if written.strip()
    ]
    if not lines:
        raise InvalidInput(
            _("Écrivez une date par ligne, par exemple 28/11/2026 14 h – 18 h place du Marché."), "dates"
        )
    return _bounded(lines, "dates")


def from_table(data: bytes) -> list[Line]:
    """The lines of a table whose first row names its columns; InvalidInput («file») when unreadable."""
    rows = sheets.read(data)
    if not rows:
        raise InvalidInput(_("Ce fichier est vide. Mettez une date par ligne, sous des titres."), "file")
    (_number, head), *body = rows
    names = [_named(title) for title in head]
    if "day" not in names:
        raise InvalidInput(
            _("Aucune colonne « Jour » dans la première ligne. Ajoutez-la, puis recommencez."), "file"
        )
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        shown = head[names.index(twice)]
        raise InvalidInput(_("La colonne « {name} » est là deux fois. Gardez-en une.", name=shown), "file")
    lines = [Line(number, _cells(names, cells)) for number, cells in body]
    return _bounded([line for line in lines if line.cells], "file")


def weekly(
    first: date,
    count: int,
    *,
    weekdays: Collection[int] = (),
    every: int = 1,
    places: Sequence[str] = (),
    skipped: Callable[[date], bool] = lambda _day: False,
) -> list[Line]:
    """`count` dates from `first` on, every so many weeks, on those weekdays (0: Monday; none: as `first`).

    `skipped` says which days are left out (public holidays); they are not counted. Places come in
    turn. InvalidInput («count») when the rule asks for too much, or finds too few days.
    """
    if not 1 <= count <= MOST:
        raise InvalidInput(_("Donnez un nombre de dates entre 1 et {most}.", most=MOST), "count")
    if not 1 <= every <= 8:
        raise InvalidInput(_("Donnez un rythme de 1 à 8 semaines."), "every")
    wanted = sorted(set(weekdays) or {first.weekday()})
    monday = first - timedelta(days=first.weekday())
    found: list[date] = []
    for week in range(0, MOST_WEEKS, every):
        days_of = (monday + timedelta(weeks=week, days=weekday) for weekday in wanted)
        found += [day for day in days_of if day >= first and not skipped(day)]
        if len(found) >= count:
            return [
                Line(number, {"day": day.isoformat(), "place": places[(number - 1) % len(places)]})
                if places
                else Line(number, {"day": day.isoformat()})
                for number, day in enumerate(found[:count], start=1)
            ]
    raise InvalidInput(_("Ce rythme dépasse trois ans. Donnez moins de dates, ou plus de jours."), "count")


def hour(text: str) -> time:
    """«14 h 30», «14:30», «14»; InvalidInput («hour») when it is none."""
    found = re.fullmatch(r"(\d{1,2})\s*(?:(?:h|:)\s*(\d{2})?)?", text.strip().casefold(), re.ASCII)
    try:
        if found is None:
            raise ValueError(text)
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise InvalidInput(
            _("« {text} » n'est pas une heure. Écrivez par exemple 14 h 30.", text=text[:40]), "hour"
        ) from None


def _read(written: str) -> dict[str, str]:
    try:
        day, rest = days.leading(written)
    except InvalidInput:
        return {"day": written}
    cells = {"day": day.isoformat()}
    rest = rest.strip(" \t;,:–-")
    if found := _HOURS.match(rest):
        cells["starts"] = f"{found[1]}h{found[2] or ''}"
        if found[3]:
            cells["ends"] = f"{found[3]}h{found[4] or ''}"
        rest = rest[found.end() :].strip(" \t;,:–-")
    return cells | ({"place": rest} if rest else {})


def _named(title: str) -> str:
    plain = "".join(sign for sign in folded(title) if sign.isalnum())
    return next((name for name, words in COLUMNS.items() if plain in words), "")


def _cells(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}


def _bounded(lines: list[Line], name: str) -> list[Line]:
    if len(lines) > MOST:
        raise InvalidInput(
            _("{count} lignes, c'est trop. Mettez-en {most} au plus.", count=len(lines), most=MOST), name
        )
    return lines
