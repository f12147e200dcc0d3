"""Export files read: told by their headers, never by a name or a place; what is missing is not zero."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

import pytest

from connectors.exports import reading
from connectors.exports.rows import Column, Explained, Export, Kind, Part
from connectors.records import MeasureName, State
from core import archives
from core.errors import InvalidInput
from tests.connectors import export_files as files

DAY = date(2026, 11, 26)
M = MeasureName
QUAI = {
    "https://www.instagram.com/p/QnA1b2C3d4E/": {
        "views": 15204, "reach": 9810, "likes": 412, "shares": 120, "follows": 14, "comments": 20, "saves": 55,
    },
    "https://www.instagram.com/reel/QnF5g6H7i8J/": {
        "views": 873, "reach": 640, "likes": 31, "shares": 0, "comments": 3, "saves": 2,
    },
}  # fmt: skip


def read(data: bytes | str, known: Mapping[str, Explained] | None = None, day: date = DAY) -> Export:
    return reading.read(data.encode() if isinstance(data, str) else data, day, known)


def known_of(found: Export) -> dict[str, dict[str, int]]:
    """What is known of each post, by its address."""
    return {
        row.url: {one.name.value: one.value for one in row.seen if one.value is not None}
        for part in found.parts
        for row in part.posts
    }


def days_of(part: Part) -> dict[date, dict[str, int | None]]:
    return {row.day: {one.name.value: one.value for one in row.seen} for row in part.days}


@pytest.mark.parametrize("seed", range(4))
def test_instagram_is_told_by_its_headers_in_whatever_order(seed: int) -> None:
    order = ["Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves"]
    Random(seed).shuffle(order)
    found = read("\ufeff" + files.instagram(order))
    assert ([part.format for part in found.parts], known_of(found)) == (["meta_instagram_posts"], QUAI)


def test_a_cell_without_a_number_is_absent_and_never_zero() -> None:
    (part,) = read(files.instagram()).parts
    (follows,) = [one for one in part.posts[1].seen if one.name is M.FOLLOWS]
    assert (follows.value, follows.state) == (None, State.ABSENT)
    (shares,) = [one for one in part.posts[1].seen if one.name is M.SHARES]
    assert (shares.value, shares.state) == (0, State.OK)


def test_publication_days_of_meta_are_month_first_in_french_too() -> None:
    english = read(files.facebook()).parts[0].posts[0]
    french = read(files.facebook(french=True)).parts[0].posts
    assert [english.published, *(row.published for row in french)] == [
        date(2026, 3, 9),
        date(2026, 3, 9),
        date(2026, 11, 21),
    ]


def test_an_older_file_without_views_says_nothing_of_views() -> None:
    (part,) = read(files.facebook(old=True)).parts
    assert {one.name for one in part.posts[0].seen} == {M.LIKES, M.COMMENTS, M.SHARES}


def test_a_line_that_counts_over_a_period_is_no_total() -> None:
    found = read(files.instagram().replace("Lifetime", "11/24/2026", 1))
    assert (len(found.parts[0].posts), found.parts[0].problems[0].line) == (1, 2)
    assert "totaux" in found.parts[0].problems[0].sentence


@pytest.mark.parametrize("name", ["Couverture Instagram", "Instagram reach", "Reach", "Vues Facebook"])
def test_one_measure_a_day_is_named_by_the_line_above(name: str) -> None:
    data = files.meta_daily((name, [("2026-11-01T00:00:00", "12"), ("2026-11-02T00:00:00", "1,240")]))
    (part,) = read(data).parts
    measure = "views" if "Vues" in name else "reach"
    assert days_of(part) == {date(2026, 11, 1): {measure: 12}, date(2026, 11, 2): {measure: 1240}}
    assert part.network == next((one for one in ("instagram", "facebook") if one in name.lower()), "")


def test_several_measures_a_day_stand_under_one_another_and_an_unknown_name_is_asked_about() -> None:
    data = files.meta_daily(
        ("Couverture Instagram", [("2026-11-01T00:00:00", "12")]),
        ("Interactions", [("2026-11-01T00:00:00", "3")]),
    )
    found = read(data)
    assert [days_of(part) for part in found.parts] == [{date(2026, 11, 1): {"reach": 12}}]
    (unknown,) = found.unknown
    assert unknown.headers == ("Interactions", "Date", "Primary")
    told = Explained("instagram", {"date": Column.DAY, "primary": M.LIKES})
    again = read(data, {unknown.signature: told})
    assert [days_of(part) for part in again.parts][1] == {date(2026, 11, 1): {"likes": 3}}
    assert again.unknown == ()


def test_the_archive_of_tiktok_is_taken_and_who_looks_is_not() -> None:
    found = read(
        files.tiktok(
            [["24 novembre", "10", "2", "1", "0", "0"], ["25 novembre", "11", "undefined", "1", "0", "0"]],
            [["24 novembre", "809", "0"], ["25 novembre", "812", "3"]],
        )
    )
    assert {part.format: part.kind for part in found.parts} == {
        "tiktok_content": Kind.POSTS,
        "tiktok_overview": Kind.DAYS,
        "tiktok_followers": Kind.DAYS,
        "tiktok_gender": Kind.ASIDE,
        "tiktok_territories": Kind.ASIDE,
    }
    assert known_of(found)["https://www.tiktok.com/@quai.neuf/video/7398765432109876543"] == {
        "likes": 77,
        "shares": 4,
        "views": 2650,
    }
    assert days_of(found.parts[1])[date(2026, 11, 25)]["profile_views"] is None
    assert days_of(found.parts[2]) == {
        date(2026, 11, 24): {"followers": 809},
        date(2026, 11, 25): {"followers": 812},
    }
    assert found.dated == date(2026, 11, 24)
    assert "déduite du téléchargement (26/11/2026)" in found.parts[1].notes[0]


def test_a_spreadsheet_of_tiktok_says_the_same_as_its_text() -> None:
    rows = [[int(cell) if cell.isdigit() else cell for cell in row] for row in files.TIKTOK_CONTENT]
    assert known_of(read(files.workbook(rows))) == known_of(read(files.table(files.TIKTOK_CONTENT)))


@pytest.mark.parametrize("french", [False, True])
def test_youtube_leaves_its_total_out_and_tells_two_kinds_of_views_apart(french: bool) -> None:
    found = read(files.youtube(french=french))
    first = known_of(found)["https://www.youtube.com/watch?v=-Qn1a2B3c4D"]
    assert len(known_of(found)) == 2
    assert (first["views"], first["watch_seconds"]) == (12004, 720_900)
    assert first.get("engaged_views") == (8800 if french else None)
    assert found.parts[0].posts[0].published == (date(2026, 9, 28) if french else date(2026, 9, 20))


def test_tables_beside_the_one_that_counts_are_told_and_not_asked_about() -> None:
    found = read(files.youtube(french=False))
    assert (found.unknown, [part.kind for part in found.parts]) == ((), [Kind.POSTS, Kind.ASIDE])
    assert any("Totals.csv" in note for note in found.notes)


def test_a_set_of_headers_that_nobody_knows_is_asked_about_once() -> None:
    text = files.table(
        [["Lien", "Vues totales", "Ajouts"], ["https://www.instagram.com/p/QnA1b2C3d4E/", "1 204", "5"]]
    )
    (unknown,) = read(text).unknown
    assert unknown.headers == ("Lien", "Vues totales", "Ajouts")
    told = Explained("instagram", {"lien": Column.LINK, "vues totales": M.VIEWS})
    other_order = files.table(
        [["ajouts", "LIEN", "Vues  totales"], ["5", "https://www.instagram.com/p/QnA1b2C3d4E/", "1 204"]]
    )
    for data in (text, other_order):
        found = read(data, {unknown.signature: told})
        assert known_of(found) == {"https://www.instagram.com/p/QnA1b2C3d4E/": {"views": 1204}}


def test_a_line_out_of_step_is_told_and_the_others_are_taken() -> None:
    lines = files.instagram().splitlines(keepends=True)
    short = (
        "9,7,quai.neuf,Quai Neuf,x,0,11/03/2026 18:05,https://www.instagram.com/p/Qx/,IG image,,Lifetime,1\n"
    )
    long = lines[-1].rstrip("\n") + ",9,9\n"
    found = read("".join([*lines, short, long]))
    assert known_of(found) == QUAI
    assert [one.sentence.split(" : ")[0] for one in found.parts[0].problems] == [
        "Cette ligne est coupée\u00a0: elle n’est pas prise.",
        "Cette ligne a plus de cases que de titres\u00a0: elle n’est pas prise.",
    ]


@pytest.mark.parametrize("cell", ["12k", "1.5", "1.204,5", "1,2", "12 34", "1.22158E+17", "99999999999999"])
def test_a_cell_that_is_no_number_is_told_with_its_column(cell: str) -> None:
    found = read(files.instagram().replace('"15,204"', f'"{cell}"'))
    assert "views" not in known_of(found)["https://www.instagram.com/p/QnA1b2C3d4E/"]
    assert "Views" in found.parts[0].problems[0].sentence


def test_a_column_that_is_there_twice_is_not_chosen_between() -> None:
    with pytest.raises(InvalidInput, match="deux fois"):
        read(files.instagram(["Views", "Reach", "Views"]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"\n\n\n", "Aucun tableau"),
        (b"%PDF-1.7\n\0\0", "n’est pas un tableau"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "n’est pas un tableau"),
        (b"a" * (reading.LARGEST + 1), "dépasse 10"),
        (files.archive({"a.png": b"\x89PNG\0\0"}), "Aucun tableau"),
        (files.archive({"a.csv": b"0" * (archives.LARGEST_INSIDE + 1)}), "trop de données"),
        (files.archive({"a.csv": files.instagram()})[:-10], "abîmée"),
        (("a,b\n" * (reading.MOST_ROWS + 2)).encode(), "plus de 20000 lignes"),
        ("Bonjour, ceci est une lettre".encode("utf-16")[:-1], "coupé"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        read(data)
    assert refused.value.field == "file"


def test_a_lying_name_and_a_lying_type_change_nothing() -> None:
    book = files.workbook(files.TIKTOK_CONTENT)
    inside = files.archive({"photo.png": files.table(files.TIKTOK_CONTENT), "x.csv": b"\x89PNG\0\0"})
    assert known_of(read(inside)) == known_of(read(book)) == known_of(read(files.table(files.TIKTOK_CONTENT)))


def test_an_archive_within_an_archive_is_not_opened() -> None:
    inner = files.archive({"Content.csv": files.table(files.TIKTOK_CONTENT)})
    with pytest.raises(InvalidInput, match="Aucun tableau"):
        read(files.archive({"x.zip": inner}))
