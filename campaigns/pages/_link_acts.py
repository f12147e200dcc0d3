"""What can be done with a link: lead elsewhere, now or for a time; another code; try it; retire it."""

from __future__ import annotations

from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import destinations, links
from campaigns.listing import LinkRow
from campaigns.pages import _placement_forms
from core import settings
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts


def draw(actor: Actor, row: LinkRow) -> None:
    """The buttons under a link."""
    with st.container(horizontal=True):
        if st.button(_("Changer la destination")):
            st.dialog(_("Où mène {code}", code=row.code))(_change)(actor, row)
        if st.button(_("Avant, pendant, après")):
            st.dialog(_("Ouvrir et fermer {code}", code=row.code))(_period)(actor, row)
        if st.button(_("Autre code")):
            st.dialog(_("Un autre code pour {code}", code=row.code))(_alias)(actor, row)
        if st.button(_("Retirer le lien")):
            st.dialog(_("Retirer le lien {code} ?", code=row.code))(_retire)(actor, row)
        address = f"{settings.current().public_url}/r/{row.code}?essai"
        st.link_button(_("Essayer sans compter"), address, icon=":material/science:", type="tertiary")


def _done(made: Any) -> None:
    if made is not None:
        st.rerun()


def _change(actor: Actor, row: LinkRow) -> None:
    st.markdown(_("Les codes déjà imprimés mèneront à la nouvelle page dès maintenant."))
    with st.form("link-destination", border=False):
        where = _placement_forms.destination(actor)
        sent = st.form_submit_button(_("Changer la destination"), type="primary")
    if not sent:
        return
    done = _("Destination changée.")
    if stranger := frame.read(lambda session: destinations.stranger(session, actor.consortium_id, where)):
        done = _("Destination changée. {host} n'est pas dans les sites connus.", host=stranger)
    _done(_perform(actor, lambda session: destinations.change(session, actor, row.link_id, where), done))


def _period(actor: Actor, row: LinkRow) -> None:
    st.markdown(_("Pendant : la destination d'aujourd'hui. Avant et après : une page qui dit où aller."))
    with st.form("link-period", border=False):
        left, right = st.columns(2)
        opens = left.date_input(_("Ouvre le (sinon : déjà ouvert)"), None, format="DD/MM/YYYY")
        closes = right.date_input(_("Ferme après le (sinon : jamais)"), None, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Enregistrer la période"), type="primary")
    if not sent:
        return

    def act(session: Session) -> bool:
        destinations.set_period(
            session, actor, row.link_id, opens_on=opens, closes_on=closes, timezone=frame.timezone()
        )
        return True

    _done(_perform(actor, act, _("Période enregistrée.")))


def _alias(actor: Actor, row: LinkRow) -> None:
    st.markdown(_("L'ancien code reste bon pour toujours ; le nouveau est montré et imprimé désormais."))
    with st.form("link-alias", border=False):
        word = st.text_input(_("Un mot à dire (vide : un code à imprimer)"), placeholder="PISCINE")
        sent = st.form_submit_button(_("Créer le code"), type="primary")
    if sent:
        asked = word.strip() or None
        made = _perform(actor, lambda session: links.rename(session, actor, row.link_id, asked), "")
        if made:
            st.toast(_("Code {code} créé.", code=made.shown))
        _done(made)


def _retire(actor: Actor, row: LinkRow) -> None:
    st.markdown(f"**{parts.plain(row.what or row.code)}**")
    counted = n_("Son scan reste compté.", "Ses {count} scans restent comptés.", row.human)
    said = _("Ce code mènera à une page qui dit qu'il ne sert plus. Un code retiré ne revient pas.")
    st.markdown(f"{said} {counted}")
    if st.button(_("Retirer le lien"), type="primary"):
        done = _("Lien {code} retiré.", code=row.code)
        _done(_perform(actor, lambda session: _retired(session, actor, row.link_id), done))


def _retired(session: Session, actor: Actor, link_id: int) -> bool:
    links.give_back(session, actor, link_id)
    return True


def _perform(actor: Actor, act: Any, done: str) -> Any:
    return frame.perform(actor, Action.MANAGE_PLACEMENTS, act, done=done)
