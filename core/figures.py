"""Altair charts of every room: one style, French numbers and dates.

Colours come from the theme, so light and dark follow; a chart is never shown without its words.
"""

from __future__ import annotations

import altair as alt

from core import i18n

_FRENCH_DAYS = ("dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
_FRENCH_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_FRENCH_SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart


def styled(chart: AnyChart) -> AnyChart:
    """The chart in the style of the house, in the reader's language."""
    # First: `configure` throws away what other configure_… calls have set.
    located: AnyChart = chart.configure(locale=_french()) if i18n.language() == "fr" else chart
    styled: AnyChart = (
        located.configure_axis(
            labelFontSize=14,
            titleFontSize=13,
            titleFontWeight="normal",
            labelLimit=240,
            domain=False,
            ticks=False,
            gridDash=[2, 3],
            labelPadding=8,
            titlePadding=10,
            labelFlush=False,
        )
        .configure_axisY(grid=False)
        .configure_legend(orient="top", title=None, labelFontSize=13, symbolSize=110)
        .configure_view(stroke=None)
    )
    return styled


def _french() -> alt.Locale:
    numbers = alt.NumberLocale(
        decimal=",",
        thousands=i18n.NNBSP,
        grouping=[3],
        currency=["", f"{i18n.NBSP}€"],
        percent=f"{i18n.NBSP}%",
    )
    times = alt.TimeLocale(
        dateTime="%A %e %B %Y, %X",
        date="%d/%m/%Y",
        time="%H:%M:%S",
        periods=["", ""],
        days=list(_FRENCH_DAYS),
        shortDays=[f"{day[:3]}." for day in _FRENCH_DAYS],
        months=list(_FRENCH_MONTHS),
        shortMonths=list(_FRENCH_SHORT_MONTHS),
    )
    return alt.Locale(number=numbers, time=times)
