"""One network on «Santé des relevés»: its queue, its readers, their switches."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from connectors.abilities import Provider
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts
from reach import providers
from reach.collecting import lanes, words
from reach.collecting.overview import Line, NetworkHealth, Running


def card(actor: Actor, one: NetworkHealth, *, decides: bool) -> None:
    """The network, and under it each of its readers."""
    with parts.card(f"reseau-{one.network}"):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        colour, state = words.state(one)
        left.markdown(f":{colour}-badge[{state}] **{one.label}**")
        left.caption(words.queue(one, frame.timezone()))
        stopped = one.running is Running.STOPPED and decides
        if stopped and right.button(_("Reprendre"), key=f"resume-{one.network}", width="stretch"):
            _resume(actor, one)
        for line in one.lines:
            _line(actor, line, decides=decides)


def _line(actor: Actor, line: Line, *, decides: bool) -> None:
    key = line.standing.provider.key
    left, right = st.columns([3.4, 1], vertical_alignment="center")
    with left.container(gap=None):
        st.markdown(f"{key} {parts.escaped(line.standing.provider.version())}")
        st.caption(words.line(line, frame.timezone()))
        if line.standing.at is not None:
            decided = i18n.moment(line.standing.at, frame.timezone())
            st.caption(_("Par {name}, {when}.", name=parts.plain(line.standing.by or ""), when=decided))
    if not decides or not line.standing.provider.scraping:
        return
    if not line.standing.switched_on:
        if right.button(_("Allumer"), key=f"on-{key}", width="stretch"):
            _confirm(actor, line.standing.provider)
    elif right.button(_("Éteindre"), key=f"off-{key}", width="stretch"):
        _decide(actor, key, on=False)


def _confirm(actor: Actor, provider: Provider) -> None:
    @st.dialog(_("Allumer {provider} ?", provider=provider.key))
    def warned() -> None:
        st.write(provider.warning)
        if st.button(_("J'ai lu : allumer ce lecteur"), type="primary"):
            _decide(actor, provider.key, on=True)

    warned()


def _decide(actor: Actor, key: str, *, on: bool) -> None:
    def act(session: Session) -> bool:
        providers.switch(session, actor, key, on=on)
        return True

    done = _("Lecteur allumé.") if on else _("Lecteur éteint.")
    if frame.perform(actor, Action.SWITCH_PROVIDERS, act, done=done):
        st.rerun()


def _resume(actor: Actor, one: NetworkHealth) -> None:
    def act(session: Session) -> bool:
        lanes.resume(session, actor, one.network)
        return True

    done = _("Les relevés de {network} reprennent.", network=one.label)
    if frame.perform(actor, Action.SWITCH_PROVIDERS, act, done=done):
        st.rerun()
