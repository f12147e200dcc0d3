"""«Santé des relevés»: who reads which network, how it goes, and what is to be done about it."""

from __future__ import annotations

import streamlit as st

from core import people
from core.i18n import _
from core.people import Action
from core.ui import frame, parts
from reach.collecting import overview, words
from reach.owners import access
from reach.pages import _connections, _health, _owners, _scope

actor = frame.enter(Action.SEE_REACH)
with parts.header(_("Santé des relevés"), _("Qui lit quel réseau, ce qui marche, ce qui demande un geste.")):
    pass
networks = frame.read(lambda session: overview.networks(session, actor.consortium_id))
decides = people.may(actor, Action.SWITCH_PROVIDERS, actor.consortium_id)
parts.answer(*words.answer(networks))

st.subheader(_("Par réseau"), anchor=False)
for one in networks:
    _health.card(actor, one, decides=decides)
st.caption(
    _(
        "Un lecteur qui échoue trois fois de suite se repose une heure, puis fait un essai ; "
        "s'il échoue encore, six heures, puis jusqu'au lendemain. "
        "Un réseau qui refuse n'est plus lu tant qu'une administration n'a pas regardé."
    )
)

st.subheader(_("Cette machine"), anchor=False)
_scope.table("machine", words.machine(overview.installed(), overview.browser_found()))

if people.may(actor, Action.COLLECT, actor.consortium_id):
    _owners.draw(actor, frame.read(lambda session: access.accounts(session, actor.consortium_id)))

if decides:
    st.subheader(_("Connexions officielles"), anchor=False)
    st.caption(
        _(
            "Une clé ou un jeton ouvre la lecture autorisée d'un réseau : plus de chiffres, sans lecteur "
            "automatique. Ils sont chiffrés et ne sont plus jamais montrés."
        )
    )
    _connections.cards(actor, networks)
