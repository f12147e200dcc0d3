"""A spreadsheet as people bring it: which column says what, and what each line says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from core import days, sheets
from core.errors import InvalidInput
from core.i18n import _, n_
from core.people import folded

T = TypeVar("T")
MOST = 5_000
LARGEST = 8 * 1_000_000
_HOUR = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[h:]\s*(?P<minute>\d{2})?)?(?:\s*(?:min|mn)|:\d{2})?", re.IGNORECASE
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Column:
    """Something that a column can say: its French title, and what else people call it."""

    name: str
    title: str
    words: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Table:
    """The titles of a file and its lines, each with its number in the file."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Checked:
    """A line that was looked at: what it would make, or the sentence that says what to mend."""

    number: int
    shown: str
    wanted: object = None
    error: str = ""


def opened(data: bytes) -> Table:
    """The table of a CSV or .xlsx file; InvalidInput («file»): unreadable, no line, more than 5,000."""
    rows = sheets.read(data, LARGEST)
    if len(rows) < 2:
        raise InvalidInput(
            _("Ce fichier n'a aucune ligne sous ses titres. Mettez-en une par publication ou action."), "file"
        )
    if len(rows) > MOST + 1:
        raise InvalidInput(
            _("{count} lignes, c'est trop. Mettez-en {most} au plus.", count=len(rows) - 1, most=MOST), "file"
        )
    (_number, head), *body = rows
    return Table(tuple(head), tuple((number, tuple(cells)) for number, cells in body))


def guessed(columns: Sequence[Column], head: Sequence[str]) -> dict[str, int]:
    """Which column of the file says what, by its title; the first one where two could."""
    plain = [_plain(title) for title in head]
    found: dict[str, int] = {}
    for column in columns:
        words = {_plain(_(column.title)), _plain(column.title), column.name, *column.words}
        place = next((place for place, title in enumerate(plain) if title in words), None)
        if place is not None and place not in found.values():
            found[column.name] = place
    return found


def lacking(columns: Sequence[Column], mapping: Mapping[str, int]) -> list[str]:
    """The titles of needed columns that no column of the file was chosen for."""
    return [_(column.title) for column in columns if column.needed and column.name not in mapping]


def cells_of(row: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
    """What a line says, by name; what it says nothing about is left out."""
    found = {name: row[place].strip() for name, place in mapping.items() if place < len(row)}
    return {name: cell for name, cell in found.items() if cell}


def right(found: Sequence[Checked], kind: type[T]) -> list[T]:
    """What every line would make; InvalidInput («file») while one is wrong, or there is none."""
    wrong = sum(1 for one in found if one.error)
    wanted = [one.wanted for one in found if isinstance(one.wanted, kind)]
    if wrong or not wanted:
        raise InvalidInput(
            n_(
                "{count} ligne est à corriger : rien n'a été créé.",
                "{count} lignes sont à corriger : rien n'a été créé.",
                wrong,
            ),
            "file",
        )
    return wanted


def day(text: str) -> date:
    """A day as French people or a spreadsheet write it; InvalidInput («day»)."""
    if not text:
        raise InvalidInput(_("Il manque le jour."), "day")
    return days.read(text.removesuffix(" 00:00:00"))


def wall(text: str) -> time:
    """«18 h 30», «18h», «18:30», «18:30:00»; InvalidInput («wall»)."""
    if not text:
        raise InvalidInput(_("Il manque l'heure."), "wall")
    found = _HOUR.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    try:
        if found is None:
            raise ValueError(text)
        return time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        raise InvalidInput(
            _("« {text} » n'est pas une heure. Écrivez par exemple 18h30.", text=_cut(text)), "wall"
        ) from None


def chosen(words: Mapping[str, T], text: str, unknown: str) -> T:
    """What `text` names among `words` (folded); InvalidInput with `unknown`, which has a {text}."""
    if folded(text) not in words:
        raise InvalidInput(unknown.format(text=_cut(text)))
    return words[folded(text)]


def whole(text: str, name: str) -> int | None:
    """A whole number, spaces left out; None for an empty cell; InvalidInput."""
    plain = "".join(text.split()).translate({0xA0: None, 0x202F: None})
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise InvalidInput(_("« {text} » n'est pas un nombre entier.", text=_cut(text)), name)
    return int(plain)


def _plain(title: str) -> str:
    return "".join(sign for sign in folded(title) if sign.isalnum())


def _cut(text: str) -> str:
    return " ".join(text.split())[:40]
