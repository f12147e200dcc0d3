"""What the calendar shows: month, week or list, and which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from campaigns.calendar import month
from core import clock, i18n
from core.i18n import _
from core.ui import frame

DAY, VIEW = "calendar-day", "calendar-view"
_ASKED = {"semaine": "week", "liste": "list"}


@dataclass(frozen=True)
class Shown:
    """The chosen view, the day that it is turned to, and the present wall time."""

    view: str
    day: date
    now: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on screen: a month shows the whole of its weeks."""
        return month.bounds(self.day) if self.view == "month" else self.period

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day that are meant."""
        if self.view == "week":
            first = self.day - timedelta(days=self.day.weekday())
            return first, first + timedelta(days=6)
        first = self.day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def shown() -> Shown:
    """What was chosen so far; at first the present month, or the view that the address names."""
    st.session_state.setdefault(VIEW, _ASKED.get(st.query_params.get("vue", ""), "month"))
    now = clock.now().astimezone(ZoneInfo(frame.timezone())).replace(tzinfo=None)
    return Shown(st.session_state[VIEW], st.session_state.get(DAY, now.date()), now)


def title(now: Shown) -> str:
    """«Novembre 2026», «Semaine du 23/11/2026 au 29/11/2026»."""
    first, last = now.period
    if now.view == "week":
        return _("Semaine du {first} au {last}", first=i18n.short_day(first), last=i18n.short_day(last))
    name = i18n.month(first)
    return name[:1].upper() + name[1:]
