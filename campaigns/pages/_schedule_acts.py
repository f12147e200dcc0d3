"""What follows from a gesture on the calendar: a move and its undoing."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from campaigns.calendar import moving
from campaigns.calendar.item import ItemKind
from campaigns.calendar.moving import Moved
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts
from core.ui.calendar import Gesture

_LAST = "calendar-moved"


def carry_out(actor: Actor, told: Gesture | None) -> None:
    """Move what was dragged, and offer to take the last move back."""
    meant = _meant(told) if told and told.what == "moved" else None
    if told and told.day and told.hour and meant:
        kind, thing = meant
        day, wall, seen = told.day, told.hour, told.revision
        keep(
            frame.perform(
                actor,
                Action.PLAN,
                lambda session: moving.move(session, actor, kind, thing, day=day, wall=wall, seen=seen),
            )
        )
    elif told:
        st.session_state.pop(_LAST, None)
    moved: Moved | None = st.session_state.get(_LAST)
    if moved:
        _offer_undo(actor, moved)


def _meant(told: Gesture) -> tuple[ItemKind, UUID] | None:
    """What was dragged; what a browser made up is nothing."""
    kind, _dash, thing = told.id.partition("-")
    try:
        return ItemKind(kind), UUID(thing)
    except ValueError:
        return None


def keep(moved: Moved | None) -> None:
    """Remember a move, to be told and perhaps taken back."""
    if moved:
        st.session_state[_LAST] = moved
    else:
        st.session_state.pop(_LAST, None)


def _offer_undo(actor: Actor, moved: Moved) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-undo"):
        said = _(
            "« {title} » passe au {moment}.",
            title=parts.plain(moved.title),
            moment=i18n.moment(moved.starts_at, moved.timezone),
        )
        if moved.twice:
            said += " " + _("Cette heure passe deux fois ce jour-là : premier passage retenu.")
        st.markdown(said, width="content")
        st.button(_("Annuler"), icon=":material/undo:", on_click=_ask_undo)
    if st.session_state.pop("calendar-undo-asked", False):
        _take_back(actor, moved)


def _ask_undo() -> None:
    st.session_state["calendar-undo-asked"] = True


def _take_back(actor: Actor, moved: Moved) -> None:
    st.session_state.pop(_LAST, None)
    back = frame.perform(
        actor,
        Action.PLAN,
        lambda session: moving.take_back(session, actor, moved),
        done=_("Remis à sa place."),
    )
    if back:
        st.rerun()
