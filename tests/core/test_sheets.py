"""Tables for French spreadsheets: written, read back, never a formula."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as draw

from core import archives, sheets
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
    "data",
    [
        b"\xff\xfea\0b",
        b"\0a\0\0b\1\2",
        b"a" * (256 * 1024 + 1),
        b"PK\3\4\0\0",
        b"\x81\x8d",
        b'a;"' + b"x" * 200_000,
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        sheets.read(data)
    assert refused.value.field == "file"


@given(draw.binary(max_size=200))
def test_no_file_breaks_it(data: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        sheets.read(data)


def workbook(*sheets_of_rows: list[list[object]], hidden: int | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, rows in enumerate(sheets_of_rows):
        one = book.create_sheet(f"Feuille {place + 1}")
        for row in rows:
            one.append(row)
        one.sheet_state = "hidden" if place == hidden else "visible"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_byte_text_is_read_with_or_without_its_mark(encoding: str) -> None:
    text = "Date,Quantité\n2026-11-28,12\n"
    assert sheets.read(text.encode(encoding)) == [(1, ["Date", "Quantité"]), (2, ["2026-11-28", "12"])]


@pytest.mark.parametrize("told", ["sep=,", '"sep=,"', "SEP=,  "])
def test_a_line_that_says_the_sign_is_obeyed_and_left_out(told: str) -> None:
    found = sheets.read(f'{told}\r\n"Couverture"\r\n"Date","Primary"\r\n'.encode("utf-16"))
    assert found == [(2, ["Couverture"]), (3, ["Date", "Primary"])]


def test_signs_within_quotation_marks_part_nothing() -> None:
    assert sheets.read(b'"a, b, c, d";e\n') == [(1, ["a, b, c, d", "e"])]


CLOCKED = datetime(2026, 11, 28, 18, 5)  # noqa: DTZ001 (a spreadsheet knows no time zone)


def test_the_cells_of_a_spreadsheet_are_values() -> None:
    data = workbook([["Jour", "Quand", "Nombre", "Rien"], [date(2026, 11, 28), CLOCKED, 1234.0], []])
    assert sheets.read(data) == [
        (1, ["Jour", "Quand", "Nombre", "Rien"]),
        (2, ["2026-11-28", "2026-11-28 18:05:00", "1234"]),
    ]


def test_numbers_that_a_spreadsheet_cannot_hold_are_seen_as_such() -> None:
    assert sheets.read(workbook([["id"], [1.22158e17]])) == [(1, ["id"]), (2, ["1.22158e+17"])]


def test_every_visible_sheet_is_opened_and_a_hidden_one_is_not() -> None:
    found = sheets.opened(workbook([["a"]], [["b"]], [], [["c"]], hidden=1))
    assert [(one.name, one.rows) for one in found] == [
        ("Feuille 1", [(1, ["a"])]),
        ("Feuille 4", [(1, ["c"])]),
    ]


def test_a_text_that_stops_within_its_last_line_says_so() -> None:
    assert [one.ended for one in sheets.opened(b"a;b\n1;2")] == [False]
    assert [one.ended for one in sheets.opened(b"a;b\n1;2\n")] == [True]


def test_a_quotation_mark_that_never_closes_ends_what_can_be_read() -> None:
    (found,) = sheets.opened(b'a;b\n1;2\n3;"x\n5;6\n')
    assert (found.rows, found.cut_at) == ([(1, ["a", "b"]), (2, ["1", "2"])], 3)
    with pytest.raises(InvalidInput, match="ligne 3"):
        sheets.read(b'a;b\n1;2\n3;"x\n5;6\n')


@pytest.mark.parametrize("data", ["Café;é\né".encode()[:-1], "a;b".encode("utf-16")[:-1]])
def test_a_text_cut_within_a_sign_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="coupé"):
        sheets.read(data)


def test_an_accent_at_the_end_of_an_older_text_is_no_cut() -> None:
    assert sheets.read("Lieu\nCafé".encode("cp1252")) == [(1, ["Lieu"]), (2, ["Café"])]


def far_row() -> bytes:
    """One cell in the last row that a spreadsheet has: a million rows to fill in before it."""
    book = openpyxl.Workbook()
    book.worksheets[0].cell(row=1_048_576, column=16_384, value="loin")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (far_row(), "trop grande"),
        (
            archive({"xl/workbook.xml": b"<", "xl/a.xml": b"0" * (archives.LARGEST_INSIDE + 1)}),
            "trop de données",
        ),
        (archive({"xl/workbook.xml": b"<x>"}), "abîmé"),
        (archive({"a.csv": b"a;b"}), "n’est pas un tableau"),
        (workbook([["a"]])[:-30], "abîmée"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format"),
    ],
)
def test_spreadsheets_that_hide_something_are_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        sheets.read(data)


GOOD = workbook([["Lieu", "Quantité"], ["Café", 12]])


@given(draw.integers(0, len(GOOD) - 1), draw.integers(0, 255))
def test_no_changed_spreadsheet_breaks_it_nor_changes_a_value_unseen(place: int, sign: int) -> None:
    changed = GOOD[:place] + bytes([sign]) + GOOD[place + 1 :]
    with contextlib.suppress(InvalidInput):
        assert [cells for _line, cells in sheets.read(changed)] in (
            [],
            [["Lieu", "Quantité"], ["Café", "12"]],
        )


def test_files_that_systems_add_to_an_archive_are_left_out() -> None:
    data = archive({"__MACOSX/._a.csv": b"x", "x/.DS_Store": b"x", "x/a.csv": b"1"})
    assert archives.members(data) == [("x/a.csv", b"1")]


def test_an_archive_in_an_archive_counts_as_large_as_it_says() -> None:
    data = archive({f"{place}.csv": b"" for place in range(archives.MOST_FILES + 1)})
    with pytest.raises(InvalidInput, match="un par un"):
        archives.members(data)
