"""What a new post starts from: a template, and the weekly slots of each network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from uuid import UUID

import streamlit as st

from campaigns import planning
from campaigns.models import PostTemplate
from campaigns.pages import _open, _post_again
from campaigns.planning import CampaignRow
from campaigns.repeating import patterns, slots
from campaigns.repeating.slots import Slot
from core import clock, i18n, territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS, Channel
from core.ui import frame, parts

EVENING = time(18)


def open_templates(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that starts a post from a template."""
    st.dialog(_("Partir d'un modèle"), width="medium")(_templates)(actor, campaigns)


def open_slots(actor: Actor) -> None:
    """Open the dialog that says when posts of a network go out."""
    st.dialog(_("Créneaux de la semaine"), width="medium")(_slots)(actor)


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


def _slots(actor: Actor) -> None:
    known = frame.read(lambda session: slots.slots(session, actor.consortium_id))
    network = st.segmented_control(
        _("Réseau"), NETWORKS, format_func=territory.label, default=NETWORKS[0], required=True
    )
    present = known.get(network, [])
    free = frame.read(
        lambda session: slots.next_free(session, actor.consortium_id, [network], frame.timezone())
    )
    if free:
        st.caption(
            _("Prochain créneau libre : {day}, {hour}.", day=i18n.day(free[0]), hour=i18n.hour(free[1]))
        )
    st.caption(_("Un créneau par case : l'heure, ou rien."))
    wanted = []
    with st.form(f"slots-{network}", border=False):
        for number in range(7):
            walls = [one.wall for one in present if one.weekday == number]
            columns = st.columns(4, vertical_alignment="center")
            columns[0].markdown(_post_again.weekday(number))
            for place in range(3):
                label = _("{day}, créneau {number}", day=_post_again.weekday(number), number=place + 1)
                wall = columns[place + 1].time_input(
                    label,
                    walls[place] if place < len(walls) else None,
                    label_visibility="collapsed",
                    key=f"slot-{network}-{number}-{place}",
                )
                if wall is not None:
                    wanted.append(Slot(number, wall))
        sent = st.form_submit_button(_("Enregistrer les créneaux"), type="primary")
    if sent:
        frame.perform(
            actor,
            Action.PLAN,
            lambda session: slots.set_slots(session, actor, network, wanted),
            done=_("Créneaux enregistrés."),
        )
        st.rerun()
