"""The dialog that gives the calendar's secret address, and stops it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from campaigns import feeds, planning
from campaigns.feeds import FeedRow
from campaigns.planning import CampaignRow
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts

_SHOWN = "calendar-feed-shown"
_OWN = "own-structure"


def open_list(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog about the actor's own addresses."""
    st.session_state.pop(_SHOWN, None)
    st.dialog(_("Dans mon agenda"), width="medium")(_list)(actor, campaigns)


def _list(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    st.write(
        _("Publications et actions s'affichent dans l'agenda de votre téléphone et s'y tiennent à jour.")
    )
    names: dict[UUID | str | None, str] = {None: _("Toutes les campagnes")}
    if actor.structure_id:
        names[_OWN] = _("Ce qui concerne ma structure")
    names |= {row.id: row.name for row in planning.open_ones(campaigns)}
    chosen = st.selectbox(_("Ce que l'agenda montre"), names, format_func=names.__getitem__)
    if st.button(_("Créer l'adresse"), type="primary"):
        st.session_state[_SHOWN] = frame.perform(
            actor,
            Action.PLAN,
            lambda session: feeds.open_feed(
                session,
                actor,
                chosen if isinstance(chosen, UUID) else None,
                own_structure=chosen == _OWN,
            ),
        )
    if st.session_state.get(_SHOWN):
        st.code(st.session_state[_SHOWN], language=None, wrap_lines=True)
        st.caption(
            _(
                "Copiez-la maintenant : elle ne sera plus montrée. Dans l'agenda, choisissez "
                "« s'abonner » ou « ajouter par URL ». Gardez-la pour vous : elle ouvre l'agenda "
                "sans mot de passe."
            )
        )
    for row in frame.read(lambda session: feeds.feeds(session, actor)):
        _one(actor, row)


def _one(actor: Actor, row: FeedRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        all_of_it = _("Ce qui concerne ma structure") if row.own_structure else _("Toutes les campagnes")
        name = parts.plain(row.campaign) if row.campaign else all_of_it
        st.markdown(
            _("{name}, adresse créée le {day}", name=name, day=i18n.short_day(row.created_at.date())),
            width="stretch",
        )
        if st.button(_("Fermer l'adresse"), key=f"close-{row.id}"):
            st.session_state.pop(_SHOWN, None)
            frame.perform(
                actor,
                Action.PLAN,
                lambda session: feeds.close_feed(session, actor, row.id),
                done=_("Adresse fermée : elle ne répond plus."),
            )
            st.rerun(scope="fragment")
