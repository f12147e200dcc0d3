"""The list of actions: those to note first, then week after week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import streamlit as st

from campaigns.actions.listing import ActionRow
from campaigns.pages import _action_acts, _action_views, _action_words, _show
from campaigns.planning import CampaignRow
from core.i18n import _
from core.people import Actor
from core.ui import parts

MOST = 24


def draw(actor: Actor, rows: Sequence[ActionRow], campaigns: Sequence[CampaignRow], now: datetime) -> None:
    """A choice of view, a filter, then week after week; each line opens its action."""
    waiting = any(row.to_say(now) for row in rows)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = st.segmented_control(
            _("Liste"),
            list(_action_views.View),
            format_func=lambda one: _(_action_views.VIEWS[one]),
            default=_action_views.View.TO_SAY if waiting else _action_views.View.COMING,
            required=True,
            label_visibility="collapsed",
            key="actions-view",
        )
        with st.popover(_("Filtrer"), icon=":material/filter_list:"):
            filtered = _action_views.filtered(campaigns, rows)
    listed = [row for row in filtered if _action_views.within(row, view, now)]
    if view in {_action_views.View.HELD, _action_views.View.CANCELLED, _action_views.View.TO_SAY}:
        listed.reverse()
    if listed:
        _weeks(actor, listed, f"actions-{view}", now)
    elif len(filtered) < len(rows):
        parts.empty(_("Rien ne correspond à ces filtres."), _("Rouvrez « Filtrer » et videz les choix."))
    else:
        bold, caption = _action_views.EMPTY[view]
        parts.empty(_(bold), _(caption))


def _weeks(actor: Actor, rows: Sequence[ActionRow], key: str, now: datetime) -> None:
    shown = _show.first_ones(rows, key, MOST)
    for week, of_week in groupby(shown, key=_action_words.week):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{week}**")
            for row in of_week:
                _line(actor, row, now)
    _show.the_others(len(rows) - len(shown), key)


def _line(actor: Actor, row: ActionRow, now: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{_action_words.line(row)} {_action_words.badge(row, now)}", width="stretch")
        if row.to_say(now) and st.button(_("Noter"), key=f"note-{row.id}"):
            _action_acts.open_one(actor, row, _action_acts.NOTE)
        if st.button(_("Ouvrir"), key=f"open-{row.id}", type="tertiary"):
            _action_acts.open_one(actor, row)
