"""Sessions with what was said in them, and the versions that were tried."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from campaigns import panels
from campaigns.models import Decision
from campaigns.pages import _show
from campaigns.panels import Finding, SessionRow, VersionRow
from core import i18n
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

_COLOURS = {Decision.KEEP: "green", Decision.CHANGE: "orange", Decision.DROP: "gray"}


def draw_sessions(actor: Actor, sessions: Sequence[SessionRow]) -> None:
    """One card a session, the latest first; each version in it with its decision."""
    if not sessions:
        return
    st.subheader(_("Séances"), anchor=False)
    shown = _show.first_ones(sessions, "panel-sessions", 6)
    for held in shown:
        with parts.card(f"seance-{held.id}"):
            with st.container(gap=None):
                st.markdown(f"**{_show.sentence(i18n.day(held.held_on))}**, {parts.plain(held.place)}")
                st.caption(n_("{count} jeune", "{count} jeunes", held.young_people))
            for one in held.findings:
                _finding(actor, held.id, one)
    _show.the_others(len(sessions) - len(shown), "panel-sessions")


def _finding(actor: Actor, session_id: UUID, one: Finding) -> None:
    left, right = st.columns([1.6, 1], vertical_alignment="top")
    with left, st.container(gap=None):
        st.markdown(f"{parts.plain(one.title)}, {_('version {number}', number=one.version)}")
        st.caption(parts.escaped(one.remarks) or _("Aucune remarque notée."))
    chosen = right.segmented_control(
        _("Décision"),
        list(Decision),
        format_func=lambda decision: _(panels.DECISION_LABELS[decision]),
        default=one.decision,
        key=f"decide-{session_id}-{one.version_id}",
        label_visibility="collapsed",
    )
    if chosen and chosen is not one.decision:
        decided = frame.perform(
            actor,
            Action.PLAN,
            lambda session: panels.decide(session, actor, session_id, one.version_id, chosen),
            done=_("Décision notée."),
        )
        if decided:
            st.rerun()


def draw_versions(versions: Sequence[VersionRow]) -> None:
    """Every version in one table."""
    if not versions:
        return
    st.subheader(_("Versions"), anchor=False)
    st.table(
        [
            {
                _("Titre"): parts.plain(row.title),
                _("Version"): str(row.version),
                _("Décision"): _word(row.decision),
                _("Quoi"): _(panels.KIND_LABELS[row.kind]),
                _("Séances"): i18n.number(row.sessions) if row.sessions else "–",
                _("Jeunes"): i18n.number(row.young_people) if row.sessions else "–",
            }
            for row in versions
        ]
    )
    st.caption(_("Un même jeune a pu venir à plusieurs séances : la somme compte des présences."))


def _word(decision: Decision | None) -> str:
    if decision is None:
        return _("à décider")
    return f":{_COLOURS[decision]}-badge[{_(panels.DECISION_LABELS[decision])}]"
