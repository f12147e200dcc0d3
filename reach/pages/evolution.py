"""«Évolution»: one account or post over time, and the networks side by side."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.i18n import _
from core.people import Action
from core.ui import frame, parts
from reach.measures import MEASURE_NAMES
from reach.pages import _evolution, _scope
from reach.series import choosing, curves, drawing, words

actor = frame.enter(Action.SEE_REACH)
today = clock.today(frame.timezone())
with parts.header(_("Évolution"), _("Un compte ou une publication dans le temps ; les réseaux côte à côte.")):
    span = _evolution.span()
target = _evolution.target(actor)
if target is None:
    parts.empty(
        _("Rien à montrer pour l'instant."),
        _("Ajoutez un compte sur « Comptes et mesures » : sa courbe s'affiche ici dès le second relevé."),
    )
else:
    measure = _evolution.measure(target)
    drawn = _evolution.curve(target, measure, span)
    parts.answer(*words.answer(drawn))
    st.subheader(_(MEASURE_NAMES[measure]), anchor=False)
    if drawn.points:
        _scope.chart(drawing.curve(drawn.points, _(MEASURE_NAMES[measure])))
    for sentence in words.breaks(drawn):
        st.caption(sentence)
    st.caption(_("Point creux : chiffre arrondi par le réseau, aucune ligne ne le relie."))
    with st.expander(_("Les relevés en tableau"), type="compact"):
        _scope.table("points", words.point_table(drawn))

st.subheader(_("Les réseaux côte à côte"), anchor=False)
subject, compared = _evolution.compared()
since = today - choosing.SPANS[span][1]
networks = frame.read(
    lambda session: curves.of_networks(session, actor.consortium_id, subject, compared.value, since, today)
)
if networks:
    _scope.chart(drawing.compared(networks))
    st.caption(
        _(
            "Une vue n'est pas la même chose d'un réseau à l'autre (un démarrage ici, quelques "
            "secondes là) : les courbes disent comment chacun bouge, "
            "les totaux ne s'additionnent ni ne se classent."
        )
    )
    if hidden := words.not_drawn(networks):
        st.caption(hidden)
    _scope.table("networks", words.network_table(networks))
else:
    st.caption(_("Aucun réseau n'a donné ce chiffre sur la période."))
