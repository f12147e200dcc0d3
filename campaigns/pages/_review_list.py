"""Posts by stage, one card each, and the button that opens one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns.models import Stage
from campaigns.pages import _review_post, _show
from campaigns.posts import PostState
from campaigns.review_desk import ORDER, Waiting
from core import i18n, territory
from core.i18n import _, mark
from core.people import Actor
from core.ui import parts

MOST = 10
_HEADS = {
    Stage.IN_REVIEW: mark("À relire"),
    Stage.CHANGES_REQUESTED: mark("Modifications demandées"),
    Stage.APPROVED: mark("Approuvées, à programmer"),
    Stage.DRAFT: mark("Brouillons"),
}


def draw(actor: Actor, rows: Sequence[Waiting]) -> None:
    """One heading for each stage that holds something."""
    for stage in ORDER:
        here = [row for row in rows if row.stage is stage]
        if not here:
            continue
        st.subheader(_(_HEADS[stage]), anchor=False)
        for row in _show.first_ones(here, f"reviews-{stage}", MOST):
            _card(actor, row)
        _show.the_others(
            len(here) - len(_show.first_ones(here, f"reviews-{stage}", MOST)), f"reviews-{stage}"
        )


def _card(actor: Actor, row: Waiting) -> None:
    with parts.card(f"relecture-{row.post_id}"):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        with left, st.container(gap=None):
            st.markdown(f"{_show.post_badge(PostState(row.stage.value))} **{parts.plain(row.title)}**")
            st.caption(", ".join(_told(row)))
        verb = _("Relire") if row.stage is Stage.IN_REVIEW and not row.own else _("Ouvrir")
        if right.button(verb, key=f"review-{row.post_id}", width="stretch"):
            _review_post.open_one(actor, row.post_id)


def _told(row: Waiting) -> list[str]:
    found = [
        ", ".join(territory.label(one) for one in row.networks),
        i18n.moment(row.due_at, row.timezone),
        _("campagne « {campaign} »", campaign=parts.plain(row.campaign)),
    ]
    if row.over:
        found.append(f":red[{_('heure prévue passée')}]")
    if row.stage is Stage.IN_REVIEW and row.own:
        found.append(_("vous l'avez écrite : une autre personne relit"))
    return found
