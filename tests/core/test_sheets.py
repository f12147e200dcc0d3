"""Tables for French spreadsheets: written, read back, never a formula."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from core import sheets
from core.errors import InvalidInput

SIGNS = draw.characters(exclude_categories=("Cs", "Cc"))
CELL = draw.one_of(
    draw.text(SIGNS, max_size=30), draw.sampled_from(["=1+1", "@a", "-2", "'x", "'=x", 'a;"b', "l'eau"])
)


@given(draw.lists(draw.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    found = [cells for _line, cells in sheets.read(sheets.written(["a", "b", "c"], rows))]
    kept = [[cell.strip() for cell in row] for row in rows]
    assert found == [["a", "b", "c"], *(row for row in kept if any(row))]


@given(draw.lists(draw.text(max_size=30), min_size=1, max_size=3))
def test_no_cell_is_a_formula(cells: list[str]) -> None:
    for written in sheets.written(cells, [cells]).decode("utf-8-sig").split(";"):
        assert not written.lstrip('"').startswith(("=", "+", "-", "@", "\t"))


def test_it_opens_in_a_french_spreadsheet() -> None:
    assert sheets.written(["Lieu", "Quantité"], [["Café", 3], [None, ""]]) == (
        b"\xef\xbb\xbfLieu;Quantit\xc3\xa9\r\nCaf\xc3\xa9;3\r\n;\r\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_encodings_and_signs_of_older_spreadsheets_are_read(encoding: str, sign: str) -> None:
    text = sign.join(("Lieu", "Quantité")) + "\n\n" + sign.join(("L'Épicerie", "5 €")) + "\n"
    assert sheets.read(text.encode(encoding)) == [(1, ["Lieu", "Quantité"]), (3, ["L'Épicerie", "5 €"])]


@pytest.mark.parametrize(
    "data", [b"\xff\xfea\0b\0", b"a" * (256 * 1024 + 1), b"PK\3\4\0\0", b"\x81\x8d", b'a;"' + b"x" * 200_000]
)
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        sheets.read(data)
    assert refused.value.field == "file"


@given(draw.binary(max_size=200))
def test_no_file_breaks_it(data: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        sheets.read(data)
