"""The dialog about one action: what it is, what became of it, its code."""

from __future__ import annotations

import streamlit as st

from campaigns.actions import coding
from campaigns.actions.listing import ActionRow
from campaigns.models import ActionState
from campaigns.pages import _action_facts, _action_forms, _action_note, _action_words, _placement_forms
from core import clock, people
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts

SEE, NOTE, EDIT = "see", "note", "edit"


def open_one(actor: Actor, row: ActionRow, first: str = SEE) -> None:
    """Open an action; `first` is what the dialog begins with."""
    st.session_state.pop(f"action-seen-{row.id}", None)
    st.dialog(parts.plain(row.title), width="medium")(_one)(actor, row, first)


def _one(actor: Actor, row: ActionRow, first: str) -> None:
    plans = people.may(actor, Action.PLAN, actor.consortium_id)
    views = {SEE: _("L'action"), NOTE: _("Noter")} | ({EDIT: _("Modifier")} if plans else {})
    view = st.segmented_control(
        _("Que faire"),
        list(views),
        format_func=views.__getitem__,
        default=first,
        required=True,
        label_visibility="collapsed",
        key=f"action-view-{row.id}-{first}",
    )
    if view == EDIT:
        _action_forms.edit(actor, row)
    elif view == NOTE:
        _action_note.draw(actor, row, plans=plans)
    else:
        _see(actor, row, plans=plans)


def _see(actor: Actor, row: ActionRow, *, plans: bool) -> None:
    st.markdown(_action_words.badge(row, clock.now()))
    _action_facts.draw(row)
    if plans and row.code is None and row.state is not ActionState.CANCELLED:
        with st.expander(_("Créer son code"), type="compact"), st.form("code-action", border=False):
            where = _placement_forms.destination(actor)
            if st.form_submit_button(_("Créer le code")):
                made = frame.perform(
                    actor,
                    Action.MANAGE_PLACEMENTS,
                    lambda session: coding.code_action(session, actor, row.id, where),
                    done=_("Code créé : il est dans « Supports et QR »."),
                )
                if made:
                    st.rerun()
