"""«Importer et exporter»: posts and actions from a spreadsheet, looked at before they are made, and back."""

from __future__ import annotations

import streamlit as st

from campaigns import planning
from campaigns.importing import actions, posts
from campaigns.pages import _transfer_file, _transfers
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.PLAN)
campaigns = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
names = {row.id: row.name for row in campaigns}
with parts.header(
    _("Importer et exporter"), _("Un tableau CSV ou Excel, une ligne par publication ou action.")
):
    pass
if not campaigns:
    parts.empty(_("Aucune campagne."), _("Créez d'abord une campagne : ce que vous importez s'y rattache."))
    st.stop()
labels = {"posts": _("Publications"), "actions": _("Actions")}
what = st.segmented_control(
    _("Quoi"), list(labels), format_func=labels.__getitem__, default="posts", required=True
)
room = posts if what == "posts" else actions
st.subheader(_("Importer"), anchor=False)
usable = {row.id: row.name for row in planning.open_ones(campaigns)}
campaign_id = st.selectbox(
    _("Campagne des lignes qui n'en nomment pas"), usable, format_func=usable.__getitem__
)
table = _transfer_file.table_of(room.COLUMNS, what)
if table is not None:
    found = _transfers.look(actor, room, table, campaign_id)
    if found:
        _transfers.offer(actor, what, found)
st.subheader(_("Exporter"), anchor=False)
_transfers.export(actor, room, what, names)
