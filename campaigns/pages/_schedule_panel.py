"""The panel of one item: what it is, and another day and hour for it without dragging."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from campaigns import when
from campaigns.actions import listing
from campaigns.calendar import moving
from campaigns.calendar.item import STATE_LABELS, Item, ItemKind
from campaigns.pages import _action_acts, _open, _schedule_acts, _schedule_events
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts

_AMBASSADORS = Path(__file__).parents[2] / "ambassadors" / "pages" / "ambassadors.py"
_ASKED = "calendar-action"


def open_item(actor: Actor, item: Item | None) -> None:
    """Open the panel; an item that has gone meanwhile is said to have gone."""
    if item is None:
        st.toast(_("Cet élément n'est plus là. Le calendrier est à jour."))
        return
    st.dialog(parts.plain(item.title))(_panel)(actor, item)


def _panel(actor: Actor, item: Item) -> None:
    st.markdown(
        f":{_schedule_events.COLOURS[item.state]}-badge[{_(STATE_LABELS[item.state])}] "
        + parts.escaped(", ".join(_schedule_events.details(item)))
    )
    if item.all_day:
        st.write(i18n.day(item.day))
        if item.page == "ambassadeurs" and st.button(_("Voir les ambassadeur·rices")):
            st.switch_page(_AMBASSADORS)
        return
    moment = f"{i18n.day(item.day)}, {i18n.hour(item.hour)}"
    city = _schedule_events.city(item.timezone)
    st.write(_("{moment} (heure de {city})", moment=moment, city=city))
    if item.movable:
        _move_form(actor, item)
    elif item.kind in (ItemKind.POST, ItemKind.ACTION):
        st.caption(_("Sa date ne change plus : c'est fait, commencé ou annulé."))
    _way_on(item)


def open_asked(actor: Actor) -> None:
    """Open the dialog of the action that the panel was asked for."""
    asked = st.session_state.pop(_ASKED, None)
    if asked:
        row = frame.read(lambda session: listing.action_of(session, actor.consortium_id, asked))
        _action_acts.open_one(actor, row)


def _way_on(item: Item) -> None:
    if (
        item.kind is ItemKind.POST
        and item.thing
        and st.button(_("Ouvrir la publication"), icon=":material/edit_note:")
    ):
        _open.post(item.thing)
    elif item.kind is ItemKind.ACTION and st.button(
        _("Voir, corriger ou noter l'action"), icon=":material/edit_note:"
    ):
        st.session_state[_ASKED] = item.thing
        st.rerun()


def _move_form(actor: Actor, item: Item) -> None:
    left, right = st.columns(2)
    day = left.date_input(_("Jour"), item.day, format="DD/MM/YYYY")
    wall = right.time_input(_("Heure"), item.hour)
    second = False
    if when.twice(day, wall, item.timezone):
        st.caption(_("Cette heure passe deux fois ce jour-là : les horloges reculent."))
        chosen = st.segmented_control(
            _("Lequel ?"),
            [False, True],
            format_func=lambda later: _("Second passage") if later else _("Premier passage"),
            default=item.second,
            required=True,
        )
        second = bool(chosen)
    if st.button(_("Déplacer"), type="primary") and item.thing:
        thing = item.thing
        moved = frame.perform(
            actor,
            Action.PLAN,
            lambda session: moving.move(
                session, actor, item.kind, thing, day=day, wall=wall, seen=item.revision, second=second
            ),
        )
        if moved:
            _schedule_acts.keep(moved)
            st.rerun()
