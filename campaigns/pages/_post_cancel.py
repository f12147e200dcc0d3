"""The dialog that gives a post up."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from campaigns import planning
from campaigns.editing import Sheet
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts

_LIST = Path(__file__).parent / "posts.py"


def open_one(actor: Actor, now: Sheet) -> None:
    """Open the dialog over the page."""
    st.dialog(_("Annuler la publication ?"))(_cancel)(actor, now)


def _cancel(actor: Actor, now: Sheet) -> None:
    st.markdown(f"**{parts.plain(now.post.title)}**")
    st.caption(_("Elle est retirée de tous ses réseaux, sauf là où elle est déjà publiée."))
    if st.button(_("Annuler la publication"), icon=":material/event_busy:", type="primary"):
        cancelled = frame.perform(
            actor,
            Action.PLAN,
            lambda session: planning.cancel_post(session, actor, now.post.id),
            done=_("Publication annulée."),
        )
        if cancelled:
            st.switch_page(_LIST)
