"""Actions outside: what asks to be noted, the series, then week after week."""

from __future__ import annotations

import streamlit as st

from campaigns import planning
from campaigns.actions import listing, progress
from campaigns.pages import _action_forms, _action_list, _action_series, _action_words, _series_forms
from core import clock, people
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.NOTE_ACTIONS)
plans = people.may(actor, Action.PLAN, actor.consortium_id)
campaigns = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
usable = planning.open_ones(campaigns)
rows = frame.read(lambda session: listing.actions(session, actor.consortium_id))
series = frame.read(lambda session: progress.series_rows(session, actor.consortium_id))
now = clock.now()
new = many = False
with parts.header(
    _("Actions"), _action_words.told(rows, now) if rows else _("Ce qui se fait dehors, ou face à face.")
):
    if plans:
        many = st.button(_("En série"), icon=":material/playlist_add:", disabled=not usable)
        new = st.button(_("Nouvelle action"), icon=":material/add:", type="primary", disabled=not usable)
if new:
    _action_forms.open_new(actor, usable)
elif many:
    _series_forms.open_series(actor, usable)
if not rows:
    without = _("Créez d'abord une campagne : une action s'y rattache.")
    first = _("Prévoyez la première : une date de van, un marché, une permanence.")
    parts.empty(_("Aucune action."), first if campaigns else without)
    st.stop()
if said := _action_words.sentence(rows, now):
    parts.answer(*said)
_action_series.draw(actor, series, campaigns, plans=plans)
_action_list.draw(actor, rows, campaigns, now)
