"""Placements: one code each; which ones are silent, where they lead, their QR codes."""

from __future__ import annotations

import streamlit as st

from campaigns import planning, register
from campaigns.pages import _placement_details, _placement_forms, _placement_table, _print_many
from campaigns.register import PlacementState
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.MANAGE_PLACEMENTS)
campaigns = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
entries = frame.read(lambda session: register.entries(session, actor.consortium_id, frame.timezone()))
with parts.header(_("Supports"), _placement_table.told(entries)):
    if entries and st.button(_("Planche de codes"), icon=":material/print:"):
        _print_many.open_many(actor, campaigns, entries)
    new = st.button(_("Nouveau support"), icon=":material/add:", type="primary", disabled=not campaigns)
if new:
    _placement_forms.open_new(actor, campaigns)
if not campaigns:
    parts.empty(_("Aucun support."), _("Créez d'abord une campagne : un support s'y rattache."))
    st.stop()
if not entries:
    parts.empty(_("Aucun support."), _("Créez le premier : une affiche, un lien de profil, une date de van."))
    st.stop()
if silent := sum(entry.state is PlacementState.SILENT for entry in entries):
    parts.answer(
        n_(
            "{count} support n'a pas été scanné depuis {days} jours.",
            "{count} supports n'ont pas été scannés depuis {days} jours.",
            silent,
            days=register.SILENT_DAYS,
        ),
        _("Affiche enlevée, recouverte, ou lieu fermé : passez voir, ou retirez le code."),
    )
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
