"""The calendar as calendars on phones read it (RFC 5545): one event per item, times in UTC.

What an item is known by never changes; each change of it raises its sequence, and what is given up
stays there as cancelled, so that it goes from the phone as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from campaigns.calendar.item import STATE_LABELS, UNFINISHED, Item, ItemKind, ItemState
from core import clock, settings, territory
from core.i18n import _

REFRESH = timedelta(hours=1)
OWN = (ItemKind.POST, ItemKind.ACTION)


def written(name: str, items: Iterable[Item]) -> bytes:
    """The items as a calendar named `name`."""
    made = Calendar()
    made.add("prodid", "-//Porte-Voix//Agenda//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{name} - Porte-Voix")
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    now, address = clock.now(), settings.current().public_url
    for item in items:
        made.add_component(_event(item, now, address))
    return bytes(made.to_ical())


def uid(item: Item) -> str:
    """What calendars know the item by, for ever."""
    return f"{item.thing if item.kind in OWN else item.id}@porte-voix"


def summary(item: Item) -> str:
    """The line that a phone shows; what comes from rooms above shows no name there."""
    if item.kind not in OWN:
        return item.note
    beside = item.place or ", ".join(territory.label(channel) for channel in item.channels)
    return f"{item.title} ({beside})" if beside else item.title


def sequence(item: Item) -> int:
    """How often it was changed: its own changes, and each network where something was said of it."""
    return item.revision - 1 + item.told


def _event(item: Item, now: datetime, address: str) -> Event:
    made = Event()
    made.add("uid", uid(item))
    made.add("dtstamp", now)
    made.add("dtstart", date.fromisoformat(item.wall[:10]) if item.all_day else item.starts_at)
    made.add("dtend", date.fromisoformat(item.ends_wall[:10]) if item.all_day else item.ends_at)
    made.add("sequence", sequence(item))
    made.add("status", _status(item))
    made.add("summary", summary(item))
    if item.kind in OWN:
        told = _("État : {state}.", state=_(STATE_LABELS[item.state]))
        made.add("description", f"{item.note}\n\n{told}" if item.note else told)
        made.add("categories", [item.campaign])
    if item.place:
        made.add("location", item.place)
    made.add("url", f"{address}/{item.page}")
    made.add("transp", "OPAQUE" if item.kind is ItemKind.ACTION else "TRANSPARENT")
    return made


def _status(item: Item) -> str:
    if item.state is ItemState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if item.state in UNFINISHED else "CONFIRMED"
