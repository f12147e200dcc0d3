"""What networks count and what they take, each rule at its bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import counting, limits
from connectors.counting import Unit, length
from connectors.limits import LIMITS, Draft, Format, Limit, Medium, Thing

FAMILY = "👨‍👩‍👧‍👦"
BOATS = ("a", "é", "e\u0301", "中", FAMILY, "🇫🇷", "1\ufe0f\u20e3")


@pytest.mark.parametrize(
    ("text", "graphemes", "code_points", "utf16", "utf8", "weighted"),
    [
        ("", 0, 0, 0, 0, 0),
        ("Normal Text", 11, 11, 11, 11, 11),
        ("é", 1, 1, 1, 2, 1),
        ("e\u0301", 1, 2, 2, 3, 1),
        ("中文", 2, 2, 2, 6, 4),
        ("😀", 1, 1, 2, 4, 2),
        (FAMILY, 1, 7, 11, 25, 2),
        ("🇫🇷", 1, 2, 4, 8, 2),
        ("👍🏽", 1, 2, 4, 8, 2),
        ("❤\ufe0f", 1, 2, 2, 6, 2),
        ("1\ufe0f\u20e3", 1, 3, 3, 7, 2),
        ("«\u202fà\u202f»", 5, 5, 5, 12, 7),
        ("voir https://exemple.fr/une/page?bien=longue", 44, 44, 44, 44, 28),
    ],
)
def test_a_text_in_each_unit(
    text: str, graphemes: int, code_points: int, utf16: int, utf8: int, weighted: int
) -> None:
    found = [length(text, unit) for unit in Unit]
    assert found == [graphemes, code_points, utf16, utf8, weighted]


@given(
    st.text(st.sampled_from([*"ab é中😀\u0301\u200d\ufe0f"]), max_size=40),
    st.sampled_from(list(Unit)),
    st.integers(0, 30),
)
def test_a_cut_text_fits_and_is_the_longest_that_does(text: str, unit: Unit, most: int) -> None:
    kept = counting.cut(text, unit, most)
    assert text.startswith(kept)
    assert length(kept, unit) <= most
    if kept != text:
        following = counting.clusters(text)[len(counting.clusters(kept))]
        assert length(kept + following, unit) > most


def of_length(unit: Unit, wanted: int, sign: str) -> str:
    """A text of exactly that length, made of `sign` and filled up with «a»."""
    many = sign * (wanted // max(length(sign, unit), 1))
    return many + "a" * (wanted - length(many, unit))


def draft_with(rule: Limit, count: int, sign: str) -> Draft:
    if rule.thing in {Thing.TEXT, Thing.TITLE}:
        said = of_length(rule.unit or Unit.CODE_POINTS, count, sign)
        return Draft(text=said) if rule.thing is Thing.TEXT else Draft(text="", title=said)
    makers: dict[Thing, Callable[[], Draft]] = {
        Thing.HASHTAGS: lambda: Draft(" ".join(f"#mot{n}" for n in range(count))),
        Thing.MENTIONS: lambda: Draft(" ".join(f"@compte{n}" for n in range(count))),
        Thing.MEDIA: lambda: Draft("", media=[Medium(1, 1, 1)] * count),
        Thing.PICTURE_BYTES: lambda: Draft("", media=[Medium(count, 1, 1)]),
        Thing.VIDEO_BYTES: lambda: Draft("", media=[Medium(count, 1, 1, 5.0)]),
        Thing.SECONDS: lambda: Draft("", media=[Medium(1, 1, 1, float(count))]),
    }
    return makers[rule.thing]()


@pytest.mark.parametrize("sign", BOATS)
@pytest.mark.parametrize("rule", LIMITS, ids=lambda rule: f"{rule.format.value} {rule.thing.value}")
def test_every_rule_at_its_bound(rule: Limit, sign: str) -> None:
    most = int(rule.most)
    for count, kept in ((most - 1, most - 1 >= rule.least), (most, True), (most + 1, False)):
        found = limits.breaches(draft_with(rule, count, sign), rule.format, [rule.thing])
        assert [one.found for one in found] == ([] if kept else [count])
    if rule.least > 0:
        found = limits.breaches(draft_with(rule, int(rule.least) - 1, sign), rule.format, [rule.thing])
        assert [one.found for one in found] == [rule.least - 1]


def test_each_rule_stands_once_and_says_where_it_comes_from() -> None:
    assert len({(rule.format, rule.thing) for rule in LIMITS}) == len(LIMITS)
    assert all(rule.source and rule.read_on.year >= 2026 for rule in LIMITS)
    assert set(limits.USUAL.values()) <= set(Format)


def test_a_breach_says_the_fact_and_what_to_do() -> None:
    (one,) = limits.breaches(Draft("a" * 2210), Format.INSTAGRAM_IMAGE, [Thing.TEXT])
    assert one.sentence == "Le texte a 2\u202f210 signes, 2\u202f200 au plus. Raccourcissez-le."
    few = limits.breaches(Draft("", media=[Medium(1, 1, 1)]), Format.INSTAGRAM_CAROUSEL, [Thing.MEDIA])
    assert few[0].sentence == "Il y a 1 média, 2 au moins. Ajoutez-en."
    heavy = Draft("", media=[Medium(8_500_000, 1080, 1350)])
    (big,) = limits.breaches(heavy, Format.INSTAGRAM_IMAGE, [Thing.PICTURE_BYTES])
    assert big.sentence == "Une image pèse 8,5 Mo, 8,4 Mo au plus. Réduisez-la."
    other = replace(one, found=2201)
    assert "2\u202f201" in other.sentence


def test_what_is_a_hashtag_and_what_a_mention() -> None:
    text = "Viens #mercredi #1 #2ndechance &#39; écris à nom@exemple.fr ou @mission_locale."
    assert limits.hashtags(text) == ["#mercredi", "#2ndechance"]
    assert limits.mentions(text) == ["@mission_locale"]
