"""One post before it is scheduled: its words as they will look, what was said of it, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import reading_page, review_desk, reviews, stages
from campaigns.models import Post, PostChange, Stage
from campaigns.pages import _remarks, _show
from campaigns.posts import PostState
from core import i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def open_one(actor: Actor, post_id: UUID) -> None:
    """Open the dialog about one post."""
    st.dialog(_("Relecture"), width="medium")(draw)(actor, post_id)


def draw(actor: Actor, post_id: UUID) -> None:
    """Words, remarks, steps; then the answer, or what its author can do next."""
    here = actor.consortium_id
    post = frame.read(lambda session: review_desk.post_of(session, here, post_id))
    sheet = frame.read(lambda session: reading_page.sheet(session, post))
    remarks = frame.read(lambda session: reviews.remarks(session, here, post_id))
    own = frame.read(lambda session: actor.user_id in stages.authors(session, post))
    st.markdown(f"{_show.post_badge(PostState(post.stage.value))} **{parts.plain(post.title)}**")
    st.caption(f"{sheet.moment}, {sheet.networks}")
    for one in sheet.shown:
        if len(sheet.shown) > 1:
            st.markdown(f"**{one.networks}**")
        _show.whole_text(f"{one.title}\n\n{one.text}" if one.title else one.text)
    for picture in sheet.pictures:
        st.caption(parts.escaped(picture.words))
    _remarks.draw(post, remarks)
    if post.stage is Stage.IN_REVIEW and own:
        st.caption(_("Une publication ne se valide pas par son auteur. Qui peut relire ?"))
    elif post.stage in (Stage.IN_REVIEW, Stage.APPROVED):
        _remarks.answer(actor, post)
    _moves(actor, post)
    _steps(frame.read(lambda session: review_desk.steps(session, here, post_id)))


def _moves(actor: Actor, post: Post) -> None:
    left, middle, right = st.columns(3)
    if post.stage in (Stage.DRAFT, Stage.CHANGES_REQUESTED):
        then = st.checkbox(_("La programmer dès qu'elle est approuvée"), value=True)
        if left.button(_("Demander une relecture"), width="stretch", type="primary"):
            _do(
                actor,
                lambda session: stages.send(session, actor, post.id, post.revision, then_schedule=then),
                _("Relecture demandée."),
            )
    if post.stage in stages.SCHEDULABLE and middle.button(_("Programmer"), width="stretch"):
        _do(
            actor,
            lambda session: stages.schedule(session, actor, post.id, post.revision),
            _("Programmée : {moment}.", moment=i18n.moment(post.due_at, post.due_timezone)),
        )
    if post.stage is not Stage.DRAFT and right.button(_("Reprendre en brouillon"), width="stretch"):
        _do(
            actor,
            lambda session: stages.withdraw(session, actor, post.id, post.revision),
            _("Reprise en brouillon."),
        )


def _steps(steps: Sequence[PostChange]) -> None:
    if steps:
        with st.expander(_("Étapes"), type="compact"):
            for one in steps:
                before, after = (_(stages.STAGE_LABELS[Stage(word)]) for word in (one.before, one.after))
                moment = i18n.moment(one.at, frame.timezone())
                st.caption(f"{moment} : {before} → {after}, {parts.plain(one.who)}")


def _do(actor: Actor, act: Callable[[Session], object], done: str) -> None:
    if frame.perform(actor, Action.PLAN, act, done=done):
        st.rerun()
