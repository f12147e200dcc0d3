"""Placements: one code each; which ones ask for a look, where they lead, their QR codes."""

from __future__ import annotations

import streamlit as st

from campaigns import exports, planning, register
from campaigns.pages import (
    _placement_details,
    _placement_forms,
    _placement_series,
    _placement_table,
    _placement_words,
    _print_many,
)
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.MANAGE_PLACEMENTS)
campaigns = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
usable = planning.open_ones(campaigns)
entries = frame.read(lambda session: register.entries(session, actor.consortium_id, frame.timezone()))
with parts.header(_("Supports"), _placement_words.told(entries), actions=3):
    many = st.button(_("En série"), icon=":material/playlist_add:", disabled=not usable)
    if entries and st.button(_("Planche de codes"), icon=":material/print:"):
        _print_many.open_many(actor, campaigns, entries)
    new = st.button(_("Nouveau support"), icon=":material/add:", type="primary", disabled=not usable)
if new:
    _placement_forms.open_new(actor, usable)
elif many:
    _placement_series.open_series(actor, usable)
if not campaigns:
    parts.empty(_("Aucun support."), _("Créez d'abord une campagne : un support s'y rattache."))
    st.stop()
if not entries:
    parts.empty(_("Aucun support."), _("Créez le premier : une affiche, un lien de profil, une date de van."))
    st.stop()
if said := _placement_words.alarm(entries):
    parts.answer(*said)
listed = _placement_table.narrowed(entries)
chosen = _placement_table.draw_table(listed) if listed else None
if not listed:
    parts.empty(
        _("Rien ne correspond à ces filtres."), _("Effacez la recherche, ou choisissez d'autres états.")
    )
if chosen is None:
    made = st.session_state.get(_placement_forms.MADE)
    chosen = next((entry for entry in entries if entry.placement.placement_id == made), None)
if chosen:
    _placement_details.draw(actor, chosen)
elif listed:
    st.caption(_("Scans humains. Choisissez une ligne pour son QR code."))
if listed:
    table = exports.register(listed)
    st.download_button(_("Exporter cette liste (CSV)"), table, "supports.csv", "text/csv", on_click="ignore")
