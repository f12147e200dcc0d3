"""Ways to take the calendar along, and where the consortium is for the days behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import streamlit as st

from campaigns import planning
from campaigns.calendar import days
from campaigns.calendar.days import MAINLAND, TERRITORY_LABELS, Place, SchoolZone, Territory
from campaigns.calendar.item import Wanted
from campaigns.pages import _feeds
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def draw(actor: Actor, names: Mapping[UUID, str], day: date, wanted: Wanted) -> None:
    """The buttons of «Partager»: an address for phones, a sheet for the wall."""
    st.link_button(
        _("Imprimer le mois"), _sheet(actor, day, wanted), icon=":material/print:", width="stretch"
    )
    if st.button(
        _("Dans mon agenda"), icon=":material/calendar_add_on:", width="stretch", disabled=not names
    ):
        rows = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
        _feeds.open_list(actor, rows)


def _sheet(actor: Actor, day: date, wanted: Wanted) -> str:
    asked: list[tuple[str, object]] = [("consortium", actor.consortium_id), ("mois", f"{day:%Y-%m}")]
    single = (
        ("campagne", wanted.campaign_id),
        ("structure", wanted.structure_id),
        ("public", wanted.audience),
    )
    asked += [(name, value) for name, value in single if value is not None]
    asked += [("canal", one) for one in wanted.channels] + [("etat", one) for one in wanted.states]
    return f"/agenda/imprimer?{urlencode(asked)}"


def place_line(actor: Actor, where: Place, last: date) -> None:
    """What is known of school holidays, and the button that says where the consortium is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_told(where, last), width="content")
        if st.button(_("Choisir la zone") if where.unsaid else _("Changer"), type="tertiary"):
            st.dialog(_("Jours fériés et vacances"))(_choose)(actor, where)


def _told(where: Place, last: date) -> str:
    territory = _(TERRITORY_LABELS[where.territory])
    if where.territory not in MAINLAND:
        return _("Jours fériés : {territory}. Vacances scolaires non connues ici.", territory=territory)
    if where.school_zone is None:
        return _("Jours fériés : {territory}. Vacances scolaires non connues.", territory=territory)
    known = days.school_known_until()
    if last > known:
        return _(
            "Jours fériés : {territory}. Vacances de la zone {zone} non connues après le {day}.",
            territory=territory,
            zone=where.school_zone,
            day=i18n.short_day(known),
        )
    return _(
        "Jours fériés : {territory}. Vacances : zone {zone}.", territory=territory, zone=where.school_zone
    )


def _choose(actor: Actor, where: Place) -> None:
    st.caption(_("Pour tout le consortium : ces jours s'affichent derrière le calendrier."))
    choices = list(Territory)
    territory = st.selectbox(
        _("Territoire"),
        choices,
        index=choices.index(where.territory),
        format_func=lambda one: _(TERRITORY_LABELS[one]),
    )
    zone = None
    if territory in MAINLAND:
        zone = st.segmented_control(
            _("Zone des vacances scolaires"), list(SchoolZone), default=where.school_zone
        )
    else:
        st.caption(_("Les vacances scolaires de ce territoire ne sont pas connues de l'outil."))
    if st.button(_("Enregistrer"), type="primary"):
        kept = frame.perform(
            actor,
            Action.PLAN,
            lambda session: days.set_place(session, actor, territory, zone),
            done=_("C'est noté."),
        )
        if kept:
            st.rerun()
