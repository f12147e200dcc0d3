"""The drill list: what to stand before, and why."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from campaigns import register
from campaigns.pages import _placement_words
from campaigns.register import STATE_LABELS, Entry
from core import i18n
from core.i18n import _


def draw(entries: Sequence[Entry]) -> None:
    """The places, the longest unseen first."""
    seen = [register.last_seen(one.placement) for one in entries]
    rows = {
        "seen": [i18n.short_day(day) if day else "–" for day in seen],
        "place": [one.placement.place for one in entries],
        "zone": [one.placement.zone or "–" for one in entries],
        "code": [one.placement.code for one in entries],
        "why": [_placement_words.silence(one) or _(STATE_LABELS[one.state]) for one in entries],
    }
    column = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=44,
        height=min(44 * len(entries) + 40, 480),
        alt=_("Supports à revoir : vu le, lieu, zone, code, pourquoi."),
        column_config={
            "seen": column.TextColumn(_("Vu le"), width=96),
            "place": column.TextColumn(_("Lieu"), width=250),
            "zone": column.TextColumn(_("Zone"), width=128),
            "code": column.TextColumn(_("Code"), width=92),
            "why": column.TextColumn(_("Pourquoi")),
        },
    )
    st.caption(
        _(
            "Sur place, comparez le code et l'adresse : un autocollant a pu être collé par-dessus. "
            "La même liste est sur le téléphone, et s'y imprime."
        )
    )
