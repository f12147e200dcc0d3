"""A card of «Places et offres», and the dialogs to add and change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import streamlit as st
from sqlalchemy.orm import Session

from contacts import offers
from contacts.offers import MOST_PLACES, OfferEntry, OpenOffer
from core import i18n, people, territory
from core.i18n import _, n_
from core.people import Action, Actor
from core.territory import Need, label
from core.ui import frame, parts


def card(actor: Actor, offer: OpenOffer, today: date) -> None:
    """One offer; who keeps it takes off a place with one tap."""
    with parts.card(f"offre-{offer.id}"):
        words, act = st.columns([2.2, 1], vertical_alignment="center")
        with words, st.container(gap=None):
            st.markdown(f"{_badge(offer, today)} **{parts.plain(offer.title)}**")
            st.caption(_caption(offer))
        if not offers.keeps(actor, offer.structure_id):
            return
        with act, st.container(horizontal=True, horizontal_alignment="right"):
            if offer.places_left and st.button(_("Une place de moins"), key=f"less-{offer.id}"):
                _end(
                    actor, lambda session: offers.one_less(session, actor, offer.id), _("Une place de moins.")
                )
            if st.button(_("Modifier"), key=f"edit-{offer.id}", type="tertiary"):
                st.dialog(_("Modifier l'offre"))(_edit)(actor, offer)


def open_new(actor: Actor) -> None:
    """Open the dialog that notes an offer."""
    st.dialog(_("Nouvelle offre"))(_new)(actor)


def _new(actor: Actor) -> None:
    with st.form("new-offer", border=False):
        entry = _fields(actor, None)
        sent = st.form_submit_button(_("Ajouter l'offre"), type="primary")
    if sent and entry is not None:
        _end(actor, lambda session: offers.add(session, actor, entry), _("Offre ajoutée."))


def _edit(actor: Actor, offer: OpenOffer) -> None:
    with st.form(f"edit-offer-{offer.id}", border=False):
        entry = _fields(actor, offer)
        sent = st.form_submit_button(_("Enregistrer"), type="primary")
    if sent and entry is not None:
        _end(actor, lambda session: offers.edit(session, actor, offer.id, entry), _("Offre enregistrée."))
    if st.button(_("Retirer l'offre"), key=f"close-{offer.id}"):
        _end(actor, lambda session: offers.close(session, actor, offer.id), _("Offre retirée."))


def _fields(actor: Actor, offer: OpenOffer | None) -> OfferEntry | None:
    structure_id = offer.structure_id if offer else _structure(actor)
    title = st.text_input(
        _("Titre"),
        offer.title if offer else "",
        placeholder=_("Code de la route, le soir"),
        max_chars=offers.LONGEST,
    )
    needs = list(Need)
    need: Need = st.selectbox(_("Besoin"), needs, needs.index(offer.need) if offer else 0, format_func=label)
    left, right = st.columns(2)
    places = left.number_input(
        _("Places restantes"),
        0,
        MOST_PLACES,
        offer.places_left if offer else None,
        placeholder=_("non comptées"),
    )
    until = right.date_input(_("Jusqu'au"), offer.until if offer else None, format="DD/MM/YYYY")
    zones = frame.read(lambda session: territory.zones(session, actor.consortium_id))
    names = {one.id: one.name for one in zones}
    index = list(names).index(offer.zone_id) if offer and offer.zone_id in names else None
    zone_id = st.selectbox(_("Zone"), names, index, format_func=names.__getitem__, placeholder=_("Partout"))
    if structure_id is None:
        return None
    return OfferEntry(structure_id, need, title, None if places is None else int(places), until, zone_id)


def _structure(actor: Actor) -> UUID | None:
    """The structures whose offers the actor keeps; asked where there are several."""
    every = frame.read(lambda session: people.structures(session, actor.consortium_id))
    names = {one.id: one.name for one in every if offers.keeps(actor, one.id)}
    if len(names) < 2:
        return next(iter(names), None)
    index = list(names).index(actor.structure_id) if actor.structure_id in names else 0
    return st.selectbox(_("Structure"), names, index, format_func=names.__getitem__)


def _badge(offer: OpenOffer, today: date) -> str:
    if offer.until is not None and offer.until < today:
        return f":gray-badge[{_('passée')}]"
    if offer.places_left is None:
        return f":green-badge[{_('places non comptées')}]"
    if offer.places_left == 0:
        return f":gray-badge[{_('complet')}]"
    return f":green-badge[{n_('{count} place', '{count} places', offer.places_left)}]"


def _caption(offer: OpenOffer) -> str:
    until = _("jusqu'au {day}", day=i18n.short_day(offer.until)) if offer.until else _("sans date de fin")
    return " · ".join(filter(None, (label(offer.need), parts.escaped(offer.zone or ""), until)))


def _end(actor: Actor, act: Callable[[Session], object], said: str) -> None:
    """Do it and draw the page again; a refusal gives None and stays on the screen."""
    if frame.perform(actor, Action.ENTER_CONTACT, lambda session: (act(session),), done=said) is not None:
        st.rerun()
