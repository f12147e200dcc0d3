"""The dialog about the consortium's own accounts."""

from __future__ import annotations

import streamlit as st

from campaigns import accounts
from core import territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import FOLLOWED
from core.ui import frame, parts


def open_list(actor: Actor) -> None:
    """Open the list of accounts, with a line to add one."""
    st.dialog(_("Nos comptes"))(_list)(actor)


def _list(actor: Actor) -> None:
    found = frame.read(lambda session: accounts.own(session, actor.consortium_id))
    if not found:
        st.caption(_("Aucun compte noté. Notez le premier : ses chiffres publics pourront être relevés."))
    for account in found:
        icon = f":material/{territory.ICONS[account.network]}:"
        st.markdown(f"{icon} {territory.label(account.network)} {parts.plain(account.handle)}")
    with st.form("new-account", border=False, clear_on_submit=True):
        network = st.selectbox(_("Réseau"), FOLLOWED, format_func=territory.label)
        handle = st.text_input(_("Nom du compte"), placeholder="@nom")
        sent = st.form_submit_button(_("Noter le compte"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: accounts.add(session, actor, network, handle),
            done=_("Compte noté."),
        )
        if made:
            st.rerun(scope="fragment")
