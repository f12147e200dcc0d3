"""Campaigns: what runs now, what comes, what is over."""

from __future__ import annotations

import streamlit as st

from campaigns import planning
from campaigns.pages import _campaign_card, _campaign_form
from campaigns.planning import Phase
from core import clock
from core.i18n import _, mark, n_
from core.people import Action
from core.ui import frame, parts

HEADINGS = {
    Phase.RUNNING: mark("En cours"),
    Phase.COMING: mark("À venir"),
    Phase.DRAFT: mark("Brouillons"),
    Phase.OVER: mark("Terminées"),
    Phase.ARCHIVED: mark("Archivées"),
}


actor = frame.enter(Action.PLAN)
rows = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
today = clock.today(frame.timezone())
running = sum(row.phase(today) is Phase.RUNNING for row in rows)
told = _("{running} en cours, {total} en tout.", running=running, total=len(rows))
with parts.header(_("Campagnes"), told if rows else _("Un but, un besoin, une période.")):
    new = st.button(_("Nouvelle campagne"), icon=":material/add:", type="primary")
if new:
    _campaign_form.open_new(actor)
if not rows:
    parts.empty(
        _("Aucune campagne."), _("Créez la première : publications et supports s'y rattachent ensuite.")
    )
for phase in Phase:
    of_phase = [row for row in rows if row.phase(today) is phase]
    many = len(of_phase)
    if phase is Phase.ARCHIVED and many:
        word = n_("Afficher {count} campagne archivée", "Afficher {count} campagnes archivées", many)
        of_phase = of_phase if st.toggle(word) else []
    if of_phase:
        st.subheader(_(HEADINGS[phase]), anchor=False)
        with st.grid("auto", min_column_width=260):
            for row in of_phase:
                _campaign_card.draw(row)
