"""Delays said: the sentence that answers, the table beside the chart, the chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import altair as alt
import pandas as pd

from contacts import cards
from contacts.delays import Between, Delay, Step
from core import figures, i18n
from core.i18n import _, n_

FEWEST = 5
"""Under so many requests a delay says nothing about the next one."""
MARKS = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 48, 168))
SHOWN = timedelta(days=7)
# Grey stands for no family and no state; it is seen on both grounds (5.6 and 3.2 to 1).
LINE = "#71656B"

TABLE = """
<table><caption>{{ title }}</caption>
<thead><tr>{% for head in heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr><th scope="row">{{ row[0] }}</th>
{% for cell in row[1:] %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody>
</table>
"""


def sentence(delay: Delay) -> tuple[str, str]:
    """What the page says first, and what stands under it."""
    counted = n_("{count} demande en 90 jours", "{count} demandes en 90 jours", delay.requests)
    waiting = n_(
        "dont {count} sans réponse, comptée avec le temps déjà attendu.",
        "dont {count} sans réponse, comptées avec le temps déjà attendu.",
        delay.unanswered,
    )
    detail = (
        f"{counted}, {waiting}" if delay.unanswered else _("{counted}, toutes répondues.", counted=counted)
    )
    if delay.requests < FEWEST:
        return _("Trop peu de demandes pour dire un délai."), detail
    if delay.median is None:
        return _("Plus de la moitié des demandes attend encore : pas de délai habituel."), detail
    said = _("La moitié des demandes reçoit une réponse en {time}.", time=_hours(delay.median.middle))
    share = _share(delay.within_day)
    within = _("En moins de 24 h : {share}.", share=share) if share else ""
    return f"{said} {within}".strip(), detail


def table(delay: Delay) -> dict[str, object]:
    """The same as rows: quantiles, then the share answered after each time."""
    rows = [
        (_("Médiane"), _hours_of(delay.median), _range_of(delay.median)),
        (_("9 demandes sur 10"), _hours_of(delay.p90), _range_of(delay.p90)),
    ]
    for mark in MARKS:
        step = _at(delay.steps, mark)
        share = _percent(1 - step.waiting) if step else _percent(0)
        between = _percents(1 - step.high, 1 - step.low) if step else "–"
        known = _known(delay, mark)
        rows.append(
            (
                _("Répondues en {time}", time=cards.duration(mark)),
                share if known else "–",
                between if known else "–",
            )
        )
    return {
        "title": _("Délai jusqu'à la première réponse humaine"),
        "heads": (_("Mesure"), _("Valeur"), _("Intervalle à 95 %")),
        "rows": rows,
    }


def chart(delay: Delay) -> figures.AnyChart:
    """The share answered against the hours since the request, with its band."""
    points = [Step(timedelta(0), 1, 1, 1), *(step for step in delay.steps if step.time <= SHOWN)]
    frame = pd.DataFrame(
        {
            "hours": [step.time / timedelta(hours=1) for step in points],
            "share": [1 - step.waiting for step in points],
            "low": [1 - step.high for step in points],
            "high": [1 - step.low for step in points],
        }
    )
    across = alt.X(
        "hours:Q",
        title=_("Heures depuis la demande"),
        axis=alt.Axis(values=list(range(0, 169, 24))),
        scale=alt.Scale(domain=[0, 168]),
    )
    up = alt.Scale(domain=[0, 1])
    base = alt.Chart(frame).encode(x=across)
    drawn = alt.layer(
        base.mark_area(opacity=0.2, color=LINE, interpolate="step-after").encode(
            y=alt.Y("low:Q", title=None, axis=alt.Axis(format=".0%"), scale=up), y2="high:Q"
        ),
        base.mark_line(strokeWidth=3, color=LINE, interpolate="step-after").encode(
            y=alt.Y("share:Q", scale=up)
        ),
        alt.Chart(pd.DataFrame({"hours": [24]})).mark_rule(strokeDash=[4, 4], color=LINE).encode(x=across),
    ).properties(height=260)
    return figures.styled(drawn)


def _known(delay: Delay, mark: timedelta) -> bool:
    """Whether the curve says anything at that time: somebody's wait went so far."""
    return any(step.time >= mark or step.waiting == 0 for step in delay.steps) or delay.longest >= mark


def _at(steps: Sequence[Step], time: timedelta) -> Step | None:
    return next((step for step in reversed(steps) if step.time <= time), None)


def _share(share: Between | None) -> str:
    if share is None or share.low is None or share.high is None:
        return ""
    return _percents(share.low, share.high)


def _hours_of(found: Between | None) -> str:
    return "–" if found is None else _hours(found.middle)


def _range_of(found: Between | None) -> str:
    if found is None or found.low is None:
        return "–"
    if found.high is None:
        return _("plus de {time}", time=_hours(found.low))
    return _("{low} à {high}", low=_hours(found.low), high=_hours(found.high))


def _hours(hours: float) -> str:
    return cards.duration(timedelta(hours=hours), minutes=True)


def _percents(low: float, high: float) -> str:
    return _("{low} à {high} %", low=i18n.number(round(100 * low)), high=i18n.number(round(100 * high)))


def _percent(share: float) -> str:
    return _("{share} %", share=i18n.number(round(100 * share)))
