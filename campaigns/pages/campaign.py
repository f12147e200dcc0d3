"""One campaign: how far it is, its phases, its money, what it holds, what was tried and learnt."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from campaigns import planning
from campaigns.campaign import holding, progress
from campaigns.campaign import whole as campaign
from campaigns.pages import _campaign_acts, _campaign_costs, _campaign_lists, _campaign_shown, _campaign_words
from core import clock
from core.errors import PorteVoixError
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.PLAN)
asked = str(st.query_params.get("c", ""))
try:
    if not asked:
        rows = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
        asked = str(rows[0].id) if rows else ""
    one = frame.read(lambda session: campaign.whole(session, actor.consortium_id, UUID(asked)))
except (ValueError, PorteVoixError):
    st.title(_("Campagne"), anchor=False)
    parts.empty(_("Aucune campagne à cette adresse."), _("Choisissez-en une dans « Campagnes »."))
    st.stop()
reached = frame.read(lambda session: progress.progress(session, actor.consortium_id, one, frame.timezone()))
held = frame.read(lambda session: holding.holding(session, actor.consortium_id, one.id, frame.timezone()))
today = clock.today(frame.timezone())
with parts.header(_("Campagne « {name} »", name=parts.plain(one.name)), _campaign_words.about(one)):
    _campaign_acts.draw(actor, one)
parts.answer(*_campaign_words.sentence(one, reached, today))
_campaign_shown.targets(one, reached)
_campaign_shown.phases(one, today)
_campaign_lists.draw(one, held)
left, right = st.columns([1.2, 1], gap="large")
with left:
    _campaign_costs.draw(one, reached)
with right:
    _campaign_shown.learning(actor, one)
