"""Altair charts. Colours come from the theme: nine fixed names and no range, so light and dark follow.

Every chart comes with the words that replace it for somebody who does not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from core import figures
from core.i18n import _, mark
from core.territory import FAMILY_OF, Channel, Family, label
from reach import funnel, sentences
from reach.evidence import GRADES, Share
from reach.uncertainty import Interval

GRADE_LABELS = {"traced": mark("Tracé"), "said": mark("Code dit"), "declared": mark("Déclaré")}
RING = "M0,-1A1,1 0 1,1 0,1A1,1 0 1,1 0,-1M0,-.58A.58,.58 0 1,0 0,.58A.58,.58 0 1,0 0,-.58"
_FAMILY_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "circle")
SHAPES = [*_FAMILY_SHAPES, "circle", "diamond", RING]
ROW = 38
_SPARE = 1.3  # room at the right end for «24 à 39»


class Drawn(NamedTuple):
    """A chart, and its takeaway in words (the `alt` of the element)."""

    chart: figures.AnyChart
    alt: str


def cited(shares: Sequence[Share]) -> Drawn:
    """«Cité par», in percent of the people who answered: one interval per channel, the largest first."""
    said = {share.channel: sentences.percent(share.interval) for share in shares}
    found = [(share.channel, share.interval) for share in shares]
    words = ". ".join(
        _("{channel} : {range} %", channel=label(channel), range=text) for channel, text in said.items()
    )
    return Drawn(_intervals(found, said, 1, ".0%"), _("Cité par, intervalle à 95 %. {words}.", words=words))


def rates(found: Mapping[Channel, Interval]) -> Drawn:
    """Traced first contacts for 100 human scans: one interval per channel, the highest first."""
    said = {channel: sentences.per_100(interval) for channel, interval in found.items()}
    ranked = sorted(found.items(), key=lambda item: -item[1].middle)
    words = ". ".join(
        _("{channel} : {range}", channel=label(channel), range=said[channel]) for channel, _rate in ranked
    )
    spoken = _("Premiers contacts tracés pour 100 scans, intervalle à 95 %. {words}.", words=words)
    return Drawn(_intervals(ranked, said, 100, "~g"), spoken)


def evidence(table: pd.DataFrame) -> Drawn:
    """First contacts per channel by what proves them: three marks on a row, never a sum."""
    known = table[table["channel"] != Channel.UNKNOWN]
    frame = known.melt("channel", list(GRADES), "grade", "contacts").dropna()
    frame["channel"] = [label(channel) for channel in frame["channel"]]
    frame["grade"] = [_(GRADE_LABELS[grade]) for grade in frame["grade"]]
    frame["contacts"] = frame["contacts"].astype(int)
    grades = [_(GRADE_LABELS[grade]) for grade in GRADES]
    legend = alt.Legend(values=grades, orient="top", title=None)
    marks = (
        alt.Chart(frame)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=alt.X(
                "contacts:Q",
                title=_("premiers contacts"),
                axis=alt.Axis(tickMinStep=1, tickCount=6, format=",d"),
            ),
            y=_rows([label(channel) for channel in known["channel"]]),
            # Three lines a row, a little apart: equal counts would hide one another.
            yOffset=alt.YOffset("grade:N", sort=grades, scale=alt.Scale(paddingOuter=1)),
            color=alt.Color("grade:N", scale=alt.Scale(domain=family_names()), legend=legend),
            shape=alt.Shape("grade:N", scale=alt.Scale(domain=family_names(), range=SHAPES), legend=legend),
            tooltip=[
                alt.Tooltip("channel:N", title=_("Canal")),
                alt.Tooltip("grade:N", title=_("Preuve")),
                alt.Tooltip("contacts:Q", title=_("Premiers contacts")),
            ],
        )
        .properties(height=alt.Step(ROW, **{"for": "position"}))
    )
    words = ". ".join(_spoken(row) for row in funnel.records(known))
    return Drawn(figures.styled(marks), _("Premiers contacts par preuve. {words}.", words=words))


def _intervals(
    found: Sequence[tuple[Channel, Interval]], said: Mapping[Channel, str], times: int, axis: str
) -> figures.AnyChart:
    frame = pd.DataFrame(
        {
            "channel": [label(channel) for channel, _interval in found],
            "family": [label(FAMILY_OF[channel]) for channel, _interval in found],
            "low": [interval.low * times for _channel, interval in found],
            "middle": [interval.middle * times for _channel, interval in found],
            "high": [interval.high * times for _channel, interval in found],
            "text": [said[channel] for channel, _interval in found],
        }
    )
    rows = _rows(list(frame["channel"]))
    colour = alt.Color("family:N", scale=alt.Scale(domain=family_names()), legend=None)
    shape = alt.Shape("family:N", scale=alt.Scale(domain=family_names(), range=SHAPES), legend=None)
    room = alt.Scale(domain=[0, float(frame["high"].max()) * _SPARE], nice=False)
    across = alt.X("low:Q", title=None, scale=room, axis=alt.Axis(format=axis, tickCount=5, tickMinStep=0.01))
    base = alt.Chart(frame).encode(y=rows, tooltip=_tips())
    tick = base.mark_tick(thickness=3, height=13, opacity=1, orient="vertical")
    chart = alt.layer(
        base.mark_rule(strokeWidth=3, opacity=1).encode(x=across, x2="high:Q", color=colour),
        tick.encode(x=alt.X("low:Q", scale=room), color=colour),
        tick.encode(x=alt.X("high:Q", scale=room), color=colour),
        base.mark_point(filled=True, size=150, opacity=1).encode(x="middle:Q", color=colour, shape=shape),
        base.mark_text(align="left", dx=10, fontSize=14).encode(x="high:Q", text="text:N"),
    ).properties(height=alt.Step(ROW))
    return figures.styled(chart)


def _tips() -> list[alt.Tooltip]:
    return [alt.Tooltip("channel:N", title=_("Canal")), alt.Tooltip("text:N", title=_("Intervalle à 95 %"))]


def _rows(order: list[str]) -> alt.Y:
    # 12, not 8: a mark at zero would touch its own label.
    return alt.Y("channel:N", sort=order, title=None, axis=alt.Axis(labelPadding=12))


def family_names() -> list[str]:
    """The nine fixed names, in the order of chartCategoricalColors."""
    return [label(family) for family in Family] + [_(GRADE_LABELS[grade]) for grade in GRADES]


def _spoken(row: Mapping[str, Any]) -> str:
    counts = [
        f"{_(GRADE_LABELS[grade]).lower()} {'–' if row[grade] is None else row[grade]}" for grade in GRADES
    ]
    return _("{channel} : {counts}", channel=label(row["channel"]), counts=", ".join(counts))
