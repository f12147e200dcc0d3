"""A sheet of an ambassador's cards, made when it is asked for."""

from __future__ import annotations

import streamlit as st

from ambassadors import cards
from ambassadors.pages._acts import perform
from ambassadors.roster import Card
from campaigns.prints import making
from core.errors import PorteVoixError
from core.i18n import _
from core.people import Actor


def draw(actor: Actor, card: Card) -> None:
    """The button that makes the sheet, then its download."""
    if not st.button(_("Préparer ses cartes"), icon=":material/print:"):
        return
    order = perform(actor, card, lambda session, _by, person: cards.of(session, person))
    if order is None:
        return
    try:
        made = making.make(order)
    except PorteVoixError as error:
        st.error(error.message)
        return
    st.download_button(
        _("Télécharger les cartes en PDF"), made.content, made.name, made.media_type, on_click="ignore"
    )
    st.caption(_("Dix cartes par feuille A4, relues sur le fichier fini."))
