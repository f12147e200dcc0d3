"""The dialog that says a campaign better; who comes second is told, compares, and loses nothing."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from campaigns.campaign import editing
from campaigns.campaign.editing import Said
from campaigns.campaign.whole import Targets, Whole
from campaigns.pages import _campaign_form, _campaign_save
from core import people, territory
from core.i18n import _
from core.people import Actor
from core.territory import Audience
from core.ui import frame

MOST = 1_000_000


def open_edit(actor: Actor, one: Whole) -> None:
    """Open the dialog."""
    st.session_state.pop(_campaign_save.seen(one), None)
    st.dialog(_("Modifier la campagne"), width="large")(_edit)(actor, one)


def _edit(actor: Actor, one: Whole) -> None:
    with st.form("edit-campaign", border=False):
        name = st.text_input(_("Nom"), one.name)
        goal = st.text_area(_("But"), one.goal, height=80)
        main, more = _campaign_form.needs(one.needs[0], one.needs[1:])
        audience = st.segmented_control(
            _("À qui"), list(Audience), format_func=territory.label, default=one.audience, required=True
        )
        left, right = st.columns(2)
        starts_on = left.date_input(_("Début"), one.starts_on, format="DD/MM/YYYY")
        ends_on = right.date_input(_("Fin"), one.ends_on, format="DD/MM/YYYY")
        where = _where(actor, one)
        targets = _targets(one.targets)
        hypothesis = st.text_area(_("Hypothèse : ce qu'on essaie"), one.hypothesis, height=80, max_chars=500)
        sent = st.form_submit_button(_("Enregistrer la campagne"), type="primary")
    if sent:
        said = Said(
            name,
            goal,
            (main, *more),
            audience,
            starts_on,
            ends_on,
            *where,
            targets,
            hypothesis,
            one.learnt,
        )
        _campaign_save.save(
            actor, one, lambda session, revision: editing.edit(session, actor, one.id, revision, said)
        )


def _where(actor: Actor, one: Whole) -> tuple[list[UUID], list[UUID]]:
    zones = frame.read(lambda session: territory.zones(session, actor.consortium_id))
    homes = frame.read(lambda session: people.structures(session, actor.consortium_id))
    chosen = []
    for label, names, now in (
        (_("Zones"), {zone.id: f"{zone.name} ({zone.code})" for zone in zones}, one.zones),
        (_("Structures"), {home.id: home.name for home in homes}, one.structures),
    ):
        chosen.append(
            st.multiselect(label, names, list(now), format_func=names.__getitem__, placeholder=_("Toutes"))
        )
    return chosen[0], chosen[1]


def _targets(now: Targets) -> Targets:
    first, second, third = st.columns(3)
    dates = first.number_input(_("Objectif : dates tenues"), 0, MOST, now.dates, 1, placeholder="–")
    scans = second.number_input(_("Objectif : scans humains"), 0, MOST, now.scans, 10, placeholder="–")
    contacts = third.number_input(
        _("Objectif : premiers contacts"), 0, MOST, now.contacts, 1, placeholder="–"
    )
    return Targets(*(None if one is None else int(one) for one in (dates, scans, contacts)))
