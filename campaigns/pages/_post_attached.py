"""When a post goes out, where its tracked links lead, which pictures and videos go with it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import needs
from campaigns.editing import Sheet
from campaigns.media import library
from campaigns.pages._draft import Draft
from core.i18n import _
from core.people import Actor
from core.ui import frame


def planned(now: Sheet, draft: Draft) -> None:
    """Its day and hour."""
    left, right = st.columns(2)
    day = left.date_input(_("Jour"), draft.wording.day, format="DD/MM/YYYY", key=draft.key("day"))
    city = now.post.due_timezone.rpartition("/")[2].replace("_", " ")
    wall = right.time_input(_("Heure ({city})", city=city), draft.wording.wall, key=draft.key("wall"))
    told: dict[str, Any] = {"day": day, "wall": wall}
    # A field that was emptied keeps what it said.
    draft.set(**{name: one for name, one in told.items() if one is not None})


def destination(actor: Actor, draft: Draft) -> None:
    """The page where the links lead."""
    pages = frame.read(lambda session: needs.landing_choices(session, actor.consortium_id))
    titles = {page.path: page.title for page in pages}
    present = draft.wording.destination
    if present:
        titles.setdefault(present, present)
    chosen = st.selectbox(
        _("Le lien suivi mène à"),
        titles,
        index=list(titles).index(present) if present else None,
        format_func=titles.__getitem__,
        placeholder=_("Pas de lien"),
        help=_("Chaque réseau reçoit son propre lien ; là où un lien ne se touche pas, un code à dire."),
        key=draft.key("destination"),
    )
    draft.set(destination=chosen or "")


def media(actor: Actor, draft: Draft) -> None:
    """Files of the library, in the order in which they are shown."""
    files = frame.read(lambda session: library.library(session, actor.consortium_id))
    names = {one.id: one.title for one in files}
    names |= {one: _("Média retiré") for one in draft.wording.media if one not in names}
    if not names:
        st.caption(_("Aucun média dans la médiathèque : ajoutez-en là-bas, puis choisissez-les ici."))
        return
    chosen = st.multiselect(
        _("Images et vidéos, dans l'ordre"),
        names,
        list(draft.wording.media),
        format_func=names.__getitem__,
        placeholder=_("Choisissez dans la médiathèque"),
        key=draft.key("media"),
    )
    draft.set(media=tuple(chosen))
