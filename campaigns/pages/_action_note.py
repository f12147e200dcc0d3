"""What became of an action, as the team says it: in the dialog of the action."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns.actions import acts, states
from campaigns.actions.acts import Counted
from campaigns.actions.listing import ActionRow
from campaigns.actions.states import Act
from campaigns.actions.typed import MOST_COUNTED
from campaigns.models import ActionState
from core import clock
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def draw(actor: Actor, row: ActionRow, *, plans: bool) -> None:
    """What can be said of it now: held and its counts, cancelled and why; who plans confirms and resumes."""
    if row.state is ActionState.HELD:
        _counts(actor, row)
        st.caption(_("Notée par erreur ? Elle redevient confirmée, et ce qui a été compté s'efface."))
        _press(actor, row, _("Elle n'a pas été tenue"), Act.REOPEN, acts.reopen)
        return
    if row.state is ActionState.CANCELLED:
        st.markdown(_("Annulée : {why}.", why=parts.plain(row.cancelled_why)))
        if plans:
            _press(actor, row, _("Elle a lieu quand même"), Act.RESUME, acts.resume)
        return
    if row.starts_at <= clock.now():
        _counts(actor, row)
    else:
        st.caption(_("Elle n'a pas encore commencé : vous pourrez la noter comme tenue une fois sur place."))
        if plans and states.may(row.state, Act.CONFIRM):
            _press(actor, row, _("Confirmer l'action"), Act.CONFIRM, acts.confirm)
    with st.form(f"cancel-{row.id}", border=False):
        why = st.text_input(_("Ou annulée, parce que"), placeholder=_("pluie, personne malade, lieu fermé"))
        if st.form_submit_button(_("Noter comme annulée")):
            _perform(actor, lambda session: acts.cancel(session, actor, row.id, why), _("Action annulée."))


def _counts(actor: Actor, row: ActionRow) -> None:
    held = row.state is ActionState.HELD
    with st.form(f"hold-{row.id}", border=False):
        first, second, third = st.columns(3)
        talks = first.number_input(_("Discussions"), 0, MOST_COUNTED, row.talks, 1, placeholder="–")
        leaflets = second.number_input(
            _("Documents remis"), 0, MOST_COUNTED, row.leaflets, 1, placeholder="–"
        )
        present = third.number_input(
            _("Personnes présentes"), 0, MOST_COUNTED, row.present, 1, placeholder="–"
        )
        st.caption(_("Laissez vide ce que personne n'a compté : vide n'est pas zéro."))
        word = _("Enregistrer les comptes") if held else _("Noter comme tenue")
        sent = st.form_submit_button(word, type="primary")
    if sent:
        counted = Counted(_whole(talks), _whole(leaflets), _whole(present))
        act = acts.count if held else acts.hold
        _perform(actor, lambda session: act(session, actor, row.id, counted), _("C'est noté."))


def _press(actor: Actor, row: ActionRow, word: str, act: Act, does: Any) -> None:
    if st.button(word, key=f"{act.value}-{row.id}"):
        _perform(actor, lambda session: does(session, actor, row.id), _("C'est noté."))


def _perform(actor: Actor, act: Any, done: str) -> None:
    if frame.perform(actor, Action.NOTE_ACTIONS, act, done=done):
        st.rerun()


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
