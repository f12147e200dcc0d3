"""One link: openings over time, by hour and weekday; where it led; what can be done with it."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import charts, destinations, exports, links, rollups
from campaigns.destinations import Version, VersionState
from campaigns.listing import LinkRow
from campaigns.pages import _link_acts
from core import clock, i18n, territory
from core.i18n import _, mark, n_
from core.people import Actor
from core.ui import frame, parts

PERIODS = {30: mark("30 jours"), 90: mark("90 jours"), 365: mark("un an")}
_STATES = {
    VersionState.PAST: mark("passée"),
    VersionState.IN_FORCE: mark("en cours"),
    VersionState.PLANNED: mark("prévue"),
    VersionState.CALLED_OFF: mark("annulée"),
}


def draw(actor: Actor, row: LinkRow) -> None:
    """Everything about the chosen link."""
    st.subheader(
        f"{parts.plain(row.code)}, {parts.plain(row.what or territory.label(row.channel))}", anchor=False
    )
    _counted(actor, row)
    _led(actor, row)
    if not row.retired:
        _link_acts.draw(actor, row)


def _counted(actor: Actor, row: LinkRow) -> None:
    length = st.segmented_control(
        _("Période"), list(PERIODS), format_func=lambda one: _(PERIODS[one]), default=30, required=True
    )
    today = clock.today(frame.timezone())
    days = [today - timedelta(days=back) for back in reversed(range(length))]
    bounds = (actor.consortium_id, days[0], today)

    def read(session: Session) -> tuple[list[rollups.DayCount], list[list[int]], dict[date, int]]:
        where = (*bounds, frame.timezone())
        return (
            rollups.daily_counts(session, *where, link_id=row.link_id),
            rollups.week(session, *where, link_id=row.link_id),
            rollups.visitors(session, *bounds, link_id=row.link_id),
        )

    counted, grid, visitors = frame.read(read)
    human = {one.day: one.human for one in counted}
    total = {one.day: one.total for one in counted}
    drawn = charts.daily(human, total, days)
    st.markdown(
        f"**{n_('{count} scan humain', '{count} scans humains', sum(human.values()))}**, {_unique(visitors)}"
    )
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        st.altair_chart(drawn.chart, alt=drawn.alt, width="stretch")
        st.caption(_("Barres : humains. Tirets : au total, robots et aperçus compris."))
    with right:
        st.table(_latest(days, human, total, visitors))
    hours = charts.week(grid)
    left.altair_chart(hours.chart, alt=hours.alt, width="stretch")
    left.caption(hours.alt)
    table = exports.days(days, human, total, visitors)
    right.download_button(
        _("Exporter ces jours (CSV)"), table, f"{row.code}.csv", "text/csv", on_click="ignore"
    )


def _unique(visitors: dict[date, int]) -> str:
    """The best day, never a sum: the same person may come again on another day."""
    if not visitors:
        return _("visiteurs par jour non comptés")
    best = max(visitors, key=lambda day: visitors[day])
    return n_(
        "au plus {count} personne différente en un jour (le {day})",
        "au plus {count} personnes différentes en un jour (le {day})",
        visitors[best],
        day=i18n.short_day(best),
    )


def _latest(
    days: list[date], human: dict[date, int], total: dict[date, int], visitors: dict[date, int]
) -> dict[str, list[str]]:
    shown = list(reversed(days))[:10]
    return {
        _("Jour"): [i18n.short_day(day) for day in shown],
        _("Humains"): [i18n.number(human.get(day, 0)) for day in shown],
        _("Au total"): [i18n.number(total.get(day, 0)) for day in shown],
        _("Au plus"): [i18n.number(visitors[day]) if day in visitors else "–" for day in shown],
    }


def _led(actor: Actor, row: LinkRow) -> None:
    found = frame.read(lambda session: destinations.history(session, actor.consortium_id, row.link_id))
    earlier = frame.read(lambda session: links.aliases(session, actor.consortium_id, row.link_id))
    with st.expander(_("Où mène ce lien"), type="compact", expanded=len(found) > 1):
        st.table(_versions(found))
        if earlier:
            st.caption(_("Anciens codes, toujours bons : {codes}.", codes=", ".join(earlier)))


def _versions(found: list[Version]) -> dict[str, list[str]]:
    return {
        _("À partir du"): [i18n.moment(one.starts_at, frame.timezone()) for one in found],
        _("Destination"): [one.destination or _("fermé") for one in found],
        _("État"): [_(_STATES[one.state]) for one in found],
        _("Par"): [one.set_by or "–" for one in found],
    }
