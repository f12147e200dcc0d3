"""The dialog that notes a new campaign."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import streamlit as st

from campaigns import planning
from core import clock, people, territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import Audience, Need
from core.ui import frame


def open_new(actor: Actor) -> None:
    """Open the dialog over the page."""
    st.dialog(_("Nouvelle campagne"), width="medium")(_new)(actor)


def needs(main: Need, more: Collection[Need] = ()) -> tuple[Need, list[Need]]:
    """The main need of a campaign, and the needs beside it, to choose."""
    chosen: Need = st.pills(
        _("Besoin principal"), list(Need), format_func=territory.label, default=main, required=True
    )
    beside = st.pills(
        _("Autres besoins"),
        list(Need),
        selection_mode="multi",
        format_func=territory.label,
        default=list(more),
    )
    return chosen, [one for one in beside if one is not chosen]


def _new(actor: Actor) -> None:
    zones = frame.read(lambda session: territory.zones(session, actor.consortium_id))
    structures = frame.read(lambda session: people.structures(session, actor.consortium_id))
    zone_names = {zone.id: f"{zone.name} ({zone.code})" for zone in zones}
    structure_names = {one.id: one.name for one in structures}
    today = clock.today(frame.timezone())
    with st.form("new-campaign", border=False):
        name = st.text_input(_("Nom"), placeholder=_("Ton permis sans galère"))
        goal = st.text_area(_("But"), placeholder=_("Dix premiers contacts par mois"), height=80)
        need, more_needs = needs(Need.LICENCE)
        audience = st.segmented_control(
            _("À qui"), list(Audience), format_func=territory.label, default=Audience.YOUNG, required=True
        )
        left, right = st.columns(2)
        starts_on = left.date_input(_("Début"), today, format="DD/MM/YYYY")
        ends_on = right.date_input(_("Fin"), today + timedelta(days=90), format="DD/MM/YYYY")
        zone_ids = st.multiselect(
            _("Zones"), zone_names, format_func=zone_names.__getitem__, placeholder=_("Toutes")
        )
        structure_ids = st.multiselect(
            _("Structures"), structure_names, format_func=structure_names.__getitem__, placeholder=_("Toutes")
        )
        sent = st.form_submit_button(_("Créer la campagne"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: planning.create_campaign(
                session,
                actor,
                name,
                goal=goal,
                need=need,
                audience=audience,
                starts_on=starts_on,
                ends_on=ends_on,
                zone_ids=zone_ids,
                structure_ids=structure_ids,
                more_needs=more_needs,
            ),
            done=_("Campagne créée."),
        )
        if made:
            st.rerun()
