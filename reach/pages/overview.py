"""«Portée, vue d'ensemble»: which channels young people name, and how we know."""

from __future__ import annotations

import streamlit as st

from contacts import origins
from core.i18n import _
from core.people import Action
from core.territory import label
from core.ui import frame, parts
from reach import charts, evidence, funnel, sentences, tables
from reach.pages import _scope

actor = frame.enter(Action.SEE_REACH)
with parts.header(_("Portée")):
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
answer = sentences.overview(found)
if found.contacts == 0 and scope.narrowed:
    parts.empty(_("Rien ne correspond à ces filtres."), parts.plain(scope.say()))
    st.button(_("Tout afficher"), on_click=_scope.show_all)
elif found.contacts == 0:
    parts.empty(answer.sentence, answer.detail)
else:
    parts.answer(answer.sentence, answer.detail)
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        st.subheader(_("Cité par, en % des jeunes qui répondent"), anchor=False)
        if found.answered:
            _scope.chart(charts.cited(evidence.shares(found)))
            st.caption(sentences.share_note(found))
        else:
            st.caption(_("Le graphique s'affiche dès la première réponse à « comment nous as-tu connus ? »."))
    with right:
        st.subheader(_("Comment on le sait"), anchor=False)
        _scope.table("evidence", tables.evidence_table(evidence.table(found)))
        st.caption(_("Ces colonnes ne s'additionnent pas : un même jeune peut être compté dans plusieurs."))
    if voices := evidence.voices(found):
        with st.expander(_("Bouche-à-oreille : par qui ?"), type="compact"):
            st.write(", ".join(f"{label(voice)} {people}" for voice, people in voices))
            st.caption(_("Nombre de jeunes qui le citent ; plusieurs réponses possibles."))
    if note := sentences.scope_note(found):
        st.caption(note)
    told = frame.read(
        lambda session: origins.told_apart(session, actor.consortium_id, scope.since, scope.until)
    )
    st.caption(sentences.counted_once(told))
