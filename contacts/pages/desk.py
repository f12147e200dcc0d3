"""«Saisie rapide»: note a first contact at the desk, code first, in under twenty seconds."""

from __future__ import annotations

import streamlit as st

from contacts import cards, queue
from contacts.pages import _desk_last, _entry_form
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.ENTER_CONTACT)
turn = st.session_state.setdefault(_desk_last.TURN, 0)
mending = _desk_last.mending()

with parts.header(_("Saisie rapide"), _("Le code d'abord. Tout le reste peut rester vide.")):
    st.link_button(_("Page pour le téléphone"), "/rue", icon=":material/smartphone:")
refusal = st.container()
if mending is not None:
    st.caption(_("Vous corrigez votre dernière saisie. Un moyen de répondre déjà gardé reste."))
entry = _entry_form.draw(actor, turn, mending.noted if mending else None)

if entry is not None:
    with refusal:
        _desk_last.store(actor, entry)
if mending is not None:
    st.button(_("Ne pas corriger"), on_click=_desk_last.stop)

_desk_last.draw(actor)
recent = frame.read(lambda session: queue.recent(session, actor))
if recent:
    parts.html_block("recent", cards.RECENT, cards.recent_table(recent, frame.timezone()), cards.RECENT_CSS)
