"""Which post the page is about, and the line under its title."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import streamlit as st

from campaigns import editing, stages
from campaigns.editing import Sheet
from core import i18n
from core.errors import NotFound
from core.i18n import _
from core.people import Actor
from core.ui import frame, parts

_LIST = Path(__file__).parent / "posts.py"


def chosen(actor: Actor) -> Sheet:
    """The post that the address names; otherwise says so, shows the way back and stops."""
    try:
        wanted = UUID(st.query_params.get("id", ""))
        now = frame.read(lambda session: editing.sheet(session, actor.consortium_id, wanted))
    except (ValueError, NotFound):
        with parts.header(_("Publication")):
            pass
        parts.empty(
            _("Cette publication est introuvable."), _("Ouvrez-en une depuis la liste ou le calendrier.")
        )
        if st.button(_("Voir les publications"), icon=":material/arrow_back:"):
            st.switch_page(_LIST)
        st.stop()
    if st.button(_("Publications"), icon=":material/arrow_back:", type="tertiary"):
        st.switch_page(_LIST)
    return now


def told(now: Sheet) -> str:
    """«Brouillon, campagne « Bouge avec nous ». Part mercredi 25 novembre, 18 h.»"""
    post = now.post
    stage = _("annulée") if post.cancelled_at else _(stages.STAGE_LABELS[post.stage])
    return _(
        "{stage}, campagne « {campaign} ». Prévue {moment}.",
        stage=stage[:1].upper() + stage[1:],
        campaign=parts.plain(now.campaign.name),
        moment=i18n.moment(post.due_at, post.due_timezone),
    )
