"""Somebody saved while one was typing: what both wrote, side by side, and nothing lost."""

from __future__ import annotations

import streamlit as st

from campaigns import editing
from campaigns.editing import Sheet
from campaigns.pages import _show
from campaigns.pages._draft import Draft
from campaigns.pages._post_fields import label, said
from campaigns.writing import history, merging
from core import i18n
from core.i18n import _
from core.people import Actor
from core.ui import frame, parts


def draw(actor: Actor, now: Sheet, draft: Draft) -> bool:
    """Whether the page has to ask first: the post was saved since, and something typed is not."""
    if draft.revision == now.post.revision:
        return False
    theirs = editing.wording_of(now)
    _merged, asked = merging.merged(draft.base, draft.wording, theirs)
    who = _who(actor, now)
    with parts.card("conflict"):
        st.markdown(f"**{who}**")
        st.caption(
            _("Rien n'est perdu. Voici ce que vous avez changé tous les deux.")
            if asked
            else _("Vous n'avez pas changé les mêmes choses : tout peut être gardé.")
        )
        for name in asked:
            st.markdown(f"**{label(name)}**")
            mine, other = st.columns(2)
            with mine:
                st.caption(_("Le vôtre"))
                _show.whole_text(said(merging.value_of(draft.wording, name)))
            with other:
                st.caption(_("Le sien, enregistré"))
                _show.whole_text(said(merging.value_of(theirs, name)))
        with st.container(horizontal=True):
            kept = st.button(
                _("Garder le mien, avec ses autres changements") if asked else _("Garder les deux"),
                type="primary",
            )
            left = st.button(_("Prendre le sien"))
    if kept:
        draft.keep_mine(now)
    elif left:
        draft.take(now)
    if kept or left:
        st.rerun()
    return True


def _who(actor: Actor, now: Sheet) -> str:
    changes = frame.read(lambda session: history.of_post(session, actor.consortium_id, now.post.id))
    if not changes:
        return _("Cette publication a été enregistrée pendant que vous écriviez.")
    return _(
        "{who} a enregistré cette publication pendant que vous écriviez ({moment}).",
        who=parts.plain(changes[0].who),
        moment=i18n.moment(changes[0].at, frame.timezone()),
    )
