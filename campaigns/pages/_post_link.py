"""The form that takes the link of a post that is out."""

from __future__ import annotations

import streamlit as st

from campaigns import planning
from campaigns.planning import PostRow
from core import territory
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def draw(actor: Actor, row: PostRow, *, correct: bool) -> None:
    """Take the link, the first one or the one to `correct`."""
    act = planning.correct_link if correct else planning.mark_published
    with st.form(f"link-{row.variant_id}", border=False):
        url = st.text_input(
            _("Lien de la publication sur {network}", network=territory.label(row.network)),
            placeholder="https://",
        )
        sent = st.form_submit_button(_("Noter le lien"), type="secondary" if correct else "primary")
    if sent:
        noted = frame.perform(
            actor,
            Action.PLAN,
            lambda session: act(session, actor, row.variant_id, url),
            done=_("Lien corrigé.") if correct else _("Publication notée. Son lien peut être relevé."),
        )
        if noted:
            st.rerun()
