"""«Par canal et par lieu»: scans and first contacts, place by place, with ambassadors beside."""

from __future__ import annotations

import streamlit as st

from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts
from reach import charts, counters, evidence, funnel, sentences, tables
from reach.pages import _scope

actor = frame.enter(Action.SEE_REACH)
with parts.header(_("Par canal et par lieu")):
    scope = _scope.choose(actor)
st.caption(parts.plain(scope.say()))

found = frame.read(
    lambda session: funnel.read(
        session,
        actor.consortium_id,
        campaign_id=scope.campaign_id,
        since=scope.since,
        until=scope.until,
        timezone=frame.timezone(),
    )
)
rates = tables.rates(found)
parts.answer(*sentences.rates(rates))
left, right = st.columns(2, gap="large")
with left:
    st.subheader(_("Premiers contacts tracés pour 100 scans"), anchor=False)
    if rates:
        _scope.chart(charts.rates(rates))
    st.caption(_("Trait : intervalle à 95 % (Jeffreys). Il faut 20 scans humains pour un taux."))
with right:
    st.subheader(_("Par preuve"), anchor=False)
    if found.contacts:
        _scope.chart(charts.evidence(evidence.table(found)))
    st.caption(_("Un même jeune peut être compté dans plusieurs : ces marques ne s'additionnent pas."))

st.subheader(_("Par canal"), anchor=False)
_scope.table("channels", tables.channel_table(found))
st.caption(sentences.scope_note(found) or _("« Humains » : sans les robots ni les aperçus de liens."))
st.subheader(_("Par lieu"), anchor=False)
places = tables.place_table(found)
_scope.table("places", places)
said = n_("{count} lieu, de A à Z par canal.", "{count} lieux, de A à Z par canal.", len(places.rows))
st.caption(said)

left, right = st.columns([0.85, 1.15], gap="large")
with left:
    st.subheader(_("Ambassadeur·rices, de A à Z"), anchor=False)
    _scope.table("ambassadors", tables.ambassador_table(found))
    st.caption(_("Ces scans et ces contacts sont déjà comptés dans leurs canaux : ne les ajoutez pas."))
with right:
    st.subheader(_("Compteurs publics"), anchor=False)
    board = frame.read(lambda session: counters.sums(session, actor.consortium_id))
    _scope.table("counters", counters.network_table(board))
    st.caption(_("Une vue n'est pas la même chose d'un réseau à l'autre : elle n'entre dans aucun taux."))
