"""The dialog of a request in hand: how to answer, what came of it, notes and hand-over."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from contacts import answering, cards, details, queue, routing
from contacts.pages import _acting, _likeness, _notes, _relay
from contacts.queue import Request, State, Taken
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame
from core.ui import parts as ui_parts

NOTE, RELAY, CLOSE = "note", "relay", "close"


def show(actor: Actor, contact_id: UUID, taken: Taken | None) -> None:
    """Open the dialog, unless the act was refused (the frame has said why)."""
    if taken is not None:
        st.dialog(_("Répondre"), on_dismiss="rerun")(_draw)(actor, contact_id, taken)


def _draw(actor: Actor, contact_id: UUID, taken: Taken) -> None:
    request = frame.read(lambda session: queue.find(session, actor.consortium_id, contact_id))
    st.markdown(cards.headline(request))
    if request.state is State.TAKEN:
        _way(taken)
        _places(actor, request)
        _likeness.ask(actor, request)
        _taken(actor, request)
    elif request.state is State.ANSWERED:
        _likeness.ask(actor, request)
        _answered(actor, request)
    else:
        st.write(_("Cette demande n'est plus en cours. Fermez cette fenêtre."))


def _way(taken: Taken) -> None:
    if taken.way is None:
        st.write(_("Il n'y a plus de moyen de répondre : il est effacé."))
        return
    # As code: what a stranger typed is shown as it is, never as Markdown.
    st.code(taken.way.shown, language=None, wrap_lines=True)
    st.caption(_("Cette lecture est notée au journal. Effacez dès que la personne le demande."))


def _places(actor: Actor, request: Request) -> None:
    found = frame.read(lambda session: routing.places(session, request.id, actor.consortium_id))
    if found:
        st.markdown(f"**{_('À proposer : là où il y a de la place')}**")
    for offer in found[:3]:
        st.caption(ui_parts.plain(cards.place(offer)))


def _taken(actor: Actor, request: Request) -> None:
    if st.button(_("C'est répondu"), key=f"answered-{request.id}", type="primary", width="stretch"):
        done = _acting.perform(actor, lambda session: answering.answered(session, actor, request.id))
        if done:
            # The dialog goes on: what was learnt is noted at once.
            st.rerun(scope="fragment")
    missed, back = st.columns(2)
    with missed:
        if st.button(_("Pas joint"), key=f"missed-{request.id}", width="stretch"):
            _acting.end(actor, lambda session: answering.missed(session, actor, request.id), _("Essai noté."))
    with back:
        if st.button(_("Rendre à la liste"), key=f"back-{request.id}", width="stretch"):
            _acting.end(actor, lambda session: answering.give_back(session, actor, request.id), _("Rendue."))
    with st.expander(_("Autre"), type="compact"):
        if request.kind is not None:
            _erase(actor, request)
        _close(actor, request)


def _answered(actor: Actor, request: Request) -> None:
    parts = {NOTE: _("Noter"), RELAY: _("Passer le relais"), CLOSE: _("Clore")}
    part = st.segmented_control(
        _("Suite"),
        list(parts),
        default=NOTE,
        required=True,
        format_func=parts.__getitem__,
        label_visibility="collapsed",
        key=f"part-{request.id}",
    )
    if part == NOTE:
        _notes.form(actor, request.id)
    elif part == RELAY:
        _relay.form(actor, request)
    else:
        _close(actor, request)
    if request.kind is not None:
        with st.expander(_("Moyen de répondre"), type="compact"):
            if st.button(_("Voir le moyen de répondre"), key=f"see-{request.id}"):
                seen = frame.perform(
                    actor, Action.SEE_CONTACT_DETAIL, lambda session: queue.look(session, actor, request.id)
                )
                _way(seen or Taken(None))
            _erase(actor, request)


def _erase(actor: Actor, request: Request) -> None:
    if st.button(_("Effacer le moyen de répondre"), key=f"erase-{request.id}"):
        _acting.end(
            actor,
            lambda session: details.erase(session, actor, request.id),
            _("Moyen de répondre effacé."),
        )


def _close(actor: Actor, request: Request) -> None:
    st.caption(_("Clore efface le moyen de répondre. Le contact reste compté."))
    if st.button(_("Clore la demande"), key=f"close-{request.id}"):
        _acting.end(actor, lambda session: answering.close(session, actor, request.id), _("Demande close."))
