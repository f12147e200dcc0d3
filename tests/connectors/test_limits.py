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
STEPS = 100_000
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


LINK = "https://exemple.fr/une/page/plutot/longue?avec=des&parametres=1"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("a" * 281, 281),
        ("é" * 140, 140),
        ("e\u0301" * 140, 140),
        ("中" * 140, 280),
        ("日本語" * 47, 282),
        ("한국어", 6),
        ("кириллица", 9),
        ("عربي", 4),
        ("หัวใจ", 5),
        ("हिन्दी", 6),
        ("“guillemets”", 12),
        ("‘un’ – deux — trois", 19),
        ("trois points…", 14),
        ("€", 2),
        ("😀" * 140, 280),
        (FAMILY * 140, 280),
        ("👩🏽‍🚀", 2),
        ("🏳️‍🌈", 2),
        ("🇫🇷🇧🇪", 4),
        ("1️⃣2️⃣", 4),
        ("❤️", 2),
        ("❤", 2),
        (LINK, 23),
        (f"{LINK} {LINK}", 47),
        (f"voir {LINK}", 28),
        (f"({LINK})", 25),
        (f"{LINK}.", 24),
        (f"Lis {LINK} !", 29),
        ("http://a.fr", 23),
        ("mail@exemple.fr", 15),
        ("#mot @nom", 9),
        ("\n" * 10, 10),
    ],
)
def test_weights_of_x(text: str, weight: int) -> None:
    assert length(text, Unit.WEIGHTED) == weight


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\r\n", 1),
        ("a\u0301\u0323", 1),
        ("각", 1),
        ("\u1100\u1161\u11a8", 1),
        ("🇫🇷🇧", 2),
        ("👩‍👩‍👦 👋🏿", 3),
        ("नि", 1),
        ("กำ", 1),
        ("A\ufe0f", 1),
        ("1️⃣", 1),
        ("👩‍", 1),
        ("👩‍a", 2),
    ],
)
def test_signs_that_people_see(text: str, seen: int) -> None:
    assert length(text, Unit.GRAPHEMES) == seen


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


def picture(width: int = 1080, height: int = 1350, weight: int = 1, mime: str = "") -> Medium:
    return Medium(weight, width, height, mime=mime)


def video(
    width: int = 1080, height: int = 1920, weight: int = 1, seconds: float = 5, mime: str = ""
) -> Medium:
    return Medium(weight, width, height, float(seconds), mime)


