"""What stands behind and under the items: special days, the hours of a week, the legend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns.calendar import days as special
from campaigns.calendar.days import Place
from campaigns.calendar.item import Item
from core import territory
from core.i18n import _, mark
from core.territory import Family
from core.ui.calendar import Day

OPENS, CLOSES = 8, 21
"""The week shows at least these hours: evening counts."""
_MARKS = {
    "outside": mark("action sur place"),
    "dashed": mark("brouillon ou à confirmer"),
    "check": mark("à vérifier"),
    "off": mark("férié ou vacances scolaires"),
}


def days(where: Place, first: date, last: date) -> dict[date, Day]:
    """The days that are not like the others; in a month, holidays are named as they begin and on Mondays."""
    found: dict[date, Day] = {}
    before: str | None = ""
    for day in special.off(where, first, last):
        begins = day.school and (day.school != before or day.day.weekday() == 0)
        if day.public or day.school:
            found[day.day] = Day(
                day.public or day.school or "",
                day.public or (_("vacances") if begins else ""),
                public=bool(day.public),
                school=bool(day.school),
            )
        before = day.school
    return found


def hours(items: Sequence[Item]) -> tuple[int, int]:
    """The hours that the week has to show."""
    timed = [item for item in items if not item.all_day]
    over_midnight = any(item.ends_wall[:10] > item.wall[:10] for item in timed)
    first = min([OPENS, *(item.hour.hour for item in timed), *((0,) if over_midnight else ())])
    ends = [int(item.ends_wall[11:13]) + 1 for item in timed]
    return first, 24 if over_midnight else max([CLOSES, *ends])


def legend(items: Sequence[Item]) -> list[tuple[str, str]]:
    """The families that are there, and the marks."""
    there = {item.family for item in items if item.channels}
    families = [(family.value, territory.label(family)) for family in Family if family in there]
    return [*families, *((name, _(words)) for name, words in _MARKS.items())]
