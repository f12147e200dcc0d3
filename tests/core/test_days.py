"""Days as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as draw

from core import days
from core.errors import InvalidInput

ANY = draw.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(
    ANY,
    draw.sampled_from(
        ["dd/MM/yyyy", "d/M/yy", "dd-MM-yyyy", "d.M.yyyy", "yyyy-MM-dd", "d MMMM yyyy", "EEEE d MMMM yyyy"]
    ),
    draw.sampled_from(["", " ", "le "]),
)
def test_every_usual_form_is_read(day: date, form: str, before: str) -> None:
    assert days.read(before + format_date(day, form, locale="fr")) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er décembre 2026", date(2026, 12, 1)),
        ("sam. 28 nov. 2026", date(2026, 11, 28)),
        ("Samedi 28 Novembre 2026", date(2026, 11, 28)),
        ("28 / 11 / 2026", date(2026, 11, 28)),
        ("28 AOÛT 26", date(2026, 8, 28)),
    ],
)
def test_odd_but_clear_forms_are_read(text: str, day: date) -> None:
    assert days.read(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "demain", "31/02/2026", "11/2026", "28/11", "28/11/20261", "28 ju 2026", "0/0/0"],
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        days.read(text)
    assert "28/11/2026" in refused.value.message


@given(draw.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = days.read(text)
    except InvalidInput:
        return
    assert date(1, 1, 1) <= found <= date(9999, 12, 31) + timedelta(0)


def test_the_rest_of_the_line_is_given_back() -> None:
    assert days.leading("28/11/2026 place du Marché, Éloyes") == (
        date(2026, 11, 28),
        " place du Marché, Éloyes",
    )
