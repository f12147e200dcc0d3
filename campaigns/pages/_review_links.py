"""Review links: making one for some posts, the list, taking one back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import reviews
from campaigns.models import Reader
from campaigns.pages import _show
from campaigns.review_desk import Waiting
from campaigns.reviews import LinkRow
from core import clock, i18n
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

_MADE = "reviews-made"


def open_new(actor: Actor, rows: Sequence[Waiting]) -> None:
    """Open the dialog that makes a link for readers without an account."""
    st.dialog(_("Lien de relecture"))(_new)(actor, rows)


def _new(actor: Actor, rows: Sequence[Waiting]) -> None:
    st.markdown(_("Qui a ce lien lit les publications choisies et donne son avis au téléphone, sans compte."))
    names = {row.post_id: f"{row.title} ({i18n.moment(row.due_at, row.timezone)})" for row in rows}
    with st.form("new-review", border=False):
        chosen = st.multiselect(
            _("Publications"), names, format_func=names.__getitem__, placeholder=_("Choisissez")
        )
        reader = st.segmented_control(
            _("Pour"),
            list(Reader),
            format_func=lambda one: _(reviews.READER_LABELS[one]),
            default=Reader.PARTNER,
            required=True,
        )
        label = st.text_input(_("Nom du groupe ou du partenaire"), placeholder=_("Club L'Ancre"))
        days = int(st.number_input(_("Bon pendant (jours)"), 1, reviews.LONGEST, 7))
        then = st.checkbox(_("Programmer ce qui est approuvé"), value=True)
        st.caption(_("Un avis par ce lien vaut celui d'une autre personne. Votre nom est noté avec."))
        sent = st.form_submit_button(_("Créer le lien"), type="primary")
    if not sent:
        return
    made = frame.perform(
        actor,
        Action.PLAN,
        lambda session: reviews.open_link(session, actor, chosen, label, reader, days, then_schedule=then),
        done=_("Lien créé."),
    )
    if made:
        st.session_state[_MADE] = made
        st.rerun()


def draw_made() -> None:
    """The link that was just made: shown once, since only its hash is kept."""
    _show.once(_MADE, "lien-relecture")


def draw(actor: Actor, links: Sequence[LinkRow]) -> None:
    """Every link: for whom, good until when, how often used, and taking it back."""
    if not links:
        return
    st.subheader(_("Liens de relecture"), anchor=False)
    now = clock.now()
    for row in _show.first_ones(links, "review-links", 10):
        good = row.revoked_at is None and row.expires_at > now
        with parts.card(f"lien-{row.id}"):
            left, right = st.columns([3.4, 1], vertical_alignment="center")
            words = left.container(gap=None)
            words.markdown(f"**{parts.plain(row.label)}**")
            words.caption(f"{', '.join(map(parts.plain, row.titles))}  \n{_told(row, good=good)}")
            if good and right.button(_("Reprendre le lien"), key=f"revoke-{row.id}", width="stretch"):
                _revoke(actor, row)
    _show.the_others(len(links) - len(_show.first_ones(links, "review-links", 10)), "review-links")


def _told(row: LinkRow, *, good: bool) -> str:
    zone = frame.timezone()
    day = i18n.short_day(_show.day_of(row.revoked_at or row.expires_at, zone))
    if row.revoked_at:
        until = _("repris le {day}", day=day)
    else:
        until = _("bon jusqu'au {day}", day=day) if good else _("fini le {day}", day=day)
    opened = n_("ouvert {count} fois", "ouvert {count} fois", row.opened)
    answered = n_("{count} avis", "{count} avis", row.answered)
    return (
        f"{_show.sentence(until)}, {opened}, {answered}, {_('donné par {who}', who=parts.plain(row.maker))}"
    )


def _revoke(actor: Actor, row: LinkRow) -> None:
    def act(session: Session) -> bool:
        reviews.revoke(session, actor, row.id)
        return True

    if frame.perform(actor, Action.PLAN, act, done=_("Lien repris.")):
        st.rerun()
