"""Lists that people bring, line by line: a table whose first row names its columns, or lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core import sheets
from core.errors import InvalidInput
from core.i18n import _
from core.people import folded

MOST = 500


@dataclass(frozen=True)
class Line:
    """What one line says, by field, as it was written; `number` is its place in the list."""

    number: int
    cells: Mapping[str, str]


def from_table(
    data: bytes, columns: Mapping[str, Sequence[str]], needed: str, when_empty: str, when_missing: str
) -> list[Line]:
    """The lines of a table; `columns` says what each may be called, accents, capitals and signs left out.

    InvalidInput («file»): unreadable, `when_empty`, `when_missing` the needed column, a column twice,
    more than 500 lines.
    """
    rows = sheets.read(data)
    if not rows:
        raise InvalidInput(when_empty, "file")
    (_number, head), *body = rows
    names = [_named(title, columns) for title in head]
    if needed not in names:
        raise InvalidInput(when_missing, "file")
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        shown = head[names.index(twice)]
        raise InvalidInput(_("La colonne « {name} » est là deux fois. Gardez-en une.", name=shown), "file")
    lines = [Line(number, _cells(names, cells)) for number, cells in body]
    return bounded([line for line in lines if line.cells], "file")


def bounded(lines: list[Line], name: str) -> list[Line]:
    """The lines, or InvalidInput (field `name`) when they are more than 500."""
    if len(lines) > MOST:
        raise InvalidInput(
            _("{count} lignes, c'est trop. Mettez-en {most} au plus.", count=len(lines), most=MOST), name
        )
    return lines


def _named(title: str, columns: Mapping[str, Sequence[str]]) -> str:
    """The field that a column's title means, "" for a column that is not ours."""
    plain = "".join(sign for sign in folded(title) if sign.isalnum())
    return next((name for name, words in columns.items() if plain in words), "")


def _cells(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
