"""Something new on a day of the calendar: a post or an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import streamlit as st

from campaigns import planning
from campaigns.actions.typed import Slot
from campaigns.calendar.item import ItemKind
from campaigns.pages import _action_forms, _post_forms
from campaigns.planning import CampaignRow
from core.i18n import _
from core.people import Actor
from core.ui import frame
from core.ui.calendar import Gesture


def open_new(actor: Actor, told: Gesture | None) -> None:
    """Something new, on the day and at the hour that were clicked: a post or an action."""
    campaigns = planning.open_ones(
        frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
    )
    st.dialog(_("Nouveau dans le calendrier"), width="medium")(_new)(
        actor, campaigns, told.day if told else None, told.hour if told else None
    )


def _new(actor: Actor, campaigns: Sequence[CampaignRow], day: date | None, wall: time | None) -> None:
    kind = st.segmented_control(
        _("Quoi ?"),
        [ItemKind.POST, ItemKind.ACTION],
        format_func=lambda one: _("Publication") if one is ItemKind.POST else _("Action"),
        default=ItemKind.POST,
        required=True,
        label_visibility="collapsed",
        key="calendar-new",
    )
    if kind is ItemKind.POST:
        _post_forms.new_form(actor, campaigns, day, wall)
    else:
        _action_forms.new_form(actor, campaigns, _slot(day, wall))


def _slot(day: date | None, wall: time | None) -> Slot | None:
    """Two hours from the hour that was clicked, within the day; a day alone is proposed for the afternoon."""
    if day is None:
        return None
    starts = wall or time(14)
    ends = time(min(starts.hour + (2 if wall else 4), 23), starts.minute)
    return Slot(day, starts, max(ends, starts.replace(minute=59)), frame.timezone())
