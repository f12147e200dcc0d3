"""Lengths as networks count them: four units, each a property of the text alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import StrEnum

import regex

LINK_WEIGHT = 23
_CLUSTER = regex.compile(r"\X")
_LINK = regex.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?')\]»]", regex.IGNORECASE)
_EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3"
)
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X; others weigh two (its text library, configuration 3)."""


class Unit(StrEnum):
    """What a network counts."""

    GRAPHEMES = "graphemes"
    CODE_POINTS = "code_points"
    UTF16 = "utf16"
    BYTES = "bytes"
    WEIGHTED = "weighted"


def length(text: str, unit: Unit) -> int:
    """How long `text` is in that unit; 0 for an empty text."""
    return _COUNTERS[unit](text)


def clusters(text: str) -> list[str]:
    """What people see as single signs (extended grapheme clusters, Unicode annex 29)."""
    return _CLUSTER.findall(text)


def cut(text: str, unit: Unit, most: int) -> str:
    """The longest beginning of `text` that is at most `most` long, never within a sign."""
    kept = ""
    for cluster in clusters(text):
        if length(kept + cluster, unit) > most:
            break
        kept += cluster
    return kept


def _graphemes(text: str) -> int:
    return len(clusters(text))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _weighted(text: str) -> int:
    """On X: links 23 whatever their length, an emoji 2 whatever it is made of, others by range."""
    text = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(text))
    return links * LINK_WEIGHT + sum(_weight(cluster) for cluster in clusters(_LINK.sub("", text)))


def _weight(cluster: str) -> int:
    if _EMOJI.match(cluster):
        return 2
    return sum(1 if any(low <= ord(sign) <= high for low, high in _LIGHT) else 2 for sign in cluster)


_COUNTERS: dict[Unit, Callable[[str], int]] = {
    Unit.GRAPHEMES: _graphemes,
    Unit.CODE_POINTS: len,
    Unit.UTF16: _utf16,
    Unit.BYTES: _bytes,
    Unit.WEIGHTED: _weighted,
}
