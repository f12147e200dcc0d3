"""Under the desk's form: codes that were meant, and the own last entry to mend or take back."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import codes
from contacts import corrections, intake
from contacts.corrections import OwnEntry
from contacts.entries import DeskEntry
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame

TURN, MENDING = "desk.turn", "desk.mending"


def mending() -> OwnEntry | None:
    """The entry that is being corrected."""
    return st.session_state.get(MENDING)


def store(actor: Actor, entry: DeskEntry) -> None:
    """Note the entry, or the correction; a refusal empties nothing and names codes that look alike."""
    before = mending()

    def act(session: Session) -> bool:
        if before is None:
            intake.from_desk(session, actor, entry)
        else:
            corrections.correct(session, actor, before.id, entry)
        return True

    said = _("Contact noté.") if before is None else _("Correction enregistrée.")
    if frame.perform(actor, Action.ENTER_CONTACT, act, done=said):
        _next()
        st.rerun()
    _suggest(actor, entry.code)


def draw(actor: Actor) -> None:
    """The own last entry, while it can be mended."""
    last = frame.read(lambda session: corrections.own_last(session, actor))
    if last is None or mending() is not None:
        return
    minutes = int(corrections.WINDOW.total_seconds() // 60)
    with st.container(horizontal=True, vertical_alignment="center"):
        time = i18n.moment(last.at, frame.timezone()).rpartition(", ")[2]
        st.caption(
            _("Votre dernière saisie, {time}, se corrige {minutes} minutes.", time=time, minutes=minutes)
        )
        if st.button(_("Corriger"), key="desk-correct"):
            _next(last)
            st.rerun()
        if st.button(_("Annuler la saisie"), key="desk-undo", type="tertiary"):
            frame.perform(
                actor,
                Action.ENTER_CONTACT,
                lambda session: corrections.undo(session, actor, last.id),
                done=_("Saisie annulée."),
            )
            st.rerun()


def stop() -> None:
    """Leave the correction; nothing has changed."""
    _next()


def _next(last: OwnEntry | None = None) -> None:
    """A fresh form: empty, or with an entry to mend."""
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.session_state[MENDING] = last


def _suggest(actor: Actor, code: str) -> None:
    meant = frame.read(lambda session: codes.suggestions(session, code, actor.consortium_id)) if code else []
    turn = st.session_state.get(TURN, 0)
    with st.container(horizontal=True):
        for shown in meant:
            st.button(
                _("Prendre {code}", code=shown),
                key=f"meant-{shown}",
                on_click=st.session_state.update,
                args=({f"code-{turn}": shown},),
            )
