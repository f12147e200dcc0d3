"""The fields of an action, and the dialogs that note a new one or say it better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns.actions import listing, planning
from campaigns.actions.kinds import KIND_LABELS
from campaigns.actions.listing import ActionRow
from campaigns.actions.typed import Slot
from campaigns.models import ActionKind
from campaigns.pages import _action_facts, _action_fields
from campaigns.planning import CampaignRow
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def open_new(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that plans a new action."""
    st.dialog(_("Nouvelle action"), width="medium")(new_form)(actor, campaigns)


def new_form(actor: Actor, campaigns: Sequence[CampaignRow], on: Slot | None = None) -> None:
    """The form of a new action, within a dialog, for a time that somebody chose already or not."""
    kind = kind_pills("new-action-kind")
    names = {row.id: row.name for row in campaigns}
    with st.form(f"new-action-{kind}", border=False):
        campaign_id = st.selectbox(_("Campagne"), names, format_func=names.__getitem__)
        wanted = _action_fields.fields(actor, kind, None, on)
        sent = st.form_submit_button(_("Prévoir l'action"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: planning.add_action(session, actor, campaign_id, wanted),
            done=_("Action prévue."),
        )
        if made:
            st.rerun()


def edit(actor: Actor, row: ActionRow) -> None:
    """The form that says an action better; who comes second sees what the first one wrote."""
    seen = f"action-seen-{row.id}"
    st.session_state.setdefault(seen, row.revision)
    with st.form(f"edit-action-{row.id}", border=False):
        wanted = _action_fields.fields(actor, row.kind, row)
        sent = st.form_submit_button(_("Enregistrer l'action"), type="primary")
    if not sent:
        return
    saved = frame.perform(
        actor,
        Action.PLAN,
        lambda session: planning.edit_action(session, actor, row.id, st.session_state[seen], wanted),
        done=_("Action enregistrée."),
    )
    if saved:
        del st.session_state[seen]
        st.rerun()
    now = frame.read(lambda session: listing.action_of(session, actor.consortium_id, row.id))
    if now.revision != st.session_state[seen]:
        st.session_state[seen] = now.revision
        before = dict(_action_facts.facts(row))
        changed = [(name, value) for name, value in _action_facts.facts(now) if before.get(name) != value]
        st.markdown(
            "\n".join(
                [_("Ce qui a changé entre-temps :"), ""]
                + [f"- {parts.escaped(name)} : {parts.plain(value)}" for name, value in changed]
            )
        )


def kind_pills(key: str, default: ActionKind = ActionKind.VAN) -> ActionKind:
    """The kinds to choose from."""
    return st.pills(
        _("Type d'action"),
        list(KIND_LABELS),
        format_func=lambda one: _(KIND_LABELS[one]),
        default=default,
        required=True,
        wrap=True,
        key=key,
    )
