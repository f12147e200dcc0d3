"""What the counsellor who answered may note: every question may stay «non demandé»."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import streamlit as st

from contacts import answering, wording
from contacts.answering import AgeBand, Noted, Told
from core import territory
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame

_Choice = TypeVar("_Choice", bound=StrEnum)


def form(actor: Actor, contact_id: UUID) -> None:
    """The questions, with what is noted so far."""
    known = frame.read(lambda session: answering.noted(session, actor, contact_id))
    with st.form(f"notes-{contact_id}", border=False):
        st.caption(_("Rien n'est obligatoire. Rien d'autre ne se note ici."))
        ages = wording.AGES | {AgeBand.UNSAID: wording.UNASKED_OR_UNSAID}
        age = _pills(_("Âge"), ages, known.age, f"age-{contact_id}")
        gender = _pills(_("Genre"), wording.GENDERS, known.gender, f"gender-{contact_id}")
        zone_id = _zone(actor, known.zone_id, contact_id)
        qpv = _pills(_("Habite en quartier prioritaire"), wording.TOLD, known.qpv, f"qpv-{contact_id}")
        neither = _pills(
            _("Ni emploi, ni études, ni formation"), wording.TOLD, known.neither, f"neither-{contact_id}"
        )
        registered = _pills(
            _("Connu·e du service de l'emploi"), wording.TOLD, known.known, f"known-{contact_id}"
        )
        st.markdown(f"**{_('Et pour la personne ?')}**")
        helped = st.segmented_control(
            _("Cet échange vous a aidé·e ? De 1, pas du tout, à 5, beaucoup"),
            list(range(answering.LOWEST, answering.HIGHEST + 1)),
            default=known.helped,
            key=f"helped-{contact_id}",
        )
        again = _pills(
            _("Nous conseilleriez-vous à un ami ?"),
            wording.TOLD,
            known.again or Told.UNASKED,
            f"again-{contact_id}",
        )
        sent = st.form_submit_button(_("Enregistrer les notes"), type="primary")
    if sent:
        noted = Noted(age, gender, zone_id, qpv, neither, registered, helped, again)
        _keep(actor, contact_id, noted)


def _keep(actor: Actor, contact_id: UUID, noted: Noted) -> None:
    frame.perform(
        actor,
        Action.SEE_CONTACT_DETAIL,
        lambda session: answering.note(session, actor, contact_id, noted),
        done=_("Notes enregistrées."),
    )


def _pills(label: str, said: Mapping[_Choice, str], chosen: _Choice, key: str) -> _Choice:
    words = {choice: _(text) for choice, text in said.items()}
    picked: _Choice = st.pills(
        label, list(words), default=chosen, required=True, format_func=words.__getitem__, key=key, wrap=True
    )
    return picked


def _zone(actor: Actor, chosen: UUID | None, contact_id: UUID) -> UUID | None:
    zones = frame.read(lambda session: territory.zones(session, actor.consortium_id))
    names = {zone.id: zone.name for zone in zones}
    if not names:
        return None
    ids = list(names)
    return st.selectbox(
        _("Zone où la personne habite"),
        ids,
        index=ids.index(chosen) if chosen in names else None,
        format_func=names.__getitem__,
        placeholder=_("non demandé"),
        key=f"zone-{contact_id}",
    )
