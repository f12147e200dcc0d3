"""The dialog that prints one code."""

from __future__ import annotations

import streamlit as st

from campaigns.pages import _print_choices
from campaigns.prints import asking, kit, making
from campaigns.prints.kit import Template
from campaigns.register import Entry
from core.errors import PorteVoixError
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def open_one(actor: Actor, entry: Entry) -> None:
    """Open the dialog that prints the code of a placement."""
    st.dialog(_("Imprimer {code}", code=entry.placement.code), width="large")(_one)(actor, entry)


def _one(actor: Actor, entry: Entry) -> None:
    row = entry.placement
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        wish = _print_choices.draw(list(Template), kit.usual(row.kind), f"print-{row.placement_id}")
        _print_choices.warn(wish)
    with right:
        order = frame.perform(
            actor,
            Action.MANAGE_PLACEMENTS,
            lambda session: asking.of_placements(session, actor.consortium_id, [row.placement_id], wish),
        )
        if order is None:
            return
        try:
            made = making.make(order)
        except PorteVoixError as error:
            st.error(error.message)
            return
        _print_choices.hand_out(made, f"print-{row.placement_id}")
