"""A hand-over on a card: say yes or no, take it back, note the first appointment."""

from __future__ import annotations

import streamlit as st

from contacts import cards, queue, relays
from contacts.pages import _acting
from contacts.queue import HandOverState, Request, Taken
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def button(actor: Actor, request: Request) -> None:
    """What the actor's structure can still do with this hand-over."""
    relay = request.relay
    if relay is None:
        return
    ours = relay.structure_id == actor.structure_id
    if relay.state is HandOverState.PROPOSED and ours:
        if st.button(_("Voir et décider"), key=f"decide-{request.id}", type="primary", width="stretch"):
            seen = frame.perform(
                actor, Action.SEE_CONTACT_DETAIL, lambda session: queue.look(session, actor, request.id)
            )
            if seen is not None:
                st.dialog(_("Accepter ce relais ?"), on_dismiss="rerun")(_decide)(actor, request, seen)
    elif relay.state is HandOverState.PROPOSED:
        if st.button(_("Reprendre"), key=f"take-back-{request.id}", width="stretch"):
            _acting.end(
                actor, lambda session: relays.take_back(session, actor, request.id), _("Relais repris.")
            )
    elif ours and relay.appointment is None:
        if st.button(_("Premier rendez-vous"), key=f"meet-{request.id}", width="stretch"):
            st.dialog(_("Premier rendez-vous"))(_appointment)(actor, request)
    elif relay.appointment is not None:
        st.caption(_("Premier rendez-vous tenu") if relay.appointment else _("Premier rendez-vous manqué"))


def _decide(actor: Actor, request: Request, seen: Taken) -> None:
    st.markdown(cards.headline(request))
    if seen.way is not None:
        st.code(seen.way.shown, language=None, wrap_lines=True)
        st.caption(_("Notez-le chez vous : accepter l'efface ici. Cette lecture est notée au journal."))
    if st.button(
        _("C'est noté, nous acceptons"), key=f"accept-{request.id}", type="primary", width="stretch"
    ):
        _acting.end(actor, lambda session: relays.accept(session, actor, request.id), _("Relais accepté."))
    if st.button(_("Nous ne pouvons pas"), key=f"decline-{request.id}", width="stretch"):
        _acting.end(actor, lambda session: relays.decline(session, actor, request.id), _("Relais refusé."))


def _appointment(actor: Actor, request: Request) -> None:
    st.write(_("La personne est-elle venue à son premier rendez-vous ?"))
    came, missed = st.columns(2)
    for column, kept, said in ((came, True, _("Oui")), (missed, False, _("Non"))):
        with column:
            if st.button(said, key=f"kept-{kept}-{request.id}", width="stretch"):
                _noted(actor, request, kept=kept)


def _noted(actor: Actor, request: Request, *, kept: bool) -> None:
    _acting.end(
        actor, lambda session: relays.appointment(session, actor, request.id, kept=kept), _("C'est noté.")
    )
