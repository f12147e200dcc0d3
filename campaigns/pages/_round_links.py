"""Round links: making one, the list, taking one back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import rounds
from campaigns.pages import _show
from campaigns.planning import CampaignRow
from campaigns.rounds import RoundRow
from core import clock, i18n
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts

_MADE = "rounds-made"


def open_new(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that makes a link for a volunteer."""
    st.dialog(_("Lien de tournée"))(_new)(actor, campaigns)


def _new(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    st.markdown(_("Qui a ce lien pose et vérifie les supports d'une campagne au téléphone, sans compte."))
    names = {row.id: row.name for row in campaigns}
    with st.form("new-round", border=False):
        campaign_id = st.selectbox(_("Campagne"), names, format_func=names.__getitem__)
        name = st.text_input(_("Nom de la tournée"), placeholder=_("Samedi matin, Les Forges"))
        days = int(st.number_input(_("Bon pendant (jours)"), 1, rounds.LONGEST, 7))
        sent = st.form_submit_button(_("Créer le lien"), type="primary")
    if not sent:
        return
    made = frame.perform(
        actor,
        Action.MANAGE_PLACEMENTS,
        lambda session: rounds.open_link(session, actor, campaign_id, name, days),
        done=_("Lien créé."),
    )
    if made:
        st.session_state[_MADE] = made
        st.rerun()


def draw_made() -> None:
    """The link that was just made: shown once, since only its hash is kept."""
    _show.once(_MADE, "lien-tournee")


def draw(actor: Actor, links: Sequence[RoundRow]) -> None:
    """Every link: good until when, and taking it back."""
    if not links:
        return
    st.subheader(_("Liens de tournée"), anchor=False)
    now = clock.now()
    for row in links:
        good = row.revoked_at is None and row.expires_at > now
        with parts.card(f"tournee-{row.id}"):
            left, right = st.columns([3.4, 1], vertical_alignment="center")
            left.markdown(f"**{parts.plain(row.name)}**")
            left.caption(f"{parts.plain(row.campaign)}, {_told(row, good=good)}")
            if good and right.button(_("Reprendre le lien"), key=f"revoke-{row.id}"):
                _revoke(actor, row)


def _told(row: RoundRow, *, good: bool) -> str:
    timezone = frame.timezone()
    if row.revoked_at:
        return _("repris le {day}", day=i18n.short_day(_show.day_of(row.revoked_at, timezone)))
    day = i18n.short_day(_show.day_of(row.expires_at, timezone))
    return _("bon jusqu'au {day}", day=day) if good else _("fini le {day}", day=day)


def _revoke(actor: Actor, row: RoundRow) -> None:
    def act(session: Session) -> bool:
        rounds.revoke(session, actor, row.id)
        return True

    if frame.perform(actor, Action.MANAGE_PLACEMENTS, act, done=_("Lien repris.")):
        st.rerun()
