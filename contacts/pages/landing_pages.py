"""«Pages d'accueil»: what a code opens; text, languages, versions, hubs, danger numbers."""

from __future__ import annotations

import streamlit as st

from campaigns import planning
from contacts import hubs, landing, policy
from contacts.pages import _landing_editor, _landing_hubs, _landing_list, _landing_new
from core import territory
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

PAGES, HUBS, SETTINGS = "pages", "hubs", "settings"

actor = frame.enter(Action.PLAN)
pages, zones, hubs_made, campaigns, settled = frame.read(
    lambda session: (
        landing.pages(session, actor.consortium_id),
        territory.zones(session, actor.consortium_id),
        hubs.hubs(session, actor.consortium_id),
        planning.campaigns(session, actor.consortium_id),
        policy.of(session, actor.consortium_id),
    )
)
chosen = next((page for page in pages if page.id == st.session_state.get(_landing_list.CHOSEN)), None)
if chosen:
    _landing_editor.draw(actor, chosen, zones)
    st.stop()

with parts.header(_("Pages d'accueil"), _landing_list.told(pages)):
    if st.button(_("Nouvelle page"), icon=":material/add:", type="primary"):
        _landing_new.open_new(actor, zones)
titles = {PAGES: _("Pages"), HUBS: _("Pages de choix"), SETTINGS: _("En danger ?")}
view = st.segmented_control(
    _("Montrer"),
    list(titles),
    default=PAGES,
    required=True,
    format_func=titles.__getitem__,
    label_visibility="collapsed",
    key="landing.view",
)
if view == PAGES:
    _landing_list.draw(actor, pages, zones)
elif view == HUBS:
    _landing_hubs.draw_hubs(actor, hubs_made, campaigns)
else:
    _landing_hubs.draw_danger(actor, settled.danger)
