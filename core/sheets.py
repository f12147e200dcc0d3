"""Tables as French spreadsheets open and write them: CSV with «;» and a mark of its encoding.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and
read without.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from core.errors import InvalidInput
from core.i18n import _

BOM = "\ufeff"
LARGEST = 256 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as UTF-8 with its mark; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(one) for one in head])
    writer.writerows([_harmless(one) for one in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def read(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with the number of its first line; «;», «,» or tab between cells.

    UTF-8 or the encoding of older French spreadsheets (cp1252). InvalidInput («file») when it is
    no table of text, or larger than 256 kB.
    """
    if len(data) > LARGEST:
        raise InvalidInput(_("Ce fichier dépasse 256 ko. Partagez-le en plusieurs."), "file")
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    found, line = [], 1
    try:
        for cells in reader:
            kept = [_plain(cell) for cell in cells]
            if any(kept):
                found.append((line, kept))
            line = reader.line_num + 1
    except csv.Error:
        raise _no_table() from None
    return found


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise _no_table()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _no_table()


def _delimiter(text: str) -> str:
    """The sign that parts most cells of the first line; «;» where none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=first.count)


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def _no_table() -> InvalidInput:
    return InvalidInput(
        _("Ce fichier n'est pas un tableau. Enregistrez-le au format CSV, puis recommencez."), "file"
    )
