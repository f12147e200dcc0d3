"""The dialogs about posts: a new one, «c'est publié», one opened from the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

import streamlit as st

from campaigns import planning
from campaigns.pages import _open, _post_link, _show
from campaigns.planning import WAITING, CampaignRow, PostRow, PostState
from core import clock, i18n, territory
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS
from core.ui import frame, parts


def open_new(
    actor: Actor, campaigns: Sequence[CampaignRow], day: date | None = None, wall: time | None = None
) -> None:
    """Open the dialog that notes a new post, for a day and an hour that somebody chose already or not."""
    st.dialog(_("Nouvelle publication"), width="medium")(new_form)(actor, campaigns, day, wall)


def open_done(actor: Actor, row: PostRow) -> None:
    """Open the dialog that takes the link of a post published by hand."""
    st.dialog(_("C'est publié"))(_done)(actor, row)


def open_one(actor: Actor, row: PostRow) -> None:
    """Open a post: its text, its link, what can still be done."""
    st.dialog(parts.plain(row.title))(_one)(actor, row)


def new_form(actor: Actor, campaigns: Sequence[CampaignRow], on: date | None, at: time | None) -> None:
    """The form of a new post, within a dialog."""
    names = {row.id: row.name for row in campaigns}
    zone = frame.timezone()
    with st.form("new-post", border=False):
        campaign_id = st.selectbox(_("Campagne"), names, format_func=names.__getitem__)
        title = st.text_input(_("Titre, pour vous y retrouver"), placeholder=_("Le code, on t'aide"))
        networks = st.pills(
            _("Réseaux"), NETWORKS, selection_mode="multi", format_func=territory.label, wrap=True
        )
        left, right = st.columns(2)
        proposed = on or clock.today(zone) + timedelta(days=1)
        day = left.date_input(_("Jour"), proposed, format="DD/MM/YYYY")
        city = zone.rpartition("/")[2].replace("_", " ")
        wall = right.time_input(_("Heure ({city})", city=city), at or time(18, 0))
        sent = st.form_submit_button(_("Créer et écrire"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: planning.add_post(
                session,
                actor,
                campaign_id,
                title,
                "",
                networks=networks,
                day=day,
                wall=wall,
                timezone=zone,
            ),
        )
        if made:
            _open.post(made.id)


def _done(actor: Actor, row: PostRow) -> None:
    st.markdown(f"**{parts.plain(row.title)}**  \n{_show.network(row)}")
    st.caption(_("Le texte à copier :"))
    st.code(row.text, language=None, wrap_lines=True)
    _show.fit(row)
    _post_link.draw(actor, row, correct=False)


def _one(actor: Actor, row: PostRow) -> None:
    st.markdown(f"{_show.post_badge(row.state)} {_show.network(row)}")
    st.caption(
        _(
            "{moment}, campagne « {campaign} »",
            moment=i18n.moment(row.due_at, row.timezone),
            campaign=parts.plain(row.campaign),
        )
    )
    _show.whole_text(row.text)
    _show.fit(row)
    if st.button(_("Ouvrir la page"), icon=":material/edit_note:", type="primary"):
        _open.post(row.post_id)
    if row.published_url:
        st.link_button(_("Voir sur le réseau"), row.published_url, icon=":material/open_in_new:")
        with st.expander(_("Corriger le lien"), type="compact"):
            _post_link.draw(actor, row, correct=True)
    elif row.state is not PostState.CANCELLED:
        if row.state not in WAITING:
            with st.expander(_("C'est déjà publié"), type="compact"):
                _post_link.draw(actor, row, correct=False)
        st.caption(_("Annuler retire la publication de tous ses réseaux, sauf là où elle est déjà publiée."))
        if st.button(_("Annuler la publication"), icon=":material/event_busy:"):
            cancelled = frame.perform(
                actor,
                Action.PLAN,
                lambda session: planning.cancel_post(session, actor, row.post_id),
                done=_("Publication annulée."),
            )
            if cancelled:
                st.rerun()
