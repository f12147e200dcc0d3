"""The slots of the week: when posts of each network go out."""

from __future__ import annotations

import streamlit as st

from campaigns.pages import _post_again
from campaigns.repeating import slots
from campaigns.repeating.slots import Slot
from core import i18n, territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS
from core.ui import frame


def open_slots(actor: Actor) -> None:
    """Open the dialog that says when posts of a network go out."""
    st.dialog(_("Créneaux de la semaine"), width="medium")(_slots)(actor)


def _slots(actor: Actor) -> None:
    known = frame.read(lambda session: slots.slots(session, actor.consortium_id))
    network = st.pills(
        _("Réseau"), NETWORKS, format_func=territory.label, default=NETWORKS[0], required=True, wrap=True
    )
    present = known.get(network, [])
    free = frame.read(
        lambda session: slots.next_free(session, actor.consortium_id, [network], frame.timezone())
    )
    if free:
        st.caption(
            _("Prochain créneau libre : {day}, {hour}.", day=i18n.day(free[0]), hour=i18n.hour(free[1]))
        )
    st.caption(_("Une heure par case ; une case vide n'est pas un créneau."))
    wanted = []
    with st.form(f"slots-{network}", border=False):
        for number in range(7):
            walls = [one.wall for one in present if one.weekday == number]
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.markdown(_post_again.weekday(number), width=88)
                for place in range(3):
                    label = _("{day}, créneau {number}", day=_post_again.weekday(number), number=place + 1)
                    wall = st.time_input(
                        label,
                        walls[place] if place < len(walls) else None,
                        label_visibility="collapsed",
                        width=94,
                        key=f"slot-{network}-{number}-{place}",
                    )
                    if wall is not None:
                        wanted.append(Slot(number, wall))
        sent = st.form_submit_button(_("Enregistrer les créneaux"), type="primary")
    if sent:
        frame.perform(
            actor,
            Action.PLAN,
            lambda session: slots.set_slots(session, actor, network, wanted),
            done=_("Créneaux enregistrés."),
        )
        st.rerun()
