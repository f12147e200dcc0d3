"""When a job comes back: five fields, read in a time zone, against an independent reader."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from core import cron

PARIS = "Europe/Paris"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("10 3 * * *", "2026-11-26 03:10", "2026-11-26 03:10"),
        ("10 3 * * *", "2026-11-26 03:09", "2026-11-25 03:10"),
        ("*/15 8-18 * * 1-5", "2026-11-29 12:00", "2026-11-27 18:45"),
        ("0 9 * * 7", "2026-11-26 12:00", "2026-11-22 09:00"),
        ("0 4 1 1 *", "2026-11-26 12:00", "2026-01-01 04:00"),
        ("0 0 29 2 *", "2026-11-26 12:00", "2024-02-29 00:00"),
        ("30 2 * * *", "2026-03-29 12:00", "2026-03-29 03:30"),
        ("5,35 * * * *", "2026-11-26 00:02", "2026-11-25 23:35"),
    ],
)
def test_the_last_time_before_now(text: str, now: str, expected: str) -> None:
    assert cron.latest(text, at(now), PARIS) == at(expected)


@pytest.mark.parametrize(
    "text", ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8"]
)
@pytest.mark.parametrize("wrong", ["", "x"])
def test_what_is_no_time_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"five fields|out of bounds|invalid literal"):
        cron.read(text + wrong)


def test_a_day_that_never_comes_is_refused() -> None:
    with pytest.raises(ValueError, match="never comes"):
        cron.latest("0 0 30 2 *", at("2026-11-26 12:00"), PARIS)


def fields(least: int, most: int) -> st.SearchStrategy[str]:
    numbers = st.integers(least, most).map(str)
    spans = st.tuples(st.integers(least, most), st.integers(least, most)).map(
        lambda ends: f"{min(ends)}-{max(ends)}" if ends[0] != ends[1] else str(ends[0])
    )
    steps = st.integers(1, most).map(lambda by: f"*/{by}")
    return st.one_of(st.just("*"), numbers, spans, steps)


@settings(max_examples=60)
@given(
    st.tuples(fields(0, 59), fields(0, 23), st.just("*"), fields(1, 12), fields(0, 6)),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
)
def test_it_reads_what_others_read(parts: tuple[str, ...], now: datetime) -> None:
    text = " ".join(parts)
    instant = now.replace(tzinfo=UTC, second=30)
    other = croniter(text, instant).get_prev(datetime)
    assert cron.latest(text, instant, "UTC") == other
