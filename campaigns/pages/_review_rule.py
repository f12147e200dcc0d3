"""The rule of the consortium: whether somebody else has to read before a post is scheduled."""

from __future__ import annotations

import streamlit as st

from campaigns import stages
from core import people
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame


def draw(actor: Actor, *, required: bool) -> None:
    """The switch, for whoever may settle it; for the others the page's head says how it stands."""
    if not people.may(actor, Action.SETTLE_REVIEW, actor.consortium_id):
        return
    st.subheader(_("Règle"), anchor=False)
    wanted = st.toggle(_("Une autre personne relit avant de programmer"), value=required, key="review-rule")
    st.caption(_("Allumée, ce qui est programmé sans relecture revient « à relire »."))
    if wanted is required:
        return
    back = frame.perform(
        actor, Action.SETTLE_REVIEW, lambda session: stages.settle(session, actor, required=wanted)
    )
    if back is not None:
        if back:
            st.toast(n_("{count} publication est à relire.", "{count} publications sont à relire.", back))
        st.rerun()
