"""Where notices go, on «Réglages des contacts»: addresses go in and never come out."""

from __future__ import annotations

import streamlit as st

from contacts import settling
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame

_RIGHT = Action.SETTLE_CONTACTS


def form(actor: Actor) -> None:
    """Addresses go in and never come out: their kinds are shown."""
    kinds = frame.read(lambda session: settling.notice_kinds(session, actor.consortium_id))
    st.caption(
        _("Un avis dit combien de demandes attendent et pour quels besoins, jamais qui. ")
        + _("Adresses en place : {kinds}.", kinds=", ".join(kinds) or _("aucune"))
    )
    with st.form("notices", border=False, clear_on_submit=True):
        typed = st.text_area(
            _("Adresses d'avis, une par ligne ; elles remplacent celles en place"),
            placeholder="mailtos://compte:motdepasse@smtp.exemple.fr?to=equipe@exemple.fr",
            max_chars=2000,
        )
        sent = st.form_submit_button(_("Remplacer les adresses"))
    if sent:
        frame.perform(
            actor,
            _RIGHT,
            lambda session: settling.set_notices(session, actor, typed),
            done=_("Adresses enregistrées."),
        )
    if kinds and st.button(_("Envoyer un essai")):
        _trial(actor, len(kinds))


def _trial(actor: Actor, count: int) -> None:
    addresses = frame.perform(actor, _RIGHT, lambda session: settling.to_try(session, actor))
    if addresses is None:
        return
    # Outside the transaction: a slow mail server must not hold the database.
    failures = settling.trial(addresses)
    for failure in failures:
        st.error(
            _(
                "L'adresse {place} ({kind}) n'a rien pris. Vérifiez-la, puis enregistrez-la à nouveau.",
                place=failure.place,
                kind=failure.kind,
            )
        )
    if len(failures) < count:
        st.toast(_("Essai envoyé."))
