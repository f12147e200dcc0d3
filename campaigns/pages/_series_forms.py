"""The dialogs that make a series of dates, or add dates to one; looked at before they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

import streamlit as st

from campaigns.actions import series
from campaigns.actions.progress import SeriesRow
from campaigns.actions.series import Checked
from campaigns.actions.typed import MOST_PEOPLE, Slot, Wanted
from campaigns.lines import MOST
from campaigns.pages import _action_fields, _action_forms, _action_words, _series_lines
from campaigns.planning import CampaignRow
from core import clock
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame


def open_series(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that makes a series."""
    st.dialog(_("Actions en série"), width="large")(_new)(actor, campaigns)


def open_more(actor: Actor, one: SeriesRow) -> None:
    """Open the dialog that adds dates to a series."""
    st.dialog(_("Ajouter des dates"), width="large")(_more)(actor, one)


def _new(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    names = {row.id: row.name for row in campaigns}
    kind = _action_forms.kind_pills("series-kind")
    left, middle, right = st.columns([1.4, 1.4, 1])
    campaign_id = left.selectbox(_("Campagne"), names, format_func=names.__getitem__)
    name = middle.text_input(_("Nom de la série"), placeholder=_("Le van, 60 dates"))
    meant = right.number_input(_("Dates voulues en tout"), 1, MOST, None, 1, placeholder=_("autant"))
    usual = _usual(actor, kind)
    lines = _series_lines.draw(actor)
    if not lines:
        return
    found = _checked(lambda session: series.preview(session, actor, campaign_id, usual, lines))
    if found and _made(found):
        done = frame.perform(
            actor,
            Action.PLAN,
            lambda session: series.create_series(
                session, actor, campaign_id, name, usual, lines, meant=None if meant is None else int(meant)
            ),
            done=n_("Série créée : {count} date.", "Série créée : {count} dates.", len(found)),
        )
        if done:
            st.rerun()


def _more(actor: Actor, one: SeriesRow) -> None:
    usual = _usual(actor, one.kind)
    lines = _series_lines.draw(actor)
    if not lines:
        return
    found = _checked(lambda session: series.preview(session, actor, one.campaign_id, usual, lines, one.id))
    if found and _made(found):
        done = frame.perform(
            actor,
            Action.PLAN,
            lambda session: series.add_dates(session, actor, one.id, usual, lines),
            done=n_("{count} date ajoutée.", "{count} dates ajoutées.", len(found)),
        )
        if done:
            st.rerun()


def _usual(actor: Actor, kind: Any) -> Wanted:
    first, second, third, fourth = st.columns([1, 1, 1, 1.6])
    starts = first.time_input(_("Début habituel"), time(14))
    ends = second.time_input(_("Fin habituelle"), time(18))
    team = third.number_input(_("Équipe (personnes)"), 0, MOST_PEOPLE, None, 1)
    with fourth:
        structure_id = _action_fields.home(actor)
    slot = Slot(clock.today(frame.timezone()), starts, ends, frame.timezone())
    number = None if team is None else int(team)
    return Wanted(kind, "", slot, structure_id=structure_id, people=number)


def _checked(preview: Any) -> list[Checked]:
    try:
        found: list[Checked] = frame.read(preview)
    except PorteVoixError as error:
        st.error(error.message)
        return []
    return found


def _made(found: Sequence[Checked]) -> bool:
    """The preview, and whether its button was pressed."""
    wrong = [one for one in found if one.error]
    if wrong:
        st.error(
            n_(
                "{count} ligne est à corriger : rien ne sera créé.",
                "{count} lignes sont à corriger : rien ne sera créé.",
                len(wrong),
            )
        )
    shown = (wrong or list(found))[:8]
    told = {_("Ligne"): [str(one.number) for one in shown]}
    if wrong:
        told |= {_("Écrit"): [one.said for one in shown], _("À corriger"): [one.error for one in shown]}
    else:
        slots = [(one.wanted.slot, one.wanted.place) for one in shown if one.wanted]
        told[_("Quand")] = [_action_words.slot_said(slot) for slot, _place in slots]
        told[_("Lieu")] = [place for _slot, place in slots]
    st.table(told)
    word = n_("Créer {count} date", "Créer {count} dates", len(found))
    return bool(st.button(word, type="primary", disabled=bool(wrong)))
