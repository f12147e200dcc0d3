"""What readers said of a post, on its page and where it is reviewed; saying something of it oneself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns import reviews, stages
from campaigns.editing import Sheet
from campaigns.models import Post, PostRemark, Stage, Verdict
from campaigns.pages import _show
from campaigns.reviews import Answer
from core import i18n
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts


def on_page(actor: Actor, now: Sheet, *, dirty: bool) -> None:
    """What was said, above the words that it speaks of; the answer, or what the author does next.

    `dirty`: something typed is not saved, and an answer speaks of what is.
    """
    post = now.post
    remarks = frame.read(lambda session: reviews.remarks(session, actor.consortium_id, post.id))
    readable = post.stage in (Stage.IN_REVIEW, Stage.APPROVED) and post.cancelled_at is None
    if not remarks and not readable:
        return
    st.subheader(_("Relecture"), anchor=False)
    draw(post, remarks)
    if post.stage is Stage.CHANGES_REQUESTED:
        st.caption(_("Changez le texte, puis « Demander une relecture » : la remarque est alors réglée."))
    elif readable and dirty:
        st.caption(_("Enregistrez d'abord : un avis porte sur le texte enregistré."))
    elif readable and frame.read(lambda session: actor.user_id in stages.authors(session, post)):
        if post.stage is Stage.IN_REVIEW:
            st.caption(_("Une publication ne se valide pas par son auteur. Qui peut relire ?"))
    elif readable:
        with st.expander(_("Donner votre avis"), type="compact", expanded=post.stage is Stage.IN_REVIEW):
            answer(actor, post)


def draw(post: Post, remarks: Sequence[PostRemark]) -> None:
    """Those about the words as they are; those about older words folded, since they are settled."""
    old = [one for one in remarks if one.words_revision != post.words_revision]
    for one in remarks:
        if one not in old:
            _one(one, settled=False)
    if old:
        told = n_("{count} avis sur un texte précédent", "{count} avis sur un texte précédent", len(old))
        with st.expander(told, type="compact"):
            for one in old:
                _one(one, settled=True)


def answer(actor: Actor, post: Post) -> None:
    """«Ça me va» or «à changer», with a remark."""
    with st.form(f"say-{post.id}", border=False):
        text = st.text_area(
            _("Une remarque ?"), placeholder=_("Un mot qui sonne faux, une info à corriger"), max_chars=1000
        )
        left, right = st.columns(2)
        fine = left.form_submit_button(_("Ça me va"), type="primary", width="stretch")
        change = right.form_submit_button(_("À changer"), width="stretch")
    if fine or change:
        said = Answer(Verdict.FINE if fine else Verdict.CHANGE, post.words_revision, text)
        noted = frame.perform(
            actor,
            Action.PLAN,
            lambda session: reviews.say(session, actor, post.id, said),
            done=_("Avis noté."),
        )
        if noted:
            st.rerun()


def _one(one: PostRemark, *, settled: bool) -> None:
    who = f"{one.name} ({one.who})" if one.name else one.who
    told = [i18n.moment(one.at, frame.timezone())]
    if settled and one.verdict is Verdict.CHANGE:
        told.append(_("réglé : le texte a changé depuis"))
    colour = "gray" if settled else "green" if one.verdict is Verdict.FINE else "orange"
    with st.container(gap="xxsmall"):
        st.markdown(
            f":{colour}-badge[{_(reviews.VERDICT_LABELS[one.verdict])}] **{parts.plain(who)}**  \n"
            f":small[{parts.escaped(', '.join(told))}]"
        )
        if one.text:
            _show.whole_text(one.text)
