"""What the calendar shows: month, week or list; which days; filters; and the bar where that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.calendar.item import STATE_LABELS, Wanted
from campaigns.models import Campaign
from campaigns.pages import _schedule_share
from core import clock, i18n, people, territory
from core.i18n import _, mark
from core.people import Actor
from core.territory import Audience, Channel
from core.ui import frame

VIEWS = {"month": mark("Mois"), "week": mark("Semaine"), "list": mark("Liste")}
_DAY, _VIEW = "calendar-day", "calendar-view"
_CAMPAIGN, _CHANNELS, _STRUCTURE, _AUDIENCE, _STATES = (
    f"calendar-{name}" for name in ("campaign", "channels", "structure", "audience", "states")
)
Names = Mapping[UUID, str]


@dataclass(frozen=True)
class Shown:
    """The chosen view, the day that it is turned to, and the present wall time."""

    view: str
    day: date
    now: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on screen: a month shows the whole of its weeks."""
        first, last = self.period
        if self.view == "month":
            return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
        return first, last

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day that are meant."""
        if self.view == "week":
            first = self.day - timedelta(days=self.day.weekday())
            return first, first + timedelta(days=6)
        first = self.day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def shown() -> Shown:
    """What was chosen so far; at first the present month."""
    now = clock.now().astimezone(ZoneInfo(frame.timezone())).replace(tzinfo=None)
    return Shown(st.session_state.get(_VIEW) or "month", st.session_state.get(_DAY, now.date()), now)


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
            default="month",
            required=True,
            label_visibility="collapsed",
            key=_VIEW,
        )
        with st.container(horizontal=True, width="content", gap="xsmall"):
            st.button(_("Précédent"), on_click=_turn, args=(now.period[0] - timedelta(days=1),))
            st.button(_("Aujourd'hui"), on_click=_turn, args=(now.now.date(),))
            st.button(_("Suivant"), on_click=_turn, args=(now.period[1] + timedelta(days=1),))
        with st.container(horizontal=True, width="content", gap="xsmall"):
            with st.popover(_("Filtrer"), icon=":material/filter_list:"):
                _filters(actor, names)
            with st.popover(_("Partager"), icon=":material/ios_share:"):
                _schedule_share.draw(actor, names, now.day)


def _turn(day: date) -> None:
    st.session_state[_DAY] = day


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


def title(now: Shown) -> str:
    """«Novembre 2026», «Semaine du 23/11/2026 au 29/11/2026»."""
    first, last = now.period
    if now.view == "week":
        return _("Semaine du {first} au {last}", first=i18n.short_day(first), last=i18n.short_day(last))
    name = i18n.month(first)
    return name[:1].upper() + name[1:]
