"""The dialog that makes a landing page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from contacts import editing
from contacts.languages import Words
from core.i18n import _
from core.people import Action, Actor
from core.territory import Need, Zone, label
from core.ui import frame


def open_new(actor: Actor, zones: Sequence[Zone]) -> None:
    """Open the dialog."""
    st.dialog(_("Nouvelle page"), width="medium")(_new)(actor, zones)


def zone_field(zones: Sequence[Zone], chosen: UUID | None, key: str) -> UUID | None:
    """For one zone, or for everywhere."""
    names = {zone.id: f"{zone.name} ({zone.code})" for zone in zones}
    ids = list(names)
    found: UUID | None = st.selectbox(
        _("Zone"),
        ids,
        ids.index(chosen) if chosen in names else None,
        format_func=names.__getitem__,
        placeholder=_("Partout"),
        key=key,
    )
    return found


def _new(actor: Actor, zones: Sequence[Zone]) -> None:
    with st.form("new-page", border=False):
        need = st.pills(
            _("Besoin"), list(Need), format_func=label, default=Need.LICENCE, required=True, wrap=True
        )
        for_relatives = st.checkbox(_("Pour un proche : la page vouvoie et prend son contact à lui"))
        slug = st.text_input(_("Adresse, après /bonjour/"), placeholder="permis-prairie", max_chars=60)
        title = st.text_input(_("Titre : le besoin"), max_chars=120)
        text = st.text_area(_("Trois phrases"), max_chars=600)
        hours = st.text_input(_("Horaires, soir et samedi compris"), max_chars=200)
        phone = st.text_input(_("Numéro à appeler"), max_chars=20)
        zone_id = zone_field(zones, None, "new-page-zone")
        sent = st.form_submit_button(_("Créer la page"), type="primary")
    if sent:
        act = partial(
            editing.add,
            actor=actor,
            slug=slug,
            need=need,
            words=Words(title, text, hours),
            for_relatives=for_relatives,
            zone_id=zone_id,
            phone=phone,
        )
        made = frame.perform(actor, Action.PLAN, act)
        if made:
            st.session_state["landing.chosen"] = made.id
            st.rerun()
