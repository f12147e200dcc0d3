"""The dialogs that settle a campaign's budget and phases."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from campaigns.campaign import budget, editing, phases
from campaigns.campaign.budget import HOURS_LABELS, Budget
from campaigns.campaign.whole import Whole
from campaigns.pages import _campaign_save
from core.errors import PorteVoixError
from core.i18n import _
from core.people import Actor


def open_budget(actor: Actor, one: Whole) -> None:
    """Open the dialog about hours, costs and purchases."""
    st.session_state.pop(_campaign_save.seen(one), None)
    st.dialog(_("Budget de la campagne"), width="large")(_budget)(actor, one)


def open_phases(actor: Actor, one: Whole) -> None:
    """Open the dialog about phases."""
    st.session_state.pop(_campaign_save.seen(one), None)
    st.dialog(_("Phases de la campagne"), width="medium")(_phases)(actor, one)


def _budget(actor: Actor, one: Whole) -> None:
    now = one.budget
    with st.form("budget", border=False):
        columns = st.columns(len(HOURS_LABELS))
        hours = {
            kind: column.number_input(
                _("Heures de {kind}", kind=_(label)), 0.0, 500_000.0, _float(now.hours.get(kind)), 1.0
            )
            for (kind, label), column in zip(HOURS_LABELS.items(), columns, strict=True)
        }
        left, right = st.columns(2)
        cost = left.number_input(
            _("Coût d'une heure, charges comprises (€)"), 0.0, 1_000.0, _float(now.hourly_cost), 0.5
        )
        rate = right.number_input(
            _("Frais de fonctionnement (% du travail)"), 0.0, 100.0, _float(now.overhead), 1.0
        )
        bought = st.text_area(
            _("Achats, un par ligne : achat ; montant ; jour du paiement"),
            budget.written(now.purchases),
            placeholder=_("Flyers A5 ; 320,50 ; 12/10/2026"),
            height=120,
        )
        sent = st.form_submit_button(_("Enregistrer le budget"), type="primary")
    if not sent:
        return
    try:
        purchases = budget.purchases_of(bought)
    except PorteVoixError as error:
        st.error(error.message)
        return
    said = {kind: exact for kind, value in hours.items() if (exact := _exact(value)) is not None}
    wanted = Budget(said, _exact(cost), _exact(rate), purchases)
    _campaign_save.save(
        actor, one, lambda session, revision: editing.set_budget(session, actor, one.id, revision, wanted)
    )


def _phases(actor: Actor, one: Whole) -> None:
    with st.form("phases", border=False):
        text = st.text_area(
            _("Une phase par ligne : nom ; premier jour ; dernier jour"),
            phases.written(one.phases),
            placeholder=_("Avant la rentrée ; 01/09/2026 ; 30/09/2026"),
            height=160,
        )
        sent = st.form_submit_button(_("Enregistrer les phases"), type="primary")
    if not sent:
        return
    try:
        wanted = phases.phases_of(text)
    except PorteVoixError as error:
        st.error(error.message)
        return
    _campaign_save.save(
        actor, one, lambda session, revision: editing.set_phases(session, actor, one.id, revision, wanted)
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(budget.CENT)
