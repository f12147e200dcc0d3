"""Export files of our own, in the shapes that the networks give; the numbers are invented."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

INSTAGRAM_HEAD = [
    *("Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)"),
    *("Publish time", "Permalink", "Post type", "Data comment", "Date"),
]
INSTAGRAM_POSTS: list[list[str]] = [
    ["101", "7", "quai.neuf", "Quai Neuf", 'Le permis, ça se "prépare",\nviens', "0", "11/03/2026 18:05",
     "https://www.instagram.com/p/QnA1b2C3d4E/", "IG image", "", "Lifetime"],
    ["1.22158E+17", "7", "quai.neuf", "Quai Neuf", "Sport gratuit", "31", "10/27/2026 07:30",
     "https://www.instagram.com/reel/QnF5g6H7i8J/", "IG reel", "", "Lifetime"],
]  # fmt: skip


def instagram(
    order: Sequence[str] = ("Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves"),
) -> str:
    """Two posts; the measures stand in the order that is asked for."""
    numbers = {
        "Views": ("15,204", "873"),
        "Reach": ("9,810", "640"),
        "Likes": ("412", "31"),
        "Shares": ("120", "0"),
        "Follows": ("14", ""),
        "Comments": ("20", "3"),
        "Saves": ("55", "2"),
    }
    rows = [[*post, *(numbers[name][place] for name in order)] for place, post in enumerate(INSTAGRAM_POSTS)]
    return table([[*INSTAGRAM_HEAD, *order], *rows])


def facebook(*, french: bool = False, old: bool = False) -> str:
    """Two posts of a page."""
    if french:
        return table(
            [
                ["Identifiant de la publication", "ID de la Page", "Nom de la page", "Titre", "Date",
                 "Heure de publication", "Permalien", "Type de publication", "Vues", "Couverture"],
                ["881", "55", "Quai Neuf", "Portes ouvertes", "Global", "03/09/2026 10:00",
                 "https://www.facebook.com/quaineuf/posts/881", "Photos", "1204", "998"],
                ["882", "55", "Quai Neuf", "Le van", "Global", "11/21/2026 10:00",
                 "https://www.facebook.com/quaineuf/posts/882/", "Reels", "310", ""],
            ]
        )  # fmt: skip
    measures = (
        ["Reactions", "Comments", "Shares"] if old else ["Views", "Reach", "Reactions", "Comments", "Shares"]
    )
    values = ["45", "6", "7"] if old else ["1,204", "998", "45", "6", "7"]
    return table(
        [
            ["Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time",
             "Permalink", "Post type", *measures],
            ["881", "55", "Quai Neuf", "Portes ouvertes", "", "0", "03/09/2026 10:00",
             "https://www.facebook.com/quaineuf/posts/881", "Photos", *values],
        ]
    )  # fmt: skip


def meta_daily(*blocks: tuple[str, Sequence[tuple[str, str]]]) -> bytes:
    """One metric a day or several under one another, as two-byte text that names its sign."""
    lines = ["sep=,"]
    for name, days in blocks:
        lines += [f'"{name}"', '"Date","Primary"', *(f'"{day}","{value}"' for day, value in days)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-16")


TIKTOK_CONTENT = [
    ["Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares", "Total views"],
    ["Le code en trois semaines", "https://www.tiktok.com/@quai.neuf/video/7412345678901234567",
     "28 octobre", "1204", "31", "88", "41903"],
    ["Un matin dans le van", "https://www.tiktok.com/@quai.neuf/video/7398765432109876543",
     "1 décembre", "77", "undefined", "4", "2650"],
]  # fmt: skip


def tiktok(overview: Sequence[Sequence[str]], followers: Sequence[Sequence[str]]) -> bytes:
    """The archive of TikTok Studio."""
    return archive(
        {
            "Content.csv": table(TIKTOK_CONTENT),
            "Overview.csv": table(
                [["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"], *overview]
            ),
            "FollowerHistory.csv": table(
                [["Date", "Followers", "Difference in followers from previous day"], *followers]
            ),
            "FollowerGender.csv": table([["Gender", "Distribution"], ["Female", "0.6"]]),
            "FollowerTopTerritories.csv": table([["Top territories", "Distribution"], ["FR", "0.9"]]),
        }
    )


def youtube(*, french: bool) -> bytes:
    """The archive of YouTube Studio: videos, their days, totals."""
    if not french:
        head = ["Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)",
                "Subscribers", "Impressions", "Impressions click-through rate (%)"]  # fmt: skip
        rows = [
            ["Total", "", "", "", "12,480", "210.5", "31", "90,210", "4.2"],
            [" -Qn1a2B3c4D", "Ton permis", "Sep 20, 2026", "44", "12,004", "200.25", "33", "88,000", "4.2"],
            ["Zx9y8W7v6U5", "Le van", "Nov 2, 2026", "31", "476", "10.25", "-2", "2,210", "4.4"],
        ]
        days = [["Date", "Content", "Video title", "Video publish time", "Views"]]
        return archive({"Table data.csv": table([head, *rows]), "Chart data.csv": table(days),
                        "Totals.csv": table([["Date", "Views"], ["2026-11-01", "12"]])})  # fmt: skip
    head = ["Contenu", "Titre de la vidéo", "Heure de publication de la vidéo", "Durée", "Vues engagées",
            "Vues", "Ont continué de regarder (%)", "Durée moyenne de visionnage", "Pourcentage moyen regardé (%)",
            "Durée de visionnage (heures)"]  # fmt: skip
    rows = [
        ["Total", "", "", "", "9\u202f120", "12\u202f480", "61,2", "0:00:31", "70,5", "210,5"],
        ["-Qn1a2B3c4D", "Ton permis", "28 sept. 2026", "44", "8\u202f800", "12\u202f004", "61,2", "0:00:31",
         "70,5", "200,25"],
        ["Zx9y8W7v6U5", "Le van", "2 nov. 2026", "31", "320", "476", "58,1", "0:00:12", "40,0", "10,25"],
    ]  # fmt: skip
    return archive({"Données du tableau.csv": table([head, *rows])})


def table(rows: Sequence[Sequence[str]], sign: str = ",") -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=sign, lineterminator="\n").writerows(rows)
    return text.getvalue()


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Rows as a spreadsheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """Files in a zip archive; text as UTF-8 with its mark."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            inside = ("\ufeff" + data).encode() if isinstance(data, str) else data
            opened.writestr(
                zipfile.ZipInfo(name, (2026, 11, 24, 9, 0, 0)), inside, compress_type=zipfile.ZIP_DEFLATED
            )
    return made.getvalue()
