"""«Places et offres»: what each structure can give now, how many places are left, until when."""

from __future__ import annotations

import streamlit as st

from contacts import offers
from contacts.pages import _offer_forms
from core import clock
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.ENTER_CONTACT)
today = clock.today(frame.timezone())
listed = frame.read(lambda session: offers.listed(session, actor.consortium_id))
standing = sum(one.stands(today) for one in listed)
told = n_("{count} offre à proposer aujourd'hui.", "{count} offres à proposer aujourd'hui.", standing)

with parts.header(_("Places et offres"), told if listed else ""):
    new = st.button(_("Nouvelle offre"), icon=":material/add:", type="primary")
if new:
    _offer_forms.open_new(actor)
if not listed:
    parts.empty(
        _("Aucune offre."),
        _("Notez ce que votre structure peut donner maintenant : qui répond à un jeune le lui proposera."),
    )
structure = None
for offer in listed:
    if offer.structure != structure:
        structure = offer.structure
        st.subheader(parts.plain(structure), anchor=False)
    _offer_forms.card(actor, offer, today)
if listed:
    st.caption(_("Les structures vont de A à Z. Une offre pleine ou passée n'est plus proposée."))
