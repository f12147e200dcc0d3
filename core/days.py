"""Days as French people write them: «23/11/2026», «23-11-26», «lundi 23 novembre 2026», «1er déc. 2026»."""

from __future__ import annotations

import re
from datetime import date

from core.errors import InvalidInput
from core.i18n import _
from core.people import folded

_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_WEEKDAYS = r"(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,?\s+"
_NUMBERS = r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4}|\d{2})(?!\d)"
_ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"
_WORDS = r"(?P<day>\d{1,2})(?:er)?\s+(?P<month>[a-z]{3,9})\.?\s+(?P<year>\d{4}|\d{2})(?!\d)"
_FORMS = tuple(re.compile(rf"\s*(?:le\s+)?(?:{_WEEKDAYS})?{form}") for form in (_ISO, _NUMBERS, _WORDS))


def read(text: str) -> date:
    """The day that `text` is; InvalidInput («day») when it is none, or more than one could be meant."""
    day, rest = leading(text)
    if rest.strip():
        raise _unread(text)
    return day


def leading(text: str) -> tuple[date, str]:
    """The day at the start of `text`, and what stands behind it."""
    plain = folded(text)
    # Folding keeps the number of signs of what can stand in a date; other texts are cut by words.
    for form in _FORMS:
        if found := form.match(plain):
            try:
                return _date(found), text[found.end() :] if len(plain) == len(text) else plain[found.end() :]
            except ValueError:
                break
    raise _unread(text)


def _date(found: re.Match[str]) -> date:
    year, month = int(found["year"]), found["month"]
    if not month.isdigit():
        named = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(month)]
        if len(named) != 1:
            raise ValueError(month)
        month = str(named[0])
    return date(year + 2000 if year < 100 else year, int(month), int(found["day"]))


def _unread(text: str) -> InvalidInput:
    shown = " ".join(text.split())[:40]
    return InvalidInput(
        _("« {text} » n'est pas une date. Écrivez par exemple 28/11/2026.", text=shown), "day"
    )
