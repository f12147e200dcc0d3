"""What a new post starts from: a template, at the next free slot of its networks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from uuid import UUID

import streamlit as st

from campaigns import planning
from campaigns.models import PostTemplate
from campaigns.pages import _open
from campaigns.planning import CampaignRow
from campaigns.repeating import patterns, slots
from core import clock, territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import Channel
from core.ui import frame, parts

EVENING = time(18)


def open_templates(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that starts a post from a template."""
    st.dialog(_("Partir d'un modèle"), width="medium")(_templates)(actor, campaigns)


def _templates(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    names = {row.id: row.name for row in campaigns}
    campaign_id: UUID = st.selectbox(_("Campagne"), names, format_func=names.__getitem__)
    found = frame.read(
        lambda session: patterns.templates(
            session,
            actor.consortium_id,
            planning.campaign_of(session, actor.consortium_id, campaign_id),
        )
    )
    if not found:
        parts.empty(
            _("Aucun modèle."),
            _("Ouvrez une publication réussie, puis « Autre », « Enregistrer comme modèle »."),
        )
        return
    by_id = {one.id: one for one in found}
    chosen = st.radio(_("Modèle"), list(by_id), format_func=lambda one: by_id[one].name)
    template = by_id[chosen]
    st.text(template.text[:400] or _("Chaque réseau a son texte."))
    networks = [Channel(one) for one in template.forms]
    st.caption(", ".join(territory.label(one) for one in networks))
    with st.container(horizontal=True):
        if st.button(_("Commencer"), type="primary"):
            _begin(actor, template, campaign_id, networks)
        if st.button(_("Supprimer le modèle"), type="tertiary"):
            gone = frame.perform(
                actor,
                Action.PLAN,
                lambda session: patterns.forget(session, actor, template.id),
                done=_("Modèle supprimé. Les publications déjà écrites restent."),
            )
            if gone:
                st.rerun()


def _begin(actor: Actor, template: PostTemplate, campaign_id: UUID, networks: Sequence[Channel]) -> None:
    zone = frame.timezone()
    free = frame.read(lambda session: slots.next_free(session, actor.consortium_id, networks, zone))
    day, wall = free or (clock.today(zone) + timedelta(days=1), EVENING)
    made = frame.perform(
        actor,
        Action.PLAN,
        lambda session: patterns.start(session, actor, template.id, campaign_id, day, wall, zone),
    )
    if made:
        _open.post(made.id)
