"""A file that was sent: what it is, what it would bring, what it asks; kept or thrown away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import streamlit as st
from sqlalchemy.orm import Session

from connectors.exports.rows import Export
from core.errors import PorteVoixError
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts, waiting
from reach.imports import keeping, looking, matching, uploads, words
from reach.imports.looking import Outlook, Wish
from reach.pages import _import_headers, _import_read, _scope


def look(actor: Actor, upload_id: UUID, data: bytes, today: date) -> None:
    """Draw what would be kept of a file, and the two ways on."""
    try:
        export, downloaded = _import_read.read(actor, upload_id, data, today)
    except PorteVoixError as error:
        st.error(error.message)
        _give_up(actor)
        return
    for place, table in enumerate(export.unknown):
        _import_headers.ask(actor, table, place)
    if export.parts:
        _known(actor, export, downloaded)
    _give_up(actor)


def _known(actor: Actor, export: Export, downloaded: date) -> None:
    wish = Wish(downloaded, _account(actor, export), totals=_totals(export))
    seen = frame.read(lambda session: looking.look(session, actor.consortium_id, export, wish))
    for line in words.recognised(export):
        st.markdown(f":green[:material/check_circle:] {parts.escaped(line)}")
    parts.answer(words.sentence(seen), words.detail(seen))
    for note in seen.notes:
        st.caption(parts.escaped(note))
    _columns(export)
    if seen.waiting:
        _scope.table("import-waiting", words.waiting_table(seen.waiting))
    if seen.problems:
        _scope.table("import-problems", words.problem_table(seen.problems))
    for missing in words.missing(seen):
        st.caption(f":orange[:material/help:] {missing}")
    ready = bool(seen.new or seen.waiting) and not words.missing(seen)
    if st.button(words.keep(seen), type="primary", disabled=not ready, icon=":material/save:"):
        _keep(actor, export, wish)


def _account(actor: Actor, export: Export) -> UUID | None:
    if not matching.has_days(export):
        return None
    own = frame.read(lambda session: matching.accounts(session, actor.consortium_id))
    names = {one.id: f"@{one.handle} · {words.network(one.network)}" for one in own}
    choices = [None, *names]
    chosen = st.selectbox(
        _("Compte dont ce fichier donne les jours"),
        choices,
        format_func=lambda one: names[one] if one else _("Celui que le fichier nomme"),
    )
    return chosen if isinstance(chosen, UUID) else None


def _totals(export: Export) -> bool:
    if not looking.asks_for_totals(export):
        return False
    return st.checkbox(
        _("Ces chiffres comptent depuis la mise en ligne (dans YouTube Studio : « Depuis le début »)")
    )


def _columns(export: Export) -> None:
    with st.expander(_("Colonnes prises et laissées"), type="compact"):
        for part in export.parts:
            taken, left = ", ".join(part.taken) or "–", ", ".join(part.left) or "–"
            st.caption(parts.escaped(_("Prises : {taken}. Laissées : {left}.", taken=taken, left=left)))


def _keep(actor: Actor, export: Export, wish: Wish) -> None:
    def act(session: Session) -> Outlook:
        kept = keeping.keep(session, actor, export, wish, progress)
        uploads.drop(session, actor)
        return kept

    with waiting.bar(_("Import en cours")) as progress:
        kept = frame.perform(actor, Action.COLLECT, act)
    if kept:
        st.toast(words.done(kept))
        _import_read.forget()
        st.rerun()


def _give_up(actor: Actor) -> None:
    if st.button(_("Abandonner ce fichier"), type="tertiary"):
        frame.perform(actor, Action.COLLECT, lambda session: uploads.drop(session, actor))
        _import_read.forget()
        st.rerun()
