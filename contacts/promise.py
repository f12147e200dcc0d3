"""What the thank-you page says about the answer: only what the chosen moment makes true."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from contacts.intake import Received
from contacts.models import DetailKind
from contacts.wording import When
from core import clock, i18n, settings
from core.i18n import _

EVENING_HOUR = 17
SATURDAY = 5


def of(received: Received, *, polite: bool) -> tuple[str, str]:
    """The title and the sentence under it, for a request that has just come in."""
    when, today = received.when, clock.today(settings.current().timezone)
    day = _day(when)
    called = received.kind is DetailKind.PHONE
    return _title(_moment(when, day, today), called=called, polite=polite), _detail(when, day, polite=polite)


def _day(when: When | None) -> date | None:
    """The day of the answer, where one can be named truly."""
    local = clock.now().astimezone(ZoneInfo(settings.current().timezone))
    today = local.date()
    if when is When.SATURDAY and today.weekday() != SATURDAY:
        return today + timedelta(days=(SATURDAY - today.weekday()) % 7)
    if when is When.EVENING and today.weekday() < SATURDAY and local.hour < EVENING_HOUR:
        return today
    return None


def _moment(when: When | None, day: date | None, today: date) -> str:
    if when is When.EVENING:
        return _("ce soir") if day == today else _("un soir, après 17 h")
    if when is When.SATURDAY:
        return _("un samedi") if day is None else _("samedi")
    return _("dès que possible")


def _title(moment: str, *, called: bool, polite: bool) -> str:
    if called:
        return (
            _("C'est noté. On vous appelle {when}.", when=moment)
            if polite
            else _("C'est noté. On t'appelle {when}.", when=moment)
        )
    return (
        _("C'est noté. On vous écrit {when}.", when=moment)
        if polite
        else _("C'est noté. On t'écrit {when}.", when=moment)
    )


def _detail(when: When | None, day: date | None, *, polite: bool) -> str:
    if day is None:
        return (
            _("C'est une personne de l'équipe qui vous répond, pas un robot.")
            if polite
            else _("C'est une personne de l'équipe qui te répond, pas un robot.")
        )
    named = i18n.day(day)
    if when is When.EVENING:
        named = _("{day}, après 17 h", day=named)
    return (
        _("Une personne de l'équipe vous répond {day}.", day=named)
        if polite
        else _("Une personne de l'équipe te répond {day}.", day=named)
    )
