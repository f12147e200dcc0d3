"""Charts of openings, each with the words that replace it. Colours come from the theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import altair as alt
import pandas as pd

from core import figures, i18n
from core.i18n import _, mark, n_

WEEKDAYS = (
    mark("lundi"),
    mark("mardi"),
    mark("mercredi"),
    mark("jeudi"),
    mark("vendredi"),
    mark("samedi"),
    mark("dimanche"),
)


class Drawn(NamedTuple):
    """A chart, and what it says in words."""

    chart: figures.AnyChart
    alt: str


def daily(human: Mapping[date, int], total: Mapping[date, int], days: Sequence[date]) -> Drawn:
    """Human openings a day as bars, all openings as a line above them."""
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(list(days)),
            "human": [human.get(day, 0) for day in days],
            "total": [total.get(day, 0) for day in days],
        }
    )
    x = alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%d/%m", labelAngle=0, tickCount=6))
    tooltip = [
        alt.Tooltip("day:T", title=_("Jour"), format="%d/%m/%Y"),
        alt.Tooltip("human:Q", title=_("Humains")),
        alt.Tooltip("total:Q", title=_("Au total")),
    ]
    base = alt.Chart(frame).encode(x=x, tooltip=tooltip)
    bars = base.mark_bar(width={"band": 0.8}, color="#B1568A").encode(
        y=alt.Y("human:Q", title=None, axis=alt.Axis(tickMinStep=1))
    )
    line = base.mark_line(strokeDash=[4, 3], strokeWidth=1.5, color="#71656B").encode(y="total:Q")
    said = n_("{count} scan humain", "{count} scans humains", int(frame["human"].sum()))
    return Drawn(
        (bars + line).properties(height=200),
        _("{said} en {days} jours. Barres : humains ; tirets : au total.", said=said, days=len(days)),
    )


def week(grid: Sequence[Sequence[int]]) -> Drawn:
    """Human openings by weekday and hour: the darker, the more."""
    names = [_(name) for name in WEEKDAYS]
    rows = [
        {"weekday": names[day], "hour": hour, "scans": count}
        for day, hours in enumerate(grid)
        for hour, count in enumerate(hours)
    ]
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X(
                "hour:O",
                title=None,
                axis=alt.Axis(labelAngle=0, values=list(range(0, 24, 3)), labelExpr="datum.value + ' h'"),
            ),
            y=alt.Y("weekday:O", title=None, sort=names),
            color=alt.Color("scans:Q", title=None, legend=None),
            tooltip=[
                alt.Tooltip("weekday:O", title=_("Jour")),
                alt.Tooltip("hour:O", title=_("Heure")),
                alt.Tooltip("scans:Q", title=_("Humains")),
            ],
        )
        .properties(height=200)
    )
    return Drawn(chart, busiest(grid))


def busiest(grid: Sequence[Sequence[int]]) -> str:
    """«Surtout le samedi, vers 18 h», once there is enough to say it."""
    total = sum(map(sum, grid))
    if total < 20:
        return _("Trop peu de scans pour dire un jour ou une heure.")
    day = max(range(7), key=lambda one: sum(grid[one]))
    hour = max(range(24), key=lambda one: sum(hours[one] for hours in grid))
    return _(
        "Le jour le plus scanné est le {day} ({share} %), l'heure la plus scannée {hour} h.",
        day=_(WEEKDAYS[day]),
        share=i18n.number(100 * sum(grid[day]) / total),
        hour=hour,
    )
