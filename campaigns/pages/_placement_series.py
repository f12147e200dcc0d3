"""The dialog for placements in series: a file of places, or a list of dates; looked at before it is made."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns import series
from campaigns.lines import Line
from campaigns.models import PlacementKind
from campaigns.pages import _placement_forms
from campaigns.planning import CampaignRow
from campaigns.series import Checked, Defaults
from core import i18n
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame

_FILE, _DATES = "file", "dates"
_EXAMPLE = "Lieu;Zone;Quantité;Format;Posé le\nBoulangerie du Pont;Les Forges;2;A3;28/11/2026\n"


def open_series(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    """Open the dialog that makes many placements at once."""
    st.dialog(_("Supports en série"), width="large")(_series)(actor, campaigns)


def _series(actor: Actor, campaigns: Sequence[CampaignRow]) -> None:
    labels = {_FILE: _("Un fichier de lieux"), _DATES: _("Une liste de dates")}
    way = st.segmented_control(
        _("À partir de"), list(labels), format_func=labels.__getitem__, default=_FILE, required=True
    )
    names = {row.id: row.name for row in campaigns}
    campaign_id = st.selectbox(_("Campagne"), names, format_func=names.__getitem__)
    kind = PlacementKind.DATE if way == _DATES else _placement_forms.kind_pills("series-kind")
    channel = _placement_forms.channel_of(kind)
    where = _placement_forms.destination(actor)
    lines = _lines(way)
    if lines:
        _look(actor, Defaults(campaign_id, kind, where, channel), lines)


def _lines(way: str) -> list[Line]:
    try:
        if way == _DATES:
            text = st.text_area(
                _("Une date par ligne, puis le lieu"), placeholder=_("28/11/2026 place du Marché"), height=140
            )
            return series.from_dates(text) if text.strip() else []
        sent = st.file_uploader(
            _("Fichier CSV ou .xlsx : une ligne par lieu, sous des titres (au moins « Lieu »)"),
            type=["csv", "txt", "xlsx"],
        )
        st.download_button(
            _("Télécharger un exemple"),
            f"\ufeff{_EXAMPLE}".encode(),
            "supports.csv",
            "text/csv",
            type="tertiary",
            on_click="ignore",
        )
        return series.from_csv(sent.getvalue()) if sent else []
    except PorteVoixError as error:
        st.error(error.message)
        return []


def _look(actor: Actor, usual: Defaults, lines: Sequence[Line]) -> None:
    try:
        found = frame.read(lambda session: series.preview(session, actor, usual, lines))
    except PorteVoixError as error:
        st.error(error.message)
        return
    wrong = [one for one in found if one.error]
    if wrong:
        st.error(
            n_(
                "{count} ligne est à corriger dans le fichier : rien ne sera créé.",
                "{count} lignes sont à corriger dans le fichier : rien ne sera créé.",
                len(wrong),
            )
        )
    st.table(_shown(wrong or found))
    made = n_("Créer {count} support", "Créer {count} supports", len(found))
    if not st.button(made, type="primary", disabled=bool(wrong)):
        return
    placed = frame.perform(
        actor,
        Action.MANAGE_PLACEMENTS,
        lambda session: series.create(session, actor, usual, lines),
        done=n_("{count} support créé.", "{count} supports créés.", len(found)),
    )
    if placed:
        st.rerun()


def _shown(found: Sequence[Checked]) -> dict[str, list[str]]:
    first = found[:12]
    told = {_("Ligne"): [str(one.number) for one in first], _("Lieu"): [one.place for one in first]}
    if first and first[0].error:
        return told | {_("À corriger"): [one.error for one in first]}
    days = [one.wanted["held_on"] or one.wanted["put_up_on"] for one in first]
    return told | {
        _("Jour"): [i18n.short_day(day) if day else "–" for day in days],
        _("Quantité"): [str(one.wanted["quantity"]) for one in first],
    }
