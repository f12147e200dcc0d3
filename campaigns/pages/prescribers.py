"""«Prescripteurs»: who sends young people from outside, each with a code to say or to print."""

from __future__ import annotations

import streamlit as st

from campaigns import prescribers
from campaigns.pages import _prescriber_forms
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.MANAGE_PLACEMENTS)
listed = frame.read(lambda session: prescribers.rows(session, actor.consortium_id))
active = [row for row in listed if row.archived_at is None]
archived = [row for row in listed if row.archived_at is not None]
told = n_(
    "{count} prescripteur, sans compte à ouvrir.", "{count} prescripteurs, sans compte à ouvrir.", len(active)
)

with parts.header(_("Prescripteurs"), told if active else ""):
    new = st.button(_("Nouveau prescripteur"), icon=":material/add:", type="primary")
if new:
    _prescriber_forms.open_new(actor)
if not active:
    parts.empty(
        _("Aucun prescripteur."),
        _("Un service, une association ou un médecin qui envoie des jeunes reçoit son code."),
    )
for row in active:
    _prescriber_forms.card(actor, row)
if active:
    st.caption(_("Ce qu'ils envoient se lit dans Portée, canal Partenaire, une ligne par prescripteur."))
if archived:
    with st.expander(_("Archivés ({count})", count=len(archived)), type="compact"):
        for row in archived:
            st.markdown(parts.plain(row.name))
