"""Items as the calendar draws them, and the sentence above it."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.calendar.item import (
    ALL,
    KIND_LABELS,
    STATE_LABELS,
    UNFINISHED,
    Item,
    ItemKind,
    ItemState,
    Wanted,
)
from campaigns.pages import _schedule_shown, _show
from campaigns.pages._schedule_shown import Shown
from core import i18n, territory
from core.i18n import _, n_
from core.ui import frame
from core.ui.calendar import Event

COLOURS = {
    **{ItemState(state.value): colour for state, colour in _show.STATE_COLOURS.items()},
    **dict.fromkeys((ItemState.PLANNED, ItemState.NOTED), "gray"),
    ItemState.CONFIRMED: "blue",
    ItemState.TO_TELL: "orange",
    ItemState.HELD: "green",
}


def events(items: Sequence[Item]) -> list[Event]:
    """The items as events; names of days are made once for all of them."""
    named = {day: i18n.day(day) for day in {item.day for item in items}}
    return [_event(item, named[item.day]) for item in items]


def _event(item: Item, day: str) -> Event:
    word = _(STATE_LABELS[item.state])
    hour = "" if item.all_day else i18n.hour(item.hour)
    return Event(
        id=item.id,
        title=item.title,
        start=item.wall[:10] if item.all_day else item.wall,
        end=item.ends_wall[:10] if item.all_day else item.ends_wall,
        all_day=item.all_day,
        family=item.family.value,
        hour=hour,
        label=", ".join(filter(None, (f"{item.title} : {day}", hour, *details(item), word))),
        word=word,
        colour=COLOURS[item.state],
        sub=", ".join(details(item)),
        revision=item.revision,
        movable=item.movable,
        outside=item.kind is ItemKind.ACTION,
        dashed=item.state in UNFINISHED and not item.needs_check,
        check=item.needs_check,
        given_up=item.state is ItemState.CANCELLED,
        overlap=bool(item.overlaps),
    )


def details(item: Item) -> list[str]:
    """What it is, its channels, place and campaign, and what is unusual about its time."""
    said = [_(KIND_LABELS[item.kind]), *(territory.label(channel) for channel in item.channels)]
    said += [part for part in (item.beside, item.campaign) if part]
    if item.second:
        said.append(_("second passage de cette heure"))
    if not item.all_day and item.timezone != frame.timezone():
        said.append(_("heure de {city}", city=city(item.timezone)))
    if item.overlaps:
        said.append(_("en même temps que {others}", others=", ".join(item.overlaps)))
    return said


def city(timezone: str) -> str:
    """«Paris», «Port au Prince»."""
    return timezone.rpartition("/")[2].replace("_", " ")


def sentence(items: Sequence[Item], shown: Shown, wanted: Wanted) -> str:
    """What the period holds: «Novembre 2026. 15 publications, 13 actions, 1 à vérifier.»"""
    first, last = shown.period
    meant = [item for item in items if first <= item.last_day and item.day <= last]
    posts = sum(item.kind is ItemKind.POST for item in meant)
    actions = sum(item.kind is ItemKind.ACTION for item in meant)
    said = [
        n_("{count} publication", "{count} publications", posts),
        n_("{count} action", "{count} actions", actions),
    ]
    late = sum(item.needs_check for item in meant)
    if late:
        said.append(n_("{count} à vérifier", "{count} à vérifier", late))
    filtered = "" if wanted == ALL else " " + _("Filtre actif.")
    return f"{_schedule_shown.title(shown)}. {', '.join(said)}.{filtered}"
