"""The file of the page «Importer un export», read again only when something about it has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import streamlit as st

from connectors.exports import reading
from connectors.exports.rows import Export
from core.i18n import _
from core.people import Actor
from core.ui import frame
from reach.imports import looking, meanings

_READ = "imports.read"
_MOST = 3


def read(actor: Actor, upload_id: UUID, data: bytes, today: date) -> tuple[Export, date]:
    """The file as read with its day of download: asked, or that of its first import."""
    first = _parsed(actor, upload_id, data, today)
    earlier = frame.read(lambda session: looking.before(session, actor.consortium_id, first, today))
    if earlier is not None:
        return _parsed(actor, upload_id, data, earlier.downloaded_on), earlier.downloaded_on
    asked = st.date_input(
        _("Téléchargé le"),
        first.dated or today,
        min_value=looking.FIRST_DAY,
        max_value=today,
        format="DD/MM/YYYY",
        help=_("Les chiffres valent ce jour-là. Le jour du fichier, s'il le dit ; sinon aujourd'hui."),
        key=f"downloaded-{upload_id}",
    )
    return _parsed(actor, upload_id, data, asked), asked


def _parsed(actor: Actor, upload_id: UUID, data: bytes, day: date) -> Export:
    """Read again only when the file, its day or what headers mean has changed."""
    known = frame.read(lambda session: meanings.known(session, actor.consortium_id))
    kept: dict[str, Export] = st.session_state.setdefault(_READ, {})
    key = f"{upload_id} {day} {sorted(known)}"
    if key not in kept:
        if len(kept) > _MOST:
            kept.clear()
        kept[key] = reading.read(data, day, known)
    return kept[key]


def way_in() -> None:
    """The button that leads to the imports from another page."""
    if st.button(_("Importer un export"), icon=":material/upload_file:"):
        st.switch_page(Path(__file__).parent / "imports.py")


def forget() -> None:
    """Read the next file afresh."""
    st.session_state.pop(_READ, None)
