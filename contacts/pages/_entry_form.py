"""The form of the desk page: code first, everything optional; used by «Saisie rapide»."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import streamlit as st

from contacts import wording
from contacts.intake import AgeBand, Caller, DeskEntry
from contacts.whereabouts import LONGEST_PLACE
from core import people
from core.i18n import _
from core.people import Action, Actor
from core.territory import Need, label
from core.ui import frame

PLACE, STRUCTURE = "desk.place", "desk.structure"


def draw(actor: Actor, turn: int, before: DeskEntry | None = None) -> DeskEntry | None:
    """The form; what was noted once it is sent. Each `turn` is a new form, empty or as noted `before`."""
    start = before or DeskEntry(place=st.session_state.get(PLACE, ""))
    with st.form(f"desk-{turn}", border=False):
        code = st.text_input(
            _("Code dit ou montré"), start.code, placeholder="NOUR-3K", key=f"code-{turn}", max_chars=40
        )
        origins = st.pills(
            _("Comment nous avez-vous connus ? Plusieurs réponses"),
            list(wording.ORIGIN_BY_KEY),
            format_func=lambda key: wording.origin_label(*wording.ORIGIN_BY_KEY[key].pair),
            selection_mode="multi",
            default=list(start.origins),
            key=f"origins-{turn}",
            wrap=True,
        )
        need = st.pills(
            _("Besoin"), list(Need), format_func=label, default=start.need, key=f"need-{turn}", wrap=True
        )
        age = _age(turn, start)
        caller = _caller(turn, start)
        place = st.text_input(
            _("Lieu (gardé pour la suite)"),
            start.place,
            placeholder=_("Van, place du Marché"),
            key=f"place-{turn}",
            max_chars=LONGEST_PLACE,
        )
        structure_id = _structure(actor, turn, start)
        way = _way(turn)
        said = _("Enregistrer la correction") if before else _("Noter le contact")
        sent = st.form_submit_button(said, type="primary")
    if not sent:
        return None
    st.session_state[PLACE], st.session_state[STRUCTURE] = place, structure_id
    given: dict[str, Any] = {
        "way": way,
        "structure_id": structure_id,
        "place": place,
        "zone_id": start.zone_id,
    }
    return DeskEntry(code, tuple(origins), need, age or AgeBand.UNSAID, caller, **given)


def _age(turn: int, start: DeskEntry) -> AgeBand | None:
    ages = {age: _(said) for age, said in wording.AGES.items()}
    default = None if start.age is AgeBand.UNSAID else start.age
    return st.pills(
        _("Âge"), list(ages), format_func=ages.__getitem__, default=default, key=f"age-{turn}", wrap=True
    )


def _caller(turn: int, start: DeskEntry) -> Caller:
    callers = {caller: _(said) for caller, said in wording.CALLERS.items()}
    return st.segmented_control(
        _("Qui prend contact ?"),
        list(callers),
        default=start.caller,
        required=True,
        format_func=callers.__getitem__,
        key=f"caller-{turn}",
    )


def _structure(actor: Actor, turn: int, start: DeskEntry) -> UUID | None:
    """Asked where the actor may note for several; the one chosen last stands first."""
    if not people.may(actor, Action.ACT_FOR_STRUCTURES, actor.consortium_id):
        return actor.structure_id
    every = frame.read(lambda session: people.structures(session, actor.consortium_id))
    names = {one.id: one.name for one in every}
    kept = start.structure_id or st.session_state.get(STRUCTURE) or actor.structure_id
    index = list(names).index(kept) if kept in names else 0
    return st.selectbox(_("Structure"), names, index, format_func=names.__getitem__, key=f"structure-{turn}")


def _way(turn: int) -> str:
    with st.expander(_("Garder un moyen de répondre"), type="compact"):
        way = st.text_input(
            _("Numéro, e-mail ou pseudo"), placeholder="06 39 98 12 34", key=f"way-{turn}", max_chars=254
        )
        st.caption(_("Chiffré, lu par votre structure seulement, effacé après 90 jours."))
    return way
