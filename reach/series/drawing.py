"""Curves in the style of the house, each with the words that replace it.

A line joins exact numbers of one definition only; a rounded number is a hollow point on its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from core import figures, i18n
from core.i18n import _, number
from core.territory import Channel, Family, label
from reach.charts import Drawn, family_names
from reach.series import curves
from reach.series.curves import Point

HEIGHT = 260
MOST_LINES = 4
_DASHES = [[1, 0], [6, 3], [2, 2], [9, 3, 2, 3]]


def curve(points: Sequence[Point], unit: str) -> Drawn:
    """One measure over time."""
    frame = _frame(points)
    base = alt.Chart(frame).encode(
        x=_days(),
        y=alt.Y("value:Q", title=unit, axis=alt.Axis(format=",d", tickMinStep=1, grid=True)),
        color=alt.Color("family:N", scale=alt.Scale(domain=family_names()), legend=None),
        tooltip=[
            alt.Tooltip("day:T", title=_("Jour"), format="%d/%m/%Y"),
            alt.Tooltip("text:N", title=unit),
        ],
    )
    chart = alt.layer(
        base.mark_line(strokeWidth=2.5, opacity=1).encode(detail="piece:N"),
        base.transform_filter("datum.rounded").mark_point(
            size=70, filled=False, opacity=1, strokeWidth=2, aria=False
        ),
        base.transform_filter("!datum.rounded").mark_point(size=28, filled=True, opacity=1, aria=False),
    ).properties(height=HEIGHT)
    first, last = points[0], points[-1]
    spoken = _(
        "{unit} : {first} le {since}, {last} le {until}.",
        unit=unit,
        first=_said(first),
        since=i18n.short_day(first.day),
        last=_said(last),
        until=i18n.short_day(last.day),
    )
    return Drawn(figures.styled(chart), spoken)


def compared(found: Mapping[str, Sequence[Point]]) -> Drawn:
    """Networks side by side, each from 100 at its own start: how they move, never how big they are."""
    shown = list(found)[:MOST_LINES]
    frame = pd.concat([_indexed(network, found[network]) for network in shown])
    names = [label(Channel(network)) for network in shown]
    base = alt.Chart(frame).encode(
        x=_days(),
        y=alt.Y("index:Q", title=_("100 au début"), axis=alt.Axis(format=",d"), scale=alt.Scale(zero=False)),
        color=alt.Color("family:N", scale=alt.Scale(domain=family_names()), legend=None),
        tooltip=[
            alt.Tooltip("network:N", title=_("Réseau")),
            alt.Tooltip("day:T", title=_("Semaine du"), format="%d/%m/%Y"),
            alt.Tooltip("text:N", title=_("Total")),
        ],
    )
    dash = alt.StrokeDash(
        "network:N", scale=alt.Scale(domain=names, range=_DASHES[: len(names)]), legend=None
    )
    ends = frame[frame["last"]]
    chart = alt.layer(
        base.mark_line(strokeWidth=2.5, opacity=1).encode(detail="piece:N", strokeDash=dash),
        base.transform_filter("datum.rounded").mark_point(
            size=50, filled=False, opacity=1, strokeWidth=2, aria=False
        ),
        base.mark_text(align="left", dx=8, fontSize=14)
        .encode(text="network:N", color=alt.value("currentColor"))
        .properties(data=ends),
    ).properties(height=HEIGHT, padding={"right": 90, "left": 5, "top": 5, "bottom": 5})
    words = ", ".join(
        f"{name} {number(float(ends[ends['network'] == name]['index'].iloc[0]))}" for name in names
    )
    return Drawn(figures.styled(chart), _("Évolution depuis 100 au début. {words}.", words=words))


def _frame(points: Sequence[Point]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime([point.day for point in points]),
            "value": [point.value for point in points],
            "rounded": [point.rounded for point in points],
            "piece": [str(piece) for piece in curves.pieces(points)],
            "text": [_said(point) for point in points],
            "family": label(Family.ONLINE),
        }
    )


def _indexed(network: str, points: Sequence[Point]) -> pd.DataFrame:
    """Each definition begins at 100 anew: a total before and one after do not follow each other."""
    frame = _frame(points)
    starts = {point.series: point.value for point in reversed(points) if point.value}
    frame["index"] = [100 * point.value / starts.get(point.series, 1) for point in points]
    frame["network"] = label(Channel(network))
    frame["piece"] = network + frame["piece"]
    frame["last"] = [place == len(points) - 1 for place in range(len(points))]
    return frame


def _days() -> alt.X:
    return alt.X("day:T", title=None, axis=alt.Axis(format="%e %b", labelAngle=0, tickCount=6))


def _said(point: Point) -> str:
    return f"≈ {number(point.value)}" if point.rounded else number(point.value)
