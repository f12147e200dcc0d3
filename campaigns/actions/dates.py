"""The dates of a series as people write them: a pasted list, a table, or a weekly rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, time, timedelta

from campaigns import lines
from campaigns.lines import MOST, Line
from core import days
from core.errors import InvalidInput
from core.i18n import _

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


def from_text(text: str) -> list[Line]:
    """One date a line: «28/11/2026 14 h – 18 h place du Marché»; hours and place may be missing.

    InvalidInput («dates») for an empty text or too many lines.
    """
    found = [
        Line(number, _read(written))
        for number, written in enumerate(text.splitlines(), start=1)
        if written.strip()
    ]
    if not found:
        raise InvalidInput(
            _("Écrivez une date par ligne, par exemple 28/11/2026 14 h – 18 h place du Marché."), "dates"
        )
    return lines.bounded(found, "dates")


def from_table(data: bytes) -> list[Line]:
    """The lines of a table whose first row names its columns; InvalidInput («file») when unreadable."""
    return lines.from_table(
        data,
        COLUMNS,
        "day",
        _("Ce fichier est vide. Mettez une date par ligne, sous des titres."),
        _("Aucune colonne « Jour » dans la première ligne. Ajoutez-la, puis recommencez."),
    )


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
