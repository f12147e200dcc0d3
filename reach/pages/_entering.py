"""On «Comptes et mesures»: type a number in, search, turn pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import streamlit as st
from sqlalchemy.orm import Session

from connectors.records import MeasureName
from core import territory
from core.errors import InvalidInput
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame
from reach import manual
from reach.counters import PAGE, Board
from reach.measures import MEASURES
from reach.series import networks

_PAGE, _SEARCH = "mesures-page", "mesures-chercher"


def enter(actor: Actor, board: Board) -> None:
    """A small form for a number that somebody read on a screen."""
    names = {
        one.id: f"{one.name} ({territory.label(one.network)})" for one in (*board.accounts, *board.posts)
    }
    if not names:
        return
    with (
        st.popover(_("Saisir un chiffre"), icon=":material/edit:"),
        st.form("entry", border=False, clear_on_submit=True),
    ):
        target = st.selectbox(_("Compte ou publication"), list(names), format_func=names.__getitem__)
        measure = st.selectbox(
            _("Mesure"), list(MEASURES), format_func=lambda one: _(MEASURES[one]).capitalize()
        )
        value = st.number_input(_("Valeur lue"), min_value=0, step=1, value=None, placeholder="1234")
        on = st.date_input(_("Lue le"), "today", max_value="today", format="DD/MM/YYYY")
        st.caption(_("Une erreur se corrige par une nouvelle saisie du même jour ; les deux restent notées."))
        if st.form_submit_button(_("Noter ce chiffre")):
            _enter(actor, target, measure, value, on)


def _enter(actor: Actor, target: UUID, measure: MeasureName, value: float | None, on: object) -> None:
    def act(session: Session) -> bool:
        if value is None or not isinstance(on, date):
            raise InvalidInput(_("Tapez le chiffre lu et le jour où vous l'avez lu."), "value")
        manual.enter(session, actor, target, measure, int(value), on)
        networks.week_of_networks(session, actor.consortium_id)
        return True

    if frame.perform(actor, Action.COLLECT, act, done=_("Chiffre noté.")):
        st.rerun()


def place() -> tuple[str, int]:
    """What is searched for, and the page that is open; drawn by `find`."""
    search = str(st.session_state.get(_SEARCH) or "").strip()
    return search, int(st.session_state.get(_PAGE) or 0)


def find(board: Board) -> None:
    """Search and pages, once there is more than one page to look through."""
    many = max(board.many_accounts, board.many_posts)
    pages = -(-many // PAGE)
    if pages < 2 and not st.session_state.get(_SEARCH):
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.text_input(
        _("Chercher un compte ou une publication"),
        key=_SEARCH,
        placeholder=_("@nom ou titre"),
        on_change=_from_the_first,
    )
    if pages > 1:
        right.selectbox(
            _("Page"),
            range(pages),
            format_func=lambda page: _("{page} sur {pages}", page=page + 1, pages=pages),
            key=_PAGE,
        )


def _from_the_first() -> None:
    st.session_state[_PAGE] = 0
