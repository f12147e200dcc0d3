"""How actions read on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date

from campaigns.actions import typed
from campaigns.actions.kinds import STATE_LABELS
from campaigns.actions.listing import ActionRow
from campaigns.actions.typed import Slot
from campaigns.models import ActionState
from core import i18n, territory
from core.i18n import _, n_
from core.ui import parts

_COLOURS = {
    ActionState.PLANNED: "gray",
    ActionState.CONFIRMED: "blue",
    ActionState.HELD: "green",
    ActionState.CANCELLED: "gray",
}


def badge(row: ActionRow, now: datetime) -> str:
    """The state of an action as a coloured word; one that nobody told the end of stands out."""
    if row.to_say(now):
        return f":orange-badge[{_('à noter')}]"
    return f":{_COLOURS[row.state]}-badge[{_(STATE_LABELS[row.state])}]"


def icon(row: ActionRow) -> str:
    """The icon of its channel; its name stands beside it."""
    return f":material/{territory.ICONS[row.channel]}:"


def hours(slot: Slot) -> str:
    """«14 h – 18 h», with the last day where it is another."""
    ends = typed.hour(slot.ends)
    if slot.ends_on is not None:
        ends = f"{ends} ({short(slot.ends_on)})"
    return f"{typed.hour(slot.starts)} – {ends}"


def short(day: date) -> str:
    """«mer. 25 nov.»."""
    return str(format_date(day, "EEE d MMM", locale=i18n.language()))


def slot_said(slot: Slot) -> str:
    """«mer. 25 nov., 14 h – 18 h»."""
    return f"{short(slot.day)}, {hours(slot)}"


def when(row: ActionRow) -> str:
    """«mercredi 25 novembre 2026, 14 h – 18 h»."""
    return f"{i18n.day(row.slot.day)}, {hours(row.slot)}"


def line(row: ActionRow) -> str:
    """One line of the list: day, hours, what, where; the marks of evening and Saturday."""
    said = f"{slot_said(row.slot)}\u2003{icon(row)} **{parts.plain(row.title)}**"
    place = parts.plain(row.place)
    tell = [_("soir")] if row.evening else []
    tell += [_("samedi")] if row.saturday else []
    return f"{said}, {place}" + (f" ({', '.join(tell)})" if tell else "")


def week(row: ActionRow) -> str:
    """«Semaine du 23 novembre 2026»."""
    monday = row.slot.day - timedelta(days=row.slot.day.weekday())
    return _("Semaine du {day}", day=i18n.day(monday).partition(" ")[2])


def told(rows: Sequence[ActionRow], now: datetime) -> str:
    """«12 à venir, 3 à noter, 40 tenues.», for the page head."""
    coming = sum(
        row.state in {ActionState.PLANNED, ActionState.CONFIRMED} and row.ends_at > now for row in rows
    )
    return _(
        "{coming} à venir, {open} à noter, {held} tenues.",
        coming=i18n.number(coming),
        open=i18n.number(sum(row.to_say(now) for row in rows)),
        held=i18n.number(sum(row.state is ActionState.HELD for row in rows)),
    )


def sentence(rows: Sequence[ActionRow], now: datetime) -> tuple[str, str] | None:
    """What decides something: those to note, else the next one."""
    if waiting := sum(row.to_say(now) for row in rows):
        return (
            n_(
                "Une action est passée sans qu'on sache ce qu'elle a donné.",
                "{count} actions sont passées sans qu'on sache ce qu'elles ont donné.",
                waiting,
            ),
            _("À noter tant qu'on s'en souvient : tenue ou annulée, et ce qui a été compté."),
        )
    coming = next((row for row in rows if row.ends_at > now and row.state is not ActionState.CANCELLED), None)
    if coming is None:
        return None
    return _(
        "Prochaine action : {day}, {place}.",
        day=i18n.moment(coming.starts_at, coming.timezone),
        place=coming.place,
    ), ""
