"""The bar above the calendar: view, period, filters, ways to share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import streamlit as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.calendar.item import STATE_LABELS, Wanted
from campaigns.models import Campaign
from campaigns.pages import _schedule_share
from campaigns.pages._schedule_shown import DAY, VIEW, Shown
from core import people, territory
from core.i18n import _, mark
from core.people import Actor
from core.territory import Audience, Channel
from core.ui import frame

VIEWS = {"month": mark("Mois"), "week": mark("Semaine"), "list": mark("Liste")}
_CAMPAIGN, _CHANNELS, _STRUCTURE, _AUDIENCE, _STATES = (
    f"calendar-{name}" for name in ("campaign", "channels", "structure", "audience", "states")
)
Names = Mapping[UUID, str]


def wanted() -> Wanted:
    """The filters as they were left."""
    chosen = st.session_state
    return Wanted(
        campaign_id=chosen.get(_CAMPAIGN),
        channels=chosen.get(_CHANNELS) or (),
        structure_id=chosen.get(_STRUCTURE),
        audience=chosen.get(_AUDIENCE),
        states=chosen.get(_STATES) or (),
    )


def campaigns(session: Session, consortium_id: UUID) -> dict[UUID, str]:
    """The campaigns by name, the latest first."""
    query = select(Campaign.id, Campaign.name).where(Campaign.consortium_id == consortium_id)
    return {row.id: row.name for row in session.execute(query.order_by(Campaign.starts_on.desc()))}


def draw(actor: Actor, now: Shown, names: Names) -> None:
    """View, period, filters and ways to share, in one row."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.segmented_control(
            _("Vue"),
            list(VIEWS),
            format_func=lambda view: _(VIEWS[view]),
            required=True,
            label_visibility="collapsed",
            key=VIEW,
        )
        with st.container(horizontal=True, width="content", gap="xsmall"):
            st.button(_("Précédent"), on_click=_turn, args=(now.period[0] - timedelta(days=1),))
            st.button(_("Aujourd'hui"), on_click=_turn, args=(now.now.date(),))
            st.button(_("Suivant"), on_click=_turn, args=(now.period[1] + timedelta(days=1),))
        with st.container(horizontal=True, width="content", gap="xsmall"):
            with st.popover(_("Filtrer"), icon=":material/filter_list:"):
                _filters(actor, names)
            with st.popover(_("Partager"), icon=":material/ios_share:"):
                _schedule_share.draw(actor, names, now.day, wanted())


def _turn(day: date) -> None:
    st.session_state[DAY] = day


def _filters(actor: Actor, names: Names) -> None:
    homes = frame.read(lambda session: people.structures(session, actor.consortium_id))
    structures = {one.id: one.name for one in homes}
    every = _("Toutes")
    st.selectbox(
        _("Campagne"), names, index=None, format_func=names.__getitem__, placeholder=every, key=_CAMPAIGN
    )
    st.selectbox(
        _("Structure"),
        structures,
        index=None,
        format_func=structures.__getitem__,
        placeholder=every,
        key=_STRUCTURE,
    )
    st.pills(_("À qui"), list(Audience), format_func=territory.label, key=_AUDIENCE)
    st.pills(
        _("Canaux"),
        [channel for channel in Channel if channel is not Channel.UNKNOWN],
        selection_mode="multi",
        format_func=territory.label,
        key=_CHANNELS,
        wrap=True,
    )
    st.pills(
        _("États"),
        list(STATE_LABELS),
        selection_mode="multi",
        format_func=lambda state: _(STATE_LABELS[state]),
        key=_STATES,
        wrap=True,
    )
