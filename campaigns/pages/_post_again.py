"""A post again: dated copies by a rule, looked at before they are made; its words kept as a template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from campaigns.models import Post
from campaigns.repeating import copies, patterns, rules
from campaigns.repeating.copies import Copy
from campaigns.repeating.rules import EVERY_LABELS, Every, Rule
from core import i18n
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame

SHOWN = 12
_MONDAY = date(2026, 11, 23)


def open_repeat(actor: Actor, post: Post) -> None:
    """Open the dialog that makes dated copies."""
    st.dialog(_("Répéter cette publication"), width="medium")(_repeat)(actor, post)


def open_template(actor: Actor, post: Post) -> None:
    """Open the dialog that keeps the words as a template."""
    st.dialog(_("Enregistrer comme modèle"))(_template)(actor, post)


def weekday(number: int) -> str:
    """«lundi» for 0."""
    return i18n.day(_MONDAY + timedelta(days=number)).partition(" ")[0]


def _every(one: Every) -> str:
    return _(EVERY_LABELS[one])


def _repeat(actor: Actor, post: Post) -> None:
    st.caption(_("Chaque copie part à la même heure, et se modifie ensuite à part."))
    rule = _rule(date.fromisoformat(post.due_wall[:10]))
    try:
        found = frame.read(lambda session: copies.preview(session, actor, post.id, rule))
    except PorteVoixError as error:
        st.error(error.message)
        return
    kept = _kept(found)
    made_of = n_("Créer {count} copie", "Créer {count} copies", len(kept))
    if not st.button(made_of, type="primary", disabled=not kept):
        return
    left_out = {one.day for one in found} - {one.day for one in kept}
    made = frame.perform(
        actor,
        Action.PLAN,
        lambda session: copies.create(session, actor, post.id, rule, without=left_out),
        done=n_("{count} copie créée, en brouillon.", "{count} copies créées, en brouillon.", len(kept)),
    )
    if made:
        st.rerun()


def _rule(first: date) -> Rule:
    left, right = st.columns([2, 1])
    every = left.selectbox(
        _("Rythme"), [Every.WEEK, *(one for one in Every if one is not Every.WEEK)], format_func=_every
    )
    interval = int(right.number_input(_("Une fois sur"), 1, 52, 1))
    weekdays: Sequence[int] = ()
    if every is Every.WEEK:
        weekdays = st.pills(
            _("Jours"),
            range(7),
            selection_mode="multi",
            default=[first.weekday()],
            format_func=weekday,
            wrap=True,
        )
    ends = {"count": _("après un nombre de copies"), "until": _("à une date")}
    end = st.segmented_control(
        _("Fin"), list(ends), format_func=ends.__getitem__, default="count", required=True
    )
    if end == "count":
        count = int(st.number_input(_("Copies"), 1, rules.MOST, 4))
        return Rule(every, interval, frozenset(weekdays), count=count)
    until: date = st.date_input(_("Dernière date"), first + timedelta(days=60), format="DD/MM/YYYY")
    return Rule(every, interval, frozenset(weekdays), until=until)


def _kept(found: Sequence[Copy]) -> list[Copy]:
    """The copies to make; one that cannot be kept is told and left out."""
    right = [one for one in found if not one.problem]
    for one in (one for one in found if one.problem):
        st.caption(f":orange[:material/event_busy:] {i18n.day(one.day)} : {one.problem}")
    told = ", ".join(i18n.short_day(one.day) for one in right[:SHOWN])
    more = n_(" et {count} autre", " et {count} autres", len(right) - SHOWN) if len(right) > SHOWN else ""
    if right:
        st.markdown(f"{told}{more}.")
    return right


def _template(actor: Actor, post: Post) -> None:
    with st.form("post-template", border=False):
        name = st.text_input(_("Nom du modèle"), post.title, max_chars=120)
        for_all = st.checkbox(_("Le proposer en premier dans toutes les campagnes"))
        sent = st.form_submit_button(_("Enregistrer le modèle"), type="primary")
    if sent:
        kept = frame.perform(
            actor,
            Action.PLAN,
            lambda session: patterns.keep(session, actor, post.id, name, for_all=for_all),
            done=_("Modèle enregistré."),
        )
        if kept:
            st.rerun()
