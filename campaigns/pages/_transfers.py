"""Parts of «Importer et exporter»: the file, its columns, its wrong lines, what is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any
from uuid import UUID

import streamlit as st

from campaigns.importing import actions, posts, tables
from campaigns.importing.tables import Checked, Column, Table
from core import sheets
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

SHOWN = 50
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


def look(actor: Actor, room: ModuleType, table: Table, campaign_id: UUID) -> list[Checked]:
    """Every line as it would be made; an empty list while a column is missing."""
    mapping = _columns(room.COLUMNS, table)
    try:
        found: list[Checked] = frame.read(
            lambda session: room.check(session, actor, table, mapping, campaign_id, frame.timezone())
        )
    except PorteVoixError as error:
        st.error(error.message)
        return []
    return found


def offer(actor: Actor, what: str, found: Sequence[Checked]) -> None:
    """What is wrong, or the button that makes everything."""
    wrong = [one for one in found if one.error]
    if wrong:
        _wrong(wrong, len(found))
        return
    parts.answer(
        n_("{count} ligne, sans erreur.", "{count} lignes, sans erreur.", len(found)),
        _("Rien n'est créé avant votre accord."),
    )
    scheduled = what == "posts" and _scheduled()
    if not st.button(n_("Créer {count} ligne", "Créer {count} lignes", len(found)), type="primary"):
        return
    bar = st.progress(0.0, _("Création"))

    def progress(done: int, total: int) -> None:
        bar.progress(done / total, _("{done} sur {total}", done=done, total=total))

    def make(session: Any) -> int:
        if what == "posts":
            return posts.create(session, actor, found, frame.timezone(), progress, scheduled=scheduled)
        return actions.create(session, actor, found, progress)

    made = frame.perform(actor, Action.PLAN, make)
    bar.empty()
    if made:
        st.success(n_("{count} ligne créée.", "{count} lignes créées.", made))


def export(actor: Actor, room: ModuleType, what: str, names: Mapping[UUID, str]) -> None:
    """The same table, of one campaign or of all; it can be imported again."""
    which = st.selectbox(
        _("Campagne"), [None, *names], format_func=lambda one: names[one] if one else _("toutes")
    )
    data = frame.read(lambda session: room.written(session, actor.consortium_id, which))
    st.download_button(_("Télécharger le tableau"), data, f"{what}.csv", "text/csv", on_click="ignore")


def _columns(columns: Sequence[Column], table: Table) -> dict[str, int]:
    guessed = tables.guessed(columns, table.head)
    missing = tables.lacking(columns, guessed)
    places = [None, *range(len(table.head))]
    mapping: dict[str, int] = {}
    with st.expander(_("Quelle colonne dit quoi"), type="compact", expanded=bool(missing)):
        for column in columns:
            place = st.selectbox(
                _(column.title) + (" *" if column.needed else ""),
                places,
                index=places.index(guessed.get(column.name)),
                format_func=lambda one: _("aucune") if one is None else table.head[one] or f"{one + 1}",
                key=f"column-{column.name}-{'|'.join(table.head)}",
            )
            if place is not None:
                mapping[column.name] = place
    return mapping


def _scheduled() -> bool:
    labels = {False: _("Brouillons"), True: _("Programmées")}
    chosen = st.segmented_control(
        _("Créer comme"), list(labels), format_func=labels.__getitem__, default=False, required=True
    )
    st.caption(_("Si une autre personne doit relire, elles arrivent en brouillon."))
    return bool(chosen)


def _wrong(wrong: Sequence[Checked], total: int) -> None:
    parts.answer(
        n_(
            "{count} ligne est à corriger : rien ne sera créé.",
            "{count} lignes sont à corriger : rien ne sera créé.",
            len(wrong),
        ),
        _(
            "Corrigez le fichier, puis choisissez-le à nouveau. Lignes justes : {right} sur {total}.",
            right=total - len(wrong),
            total=total,
        ),
    )
    first = wrong[:SHOWN]
    st.table(
        {
            _("Ligne"): [str(one.number) for one in first],
            _("Titre ou lieu"): [parts.plain(one.shown) for one in first],
            _("À corriger"): [one.error for one in first],
        }
    )
    if len(wrong) > SHOWN:
        st.caption(n_("Et {count} autre.", "Et {count} autres.", len(wrong) - SHOWN))
