"""«Comptes et mesures»: what the networks say in public, how fresh it is; reading now, typing a number in."""

from __future__ import annotations

import streamlit as st

from core import people
from core.i18n import _
from core.people import Action
from core.territory import label
from core.ui import frame, parts
from reach import counters
from reach.pages import _collecting, _entering, _import_read, _scope

actor = frame.enter(Action.SEE_REACH)
sub = _("Ce que les réseaux disent en public. « – » : le réseau ne le dit pas ; ce n'est pas zéro.")
collects = people.may(actor, Action.COLLECT, actor.consortium_id)
asked = False
with parts.header(_("Comptes et mesures"), sub, actions=3):
    if collects:
        asked = st.button(_("Relever maintenant"), type="primary", icon=":material/refresh:")
        _import_read.way_in()
if asked:
    _collecting.read_now(actor)

search, page = _entering.place()
board = frame.read(lambda session: counters.board(session, actor.consortium_id, search=search, page=page))
if collects:
    with st.container(horizontal=True):
        _collecting.add_account(actor)
        _entering.enter(actor, board)
_entering.find(board)

st.subheader(_("Comptes suivis"), anchor=False)
if board.accounts:
    _scope.table("accounts", counters.account_table(board))
    st.caption(_("Un compte d'ambassadeur·rice n'est lu qu'avec son accord daté, hors pause."))
elif search or page:
    st.caption(_("Aucun compte ici."))
else:
    parts.empty(
        _("Aucun compte suivi."),
        _("Ajoutez le compte du consortium sur un réseau : ses abonnés s'affichent ici."),
    )
st.subheader(_("Publications en ligne"), anchor=False)
if board.posts:
    _scope.table("posts", counters.post_table(board))
    st.caption(_("≈ : chiffre arrondi par le réseau. Les vues de deux réseaux ne se comparent pas."))
elif search or page:
    st.caption(_("Aucune publication ici."))
else:
    parts.empty(
        _("Aucune publication en ligne."),
        _("Notez le lien d'une publication faite à la main : ses chiffres s'affichent ici."),
    )
if board.unread:
    unread = ", ".join(label(network) for network in board.unread)
    st.caption(_("Sans lecteur pour l'instant : {networks}.", networks=unread))
