"""The calendar as calendars on phones read it (RFC 5545): one event per item, times in UTC.

What an item is known by never changes; each change of it raises its sequence, and what is given up
stays there as cancelled, so that it goes from the phone as well. Lines are written here, since a
library that models each value takes ten times as long; tests read them back with two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from campaigns.calendar.item import STATE_LABELS, UNFINISHED, Item, ItemKind, ItemState
from core import clock, settings, territory
from core.i18n import _

OWN = (ItemKind.POST, ItemKind.ACTION)
LONGEST_LINE = 75
"""Octets of a line; what is longer goes on in the next one, behind a space."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")


def written(name: str, items: Iterable[Item]) -> bytes:
    """The items as a calendar named `name`."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Porte-Voix//Agenda//FR",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)} - Porte-Voix",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    now, address = _instant(clock.now()), settings.current().public_url
    words = {state: _("État : {state}.", state=_(label)) for state, label in STATE_LABELS.items()}
    for item in items:
        lines += _event(item, now, address, words[item.state])
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def uid(item: Item) -> str:
    """What calendars know the item by, for ever."""
    return f"{item.thing if item.kind in OWN else item.id}@porte-voix"


def summary(item: Item) -> str:
    """The line that a phone shows; what comes from rooms above shows no name there."""
    if item.kind not in OWN:
        return item.note
    beside = item.beside if item.place else ", ".join(territory.label(channel) for channel in item.channels)
    return f"{item.title} ({beside})" if beside else item.title


def sequence(item: Item) -> int:
    """How often it was changed: its own changes, and each network where something was said of it."""
    return item.revision - 1 + item.told


def _event(item: Item, now: str, address: str, state: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(item)}"
    yield f"DTSTAMP:{now}"
    if item.all_day:
        yield f"DTSTART;VALUE=DATE:{item.wall[:10].replace('-', '')}"
        yield f"DTEND;VALUE=DATE:{item.ends_wall[:10].replace('-', '')}"
    else:
        yield f"DTSTART:{_instant(item.starts_at)}"
        yield f"DTEND:{_instant(item.ends_at)}"
    yield f"SEQUENCE:{sequence(item)}"
    yield f"STATUS:{_status(item)}"
    yield f"SUMMARY:{_text(summary(item))}"
    if item.kind in OWN:
        yield f"DESCRIPTION:{_text(f'{item.note}{chr(10) * 2}{state}' if item.note else state)}"
        yield f"CATEGORIES:{_text(item.campaign)}"
    if item.place:
        yield f"LOCATION:{_text(item.place)}"
    yield f"URL:{address}/{item.page}"
    yield f"TRANSP:{'OPAQUE' if item.kind is ItemKind.ACTION else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _status(item: Item) -> str:
    if item.state is ItemState.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if item.state in UNFINISHED else "CONFIRMED"


def _instant(value: datetime) -> str:
    # From the database and the clock: in UTC already.
    return value.strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """One value: signs that mean something to a calendar are kept as signs, control signs go."""
    return _CONTROL.sub("", value.replace("\r\n", "\n")).translate(_ESCAPED)


def _folded(line: str) -> str:
    if len(line) * 4 <= LONGEST_LINE or len(line.encode()) <= LONGEST_LINE:
        return line
    pieces, piece, left = [], "", LONGEST_LINE
    for sign in line:
        octets = len(sign.encode())
        if octets > left:
            pieces.append(piece)
            piece, left = "", LONGEST_LINE - 1
        piece, left = piece + sign, left - octets
    return "\r\n ".join([*pieces, piece])
