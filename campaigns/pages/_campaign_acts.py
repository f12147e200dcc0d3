"""What can be done with one campaign: say it better, money, phases, the same again, end it, put it away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from campaigns.campaign import copying, editing
from campaigns.campaign.editing import LEADS
from campaigns.campaign.whole import Whole
from campaigns.models import Campaign, CampaignStatus
from campaigns.pages import _campaign_edit, _campaign_money, _campaign_save
from core.i18n import _, mark
from core.people import Action, Actor
from core.ui import frame, parts

_TO_STATUS = {
    CampaignStatus.RUNNING: mark("Lancer ou reprendre"),
    CampaignStatus.OVER: mark("Terminer"),
    CampaignStatus.ARCHIVED: mark("Archiver"),
}


def draw(actor: Actor, one: Whole) -> None:
    """The buttons in the head of the page."""
    others = {"budget": _("Budget"), "phases": _("Phases"), "copy": _("Dupliquer")}
    others |= {status.value: _(word) for status, word in _TO_STATUS.items() if status in LEADS[one.status]}
    chosen = st.menu_button(_("Autre"), list(others), format_func=others.__getitem__, key="campaign-acts")
    if st.button(_("Modifier"), icon=":material/edit:", type="primary"):
        _campaign_edit.open_edit(actor, one)
    elif chosen == "budget":
        _campaign_money.open_budget(actor, one)
    elif chosen == "phases":
        _campaign_money.open_phases(actor, one)
    elif chosen == "copy":
        _open(_("Dupliquer la campagne"), _copy, actor, one)
    elif chosen:
        status = CampaignStatus(chosen)
        _perform(actor, lambda session: editing.set_status(session, actor, one.id, status), _("C'est noté."))


def open_learn(actor: Actor, one: Whole) -> None:
    """Open the dialog that notes what was learnt."""
    st.session_state.pop(_campaign_save.seen(one), None)
    _open(_("Ce qu'on a appris"), _learn, actor, one)


def _open(title: str, body: Callable[[Actor, Whole], None], actor: Actor, one: Whole) -> None:
    st.dialog(title, width="medium")(body)(actor, one)


def _learn(actor: Actor, one: Whole) -> None:
    if one.hypothesis:
        st.caption(_("Hypothèse : {text}", text=parts.plain(one.hypothesis)))
    with st.form("learn", border=False):
        learnt = st.text_area(_("Ce qu'on a appris"), one.learnt, height=140, max_chars=2000)
        st.caption(_("Ce qui ne prend pas une fois peut prendre la suivante : dites où, quand, avec qui."))
        sent = st.form_submit_button(_("Enregistrer"), type="primary")
    if sent:
        _campaign_save.save(
            actor, one, lambda session, revision: editing.learn(session, actor, one.id, revision, learnt)
        )


def _copy(actor: Actor, one: Whole) -> None:
    with st.form("copy-campaign", border=False):
        name = st.text_input(_("Nom"), placeholder=_("Ton permis, deuxième saison"))
        starts_on = st.date_input(_("Début"), one.starts_on + timedelta(weeks=52), format="DD/MM/YYYY")
        st.caption(_("Toutes les dates bougent d'autant. Un nombre entier de semaines garde les jours."))
        posts = st.checkbox(_("Avec les publications, en brouillon"), value=True)
        actions = st.checkbox(_("Avec les actions, comme prévues"))
        sent = st.form_submit_button(_("Dupliquer la campagne"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: copying.duplicate(
                session, actor, one.id, name, starts_on, with_posts=posts, with_actions=actions
            ),
            done=_("Copie créée, en brouillon. Elle ne reprend aucun code."),
        )
        if made:
            st.query_params["c"] = str(made.id)
            st.rerun()


def _perform(actor: Actor, act: Callable[[Session], Campaign], done: str) -> None:
    made: Any = frame.perform(actor, Action.PLAN, act, done=done)
    if made:
        st.rerun()
