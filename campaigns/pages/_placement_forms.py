"""The dialog about a new placement, and the fields that others share with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from campaigns import needs, placements
from campaigns.models import PlacementKind
from campaigns.placing import CHANNELS_OF, KIND_LABELS, MOST, PRINTED
from campaigns.planning import CampaignRow
from core import clock, people, territory
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame

MADE = "placements-made"


def open_new(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that notes a new placement and makes its code."""
    st.dialog(_("Nouveau support"), width="medium")(_new)(actor, campaigns)


def kind_pills(key: str, default: PlacementKind = PlacementKind.POSTER) -> PlacementKind:
    """The kinds to choose from."""
    return st.pills(
        _("Type de support"),
        list(PlacementKind),
        format_func=lambda one: _(KIND_LABELS[one]),
        default=default,
        required=True,
        wrap=True,
        key=key,
    )


def _new(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    kind = kind_pills("new-placement-kind")
    names = {row.id: row.name for row in campaigns}
    with st.form(f"new-placement-{kind}", border=False):
        campaign_id = st.selectbox(_("Campagne"), names, format_func=names.__getitem__)
        place = st.text_input(_("Lieu"), placeholder=_("Piscine des Tilleuls, vestiaires"))
        given = _fields_of(kind) | _where(actor)
        given["destination"] = destination(actor)
        sent = st.form_submit_button(_("Créer le code"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.MANAGE_PLACEMENTS,
            lambda session: placements.create(session, actor, campaign_id, kind, place=place, **given),
        )
        if made:
            st.toast(_("Code {code} créé.", code=made.code.shown))
            st.session_state[MADE] = made.placement.id
            st.rerun()


def _fields_of(kind: PlacementKind) -> dict[str, Any]:
    given: dict[str, Any] = {"channel": channel_of(kind)}
    if kind is PlacementKind.DATE:
        given["held_on"] = st.date_input(_("Jour"), clock.today(frame.timezone()), format="DD/MM/YYYY")
    if kind is PlacementKind.PRESCRIBER_CARD:
        given["prescriber"] = st.text_input(_("Prescripteur"), placeholder=_("Maison de santé du Pont"))
    if kind in PRINTED:
        left, middle, right = st.columns([1, 1, 1.4])
        given["size"] = left.text_input(_("Format"), placeholder="A3")
        given["quantity"] = int(middle.number_input(_("Quantité"), 1, MOST, 1))
        given["put_up_on"] = right.date_input(_("Posé le (s'il l'est)"), None, format="DD/MM/YYYY")
    return given


def channel_of(kind: PlacementKind) -> territory.Channel:
    """The kind's channel, asked where it could be several."""
    channels = CHANNELS_OF[kind]
    if len(channels) == 1:
        return channels[0]
    return st.selectbox(_("Canal"), channels, format_func=territory.label)


def _where(actor: Actor) -> dict[str, Any]:
    homes = frame.read(lambda session: people.structures(session, actor.consortium_id))
    home_names = {one.id: one.name for one in homes}
    left, right = st.columns(2)
    with left:
        zone_id = zone_of(actor)
    with right:
        structure_id = st.selectbox(
            _("Structure"), home_names, None, format_func=home_names.__getitem__, placeholder=_("Toutes")
        )
    return {"zone_id": zone_id, "structure_id": structure_id}


def zone_of(actor: Actor, chosen: Any = None) -> Any:
    """A zone to choose, or none."""
    zones = frame.read(lambda session: territory.zones(session, actor.consortium_id))
    names = {one.id: f"{one.name} ({one.code})" for one in zones}
    index = list(names).index(chosen) if chosen in names else None
    return st.selectbox(_("Zone"), names, index, format_func=names.__getitem__, placeholder=_("Sans zone"))


def destination(actor: Actor) -> str:
    """Where the code leads: a page of ours, or another address."""
    pages = frame.read(lambda session: needs.landing_choices(session, actor.consortium_id))
    titles = {one.path: f"{one.title} ({territory.label(one.need)})" for one in pages}
    path = st.selectbox(
        _("Page où mène le code"), titles, format_func=titles.__getitem__, placeholder=_("Choisir une page")
    )
    address = st.text_input(_("Ou une adresse web, à la place de la page"), placeholder="https://")
    return address.strip() or path or ""
