"""One campaign in the list of campaigns."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from campaigns.pages import _show
from campaigns.planning import CampaignRow
from core import territory
from core.i18n import _, n_
from core.ui import parts

_MOST = 140
"""Signs of a goal in the list; its page has all of them."""
PAGE = Path(__file__).parent / "campaign.py"


def draw(row: CampaignRow) -> None:
    """One campaign: name, need, audience, period, what it holds."""
    with st.container(border=True, key=f"carte-{row.id}", height="stretch", gap="xsmall"):
        st.markdown(f"**{parts.plain(row.name)}**")
        if row.goal:
            st.markdown(parts.plain(_short(row.goal)))
        posts = n_("{count} publication", "{count} publications", row.posts)
        actions = n_("{count} action", "{count} actions", row.actions)
        placements = n_("{count} support", "{count} supports", row.placements)
        st.caption(
            _(
                "Besoin : {need}. Pour : {audience}.",
                need=territory.label(row.need),
                audience=territory.label(row.audience),
            )
            + f"  \n{_show.period(row)}  \n{posts}, {actions}, {placements}"
        )
        if st.button(_("Ouvrir"), key=f"open-{row.id}"):
            st.switch_page(PAGE, query_params={"c": str(row.id)})


def _short(goal: str) -> str:
    """A goal that fits on a card, cut between two words."""
    return goal if len(goal) <= _MOST else f"{goal[:_MOST].rpartition(' ')[0]}\u00a0…"
