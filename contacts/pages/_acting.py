"""An act of a dialog: done and the dialog closed, or refused in words with the dialog left open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy.orm import Session

from core.people import Action, Actor
from core.ui import frame


def perform(actor: Actor, act: Callable[[Session], object]) -> bool:
    """Do it; False when it was refused (the frame has said why)."""

    def whole(session: Session) -> bool:
        act(session)
        return True

    return frame.perform(actor, Action.SEE_CONTACT_DETAIL, whole) is not None


def end(actor: Actor, act: Callable[[Session], object], said: str) -> None:
    """Do it and close the dialog; a refusal stays on the screen."""
    if perform(actor, act):
        st.toast(said)
        st.rerun()
