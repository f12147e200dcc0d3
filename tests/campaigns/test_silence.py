"""The silence alarm: held to its rule, to its rate of false alarms, and to counting by brute force."""

from __future__ import annotations

from itertools import combinations
from math import comb
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw

from campaigns import silence

DAYS = draw.lists(draw.integers(0, 9), max_size=130)


def test_the_chance_is_the_one_counted_by_hand() -> None:
    for days in range(1, 9):
        for active in range(days + 1):
            ways = list(combinations(range(days), active))
            for quiet in range(days + 1):
                before = sum(all(day < days - quiet for day in way) for way in ways)
                found = silence.chance_of_quiet(days, active, quiet)
                assert found == pytest.approx(before / len(ways)), (days, active, quiet)


@given(DAYS)
def test_an_alarm_keeps_every_part_of_the_rule(scans: list[int]) -> None:
    heard = silence.heard(scans)
    looked_at = scans[-91:]
    active = sum(map(bool, looked_at))
    quiet = next((back for back, one in enumerate(reversed(looked_at)) if one), len(looked_at))
    likely = comb(len(looked_at) - quiet, active) / comb(len(looked_at), active)
    rule = quiet >= 7 and active >= 5 and quiet * active >= 3 * len(looked_at) and likely < 0.01
    assert (heard is not None) == rule
    if heard:
        assert (heard.quiet, heard.active, heard.days) == (quiet, active, len(looked_at))
        assert heard.chance == pytest.approx(likely)


@pytest.mark.parametrize(
    ("days", "active", "quiet", "alarm"),
    [
        (91, 9, 31, False),  # 1.7 %
        (91, 12, 31, True),
        (40, 20, 6, False),  # six days
        (40, 20, 7, True),
        (20, 4, 15, False),  # four days with a scan
        (20, 5, 15, True),
        (19, 8, 7, False),  # 2.9 expected
        (18, 8, 7, True),
    ],
)
def test_each_bound_of_the_rule_decides_by_itself(days: int, active: int, quiet: int, alarm: bool) -> None:
    scans = [0] * (days - quiet - active) + [1] * active + [0] * quiet
    assert (silence.heard(scans) is not None) == alarm


@given(DAYS, draw.integers(1, 40))
def test_longer_silence_never_takes_an_alarm_back_within_the_window(scans: list[int], more: int) -> None:
    if silence.heard(scans) and len(scans) + more <= silence.WINDOW:
        assert silence.heard([*scans, *[0] * more])


@given(DAYS, draw.lists(draw.integers(1, 500), min_size=130, max_size=130))
def test_how_many_scans_a_day_had_changes_nothing(scans: list[int], others: list[int]) -> None:
    louder = [one and other for one, other in zip(scans, others, strict=False)]
    assert silence.heard(louder) == silence.heard(scans)


@given(DAYS)
def test_a_scan_yesterday_is_no_silence(scans: list[int]) -> None:
    assert silence.heard([*scans, 1]) is None


@settings(max_examples=12)
@given(draw.floats(0.05, 3), draw.integers(0, 2**32))
def test_unchanged_scans_give_a_false_alarm_on_fewer_than_one_day_in_a_hundred(
    rate: float, seed: int
) -> None:
    chance = Random(seed)
    looks, alarms = 1500, 0
    some = 1 - 2.718281828459045**-rate
    for _look in range(looks):
        alarms += silence.heard([int(chance.random() < some) for _day in range(91)]) is not None
    # 1 % of 1,500 is 15; 35 is five standard deviations above.
    assert alarms <= 35


def test_a_torn_poster_is_told_within_two_weeks_when_it_was_scanned_every_other_day() -> None:
    before = [day % 2 for day in range(60)]
    told = next(days for days in range(1, 40) if silence.heard([*before, *[0] * days]))
    assert 7 <= told <= 14
