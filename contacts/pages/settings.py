"""«Réglages des contacts»: delays, days kept, the referent of those under 16, hours, notices."""

from __future__ import annotations

import streamlit as st

from contacts import settling
from contacts.pages import _notices
from contacts.pages import _settings_forms as forms
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.SETTLE_CONTACTS)
settled = frame.read(lambda session: settling.settled(session, actor.consortium_id))

with parts.header(
    _("Réglages des contacts"), _("Ce que le consortium a décidé pour répondre vite et ne rien garder.")
):
    pass

if settled.referent is None:
    st.markdown(
        f":orange-badge[{_('à régler')}] "
        + _("Personne n'est nommé pour les moins de 16 ans : leurs demandes vont à la structure proposée.")
    )

st.subheader(_("Délais et référent·e"), anchor=False)
forms.rules(actor, settled)

st.subheader(_("Horaires des structures"), anchor=False)
st.caption(_("Une structure sans horaire est considérée comme présente. Les horaires aident à proposer."))
forms.hours(actor)

st.subheader(_("Avis par e-mail ou messagerie"), anchor=False)
_notices.form(actor)
