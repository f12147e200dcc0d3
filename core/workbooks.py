"""Spreadsheet files (.xlsx) as the text of their cells: values, never formulas; bounded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from core import archives
from core.errors import InvalidInput
from core.i18n import _

MOST_ROWS = 20_000
MOST_COLUMNS = 120
_WORKBOOK = "xl/workbook.xml"
Rows = list[tuple[int, list[str]]]


def is_workbook(data: bytes) -> bool:
    """Whether it is a spreadsheet of today (.xlsx); InvalidInput («file») for a broken archive."""
    return archives.is_archive(data) and _WORKBOOK in archives.names(data)


def read(data: bytes) -> list[tuple[str, Rows]]:
    """The visible sheets that hold something: name, then rows with their number, as `sheets.read` gives them.

    A day is «2026-11-28», an instant «2026-11-28 18:00:00», a number «1234.5» however it is shown.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (a tenth of a process's start, for who never opens one)

    try:
        # What openpyxl warns of (styles, extensions) changes no value.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                found = [
                    (one.title, _rows(one.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)))
                    for one in book.worksheets
                    if one.sheet_state == "visible"
                ]
            finally:
                book.close()
    except InvalidInput:
        raise
    except Exception:  # noqa: BLE001
        # Broken XML, missing parts, impossible dates: none of them is our defect.
        raise InvalidInput(
            _("Ce classeur est abîmé. Ouvrez-le, enregistrez-le à nouveau au format .xlsx ou CSV."), "file"
        ) from None
    return [(name, rows) for name, rows in found if rows]


def _rows(cells: Iterable[Sequence[Any]]) -> Rows:
    found: Rows = []
    for number, row in enumerate(cells, start=1):
        kept = [_text(cell.value) for cell in row]
        while kept and not kept[-1]:
            kept.pop()
        if number > MOST_ROWS or len(kept) > MOST_COLUMNS:
            raise InvalidInput(
                _("Cette feuille est trop grande. Gardez {most} lignes au plus.", most=MOST_ROWS), "file"
            )
        if kept:
            found.append((number, kept))
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        if value.time() == time(0):
            return value.date().isoformat()
        return value.replace(microsecond=0).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).strip()
