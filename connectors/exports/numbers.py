"""Numbers as exports write them: «15,000», «15 000» with narrow spaces, «12,5» hours, «undefined».

A number that could be read in two ways is refused, never guessed.
"""

from __future__ import annotations

import re
from enum import Enum

from core.errors import InvalidInput
from core.i18n import _

LARGEST = 10**13
_MISSING = frozenset({"", "-", "–", "—", "--", "undefined", "null", "none", "nan", "n/a", "na"})
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ")
_MINUS = str.maketrans("−", "-")


class Style(Enum):
    """How whoever wrote the file parts thousands and decimals; OPEN: nobody said."""

    ENGLISH = "en"
    FRENCH = "fr"
    OPEN = ""


_SPACED = r"\d{1,3}(?: \d{3})+"
_COMMAS = r"\d{1,3}(?:,\d{3})+"
_WHOLE = {
    Style.ENGLISH: re.compile(rf"\d+(?:\.0+)?|{_COMMAS}(?:\.0+)?|{_SPACED}", re.ASCII),
    Style.FRENCH: re.compile(rf"\d+(?:[.,]0{{1,2}})?|{_SPACED}(?:,0{{1,2}})?", re.ASCII),
    Style.OPEN: re.compile(rf"\d+(?:[.,]0{{1,2}})?|{_SPACED}|{_COMMAS}", re.ASCII),
}
_DECIMAL = {
    Style.ENGLISH: re.compile(rf"(?:\d+|{_COMMAS})(?:\.\d+)?", re.ASCII),
    Style.FRENCH: re.compile(rf"(?:\d+|{_SPACED})(?:[.,]\d+)?", re.ASCII),
    Style.OPEN: re.compile(r"\d+(?:\.\d+|,\d{1,2})?", re.ASCII),
}
_CLOCK = re.compile(r"(\d{1,5}):(\d{2}):(\d{2})", re.ASCII)


def count(text: str, style: Style, *, below_zero: bool = False) -> int | None:
    """The whole number in a cell; None where the file says that there is none. InvalidInput otherwise."""
    plain = _plain(text)
    if plain.casefold() in _MISSING:
        return None
    negative = below_zero and plain.startswith("-")
    digits = plain[1:].strip() if negative else plain
    if not _WHOLE[style].fullmatch(digits):
        raise _unread(text)
    grouped = re.fullmatch(_COMMAS, digits, re.ASCII) if style is not Style.FRENCH else None
    value = int(digits.replace(",", "") if grouped else _integral(digits, style))
    if value > LARGEST:
        raise _unread(text)
    return -value if negative else value


def seconds(text: str, style: Style) -> int | None:
    """Hours with decimals («12,5»), or «1:30:00», in whole seconds; None and InvalidInput as for `count`."""
    plain = _plain(text)
    if plain.casefold() in _MISSING:
        return None
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, rest = (int(part) for part in clock.groups())
        if minutes > 59 or rest > 59:
            raise _unread(text)
        return hours * 3600 + minutes * 60 + rest
    if not _DECIMAL[style].fullmatch(plain):
        raise _unread(text)
    dotted = plain.replace(",", "" if style is Style.ENGLISH else ".").replace(" ", "")
    value = float(dotted)
    if value > LARGEST:
        raise _unread(text)
    return round(value * 3600)


def _integral(digits: str, style: Style) -> str:
    bare = digits.replace(" ", "")
    if style is Style.ENGLISH:
        return bare.replace(",", "").partition(".")[0]
    return re.split("[.,]", bare)[0]


def _plain(text: str) -> str:
    return " ".join(text.translate(_SPACES).translate(_MINUS).split())


def _unread(text: str) -> InvalidInput:
    return InvalidInput(_("« {text} » n'est pas un nombre lisible.", text=_plain(text)[:40]))
