"""The calendar component: FullCalendar 6.1, drawn by what the page gives it, answering by gestures.

The library is a file that set-up copied to /assets, kept by browsers; the component itself is small.
Nothing moves by itself: a gesture comes back to the page, which draws what is true afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import streamlit as st

from core import i18n
from core.i18n import _

_HERE = Path(__file__).parent
SOURCE = "/assets/fullcalendar.js?6.1.20"
VIEWS = {"month": "dayGridMonth", "week": "timeGridWeek", "list": "listMonth"}
_GESTURES = ("moved", "opened", "free")
_HTML = '<div class="pv" role="region"><div class="frame"></div><ul class="legend"></ul></div>'


@dataclass(frozen=True)
class Event:
    """One thing to draw at its wall time («2026-11-25T18:00»); `family` names its colour and shape.

    `label` says all of it in words; `word` and its `colour` are the state; `sub` a second line of the list.
    """

    id: str
    title: str
    start: str
    end: str
    all_day: bool
    family: str
    hour: str
    label: str
    word: str
    colour: str
    sub: str
    revision: int
    movable: bool = False
    outside: bool = False
    dashed: bool = False
    check: bool = False
    given_up: bool = False
    overlap: bool = False


@dataclass(frozen=True)
class Day:
    """What stands behind a day: hatched for school holidays and public ones, with its name."""

    name: str
    short: str
    """The name in a cell of the month."""
    public: bool
    school: bool


@dataclass(frozen=True)
class Gesture:
    """What somebody did: «moved» an event, «opened» one, chose a «free» day or hour."""

    what: str
    id: str = ""
    day: date | None = None
    hour: time | None = None
    revision: int = 0


def gesture(key: str) -> Gesture | None:
    """What was done since the last run, once; call it before reading what is to be drawn."""
    found = st.session_state.pop(f"{key}-gesture", None)
    return _read(*found) if found else None


def draw(
    key: str,
    *,
    view: str,
    day: date,
    now: datetime,
    events: Sequence[Event],
    days: Mapping[date, Day],
    hours: tuple[int, int],
    legend: Sequence[tuple[str, str]] = (),
) -> None:
    """Draw the calendar; what is done with it is `gesture` at the next run. `now` is a wall time.

    `legend` explains marks: a family or «outside», «dashed», «check», «off», each with its words.
    """
    turn = st.session_state[f"{key}-turn"] = st.session_state.get(f"{key}-turn", 0) + 1
    data = {
        "turn": turn,
        "source": SOURCE,
        "view": VIEWS[view],
        "date": day.isoformat(),
        "now": f"{now:%Y-%m-%dT%H:%M:00}",
        "locale": "fr" if i18n.language() == "fr" else "en-gb",
        "hours": [f"{hours[0]:02}:00:00", f"{hours[1]:02}:00:00"],
        "days": {one.isoformat(): asdict(what) for one, what in days.items()},
        "events": [_event(one) for one in events],
        "legend": [list(one) for one in legend],
        "words": _words(),
    }
    _component()(key=key, data=data, **{f"on_{one}_change": _keep(key, one) for one in _GESTURES})


def _component() -> Any:
    return st.components.v2.component(
        "porte_voix_calendar",
        html=_HTML,
        css=(_HERE / "calendar.css").read_text(),
        js=(_HERE / "calendar.js").read_text(),
    )


def _keep(key: str, what: str) -> Any:
    def keep() -> None:
        told = getattr(st.session_state.get(key), what, None)
        if told:
            st.session_state[f"{key}-gesture"] = (what, told)

    return keep


def _read(what: str, told: Mapping[str, Any]) -> Gesture | None:
    """A gesture comes from a browser: what cannot be read is none."""
    start = str(told.get("start", ""))
    try:
        day = date.fromisoformat(start[:10]) if start else None
        hour = time.fromisoformat(start[11:16]) if len(start) > 10 else None
        return Gesture(what, str(told.get("id", "")), day, hour, int(told.get("revision", 0)))
    except (TypeError, ValueError):
        return None


def _event(event: Event) -> dict[str, Any]:
    marks = {
        "outside": event.outside,
        "dashed": event.dashed,
        "check": event.check,
        "given-up": event.given_up,
    }
    return {
        "id": event.id,
        "title": event.title,
        "start": event.start,
        "end": event.end,
        "allDay": event.all_day,
        "startEditable": event.movable,
        "classNames": [event.family, *(name for name, there in marks.items() if there)],
        "extendedProps": {
            "hour": event.hour,
            "allDay": _("journée"),
            "label": event.label,
            "word": event.word,
            "colour": event.colour,
            "sub": event.sub,
            "revision": event.revision,
            "overlap": event.overlap,
        },
    }


def _words() -> dict[str, str]:
    return {
        "calendar": _("Calendrier"),
        "create": _("Créer quelque chose le $0"),
        "more": _("de plus"),
        "more_hint": _("Voir les $0 autres"),
        "close": _("Fermer"),
        "all_day": _("journée"),
        "nothing": _("Rien de prévu sur cette période."),
        "failed": _("Le calendrier n'a pas pu se charger. Rechargez la page."),
    }
