"""Parts of «Importer et exporter»: the file, its columns, its wrong lines, what is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any
from uuid import UUID

import streamlit as st

from campaigns.importing import actions, posts, tables
from campaigns.importing.tables import Checked, Table
from campaigns.pages import _transfer_file
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

SHOWN = 50


def look(actor: Actor, room: ModuleType, table: Table, campaign_id: UUID) -> list[Checked]:
    """Every line as it would be made; an empty list while a column is missing."""
    mapping = _transfer_file.choose(room.COLUMNS, table)
    if missing := tables.lacking(room.COLUMNS, mapping):
        names = ", ".join(f"« {name} »" for name in missing)
        st.markdown(f":orange[:material/help:] {_('Choisissez encore : {names}.', names=names)}")
        return []
    found: list[Checked] = []
    try:
        found = frame.read(
            lambda session: room.check(session, actor, table, mapping, campaign_id, frame.timezone())
        )
    except PorteVoixError as error:
        st.error(error.message)
    return found


def offer(actor: Actor, what: str, found: Sequence[Checked]) -> None:
    """What is wrong, or the button that makes everything."""
    wrong = [one for one in found if one.error]
    if wrong:
        _wrong(wrong, len(found))
        return
    parts.answer(
        n_("{count} ligne, sans erreur.", "{count} lignes, sans erreur.", len(found)),
        _("Les publications arrivent en brouillon : chacune se relit, puis se programme.")
        if what == "posts"
        else _("Rien n'est créé avant votre accord."),
    )
    if not st.button(n_("Créer {count} ligne", "Créer {count} lignes", len(found)), type="primary"):
        return
    bar = st.progress(0.0, _("Création"))

    def progress(done: int, total: int) -> None:
        bar.progress(done / total, _("{done} sur {total}", done=done, total=total))

    def make(session: Any) -> int:
        if what == "posts":
            return posts.create(session, actor, found, frame.timezone(), progress)
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
    _wrong_table(wrong[:SHOWN])
    if len(wrong) > SHOWN:
        st.caption(n_("Et {count} autre.", "Et {count} autres.", len(wrong) - SHOWN))


def _wrong_table(first: Sequence[Checked]) -> None:
    told = [[str(one.number), parts.plain(one.shown) if one.shown else "–", one.error] for one in first]
    titles = (_("Ligne"), _("Titre ou lieu"), _("À corriger"))
    st.table(dict(zip(titles, zip(*told, strict=True), strict=True)))
