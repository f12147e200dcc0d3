"""The dates of a series, asked in three ways: a pasted list, a table, a weekly rule."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from campaigns.actions import dates
from campaigns.calendar import days as calendar_days
from campaigns.lines import MOST, Line
from core import clock
from core.errors import PorteVoixError
from core.i18n import _
from core.people import Actor
from core.ui import frame

_LIST, _TABLE, _RULE = "list", "table", "rule"
_EXAMPLE = "Jour;Début;Fin;Lieu;Zone\n28/11/2026;14 h;18 h;place du Marché;Les Forges\n"


def draw(actor: Actor) -> list[Line]:
    """The lines that were given; none yet, or a sentence that says what to mend."""
    labels = {_LIST: _("Une liste collée"), _TABLE: _("Un tableau (CSV, Excel)"), _RULE: _("Chaque semaine")}
    way = st.segmented_control(
        _("À partir de"), list(labels), format_func=labels.__getitem__, default=_LIST, required=True
    )
    try:
        return _rule(actor) if way == _RULE else _table() if way == _TABLE else _listed()
    except PorteVoixError as error:
        st.error(error.message)
        return []


def _listed() -> list[Line]:
    text = st.text_area(
        _("Une date par ligne, puis les heures si elles changent, puis le lieu"),
        placeholder=_("28/11/2026 14 h – 18 h place du Marché"),
        height=160,
    )
    return dates.from_text(text) if text.strip() else []


def _table() -> list[Line]:
    sent = st.file_uploader(
        _("Tableau : une ligne par date, sous des titres (au moins « Jour »)"), type=["csv", "txt", "xlsx"]
    )
    st.download_button(
        _("Télécharger un exemple"),
        f"\ufeff{_EXAMPLE}".encode(),
        "dates.csv",
        "text/csv",
        type="tertiary",
        on_click="ignore",
    )
    return dates.from_table(sent.getvalue()) if sent else []


def _rule(actor: Actor) -> list[Line]:
    first, second, third = st.columns([1.2, 1, 1])
    begins = first.date_input(
        _("Première date"), clock.today(frame.timezone()) + timedelta(days=1), format="DD/MM/YYYY"
    )
    count = int(second.number_input(_("Combien de dates"), 1, MOST, 10, 1))
    every = int(third.number_input(_("Toutes les (semaines)"), 1, 8, 1, 1))
    skip = st.checkbox(_("Sauter les jours fériés"), value=True)
    places = st.text_area(_("Lieux, un par ligne : ils viennent à tour de rôle"), height=100)
    named = [one.strip() for one in places.splitlines() if one.strip()]
    where = frame.read(lambda session: calendar_days.place(session, actor.consortium_id))

    def skipped(day: date) -> bool:
        return skip and bool(calendar_days.off(where, day, day)[0].public)

    return dates.weekly(begins, count, every=every, places=named, skipped=skipped) if named else []
