"""The register of placements: search, states, filters, table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from campaigns import register
from campaigns.pages._placement_words import MANY, place_of
from campaigns.placing import KIND_LABELS
from campaigns.register import OVER, STATE_LABELS, Entry, PlacementState
from core import i18n, territory
from core.i18n import _
from core.people import folded

COLOURS = {
    PlacementState.OTHER_CODE: "red",
    PlacementState.SILENT: "orange",
    PlacementState.TO_PUT_UP: "blue",
    PlacementState.IN_SERVICE: "green",
    PlacementState.PAST: "gray",
    PlacementState.TAKEN_DOWN: "gray",
    PlacementState.RETIRED: "gray",
}


def narrowed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that match the search, the states and the filters that are chosen above the table."""
    left, middle, right = st.columns([1.2, 2.6, 0.6], vertical_alignment="center")
    wanted = left.text_input(
        _("Chercher"),
        placeholder=_("lieu, code, campagne"),
        label_visibility="collapsed",
        icon=":material/search:",
        key="placements-search",
    )
    states = middle.pills(
        _("État"),
        list(PlacementState),
        selection_mode="multi",
        format_func=lambda state: _(MANY[state]),
        default=[state for state in PlacementState if state not in OVER or state is PlacementState.PAST],
        label_visibility="collapsed",
        wrap=True,
        key="placements-states",
    )
    with right.popover(_("Filtrer"), icon=":material/tune:"):
        kept = _filtered(entries)
    return [one for one in kept if one.state in states and folded(wanted.strip()) in _searched(one)]


def _filtered(entries: Sequence[Entry]) -> list[Entry]:
    """By zone, kind and campaign; nothing chosen is everything."""
    names = {
        _("Zone"): [one.placement.zone or _("Sans zone") for one in entries],
        _("Type"): [_(KIND_LABELS[one.placement.kind]) for one in entries],
        _("Campagne"): [one.placement.campaign for one in entries],
    }
    kept = [True] * len(entries)
    for title, values in names.items():
        chosen = st.multiselect(
            title, sorted(set(values), key=folded), placeholder=_("Toutes"), key=f"filter-{title}"
        )
        kept = [was and (not chosen or value in chosen) for was, value in zip(kept, values, strict=True)]
    return [entry for entry, keeps in zip(entries, kept, strict=True) if keeps]


def _searched(entry: Entry) -> str:
    row = entry.placement
    return folded(f"{row.place} {row.code} {row.campaign} {row.zone or ''} {territory.label(row.channel)}")


def draw_table(entries: Sequence[Entry]) -> Entry | None:
    """The register; the chosen row, or None."""
    seen = [register.last_seen(one.placement) for one in entries]
    rows = {
        "code": [one.placement.code for one in entries],
        "place": [place_of(one) for one in entries],
        "zone": [one.placement.zone or "–" for one in entries],
        "scans": [one.scans for one in entries],
        "weeks": [list(one.weeks) for one in entries],
        "seen": [i18n.short_day(day) if day else "–" for day in seen],
        "state": [[_(STATE_LABELS[one.state])] for one in entries],
    }
    column = st.column_config
    state = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=44,
        on_select="rerun",
        selection_mode="single-row",
        key="placements-table",
        alt=_("Registre des supports : code, lieu, zone, scans, tendance, vu le, état."),
        column_config={
            "code": column.TextColumn(_("Code"), width=92),
            "place": column.TextColumn(_("Lieu")),
            "zone": column.TextColumn(_("Zone"), width=116),
            "scans": column.NumberColumn(_("Scans"), width=66),
            "weeks": column.LineChartColumn(_("9 semaines"), width=96, color="gray"),
            "seen": column.TextColumn(_("Vu le"), width=96),
            "state": column.MultiselectColumn(
                _("État"),
                width=144,
                options=[_(STATE_LABELS[one]) for one in COLOURS],
                color=list(COLOURS.values()),
            ),
        },
    )
    chosen = state["selection"]["rows"]
    return entries[chosen[0]] if chosen and chosen[0] < len(entries) else None
