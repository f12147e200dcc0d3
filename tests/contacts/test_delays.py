"""The delay to the first answer: against a published example, and honest about those who wait."""

from __future__ import annotations

import math
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts import delay_words, delays
from contacts.delays import Wait

# Remission under 6-mercaptopurine, in weeks (Freireich et al., Blood 21, 1963); «+» is censored.
# Estimates and Greenwood's errors as printed in Kleinbaum and Klein, «Survival Analysis», chapter 2.
FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PRINTED = {
    6: (0.8571, 0.0764),
    7: (0.8067, 0.0869),
    10: (0.7529, 0.0963),
    13: (0.6902, 0.1068),
    16: (0.6275, 0.1141),
    22: (0.5378, 0.1282),
    23: (0.4482, 0.1346),
}


def example() -> list[Wait]:
    return [
        Wait(timedelta(hours=int(one.rstrip("+"))), answered=not one.endswith("+"))
        for one in FREIREICH.split()
    ]


def test_the_curve_is_the_one_of_the_published_example() -> None:
    steps = delays.curve(example())
    assert {step.time // timedelta(hours=1): pytest.approx(step.waiting, abs=6e-5) for step in steps} == {
        week: value for week, (value, _error) in PRINTED.items()
    }


def test_median_and_its_interval_are_those_of_the_published_example() -> None:
    found = delays.delay(example())
    # log(-log) interval of the median: from 13 weeks, no upper end within the data.
    assert found.median is not None
    assert (found.median.low, found.median.middle, found.median.high) == (13, 23, None)
    assert found.p90 is None


def test_the_interval_of_each_step_follows_greenwood() -> None:
    for step in delays.curve(example()):
        value, error = PRINTED[step.time // timedelta(hours=1)]
        spread = 1.96 * error / (value * abs(math.log(value)))
        assert step.low == pytest.approx(value ** math.exp(spread), abs=2e-3)
        assert step.high == pytest.approx(value ** math.exp(-spread), abs=2e-3)


def hours(*waits: float, still: tuple[float, ...] = ()) -> list[Wait]:
    return [Wait(timedelta(hours=one), answered=True) for one in waits] + [
        Wait(timedelta(hours=one), answered=False) for one in still
    ]


def test_leaving_out_those_who_wait_would_flatter() -> None:
    honest = delays.delay(hours(*[2] * 10, still=(60,) * 10))
    flattering = delays.delay(hours(*[2] * 10))
    assert honest.within_day is not None
    assert flattering.within_day is not None
    assert (honest.within_day.middle, flattering.within_day.middle) == (0.5, 1.0)
    assert honest.p90 is None


def test_those_who_have_not_waited_a_day_are_not_counted_as_late() -> None:
    found = delays.delay(hours(2, 2, 2, still=(1, 1, 1)))
    assert found.within_day is not None
    assert found.within_day.middle == 1.0


def test_nothing_is_said_about_nobody() -> None:
    found = delays.delay([])
    assert (found.median, found.p90, found.within_day, found.requests) == (None, None, None, 0)
    assert "Trop peu" in delay_words.sentence(found)[0]


def test_a_sentence_gives_the_middle_and_an_interval() -> None:
    said, detail = delay_words.sentence(delays.delay(hours(*range(1, 40), still=(3, 50))))
    plain = said.replace("\u00a0", " ")
    assert plain.startswith("La moitié des demandes reçoit une réponse en 21 h")
    assert " à " in plain
    assert "2 sans réponse" in detail.replace("\u00a0", " ")


def test_beyond_the_longest_wait_the_table_says_nothing() -> None:
    rows = delay_words.table(delays.delay(hours(2, 3, 4, 5, still=(5,))))["rows"]
    assert isinstance(rows, list)
    assert [row[1] for row in rows][-2:] == ["–", "–"]


def test_the_chart_is_drawn_for_one_request_and_for_many() -> None:
    for found in (hours(3), hours(still=(2,)), hours(*range(1, 300), still=(900,))):
        assert delay_words.chart(delays.delay(found)).to_dict()["layer"]


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(
            lambda minutes, answered: Wait(timedelta(minutes=minutes), answered=answered),
            st.integers(0, 20_000),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_a_curve_only_comes_down_between_its_bounds(found: list[Wait]) -> None:
    measured = delays.delay(found)
    heights = [1.0, *(step.waiting for step in measured.steps)]
    assert all(after <= before for before, after in pairwise(heights))
    assert all(0 <= step.low <= step.waiting <= step.high <= 1 for step in measured.steps)
    quantiles = [measured.median, measured.p90]
    known = [one.middle for one in quantiles if one is not None]
    assert known == sorted(known)
    delay_words.sentence(measured)
    assert len(delay_words.table(measured)["rows"]) == 7  # type: ignore[arg-type]
