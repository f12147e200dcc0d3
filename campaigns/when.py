"""Days and hours that people plan: absurd ones are refused, wall times become instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock, i18n
from core.errors import InvalidInput
from core.i18n import _

FIRST_DAY = date(2020, 1, 1)
FARTHEST = timedelta(days=3 * 366)
WALL = "%Y-%m-%dT%H:%M"


def sane_day(day: date, field: str) -> date:
    """`day`, or InvalidInput when it is before 2020 or more than three years from today."""
    latest = clock.now().date() + FARTHEST
    if not FIRST_DAY <= day <= latest:
        raise InvalidInput(
            _(
                "Le {day} est trop loin. Choisissez une date entre le {first} et le {latest}.",
                day=i18n.short_day(day),
                first=i18n.short_day(FIRST_DAY),
                latest=i18n.short_day(latest),
            ),
            field,
        )
    return day


def period(starts_on: date, ends_on: date) -> tuple[date, date]:
    """The period, or InvalidInput: ends before it starts, longer than three years, too far away."""
    if ends_on < starts_on:
        raise InvalidInput(
            _(
                "La fin est avant le début. Choisissez une fin à partir du {day}.",
                day=i18n.short_day(starts_on),
            ),
            "ends_on",
        )
    if ends_on - starts_on > FARTHEST:
        raise InvalidInput(
            _("Cette période dépasse trois ans. Choisissez une fin plus proche du début."), "ends_on"
        )
    return sane_day(starts_on, "starts_on"), sane_day(ends_on, "ends_on")


def planned(day: date, wall: time, timezone: str, fold: int = 0) -> tuple[datetime, str]:
    """The UTC instant of a wall time, and that wall time as people wrote it («2026-11-25T18:00»).

    A time that the clocks skip is refused (InvalidInput, field «wall»); one that they show twice
    is its first passage, or with `fold` 1 its second. Seconds are dropped. An unknown zone is
    InvalidInput, field «timezone».
    """
    wall = wall.replace(second=0, microsecond=0, tzinfo=None, fold=fold)
    written = datetime.combine(sane_day(day, "day"), wall.replace(fold=0))
    zone = _zone(timezone)
    instant = clock.planned(day, wall, timezone)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    if shown != written:
        raise InvalidInput(
            _(
                "Cette heure n'existe pas le {day} : les horloges avancent et la sautent. "
                "Choisissez par exemple {moment}.",
                day=i18n.short_day(day),
                moment=i18n.moment(instant, timezone),
            ),
            "wall",
        )
    return instant.astimezone(UTC), written.strftime(WALL)


def twice(day: date, wall: time, timezone: str) -> bool:
    """Whether the clocks show that hour twice on that day: somebody has to say which one is meant."""
    zone = _zone(timezone)
    first = datetime.combine(day, wall.replace(tzinfo=None, fold=0), zone).utcoffset()
    last = datetime.combine(day, wall.replace(tzinfo=None, fold=1), zone).utcoffset()
    # In the hour that spring skips the two differ as well, the other way round.
    return first is not None and last is not None and first > last


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise InvalidInput(
            _("Ce fuseau horaire est inconnu. Choisissez par exemple Europe/Paris."), "timezone"
        ) from None
