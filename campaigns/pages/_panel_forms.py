"""Dialogs about tests with young people: a version, a session."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns import needs, panels, posts
from campaigns.models import PanelKind
from campaigns.panels import VersionRow
from core import clock
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame


def open_version(actor: Actor) -> None:
    """Open the dialog that notes what is going to be tried."""
    st.dialog(_("Nouvelle version"))(_version)(actor)


def open_session(actor: Actor, versions: Sequence[VersionRow]) -> None:
    """Open the dialog that notes a session."""
    st.dialog(_("Noter une séance"), width="medium")(_session)(actor, versions)


def _version(actor: Actor) -> None:
    kind = st.segmented_control(
        _("Quoi"),
        list(panels.KIND_LABELS),
        format_func=lambda one: _(panels.KIND_LABELS[one]),
        default=PanelKind.PAGE,
        required=True,
        key="panel-kind",
    )
    page, post_id, usual = "", None, ""
    if kind is PanelKind.PAGE:
        pages = frame.read(lambda session: needs.landing_choices(session, actor.consortium_id))
        names = {one.path: one.title for one in pages}
        page = st.selectbox(_("Page d'accueil"), names, format_func=names.__getitem__) or ""
        usual = names.get(page, "")
    elif kind is PanelKind.POST:
        rows = frame.read(lambda session: posts.posts(session, actor.consortium_id))
        titles = {row.post_id: row.title for row in rows}
        post_id = st.selectbox(_("Publication"), titles, format_func=titles.__getitem__)
        usual = titles.get(post_id, "")
    with st.form("new-version", border=False):
        title = st.text_input(_("Titre"), value=usual, help=_("Le même titre fait la version suivante."))
        what = st.text_area(_("Ce que contient cette version, ou ce qui a changé"), height=100)
        sent = st.form_submit_button(_("Noter la version"), type="primary")
    if not sent:
        return
    made = frame.perform(
        actor,
        Action.PLAN,
        lambda session: panels.add_version(
            session, actor, kind, title, what=what, page=page, post_id=post_id
        ),
        done=_("Version notée."),
    )
    if made:
        st.rerun()


def _session(actor: Actor, versions: Sequence[VersionRow]) -> None:
    names = {row.id: _("{title}, version {number}", title=row.title, number=row.version) for row in versions}
    chosen = st.multiselect(
        _("Versions testées"),
        names,
        format_func=names.__getitem__,
        placeholder=_("Choisissez"),
        key="panel-versions",
    )
    with st.form("new-session", border=False):
        left, right = st.columns(2)
        day = left.date_input(_("Date"), clock.today(frame.timezone()), format="DD/MM/YYYY")
        count = int(right.number_input(_("Nombre de jeunes"), 1, panels.MOST_PRESENT, 6))
        place = st.text_input(_("Lieu"), placeholder=_("Maison de quartier"))
        st.caption(_("N'écrivez aucun nom de jeune : ce qui a été dit suffit."))
        said = {
            one: st.text_area(_("Remarques sur « {title} »", title=names[one]), key=f"said-{one}", height=100)
            for one in chosen
        }
        sent = st.form_submit_button(_("Noter la séance"), type="primary")
    if not sent:
        return
    made = frame.perform(
        actor,
        Action.PLAN,
        lambda session: panels.add_session(session, actor, day, place, count, said),
        done=_("Séance notée."),
    )
    if made:
        st.rerun()
