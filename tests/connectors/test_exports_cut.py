"""Export files that were cut or changed: named refusals only, and never a number that the whole file does not say."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from babel.dates import format_date
from hypothesis import assume, example, given, settings
from hypothesis import strategies as draw

from connectors.exports import dates, numbers, reading
from connectors.exports.numbers import Style
from connectors.exports.rows import Column, Explained, Export
from connectors.records import MeasureName
from core.errors import InvalidInput
from tests.connectors import export_files as files

DAY = date(2026, 11, 26)
UNKNOWN = files.table([["Lien", "Vues"], ["https://www.instagram.com/p/QnA1b2C3d4E/", "1204"]])
KNOWN = {
    reading.signature(["Lien", "Vues"]): Explained(
        "instagram", {"lien": Column.LINK, "vues": MeasureName.VIEWS}
    )
}
BODIES = [
    ("\ufeff" + files.instagram()).encode(),
    files.instagram(["Saves", "Views"]).encode("utf-16"),
    files.facebook().encode(),
    files.facebook(french=True).encode(),
    files.meta_daily(("Reach", [("2026-11-01T00:00:00", "12"), ("2026-11-02T00:00:00", "1240")])),
    files.table(files.TIKTOK_CONTENT).encode(),
    UNKNOWN.encode(),
    files.table(
        [["Date", "Followers", "Difference in followers from previous day"], ["24 août", "1203", "12"],
         ["25 août", "1215", "12"]]
    ).encode(),
]  # fmt: skip
ARCHIVES = [
    files.tiktok([["25 novembre", "11", "2", "1", "0", "0"]], [["25 novembre", "812", "3"]]),
    files.youtube(french=True),
    files.workbook([[*row] for row in files.TIKTOK_CONTENT]),
]


def said(found: Export) -> set[tuple[object, ...]]:
    """Everything that a file says: of which post or day, which measure, which number."""
    rows = [
        (part.format, row.url, row.seen) for part in found.parts for row in part.posts
    ] + [(part.format, row.day, row.seen) for part in found.parts for row in part.days]  # fmt: skip
    return {
        (form, of, one.name, one.value) for form, of, seen in rows for one in seen if one.value is not None
    }


WHOLE = [said(reading.read(body, DAY, KNOWN)) for body in (*BODIES, *ARCHIVES)]


@settings(max_examples=250)
@given(draw.data())
def test_a_cut_file_says_nothing_that_the_whole_one_does_not(data: draw.DataObject) -> None:
    place = data.draw(draw.integers(0, len(BODIES) + len(ARCHIVES) - 1))
    body = (*BODIES, *ARCHIVES)[place]
    cut = body[: data.draw(draw.integers(0, len(body)))]
    with contextlib.suppress(InvalidInput):
        assert said(reading.read(cut, DAY, KNOWN)) <= WHOLE[place]


def test_every_cut_of_the_shortest_files_is_tried() -> None:
    for body, whole in zip(BODIES, WHOLE, strict=False):
        for end in range(max(0, len(body) - 60), len(body)):
            with contextlib.suppress(InvalidInput):
                assert said(reading.read(body[:end], DAY, KNOWN)) <= whole, body[:end][-60:]


@settings(max_examples=200)
@given(draw.data())
def test_a_changed_file_is_read_or_refused_in_words(data: draw.DataObject) -> None:
    body = bytearray(data.draw(draw.sampled_from([*BODIES, *ARCHIVES])))
    for _time in range(data.draw(draw.integers(1, 4))):
        start = data.draw(draw.integers(0, len(body) - 1))
        body[start : start + data.draw(draw.integers(0, 6))] = data.draw(draw.binary(max_size=6))
        assume(body)
    with contextlib.suppress(InvalidInput):
        reading.read(bytes(body), DAY, KNOWN)


@given(
    draw.binary(max_size=300),
    draw.sampled_from([b"", b"\xff\xfe", b"PK\x03\x04", b"\xef\xbb\xbf", b"sep=,\n"]),
)
def test_any_bytes_are_read_or_refused_in_words(data: bytes, start: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        reading.read(start + data, DAY, KNOWN)


@given(draw.integers(0, numbers.LARGEST), draw.sampled_from([",", " ", "\u202f", "\u00a0", ""]))
def test_thousands_are_read_back_however_they_are_parted(value: int, sign: str) -> None:
    text = f"{value:,}".replace(",", sign)
    for style in Style:
        if not (sign == "," and style is Style.FRENCH):
            assert numbers.count(text, style) == value


@example("15,000")
@given(draw.from_regex(r"\d{1,3},\d{3}", fullmatch=True))
def test_in_french_a_comma_before_three_digits_is_not_guessed(text: str) -> None:
    try:
        value = numbers.count(text, Style.FRENCH)
    except InvalidInput:
        return
    raise AssertionError(value)


@given(draw.text(max_size=12), draw.sampled_from(Style))
def test_no_text_breaks_the_reader_of_numbers(text: str, style: Style) -> None:
    for read in (numbers.count, numbers.seconds):
        with contextlib.suppress(InvalidInput):
            value = read(text, style)
            assert value is None or value >= 0


FORMS = [
    ("fr", "d MMMM"),
    ("en", "MMMM d"),
    ("en", "d MMMM"),
    ("en", "MMM d"),
    ("es", "d 'de' MMMM"),
    ("zh", "M月d日"),
]


@settings(max_examples=80)
@given(
    draw.sampled_from(FORMS),
    draw.dates(date(2024, 1, 1), date(2028, 12, 31)),
    draw.integers(1, 365),
    draw.integers(0, 20),
    draw.booleans(),
)
@example(("fr", "d MMMM"), date(2026, 11, 25), 365, 1, False)
@example(("fr", "d MMMM"), date(2026, 11, 25), 365, 0, True)
@example(("fr", "d MMMM"), date(2024, 2, 29), 365, 2, False)
def test_years_that_are_left_out_follow_from_the_download(
    form: tuple[str, str], last: date, length: int, late: int, newest_first: bool
) -> None:
    downloaded = last + timedelta(days=late)
    assume(length > 1 or late > 0)
    days = [last - timedelta(days=back) for back in range(length - 1, -1, -1)]
    if newest_first and length > 2:
        days.reverse()
    locale, pattern = form
    texts = [format_date(day, pattern, locale=locale) for day in days]
    found = dates.series([dates.written(text) for text in texts], downloaded)
    told = [(day, year) for day, year in zip(days, found, strict=True) if year is not None]
    assert all(day == year for day, year in told)
    # Only the far end of a whole year before a late download may be left open.
    assert len(told) >= length - max(0, length + late - 366) - (length == 1)


def test_one_day_alone_that_bears_the_date_of_the_download_has_no_year() -> None:
    assert dates.series([dates.written("26 novembre")], DAY) == [None]
    assert dates.series([dates.written("25 novembre"), dates.written("26 novembre")], DAY) == [
        date(2026, 11, 25),
        DAY,
    ]


@given(draw.text(max_size=20))
def test_no_text_breaks_the_reader_of_days(text: str) -> None:
    dates.written(text)
    dates.month_first(text)
