"""What stands beside the words of a landing page: confirmation, versions, number and zone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from contacts import editing, languages
from contacts.models import LandingPage, LandingVersion
from contacts.pages import _landing_new
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.territory import Zone
from core.ui import frame, parts


def confirmation(actor: Actor, page: LandingPage, version: LandingVersion) -> None:
    """Whether the public is offered this language, and who may say so."""
    if languages.in_force(page, version):
        said = _("Offerte au public, relue par {name}.", name=version.confirmed_by)
        st.markdown(f":green[:material/check_circle:] {parts.escaped(said)}")
        return
    if version.confirmed_at is not None:
        said = _("{name} l'avait relue, mais la page a changé depuis.", name=version.confirmed_by)
        st.markdown(f":orange[:material/history:] {parts.escaped(said)}")
    with st.expander(_("Faire confirmer par une personne qui parle la langue"), type="compact"):
        st.caption(_("Elle relit toute la page à droite : votre texte, nos boutons, la note."))
        name = st.text_input(_("Son nom"), key=f"reader-{version.id}", max_chars=120)
        if st.button(_("Offrir cette langue au public"), key=f"confirm-{version.id}"):
            act = partial(
                editing.confirm,
                actor=actor,
                page_id=page.id,
                language=version.language,
                number=version.number,
                name=name,
            )
            if frame.perform(actor, Action.PLAN, act, done=_("Langue offerte au public.")):
                st.rerun()


def versions(actor: Actor, page: LandingPage, language: str, written: Sequence[LandingVersion]) -> None:
    """Every version of one language, the last one first; an older one can be said again."""
    with st.expander(_("Versions ({count})", count=len(written)), type="compact"):
        for version in written:
            when = i18n.moment(version.written_at, frame.timezone())
            st.markdown(f"**{version.number}** · {parts.plain(version.title)}")
            st.caption(f"{when} · {parts.plain(version.text)}")
            if version is not written[0] and st.button(_("Reprendre"), key=f"restore-{version.id}"):
                act = partial(
                    editing.restore, actor=actor, page_id=page.id, language=language, number=version.number
                )
                if frame.perform(actor, Action.PLAN, act, done=_("Version reprise.")):
                    st.session_state["landing.turn"] += 1
                    st.rerun()


def settings(actor: Actor, page: LandingPage, zones: Sequence[Zone]) -> None:
    """The number and the zone of a page, and taking it back."""
    with st.expander(_("Numéro, zone, retrait"), type="compact"):
        phone = st.text_input(_("Numéro à appeler"), page.phone, key=f"phone-{page.id}", max_chars=20)
        zone_id = _landing_new.zone_field(zones, page.zone_id, f"zone-{page.id}")
        if st.button(_("Enregistrer le numéro et la zone"), key=f"settle-{page.id}"):
            act = partial(editing.settle, actor=actor, page_id=page.id, phone=phone, zone_id=zone_id)
            if frame.perform(actor, Action.PLAN, act, done=_("Numéro et zone enregistrés.")):
                st.rerun()
        st.caption(_("Retirée, la page n'est plus proposée ; ce qui est imprimé mène à une autre page."))
        if st.button(_("Retirer la page"), key=f"withdraw-{page.id}"):
            act = partial(editing.withdraw, actor=actor, page_id=page.id)
            if frame.perform(actor, Action.PLAN, act, done=_("Page retirée.")):
                st.session_state.pop("landing.chosen", None)
                st.rerun()
