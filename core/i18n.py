"""Words on screen: French first, English second, French typography by one function.

Pages of the public speak further languages, each from a small catalogue of its own: what it
does not know stays French.

A message is written in French in the code, with plain spaces and plain apostrophes:
`_("Il reste {count} jours : reprenez.", count=3)`. English comes from
`core/locale/en/messages.po`; a check fails when a message has no English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

LANGUAGES = ("fr", "en")
PUBLIC_LANGUAGES = (*LANGUAGES, "ar", "uk", "pt")
"""What a page of the public can speak."""
_RIGHT_TO_LEFT = frozenset({"ar"})
NBSP = "\u00a0"
NNBSP = "\u202f"
_CATALOGUES = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="fr")

_RULES = (
    (re.compile(r"« ?(?=\S)"), f"«{NBSP}"),
    (re.compile(r"(?<=\S) ?»"), f"{NBSP}»"),
    (re.compile(r" (:|%|€)"), rf"{NBSP}\1"),
    (re.compile(r" ([;!?])"), rf"{NNBSP}\1"),
    (re.compile(r"(?<=[\d}]) (?=h\b|min\b|s\b|km\b|cm\b|j\b|px\b|Mo\b)"), NBSP),
    (re.compile(rf"(?<=[\d}}]{NBSP}h) (?=[\d{{])"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NNBSP),
    (re.compile(r"(?<=\w)'(?=\w|«|\{)"), "’"),
)


def typeset(text: str) -> str:
    """French typography on plain text (never on HTML, SVG or an address).

    It turns spaces and apostrophes that are there into the right ones, and adds none but inside « ».
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def language() -> str:
    """The language of the present reader: «fr», «en», or another one on a page of the public."""
    return _language.get()


def direction() -> str:
    """The direction of reading of that language: «ltr» or «rtl»."""
    return "rtl" if language() in _RIGHT_TO_LEFT else "ltr"


def use_language(code: str) -> None:
    """Set the reader's language for the present request or page run; unknown → French."""
    _language.set(code if code in PUBLIC_LANGUAGES else "fr")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """The reader's language within a block."""
    token = _language.set(code if code in PUBLIC_LANGUAGES else "fr")
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(code: str) -> dict[str, str | tuple[str, ...]]:
    path = _CATALOGUES / code / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file)
    found: dict[str, str | tuple[str, ...]] = {}
    for message in messages:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and message.string:
            string = message.string
            found[key] = string if isinstance(string, str) else tuple(string)
    return found


def _(message: str, **values: object) -> str:
    """The message in the reader's language, typeset, then filled in with `values`."""
    if language() == "fr":
        text = typeset(message)
    else:
        translated = _catalogue(language()).get(message)
        text = translated if isinstance(translated, str) else message
    return text.format(**values) if values else text


def n_(one: str, many: str, count: int, **values: object) -> str:
    """Singular or plural by `count` (French: 0 and 1 are singular), filled in with `count` too."""
    if language() == "fr":
        text = typeset(one if abs(count) < 2 else many)
    else:
        translated = _catalogue(language()).get(one)
        forms = translated if isinstance(translated, tuple) and all(translated) else (one, many)
        text = forms[0] if count == 1 else forms[-1]
    return text.format(count=number(count), **values)


def public_words(code: str) -> list[tuple[str, str | tuple[str, ...]]]:
    """Our own words of the public pages in a language, in a fixed order."""
    known, public = _catalogue(code), sorted(_catalogue(PUBLIC_LANGUAGES[-1]))
    return [(message, known.get(message, message)) for message in public]


def mark(message: str) -> str:
    """Mark a constant for translation where it is defined; pass it through `_` where it is shown."""
    return message


def number(value: float, digits: int = 0) -> str:
    """A number as the reader writes it: «40 312», «6,7»."""
    text = f"{value:,.{digits}f}"
    if language() == "fr":
        return text.replace(",", NNBSP).replace(".", ",")
    return text


def day(value: date) -> str:
    """«lundi 23 novembre 2026»."""
    return _premier(format_date(value, "EEEE d MMMM yyyy", locale=language()))


def short_day(value: date) -> str:
    """«23/11/2026», for tables."""
    return format_date(value, "dd/MM/yyyy", locale=language())


def month(value: date) -> str:
    """«novembre 2026»."""
    return format_date(value, "MMMM yyyy", locale=language())


def hour(value: time) -> str:
    """«18 h 30», «18 h»."""
    if language() != "fr":
        return f"{value:%H:%M}"
    return f"{value.hour}{NBSP}h" + (f"{NBSP}{value:%M}" if value.minute else "")


def moment(value: datetime, timezone: str) -> str:
    """«lundi 23 novembre, 18 h 30» in the wall time of `timezone`."""
    local = value.astimezone(ZoneInfo(timezone))
    when = _premier(format_datetime(local, "EEEE d MMMM", locale=language()))
    return f"{when}, {hour(local.time())}"


def _premier(text: str) -> str:
    return re.sub(r"\b1 (?=[a-zéû]+)", "1ᵉʳ ", text) if language() == "fr" else text
