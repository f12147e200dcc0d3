"""«Importer un export»: a file looked at before it is kept, past imports, and what exports have said."""

from __future__ import annotations

import streamlit as st

from core import clock
from core.i18n import _
from core.people import Action
from core.ui import frame, parts
from reach.imports import keeping, said, uploads, words
from reach.pages import _import_look, _scope

actor = frame.enter(Action.COLLECT)
sub = _("Ce que les réseaux ne disent qu'à vous : couverture, enregistrements, temps de visionnage.")
with parts.header(_("Importer un export"), sub):
    address = f"/imports/fichier?consortium={actor.consortium_id}"
    st.link_button(_("Choisir un fichier"), address, icon=":material/upload_file:")

sent = frame.read(lambda session: uploads.mine(session, actor))
if sent is not None:
    _import_look.look(actor, *sent, clock.today(frame.timezone()))

entries = frame.read(lambda session: keeping.entries(session, actor.consortium_id))
if entries:
    st.subheader(_("Derniers imports"), anchor=False)
    _scope.table("imports", words.register_table(entries))
    for entry in [one for one in entries[:5] if one.waiting]:
        with st.expander(words.waits(entry), type="compact"):
            _scope.table(f"attente-{entry.id}", words.left_table(entry))
            st.caption(_("Notez le lien de ces publications, puis choisissez à nouveau le même fichier."))
elif sent is None:
    parts.empty(
        _("Aucun export importé."),
        _("Téléchargez-en un chez Meta, TikTok Studio ou YouTube Studio, puis choisissez ce fichier."),
    )

told = frame.read(lambda session: said.posts_table(session, actor.consortium_id))
if told.rows:
    st.subheader(told.name, anchor=False)
    _scope.table("exports-posts", told)
    st.caption(_("Source : export. Ces chiffres datent du téléchargement, pas de la publication."))
days = frame.read(lambda session: said.days_table(session, actor.consortium_id))
if days.rows:
    st.subheader(days.name, anchor=False)
    _scope.table("exports-days", days)
    st.caption(_("La couverture compte des personnes différentes : deux jours ne s'additionnent pas."))
