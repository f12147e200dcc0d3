"""The file of «Importer et exporter»: chosen, read, its columns told apart."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns.importing import tables
from campaigns.importing.tables import Column, Table
from core import sheets
from core.errors import PorteVoixError
from core.i18n import _

_EXAMPLES = {
    "posts": "Le code|Tu galères avec le code ?|TikTok, Instagram|28/11/2026|18h30",
    "actions": "date du van|Place du Marché|05/12/2026|9h|12h30",
}


def table_of(columns: Sequence[Column], what: str) -> Table | None:
    """The file that was chosen, read; None while there is none, or it is none."""
    sent = st.file_uploader(
        _("Fichier CSV ou Excel (.xlsx), 5 000 lignes au plus"),
        type=["csv", "txt", "xlsx"],
        key=f"file-{what}",
    )
    example = _EXAMPLES[what].split("|")
    st.download_button(
        _("Télécharger un exemple"),
        sheets.written([_(one.title) for one in columns[: len(example)]], [example]),
        f"{what}.csv",
        "text/csv",
        type="tertiary",
        on_click="ignore",
    )
    if sent is None:
        return None
    try:
        return tables.opened(sent.getvalue())
    except PorteVoixError as error:
        st.error(error.message)
        return None


def choose(columns: Sequence[Column], table: Table) -> dict[str, int]:
    """Which column of the file says what, as guessed or as chosen."""
    guessed = tables.guessed(columns, table.head)
    missing = tables.lacking(columns, guessed)
    places = [None, *range(len(table.head))]
    mapping: dict[str, int] = {}
    with st.expander(_("Quelle colonne dit quoi"), type="compact", expanded=bool(missing)):
        halves = st.columns(2)
        for number, column in enumerate(columns):
            place = halves[number % 2].selectbox(
                _(column.title) + (" *" if column.needed else ""),
                places,
                index=places.index(guessed.get(column.name)),
                format_func=lambda one: _("aucune") if one is None else table.head[one] or f"{one + 1}",
                key=f"column-{column.name}-{'|'.join(table.head)}",
            )
            if place is not None:
                mapping[column.name] = place
    return mapping
