"""«Passer le relais»: to another structure, or kept by this one."""

from __future__ import annotations

import streamlit as st

from contacts import relays, routing
from contacts.queue import Request
from core import people
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def form(actor: Actor, request: Request) -> None:
    """Where the person goes on; the structures are equal, A to Z."""
    homes = frame.read(lambda session: people.structures(session, actor.consortium_id))
    names = {home.id: home.name for home in homes}
    if actor.structure_id in names:
        names[actor.structure_id] = _("Nous gardons : {name}", name=names[actor.structure_id])
    suggested = frame.read(lambda session: routing.suggested(session, request.id, actor.consortium_id))
    if suggested in names:
        st.info(_("Moins de 16 ans : la structure de son référent est proposée."))
    with st.form(f"relay-{request.id}", border=False):
        chosen = st.selectbox(
            _("Qui continue avec la personne ?"),
            list(names),
            index=list(names).index(suggested) if suggested in names else None,
            format_func=names.__getitem__,
            placeholder=_("Choisir une structure"),
            # Learnt in between, the age proposes anew.
            key=f"relay-to-{request.id}-{suggested}",
        )
        st.caption(
            _(
                "La structure choisie voit comment joindre la personne, puis accepte ou refuse. "
                "Quand elle accepte, le moyen de répondre est effacé et Porte-Voix s'arrête là."
            )
        )
        sent = st.form_submit_button(_("Passer le relais"), type="primary")
    if sent and chosen is None:
        st.error(_("Choisissez une structure."))
    elif sent and chosen is not None:
        state = frame.perform(
            actor,
            Action.SEE_CONTACT_DETAIL,
            lambda session: relays.propose(session, actor, request.id, chosen),
            done=_("Relais noté."),
        )
        if state is not None:
            st.rerun()
