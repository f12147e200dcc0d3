"""Keys and tokens on «Santé des relevés»: they go in and never come out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts
from reach.collecting import credentials, trying, words
from reach.collecting.overview import NetworkHealth
from reach.owners import links
from reach.snapshots import Target

_RIGHT = Action.SWITCH_PROVIDERS


def cards(actor: Actor, networks: Sequence[NetworkHealth]) -> None:
    """A card for each network that takes a key or a token."""
    for one in networks:
        if one.takes:
            with parts.card(f"connexion-{one.network}"):
                _card(actor, one)


def _card(actor: Actor, one: NetworkHealth) -> None:
    left, right = st.columns([3.4, 1], vertical_alignment="center")
    colour, state = words.connection(one.connected)
    left.markdown(f":{colour}-badge[{state}] **{one.label}**")
    known = one.connected is not None or one.network not in credentials.APPLICATIONS
    left.caption(words.connected(one.connected) if known else _first_the_application())
    tried = one.connected is not None and one.network not in credentials.APPLICATIONS
    if tried and right.button(_("Essayer"), key=f"try-{one.network}", width="stretch"):
        _try(actor, one.network)
    with st.expander(_("Connecter") if one.connected is None else _("Remplacer ou retirer"), type="compact"):
        _form(actor, one)


def _first_the_application() -> str:
    return _("L'application permet de demander l'accord de chaque titulaire.")


def _form(actor: Actor, one: NetworkHealth) -> None:
    with st.form(f"connect-{one.network}", border=False, clear_on_submit=True):
        typed = {
            name: st.text_input(
                _(credentials.FIELDS[one.network][name]),
                type="password" if name in credentials.SECRET else "default",
                placeholder=_("inchangé") if one.connected else "",
                key=f"{one.network}-{name}",
                autocomplete="off",
            )
            for name in one.takes
        }
        if one.network in credentials.APPLICATIONS:
            st.caption(_("Adresse de retour à déclarer au réseau :"))
            st.code(links.back(one.network), language=None, wrap_lines=True)
            if not links.back(one.network).startswith("https:"):
                st.caption(_("Le réseau n'accepte qu'une adresse en https : réglez PORTE_VOIX_BASE_URL."))
        ends = st.date_input(
            _("Valable jusqu'au (vide : sans fin)"),
            one.connected.expires_on if one.connected else None,
            format="DD/MM/YYYY",
            key=f"{one.network}-ends",
        )
        if st.form_submit_button(_("Enregistrer")):
            _save(actor, one.network, typed, ends if isinstance(ends, date) else None)
    if one.connected is not None and st.button(_("Retirer"), key=f"remove-{one.network}", type="tertiary"):
        _remove(actor, one.network)


def _save(actor: Actor, network: str, typed: dict[str, str], ends: date | None) -> None:
    def act(session: Session) -> bool:
        credentials.save(session, actor, network, typed, ends)
        return True

    asks = network in credentials.APPLICATIONS
    done = _("Application enregistrée.") if asks else _("Connexion enregistrée. Essayez-la.")
    if frame.perform(actor, _RIGHT, act, done=done):
        st.rerun()


def _remove(actor: Actor, network: str) -> None:
    def act(session: Session) -> bool:
        credentials.remove(session, actor, network)
        return True

    if frame.perform(actor, _RIGHT, act, done=_("Connexion retirée.")):
        st.rerun()


def _try(actor: Actor, network: str) -> None:
    def prepare(session: Session) -> tuple[Target, dict[str, str]]:
        found = credentials.opened(session, actor.consortium_id, network)
        return trying.subject(session, actor.consortium_id, network), found.given if found else {}

    asked = frame.perform(actor, _RIGHT, prepare)
    if asked is None:
        return
    # Outside the transaction: a slow network must not hold the database.
    error = trying.ask(*asked)

    def note(session: Session) -> bool:
        credentials.tested(session, actor.consortium_id, network, error)
        return True

    if frame.perform(actor, _RIGHT, note, done="" if error else _("Le réseau a répondu.")):
        st.rerun()
