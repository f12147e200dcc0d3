"""Header rows of real exports, each told as what it is; its one row, where there is one, read."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from connectors.exports import reading
from connectors.exports.rows import Kind
from tests.recorded.conftest import FIXTURES

HEADERS = FIXTURES / "exports/header_rows.json"
FORMATS = {
    "meta_instagram_posts": "meta_instagram_posts",
    "meta_instagram_posts_other_order": "meta_instagram_posts",
    "meta_facebook_posts": "meta_facebook_posts",
    "meta_facebook_videos": "meta_facebook_videos",
    "meta_facebook_posts_fr": "meta_facebook_posts_fr",
    "tiktok_content": "tiktok_content",
    "tiktok_overview": "tiktok_overview",
    "tiktok_follower_history": "tiktok_followers",
    "tiktok_viewers": "tiktok_viewers",
    "tiktok_follower_gender": "tiktok_gender",
    "tiktok_follower_territories": "tiktok_territories",
    "youtube_content": "youtube_content",
    "youtube_content_fr": "youtube_content_fr",
}
NUMBERS = {
    "meta_instagram_posts": {
        "views": 160, "likes": 5, "shares": 3, "comments": 2, "saves": 4, "reach": 45, "follows": 1,
    },
    "meta_instagram_posts_other_order": {
        "views": 15000, "reach": 9800, "likes": 410, "shares": 120, "follows": 14, "comments": 20, "saves": 55,
    },
}  # fmt: skip
pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif(not HEADERS.exists(), reason="no recorded headers here"),
]


def exports() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(HEADERS.read_text())["exports"]}


def text(*rows: list[str]) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("name", FORMATS)
def test_a_real_set_of_headers_is_told(name: str) -> None:
    found = reading.read(text(exports()[name]["header"]), date(2026, 11, 26))
    assert [part.format for part in found.parts] == [FORMATS[name]]


@pytest.mark.parametrize("name", NUMBERS)
def test_its_row_is_read(name: str) -> None:
    one = exports()[name]
    (part,) = reading.read(text(one["header"], one["row"]), date(2026, 11, 26)).parts
    assert part.kind is Kind.POSTS
    assert {seen.name.value: seen.value for seen in part.posts[0].seen} == NUMBERS[name]


def test_one_metric_a_day_is_told_below_its_name() -> None:
    head = ",".join(f'"{one}"' for one in exports()["meta_metric_daily"]["header"])
    data = f'sep=,\r\n"Reach"\r\n{head}\r\n"2026-11-01T00:00:00","7"\r\n'.encode("utf-16")
    (part,) = reading.read(data, date(2026, 11, 26)).parts
    assert (part.format, [row.day for row in part.days]) == ("meta_daily", [date(2026, 11, 1)])