def draft_with(rule: Limit, count: int, sign: str) -> Draft:
    """A draft of which exactly `count` (of `steps` for a ratio) is found."""
    if rule.thing in {Thing.TEXT, Thing.TEXT_BYTES}:
        return Draft(of_length(rule.unit or Unit.CODE_POINTS, count, sign))
    if rule.thing is Thing.TITLE:
        return Draft("", title=of_length(rule.unit or Unit.CODE_POINTS, count, sign))
    makers: dict[Thing, Callable[[], Draft]] = {
        Thing.HASHTAGS: lambda: Draft(" ".join(f"#mot{n}" for n in range(count))),
        Thing.MENTIONS: lambda: Draft(" ".join(f"@compte{n}" for n in range(count))),
        Thing.TAGS: lambda: Draft(tags_of(count, "a")),
        Thing.SIGNS: lambda: Draft("<" * (count // 2), title=">" * (count - count // 2)),
        Thing.MEDIA: lambda: Draft("", media=[picture()] * count),
        Thing.PICTURES: lambda: Draft("", media=[picture()] * count + [video()]),
        Thing.VIDEOS: lambda: Draft("", media=[video()] * count + [picture()]),
        Thing.MIXED: lambda: Draft("", media=[picture()] * count + [video()] * (count + 1)),
        Thing.PICTURE_BYTES: lambda: Draft("", media=[picture(weight=count)]),
        Thing.PICTURE_RATIO: lambda: Draft("", media=[picture(count, STEPS)]),
        Thing.PICTURE_WIDTH: lambda: Draft("", media=[picture(width=count)]),
        Thing.PICTURE_KINDS: lambda: Draft("", media=mimes(rule, count, picture)),
        Thing.VIDEO_BYTES: lambda: Draft("", media=[video(weight=count)]),
        Thing.VIDEO_RATIO: lambda: Draft("", media=[video(count, STEPS)]),
        Thing.VIDEO_SIDE: lambda: Draft("", media=[video(1000, count)]),
        Thing.VIDEO_KINDS: lambda: Draft("", media=mimes(rule, count, video)),
        Thing.FILES_BYTES: lambda: Draft(
            "", media=[picture(weight=count // 2), video(weight=count - count // 2)]
        ),
        Thing.SECONDS: lambda: Draft("", media=[video(seconds=count)]),
    }
    return makers[rule.thing]()


def tags_of(count: int, sign: str) -> str:
    """Hashtags that make `count` signs, commas between them included."""
    if count == 0:
        return ""
    words = [sign * 9] * (count // 10) + ([sign * (count % 10)] if count % 10 else [])
    made = ",".join(words)
    lacking = count - len(made)
    return " ".join(f"#{word}" for word in [*words[:-1], words[-1] + sign * lacking])


def mimes(rule: Limit, refused: int, maker: Callable[..., Medium]) -> list[Medium]:
    """Every type that is taken, one that nobody knows, and so many that are refused."""
    taken = [maker(mime=mime) for mime in sorted(rule.takes)]
    return [*taken, maker(), *[maker(mime="image/tiff")] * refused]


def scale(rule: Limit) -> int:
    """Ratios are counted in steps of a pixel."""
    return STEPS if rule.thing in {Thing.PICTURE_RATIO, Thing.VIDEO_RATIO} else 1


@pytest.mark.parametrize("rule", LIMITS, ids=lambda rule: f"{rule.format.value} {rule.thing.value}")
def test_every_rule_at_its_bound(rule: Limit) -> None:
    signs = BOATS if rule.thing in {Thing.TEXT, Thing.TEXT_BYTES, Thing.TITLE} else ("a",)
    steps, most, least = scale(rule), round(rule.most * scale(rule)), round(rule.least * scale(rule))
    for sign in signs:
        for count in {most - 1, most, most + 1, least - 1, least, least + 1}:
            if count >= 0:
                found = limits.breaches(draft_with(rule, count, sign), rule.format, [rule.thing])
                expected = [] if least <= count <= most else [count / steps]
                assert [one.found for one in found] == expected, (sign, count)
                assert all("{" not in one.sentence and one.limit is rule for one in found)


def test_a_rule_counts_nothing_that_is_not_there() -> None:
    for rule in LIMITS:
        of_one = {Thing.MEDIA} | ({Thing.TEXT} if rule.least else set())
        if rule.thing not in of_one:
            assert limits.breaches(Draft(""), rule.format, [rule.thing]) == []


def test_every_thing_is_ruled_somewhere_and_every_format_has_a_rule() -> None:
    assert {rule.thing for rule in LIMITS} == set(Thing)
    assert {rule.format for rule in LIMITS} == set(Format)
    for name in limits.USUAL:
        assert limits.formats(name)[0] is limits.USUAL[name]


def test_each_rule_stands_once_and_says_where_it_comes_from() -> None:
    assert len({(rule.format, rule.thing) for rule in LIMITS}) == len(LIMITS)
    assert all(rule.source and rule.read_on.year >= 2026 for rule in LIMITS)
    assert set(limits.USUAL.values()) <= set(Format)


def test_a_breach_says_the_fact_and_what_to_do() -> None:
    (one,) = limits.breaches(Draft("a" * 2210), Format.INSTAGRAM_IMAGE, [Thing.TEXT])
    assert one.sentence == "Le texte a 2\u202f210 signes, 2\u202f200 au plus. Raccourcissez-le."
    few = limits.breaches(Draft("", media=[picture()]), Format.INSTAGRAM_CAROUSEL, [Thing.MEDIA])
    assert few[0].sentence == "Il y a 1 média, 2 au moins. Ajoutez-en."
    heavy = Draft("", media=[picture(weight=8_500_000)])
    (big,) = limits.breaches(heavy, Format.INSTAGRAM_IMAGE, [Thing.PICTURE_BYTES])
    assert big.sentence == "Une image pèse 8,5\u00a0Mo, 8,4\u00a0Mo au plus. Réduisez-la."
    wide = Draft("", media=[picture(2100, 1000)])
    (ratio,) = limits.breaches(wide, Format.INSTAGRAM_IMAGE, [Thing.PICTURE_RATIO])
    assert ratio.sentence == "Une image est trop large : rapport 2,10, 1,91 au plus. Recadrez-la.".replace(
        " :", "\u00a0:"
    )
    png = Draft("", media=[picture(mime="image/png")])
    (kind,) = limits.breaches(png, Format.TIKTOK_PHOTOS, [Thing.PICTURE_KINDS])
    assert kind.sentence == "Une image n’est pas au bon format. Enregistrez-la en JPEG, WEBP."
    other = replace(one, found=2201)
    assert "2\u202f201" in other.sentence


def test_what_is_a_hashtag_and_what_a_mention() -> None:
    text = "Viens #mercredi #1 #2ndechance &#39; écris à nom@exemple.fr ou @mission_locale."
    assert limits.hashtags(text) == ["#mercredi", "#2ndechance"]
    assert limits.mentions(text) == ["@mission_locale"]
