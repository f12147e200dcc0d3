"""The dialogs about what posts share: sets of hashtags of a campaign, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from campaigns.editing import Sheet
from campaigns.pages._draft import Draft
from campaigns.writing import shared
from campaigns.writing.shared import Signing
from core import people
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def open_sets(actor: Actor, now: Sheet, draft: Draft) -> None:
    """Open the sets of hashtags of the post's campaign."""
    st.dialog(_("Jeux de mots-dièse"))(_sets)(actor, now, draft)


def open_signatures(actor: Actor, found: Sequence[Signing]) -> None:
    """Open the signatures of the consortium and its structures."""
    st.dialog(_("Qui répond, et quand"))(_signatures)(actor, found)


def _sets(actor: Actor, now: Sheet, draft: Draft) -> None:
    st.caption(_("Pour la campagne « {name} ».", name=parts.plain(now.campaign.name)))
    for one in frame.read(lambda session: shared.sets(session, actor.consortium_id, now.campaign.id)):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        left.markdown(f"**{parts.plain(one.name)}**  \n{parts.plain(one.tags)}")
        if right.button(_("Retirer"), key=f"set-gone-{one.id}", type="tertiary"):
            _remove(actor, one.id)
    with st.form("hashtag-set", border=False):
        name = st.text_input(_("Nom du jeu"), placeholder=_("Permis"))
        tags = st.text_input(_("Mots-dièse"), draft.wording.hashtags, placeholder="#permis #Valbrune")
        sent = st.form_submit_button(_("Garder ce jeu"), type="primary")
    if sent:
        kept = frame.perform(
            actor,
            Action.PLAN,
            lambda session: shared.save_set(session, actor, now.campaign.id, name, tags),
            done=_("Jeu gardé pour cette campagne."),
        )
        if kept:
            st.rerun()


def _remove(actor: Actor, set_id: UUID) -> None:
    frame.perform(
        actor,
        Action.PLAN,
        lambda session: shared.remove_set(session, actor, set_id),
        done=_("Jeu retiré. Les publications gardent leurs mots-dièse."),
    )
    st.rerun(scope="fragment")


def _signatures(actor: Actor, found: Sequence[Signing]) -> None:
    st.caption(_("Une ligne sous le texte : qui répond, et quand. Les publications enregistrées la gardent."))
    structures = frame.read(lambda session: people.structures(session, actor.consortium_id))
    names: dict[UUID | None, str] = {None: _("Le consortium")} | {one.id: one.name for one in structures}
    texts = {one.structure_id: one.text for one in found}
    whose = st.selectbox(_("Signe"), names, format_func=names.__getitem__)
    with st.form(f"signature-{whose}", border=False):
        text = st.text_area(
            _("Signature"),
            texts.get(whose, ""),
            max_chars=300,
            placeholder=_("L'équipe te répond du lundi au samedi, jusqu'à 20 h."),
        )
        sent = st.form_submit_button(_("Garder la signature"), type="primary")
    if sent:
        kept = frame.perform(
            actor,
            Action.PLAN,
            lambda session: shared.save_signature(session, actor, whose, text),
            done=_("Signature gardée."),
        )
        if kept:
            st.rerun()
