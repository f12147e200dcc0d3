"""Tables as French spreadsheets open and write them: CSV with «;» and a mark of its encoding; .xlsx is read.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and
read without.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core import archives, workbooks
from core.errors import InvalidInput
from core.i18n import _
from core.workbooks import Rows

BOM = "\ufeff"
LARGEST = 256 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_TOLD = re.compile(r"\s*\"?sep=(?P<sign>[;,\t|])\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"?')
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """One table: its name in a spreadsheet, its rows that hold something, each with its line."""

    name: str
    rows: Rows
    ended: bool = True
    """False: the text stops without a line break, so that its very last cell may be cut."""
    cut_at: int | None = None
    """The line from which a text cannot be read any more: a quotation mark never closes."""


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as UTF-8 with its mark; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(one) for one in head])
    writer.writerows([_harmless(one) for one in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def read(data: bytes, largest: int = LARGEST) -> Rows:
    """The rows that hold something, each with the number of its first line.

    Of a CSV file, or of the first sheet of a spreadsheet that holds something. InvalidInput («file»)
    as for `opened`, and for a text whose last quotation mark never closes.
    """
    found = opened(data, largest)
    if found and found[0].cut_at is not None:
        raise InvalidInput(
            _(
                "Ce fichier ne se lit plus à partir de la ligne {line} : un guillemet n'y est jamais fermé. "
                "Corrigez cette ligne, puis recommencez.",
                line=found[0].cut_at,
            ),
            "file",
        )
    return found[0].rows if found else []


def opened(data: bytes, largest: int = LARGEST) -> list[Sheet]:
    """The sheets of a file that hold something: one of a text, several of a spreadsheet (.xlsx).

    A text parts its cells by «;», «,» or tab (or what its line «sep=» says), in UTF-8, UTF-16 or the
    encoding of older French spreadsheets (cp1252). InvalidInput («file») when it is no table, cut
    within a sign, or larger than `largest` bytes.
    """
    if len(data) > largest:
        raise InvalidInput(
            _("Ce fichier dépasse {size}. Partagez-le en plusieurs.", size=_size(largest)), "file"
        )
    if data.startswith(_OLD_WORKBOOK):
        raise InvalidInput(
            _(
                "Ce classeur est d'un ancien format, ou protégé par un mot de passe. "
                "Enregistrez-le au format .xlsx ou CSV, sans mot de passe."
            ),
            "file",
        )
    if archives.is_archive(data):
        if not workbooks.is_workbook(data):
            raise _no_table()
        return [Sheet(name, rows) for name, rows in workbooks.read(data)]
    sheet = _parsed(_decoded(data))
    return [sheet] if sheet.rows or sheet.cut_at is not None else []


def _parsed(text: str) -> Sheet:
    first, told = 0, _TOLD.match(text)
    if told:
        first, text = 1, text[told.end() :]
    asked = [False]

    def lines() -> Iterator[str]:
        yield from io.StringIO(text, newline="")
        asked[0] = True

    rows: Rows = []
    reader, line = csv.reader(lines(), delimiter=told["sign"] if told else _delimiter(text)), 1
    try:
        for cells in reader:
            if asked[0]:  # It went on for want of a closing quotation mark, and swallowed what followed.
                return Sheet("", rows, cut_at=first + line)
            kept = [_plain(cell) for cell in cells]
            if any(kept):
                rows.append((first + line, kept))
            line = reader.line_num + 1
    except csv.Error:
        raise _no_table() from None
    return Sheet("", rows, ended=text.endswith(("\n", "\r")))


def _decoded(data: bytes) -> str:
    encoding = _two_bytes(data)
    if encoding:
        try:
            return data.decode(encoding).removeprefix(BOM)
        except UnicodeDecodeError:
            raise _cut() from None
    if b"\0" in data:
        raise _no_table()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            raise _cut() from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise _no_table() from None


def _two_bytes(data: bytes) -> str:
    """«utf-16-le» or «utf-16-be» by its mark, or by where the empty bytes of Latin letters stand; else ""."""
    for mark, encoding, empty in ((b"\xff\xfe", "utf-16-le", 1), (b"\xfe\xff", "utf-16-be", 0)):
        most = len(data) // 2
        if data.startswith(mark) or (
            data[empty::2].count(0) > most * 0.6 and data[1 - empty :: 2].count(0) < most * 0.1
        ):
            return encoding
    return ""


def _delimiter(text: str) -> str:
    """The sign that parts most cells of the first line, outside quotation marks; «;» where none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = _QUOTED.sub("", first)
    return max(";,\t", key=bare.count)


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def _size(largest: int) -> str:
    if largest < 1024 * 1024:
        return _("{count} ko", count=largest // 1024)
    return _("{count} Mo", count=largest // (1024 * 1024))


def _cut() -> InvalidInput:
    return InvalidInput(_("Ce fichier est coupé. Téléchargez-le à nouveau, puis recommencez."), "file")


def _no_table() -> InvalidInput:
    return InvalidInput(
        _("Ce fichier n'est pas un tableau. Enregistrez-le au format CSV ou .xlsx, puis recommencez."), "file"
    )
