"""The cards of «Premiers contacts» and the button on each."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from contacts import cards, queue, settling
from contacts.pages import _in_hand, _offered
from contacts.queue import Request, State, Taken
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

SHOWN = 30


def waiting(actor: Actor, requests: list[Request], now: datetime) -> None:
    """The queue: grouped, each group oldest first; only the first button is primary."""
    if not requests:
        last = frame.read(lambda session: queue.last_delay(session, actor.consortium_id))
        parts.empty(*cards.nothing(last, view="waiting"))
        return
    referent = frame.read(lambda session: settling.settled(session, actor.consortium_id)).referent
    groups = cards.groups(requests, actor.structure_id, referent=referent == actor.user_id)
    drawn = 0
    for title, found in groups:
        if len(groups) > 1 and drawn < SHOWN:
            st.subheader(title, anchor=False)
        for request in found[: max(SHOWN - drawn, 0)]:
            card(actor, request, now, first=drawn == 0)
            drawn += 1
    if len(requests) > drawn:
        more = len(requests) - drawn
        st.caption(
            n_("{count} autre demande attend derrière.", "{count} autres demandes attendent derrière.", more)
        )
    st.caption(_("Le moyen de répondre s'affiche après «Je réponds». Cet accès est noté au journal."))


def plain(actor: Actor, requests: list[Request], now: datetime, *, view: str) -> None:
    """What is in hand, or over: one card each."""
    if not requests:
        parts.empty(*cards.nothing(None, view=view))
    for request in requests[:SHOWN]:
        card(actor, request, now, first=False)
    if len(requests) > SHOWN:
        st.caption(_("Les {count} plus récentes sont affichées.", count=SHOWN))


def card(actor: Actor, request: Request, now: datetime, *, first: bool) -> None:
    """One request, and what can be done with it now."""
    with parts.card(f"contact-{request.id}"):
        words, act = st.columns([3.4, 1], vertical_alignment="center")
        with words, st.container(gap=None):
            st.markdown(cards.first_line(request, now))
            st.caption(parts.escaped(cards.caption(request)))
        with act:
            _button(actor, request, first=first)


def _button(actor: Actor, request: Request, *, first: bool) -> None:
    if request.withdrawn or request.state is State.CLOSED:
        return
    if request.state is State.HANDED_OVER:
        _offered.button(actor, request)
    elif request.state in {State.TAKEN, State.ANSWERED}:
        label = _("Continuer") if request.state is State.TAKEN else _("Ouvrir")
        if st.button(label, key=f"look-{request.id}", width="stretch"):
            _in_hand.show(actor, request.id, _look(actor, request))
    elif st.button(
        _("Je réponds"),
        key=f"take-{request.id}",
        type="primary" if first else "secondary",
        width="stretch",
    ):
        taken = frame.perform(
            actor, Action.SEE_CONTACT_DETAIL, lambda session: queue.take(session, actor, request.id)
        )
        _in_hand.show(actor, request.id, taken)


def _look(actor: Actor, request: Request) -> Taken | None:
    """How to answer a request that is taken; one that is answered shows it once more only when asked."""
    if request.state is not State.TAKEN:
        return Taken(None)
    return frame.perform(
        actor, Action.SEE_CONTACT_DETAIL, lambda session: queue.look(session, actor, request.id)
    )
