"""The dialog with the sites that links may lead to without a warning."""

from __future__ import annotations

import streamlit as st

from campaigns import destinations
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def open_hosts(actor: Actor) -> None:
    """Open the dialog with the sites that links may lead to."""
    st.dialog(_("Sites connus"))(_hosts)(actor)


def _hosts(actor: Actor) -> None:
    known = frame.read(lambda session: destinations.known_hosts(session, actor.consortium_id))
    st.markdown(_("Un lien vers un autre site marche, mais la liste des liens le signale."))
    with st.form("known-hosts", border=False):
        text = st.text_area(_("Un site par ligne"), "\n".join(known), placeholder="exemple.fr")
        sent = st.form_submit_button(_("Enregistrer les sites"), type="primary")
    if not sent:
        return
    kept = frame.perform(
        actor,
        Action.MANAGE_PLACEMENTS,
        lambda session: destinations.set_known_hosts(session, actor, text.splitlines()),
        done=_("Sites enregistrés."),
    )
    if kept is not None:
        st.rerun()
