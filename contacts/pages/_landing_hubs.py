"""Hubs of the campaigns, and the numbers of «En danger ?»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from sqlalchemy.orm import Session

from campaigns.models import CampaignStatus
from campaigns.planning import CampaignRow
from contacts import hubs, policy
from contacts.models import HubPage
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def draw_hubs(actor: Actor, made: Sequence[HubPage], campaigns: Sequence[CampaignRow]) -> None:
    """One hub per campaign: «De quoi as-tu besoin ?»."""
    st.caption(_("Une page par campagne : un geste par besoin, le code suit. Pour les profils et affiches."))
    of_campaign = {hub.campaign_id: hub for hub in made}
    if not campaigns:
        parts.empty(_("Aucune campagne."), _("Créez d'abord une campagne : la page de choix s'y rattache."))
    for row in campaigns:
        hub = of_campaign.get(row.id)
        is_open = hub is not None and hub.withdrawn_at is None
        if row.status is CampaignStatus.ARCHIVED and not is_open:
            continue
        with parts.card(f"hub-{row.id}"):
            words, act = st.columns([3.4, 1], vertical_alignment="center")
            with words, st.container(gap=None):
                st.markdown(f"**{parts.plain(row.name)}**")
                st.caption(hubs.path(hub) if hub and is_open else _("Pas de page de choix."))
            with act:
                if hub and is_open:
                    change = partial(hubs.withdraw, actor=actor, hub_id=hub.id)
                else:
                    change = partial(hubs.create, actor=actor, campaign_id=row.id)
                said = _("Retirer") if is_open else _("Ouvrir une page")
                if st.button(said, key=f"hub-act-{row.id}", width="stretch"):
                    _do(actor, change)


def draw_danger(actor: Actor, numbers: str) -> None:
    """The numbers of «En danger ?» on every page of the public."""
    with st.form("danger", border=False):
        typed = st.text_input(_("Numéros, séparés par des virgules"), numbers, max_chars=200)
        st.caption(_("Un mot peut suivre un numéro : «3018 réseaux». Sur toutes les pages, dès maintenant."))
        sent = st.form_submit_button(_("Enregistrer"), type="primary")
    if sent:
        _do(actor, partial(policy.set_danger, actor=actor, typed=typed))


def _do(actor: Actor, change: Callable[[Session], object]) -> None:
    if frame.perform(actor, Action.PLAN, change, done=_("C'est fait.")):
        st.rerun()
