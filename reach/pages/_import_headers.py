"""Headers that nobody knows yet: which network, and what each column says. Asked once."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from connectors.exports.rows import Role, Unknown
from core import territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS
from core.ui import frame, parts
from reach.imports import meanings, words


def ask(actor: Actor, table: Unknown, place: int) -> None:
    """A form that says what the columns of one table mean."""
    st.subheader(_("Ce fichier est nouveau : que disent ses colonnes ?"), anchor=False)
    st.caption(
        _(
            "Dites-le une fois : le prochain fichier aux mêmes titres sera lu tout seul. "
            "Ce qui reste « laissée de côté » n'est pas gardé."
        )
    )
    with st.form(f"headers-{place}", border=False):
        seems, guesses = meanings.suggested(table)
        network = st.selectbox(
            _("Réseau"),
            NETWORKS,
            index=NETWORKS.index(seems) if seems else 0,
            format_func=territory.label,
            key=f"network-{place}",
        )
        roles = {
            header: chosen
            for number, header in enumerate(table.headers)
            if header
            and (chosen := _column(table, number, f"{place}-{number}", guesses.get(header))) is not None
        }
        if not st.form_submit_button(_("Retenir ces colonnes"), type="primary"):
            return

    def act(session: Session) -> bool:
        meanings.explain(session, actor, table, network, roles)
        return True

    if frame.perform(actor, Action.COLLECT, act, done=_("Colonnes retenues.")):
        st.rerun()


def _column(table: Unknown, number: int, key: str, guess: Role | None) -> Role | None:
    """What one column says, beside what stands in it."""
    choices = [None, *words.CHOICES]
    seen = [row[number] for row in table.sample if number < len(row) and row[number]]
    shown = _("par exemple {text}", text=parts.escaped(seen[0][:60])) if seen else _("vide")
    chosen = st.selectbox(
        f"{parts.escaped(table.headers[number])} ({shown})",
        choices,
        index=choices.index(guess),
        format_func=lambda one: _("laissée de côté") if one is None else words.role(one),
        key=f"column-{key}",
    )
    return words.role_of(chosen)
