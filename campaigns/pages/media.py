"""«Médiathèque»: pictures and videos of posts, described, and shown only while people agree."""

from __future__ import annotations

import streamlit as st

from campaigns.media import library
from campaigns.pages import _media_cards
from core import clock
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

ALL, PICTURES, VIDEOS, ENDING = "all", "picture", "video", "ending"

actor = frame.enter(Action.PLAN)
files = frame.read(lambda session: library.library(session, actor.consortium_id))
today = clock.today(frame.timezone())
ending = [row for row in files if _media_cards.ends_soon(row, today)]
with parts.header(_("Médiathèque"), n_("{count} fichier.", "{count} fichiers.", len(files)) if files else ""):
    address = f"/medias/ajouter?consortium={actor.consortium_id}"
    st.link_button(_("Ajouter un média"), address, icon=":material/add_photo_alternate:", type="primary")
if not files:
    parts.empty(
        _("Aucun média."),
        _("Ajoutez une image ou une vidéo : elle est mesurée, décrite, et son lieu de prise effacé."),
    )
    st.stop()
if ending:
    parts.answer(
        n_(
            "Un accord d'image est fini, ou finit dans les 30 jours.",
            "{count} accords d'image sont finis, ou finissent dans les 30 jours.",
            len(ending),
        ),
        _("Passé ce jour, le fichier ne peut plus être programmé. Redemandez l'accord, ou changez de média."),
    )
labels = {
    ALL: _("Tous"),
    PICTURES: _("Images"),
    VIDEOS: _("Vidéos"),
    ENDING: _("Accord à revoir"),
}
shown = st.segmented_control(
    _("Montrer"),
    list(labels),
    format_func=labels.__getitem__,
    default=ALL,
    required=True,
    label_visibility="collapsed",
)
chosen = ending if shown == ENDING else [row for row in files if shown in (ALL, row.kind.value)]
if not chosen:
    parts.empty(_("Rien ne correspond à ce choix."))
with st.grid("auto", min_column_width=250):
    for row in chosen:
        _media_cards.draw(actor, row, today)
