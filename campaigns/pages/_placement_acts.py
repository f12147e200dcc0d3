"""The dialogs about one placement: say it better, note that it is gone, give its code back."""

from __future__ import annotations

import streamlit as st

from campaigns import placements
from campaigns.pages import _placement_forms
from campaigns.placements import WHY_LABELS
from campaigns.placing import MOST
from campaigns.register import Entry
from core import clock
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts


def open_correct(actor: Actor, entry: Entry) -> None:
    """Open the dialog that corrects a placement."""
    st.dialog(_("Corriger {code}", code=entry.placement.code))(_correct)(actor, entry)


def open_take_down(actor: Actor, entry: Entry) -> None:
    """Open the dialog that notes that a placement is no longer there."""
    st.dialog(_("Noter {code} comme enlevé", code=entry.placement.code))(_take_down)(actor, entry)


def open_retire(actor: Actor, entry: Entry) -> None:
    """Open the dialog that gives a code back."""
    st.dialog(_("Retirer le code {code} ?", code=entry.placement.code))(_retire)(actor, entry)


def _correct(actor: Actor, entry: Entry) -> None:
    row = entry.placement
    with st.form("correct-placement", border=False):
        place = st.text_input(_("Lieu"), row.place)
        zone_id = _placement_forms.zone_of(actor, row.zone_id)
        left, middle, right = st.columns([1, 1, 1.4])
        size = left.text_input(_("Format"), row.size, placeholder="A3")
        quantity = int(middle.number_input(_("Quantité"), 1, MOST, row.quantity))
        put_up_on = right.date_input(_("Posé le (s'il l'est)"), row.put_up_on, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Corriger le support"), type="primary")
    if not sent:
        return
    corrected = frame.perform(
        actor,
        Action.MANAGE_PLACEMENTS,
        lambda session: placements.correct(
            session,
            actor,
            row.placement_id,
            place=place,
            zone_id=zone_id,
            size=size,
            quantity=quantity,
            put_up_on=put_up_on,
        ),
        done=_("Support corrigé."),
    )
    if corrected:
        st.rerun()


def _take_down(actor: Actor, entry: Entry) -> None:
    row = entry.placement
    st.markdown(f"**{parts.plain(row.place)}**")
    st.markdown(_("Le code répond toujours : des copies peuvent circuler. Ses scans restent comptés."))
    reasons = {one: _(label) for one, label in WHY_LABELS.items()}
    with st.form("take-down", border=False):
        day = st.date_input(_("Enlevé le"), clock.today(frame.timezone()), format="DD/MM/YYYY")
        why = st.selectbox(_("Pourquoi"), reasons, format_func=reasons.__getitem__)
        sent = st.form_submit_button(_("Noter comme enlevé"), type="primary")
    if not sent:
        return
    noted = frame.perform(
        actor,
        Action.MANAGE_PLACEMENTS,
        lambda session: placements.take_down(session, actor, row.placement_id, day, why),
        done=_("{code} noté comme enlevé.", code=row.code),
    )
    if noted:
        st.rerun()


def _retire(actor: Actor, entry: Entry) -> None:
    row = entry.placement
    counted = n_("Son scan reste compté.", "Ses {count} scans restent comptés.", entry.scans)
    st.markdown(f"**{parts.plain(row.place)}**")
    st.markdown(
        _(
            "Ce qui est déjà posé ou distribué mènera à une page qui dit que le code ne sert plus. "
            "Un code retiré ne revient pas."
        )
        + (f" {counted}" if entry.scans else "")
    )
    if st.button(_("Retirer le code"), type="primary"):
        retired = frame.perform(
            actor,
            Action.MANAGE_PLACEMENTS,
            lambda session: placements.retire(session, actor, row.placement_id),
            done=_("Code {code} retiré.", code=row.code),
        )
        if retired:
            st.rerun()
