"""Rounds: places to stand before, the longest unseen first, and links for volunteers."""

from __future__ import annotations

import streamlit as st

from campaigns import planning, register, rounds
from campaigns.pages import _round_links, _round_list
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.MANAGE_PLACEMENTS)
campaigns = planning.open_ones(frame.read(lambda session: planning.campaigns(session, actor.consortium_id)))
entries = frame.read(lambda session: register.entries(session, actor.consortium_id, frame.timezone()))
links = frame.read(lambda session: rounds.listed(session, actor.consortium_id))
again = register.to_look_at(entries)
with parts.header(
    _("Tournées"),
    n_(
        "{count} support à revoir, le plus longtemps non vu d'abord.",
        "{count} supports à revoir, le plus longtemps non vu d'abord.",
        len(again),
    ),
):
    st.link_button(_("Page du téléphone"), "/tournee", icon=":material/smartphone:")
    new = st.button(_("Nouveau lien"), icon=":material/add_link:", type="primary", disabled=not campaigns)
if new:
    _round_links.open_new(actor, campaigns)
_round_links.draw_made()
if again:
    _round_list.draw(again)
else:
    parts.empty(_("Rien à revoir."), _("Notez un support comme posé : il entre dans cette liste."))
_round_links.draw(actor, links)
