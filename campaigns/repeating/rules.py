"""Rules of recurrence as calendars write them (RFC 5545), on days of the calendar: no clock changes a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice

from dateutil import rrule

from core.errors import InvalidInput
from core.i18n import _, mark

MOST = 104
"""Two years of every week."""


class Every(StrEnum):
    """How dates follow one another."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH_DAY = "MONTHLY"
    """The same day of the month; the last one where the month is shorter."""
    MONTH_WEEKDAY = "MONTHLY_WEEKDAY"
    """«The second Tuesday»: the same weekday in the same week of the month; the last one for a fifth."""


EVERY_LABELS = {
    Every.DAY: mark("tous les jours"),
    Every.WEEK: mark("toutes les semaines"),
    Every.MONTH_DAY: mark("tous les mois, le même jour"),
    Every.MONTH_WEEKDAY: mark("tous les mois, le même jour de la semaine"),
}


@dataclass(frozen=True)
class Rule:
    """Dates that follow a first one: every `interval` days, weeks or months, `count` of them or `until` one.

    `weekdays` (0 is Monday) are for weeks only; none means the first date's own.
    """

    every: Every
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    count: int | None = None
    until: date | None = None


def dates(rule: Rule, first: date, without: Collection[date] = ()) -> list[date]:
    """The days after `first` that the rule gives, those of `without` left out (and not made up for).

    InvalidInput: neither or both of count and until, an end before the second date, more than 104.
    """
    _check(rule, first)
    wanted = rule.count if rule.count is not None else MOST + 1
    days = [one.date() for one in islice(iter(_made(rule, first)), wanted + 1)]
    found = [day for day in days if day != first][:wanted]
    if len(found) > MOST:
        raise InvalidInput(
            _("Cela fait plus de {most} copies. Choisissez une fin plus proche.", most=MOST), "until"
        )
    if not found:
        raise InvalidInput(_("Aucune date avant la fin choisie. Choisissez une fin plus tardive."), "until")
    return [day for day in found if day not in without]


def written(rule: Rule, first: date) -> str:
    """The rule as calendars write it; COUNT is the number of copies."""
    told = str(_made(rule, first)).rpartition("RRULE:")[2]
    return told if rule.count is None else f"{told};COUNT={rule.count}"


def _check(rule: Rule, first: date) -> None:
    if not 1 <= rule.interval <= 52:
        raise InvalidInput(_("Choisissez un pas entre 1 et 52."), "interval")
    if (rule.count is None) == (rule.until is None):
        raise InvalidInput(_("Choisissez un nombre de copies, ou une dernière date."), "until")
    if rule.count is not None and not 1 <= rule.count <= MOST:
        raise InvalidInput(_("Choisissez entre 1 et {most} copies.", most=MOST), "count")
    if rule.until is not None and rule.until <= first:
        raise InvalidInput(_("La dernière date est avant la première copie."), "until")
    if not rule.weekdays <= frozenset(range(7)):
        raise InvalidInput(_("Choisissez des jours de la semaine."), "weekdays")


def _made(rule: Rule, first: date) -> rrule.rrule:
    start = datetime.combine(first, time())
    until = datetime.combine(rule.until, time()) if rule.until else None
    if rule.every is Every.DAY:
        return rrule.rrule(rrule.DAILY, start, interval=rule.interval, until=until)
    if rule.every is Every.WEEK:
        weekdays = sorted(rule.weekdays) or [first.weekday()]
        return rrule.rrule(rrule.WEEKLY, start, interval=rule.interval, byweekday=weekdays, until=until)
    if rule.every is Every.MONTH_DAY:
        # The last of the days up to the wanted one that the month has.
        last = list(range(min(first.day, 28), first.day + 1))
        return rrule.rrule(
            rrule.MONTHLY, start, interval=rule.interval, bymonthday=last, bysetpos=-1, until=until
        )
    week = (first.day - 1) // 7 + 1
    weekday = rrule.weekday(first.weekday(), week if week < 5 else -1)
    return rrule.rrule(rrule.MONTHLY, start, interval=rule.interval, byweekday=weekday, until=until)
