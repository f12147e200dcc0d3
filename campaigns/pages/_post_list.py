"""Lists of posts: cards for the late ones, rows by day for the others, filters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

import streamlit as st

from campaigns.pages import _post_forms, _show
from campaigns.planning import WAITING, CampaignRow, PostRow, PostState
from core import i18n, territory
from core.i18n import _, mark
from core.people import Actor
from core.territory import NETWORKS, Channel
from core.ui import parts

MOST_LATE = 10
MOST = 20
VIEWS = {
    PostState.SCHEDULED: mark("À venir"),
    PostState.DRAFT: mark("En préparation"),
    PostState.PUBLISHED: mark("Publiées"),
    PostState.CANCELLED: mark("Annulées"),
}
EMPTY = {
    PostState.SCHEDULED: mark("Aucune publication à venir."),
    PostState.DRAFT: mark("Aucun brouillon, rien à relire."),
    PostState.PUBLISHED: mark("Aucune publication en ligne."),
    PostState.CANCELLED: mark("Aucune publication annulée ni laissée de côté."),
}
_PLAIN = (PostState.SCHEDULED, PostState.PUBLISHED, PostState.CANCELLED)
_SHOWN = {PostState.DRAFT: WAITING, PostState.CANCELLED: (PostState.CANCELLED, PostState.SKIPPED)}


def draw_late(actor: Actor, rows: Sequence[PostRow]) -> None:
    """One card per late post, the oldest first, each with «C'est publié»."""
    shown = _show.first_ones(rows, "posts-late", MOST_LATE)
    for row in shown:
        with parts.card(f"late-{row.variant_id}"):
            left, right = st.columns([3.4, 1], vertical_alignment="center")
            with left, st.container(gap=None):
                st.markdown(f"{_show.post_badge(row.state)} **{parts.plain(row.title)}**")
                st.caption(
                    _(
                        "{network}, prévue {moment}, campagne « {campaign} »",
                        network=_show.network(row),
                        moment=i18n.moment(row.due_at, row.timezone),
                        campaign=parts.plain(row.campaign),
                    )
                )
            with right, st.container(horizontal=True, horizontal_alignment="right"):
                if st.button(_("C'est publié"), key=f"done-{row.variant_id}"):
                    _post_forms.open_done(actor, row)
                if st.button(_("Ouvrir"), key=f"open-{row.variant_id}", type="tertiary"):
                    _post_forms.open_one(actor, row)
    _show.the_others(len(rows) - len(shown), "posts-late")


def draw_views(actor: Actor, rows: Sequence[PostRow], campaigns: Sequence[CampaignRow]) -> None:
    """The other posts: a choice of state, a filter, then day after day; each line opens its post."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = st.segmented_control(
            _("Liste"),
            list(VIEWS),
            format_func=lambda state: _(VIEWS[state]),
            default=PostState.SCHEDULED,
            required=True,
            label_visibility="collapsed",
            key="posts-view",
        )
        with st.popover(_("Filtrer"), icon=":material/filter_list:"):
            campaign_id, networks = _filters(campaigns)
    listed = [
        row
        for row in rows
        if row.state in _SHOWN.get(view, (view,))
        and (campaign_id is None or row.campaign_id == campaign_id)
        and (not networks or row.network in networks)
    ]
    if listed:
        _draw_days(actor, listed, f"posts-{view}")
    elif campaign_id or networks:
        parts.empty(_("Rien ne correspond à ces filtres."), _("Rouvrez « Filtrer » et videz les choix."))
    else:
        parts.empty(_(EMPTY[view]), _("Programmez-en une avec « Nouvelle publication »."))


def _filters(campaigns: Sequence[CampaignRow]) -> tuple[UUID | None, Collection[Channel]]:
    names = {row.id: row.name for row in campaigns}
    name, every = names.__getitem__, _("Toutes")
    campaign_id = st.selectbox(
        _("Campagne"), names, index=None, format_func=name, placeholder=every, key="posts-campaign"
    )
    networks = st.pills(
        _("Réseaux"),
        NETWORKS,
        selection_mode="multi",
        format_func=territory.label,
        key="posts-networks",
        wrap=True,
    )
    return campaign_id, networks


def _draw_days(actor: Actor, rows: Sequence[PostRow], key: str) -> None:
    shown = _show.first_ones(rows, key, MOST)
    for day, of_day in groupby(shown, key=lambda row: _show.day_of(row.due_at, row.timezone)):
        with st.container(gap=None):
            st.markdown(f"**{_show.sentence(i18n.day(day))}**")
            for row in of_day:
                line = f"{_show.hour(row)}\u2003{_show.network(row)}\u2003{parts.plain(row.title)}"
                line += "" if row.state in _PLAIN else f"\u2003{_show.post_badge(row.state)}"
                if st.button(line, key=f"open-{row.variant_id}", type="tertiary"):
                    _post_forms.open_one(actor, row)
    _show.the_others(len(rows) - len(shown), key)
