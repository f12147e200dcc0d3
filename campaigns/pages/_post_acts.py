"""What can be done with a post on its page: save, schedule, send for review, copy, give up."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import editing, stages
from campaigns.editing import Sheet
from campaigns.models import Post, Stage
from campaigns.pages import _draft, _open, _post_again, _post_cancel, _post_history, _post_menu
from campaigns.pages._draft import Draft
from campaigns.pages._post_menu import MORE, SAID, Asked
from campaigns.repeating import copies
from core import i18n
from core.i18n import _, mark
from core.people import Action, Actor
from core.ui import frame


def offer(actor: Actor, now: Sheet, draft: Draft) -> Asked | None:
    """The buttons that fit the stage; what was pressed."""
    post = now.post
    asked = st.menu_button(
        _("Autre"), _post_menu.more(now), format_func=lambda one: _(MORE[one]), type="tertiary"
    )
    if post.cancelled_at is not None or all(one.published_at is not None for one in now.variants):
        return asked
    rule = frame.read(lambda session: stages.required(session, actor.consortium_id))
    waits = post.stage in (Stage.DRAFT, Stage.CHANGES_REQUESTED)
    can_schedule = post.stage is Stage.APPROVED or (post.stage is Stage.DRAFT and not rule)
    if st.button(
        _("Enregistrer"), disabled=not draft.dirty, type="secondary" if waits or can_schedule else "primary"
    ):
        asked = Asked.SAVE
    if waits and st.button(_("Demander une relecture"), type="secondary" if can_schedule else "primary"):
        asked = Asked.SEND
    if can_schedule and st.button(_("Programmer"), type="primary"):
        asked = Asked.SCHEDULE
    return asked


def act(actor: Actor, now: Sheet, draft: Draft, asked: Asked | None) -> None:
    """Do what was pressed; a refusal is said under the head of the page, and nothing typed is lost."""
    if asked is Asked.HISTORY:
        _post_history.open_list(actor, now)
    elif asked is Asked.REPEAT:
        _post_again.open_repeat(actor, now.post)
    elif asked is Asked.TEMPLATE:
        _post_again.open_template(actor, now.post)
    elif asked is Asked.CANCEL:
        _post_cancel.open_one(actor, now)
    elif asked is Asked.COPY:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: copies.again(session, actor, now.post.id),
            done=_("Copie ouverte, en brouillon."),
        )
        if made:
            _open.post(made.id)
    elif asked is not None:
        _saved(actor, draft, asked)


def _saved(actor: Actor, draft: Draft, asked: Asked) -> None:
    steps: dict[Asked, Callable[[Session, Post], Post]] = {
        Asked.SCHEDULE: lambda session, post: stages.schedule(session, actor, post.id, post.revision),
        Asked.SEND: lambda session, post: stages.send(session, actor, post.id, post.revision),
        Asked.WITHDRAW: lambda session, post: stages.withdraw(session, actor, post.id, post.revision),
    }

    def work(session: Session) -> Post:
        post = editing.edit(session, actor, draft.post_id, draft.revision, draft.wording)
        return steps[asked](session, post) if asked in steps else post

    post = frame.perform(actor, Action.PLAN, work)
    if post is not None:
        moment = i18n.moment(post.due_at, post.due_timezone)
        st.toast(_(SAID.get(asked, mark("Enregistrée.")), moment=moment))
        _draft.forget(draft.post_id)
        st.rerun()
    elif _changed(actor, draft):
        st.rerun()


def _changed(actor: Actor, draft: Draft) -> bool:
    now = frame.read(lambda session: editing.sheet(session, actor.consortium_id, draft.post_id))
    return now.post.revision != draft.revision
