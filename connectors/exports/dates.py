"""Days as exports write them, months in the account's language, and the year where none is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from babel.dates import get_month_names

from connectors.exports.rows import folded

_LOCALES = ("en", "fr", "es", "pt", "it", "de", "nl", "pl", "ro", "tr", "uk", "ru", "ar", "sv", "da")
"""Languages in which an account's dates may be written; a name that means two months is not known."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
_CHARACTERS = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日", re.ASCII)
_CLOCK = re.compile(r"(?:\bat\b|\ba\b|,)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:am|pm)?$", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_GAP = 31
"""A file that runs day by day leaves out fewer days than this between two rows."""
_FILLING = frozenset({"de", "del", "di", "er", "st", "nd", "rd", "th", "г"})


@dataclass(frozen=True)
class Written:
    """A day as written; `year` is None where the file leaves it out."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The day in that year, if it has one (29 February)."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def month_first(text: str) -> date | None:
    """«03/27/2026 06:08» as Meta writes it whatever the language; None for anything else.

    A day that a spreadsheet has rewritten («2026-03-27») is not taken: it may have changed places.
    """
    found = _MONTH_FIRST.fullmatch(text.strip())
    if not found:
        return None
    month, day, year = (int(part) for part in found.groups())
    return _sane(year, month, day)


def written(text: str) -> Written | None:
    """«September 28», «28 sept. 2026», «9月16日», «2026-09-28 13:18:00»; None when it is no day."""
    plain = folded(text)
    if found := _ISO.fullmatch(plain) or _CHARACTERS.fullmatch(plain):
        year, month, day = found.groups()
        return _checked(int(year) if year else None, int(month), int(day))
    words = [word for word in _WORDS.findall(_CLOCK.sub("", plain)) if word not in _FILLING]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) in (1, 2, 4)]
    months = {number for word in words if (number := _months().get(word))}
    if len(months) != 1 or not numbers or len(numbers) > 2:
        return None
    year = next((number for number in numbers if number > 31), None)
    days = [number for number in numbers if number <= 31]
    if len(days) != 1 or len(words) != len(numbers) + 1:
        return None
    return _checked(year, months.pop(), days[0])


def one(text: str, downloaded: date) -> date | None:
    """The day of one post: with its year, else the latest such day that is not after the download."""
    found = written(text)
    if found is None:
        return None
    return found.in_year(found.year) if found.year else _latest(found, downloaded)


def series(days: Sequence[Written | None], downloaded: date) -> list[date | None]:
    """The days of a file that runs day by day, oldest or newest first, at most 366 of them.

    Years that are left out follow from the download: the newest day is the latest possible one, each
    other one the latest possible before its neighbour. None where no year can be told: 29 February
    out of reach, a day out of order, one alone that bears the very date of the download.
    """
    alone = [_latest(day, downloaded) if day and not day.year else None for day in days]
    known = [day for day in alone if day]
    steps = [after > before for before, after in pairwise(known)]
    backwards = bool(steps) and sum(steps) * 2 < len(steps)
    places = range(len(days)) if backwards else range(len(days) - 1, -1, -1)
    found: list[date | None] = [None] * len(days)
    last: date | None = None
    for place in places:
        day = days[place]
        if day is None:
            continue
        if day.year:
            found[place] = day.in_year(day.year)
            continue
        told = _latest(day, downloaded if last is None else last - timedelta(days=1))
        far = last is not None and told is not None and (last - told).days > _GAP
        if told is None or far or (downloaded - told).days > 366:
            continue
        found[place] = last = told
    if len(known) == 1 and known[0] == downloaded:
        return [None if day and not day.year else told for day, told in zip(days, found, strict=True)]
    return found


def _latest(day: Written, limit: date) -> date | None:
    """The latest such day that is not after `limit`, at most a year and a day before it."""
    for year in (limit.year, limit.year - 1):
        told = day.in_year(year)
        if told is not None and told <= limit:
            return told
    return None


@cache
def _months() -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    plain = folded(name).rstrip(".")
                    if plain.isalpha():
                        found.setdefault(plain, set()).add(number)
    found.setdefault("sept", set()).add(9)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _checked(year: int | None, month: int, day: int) -> Written | None:
    return Written(year, month, day) if _sane(year or 2024, month, day) else None


def _sane(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2005 <= year <= 2100 else None
    except ValueError:
        return None
