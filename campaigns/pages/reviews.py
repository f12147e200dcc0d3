"""Reviews: what waits to be read, what readers said, links for readers without an account."""

from __future__ import annotations

import streamlit as st

from campaigns import review_desk, reviews, stages
from campaigns.models import Stage
from campaigns.pages import _review_links, _review_list, _review_rule
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.PLAN)
rows = frame.read(lambda session: review_desk.waiting(session, actor))
links = frame.read(lambda session: reviews.listed(session, actor.consortium_id))
required = frame.read(lambda session: stages.required(session, actor.consortium_id))
to_read = [row for row in rows if row.stage is Stage.IN_REVIEW and not row.own]
sub = (
    _("Une autre personne relit avant de programmer.")
    if required
    else _("Relire est conseillé, pas obligatoire.")
)
with parts.header(_("Relectures"), sub):
    if st.button(_("Lien de relecture"), icon=":material/add_link:", type="primary", disabled=not rows):
        _review_links.open_new(actor, rows)
_review_links.draw_made()
if to_read:
    parts.answer(
        n_(
            "{count} publication attend votre avis.",
            "{count} publications attendent votre avis.",
            len(to_read),
        ),
        _("Lisez, puis dites « ça me va » ou « à changer »."),
    )
if not rows:
    parts.empty(_("Rien n'attend de relecture."), _("Brouillons et publications à relire s'affichent ici."))
_review_list.draw(actor, rows)
_review_links.draw(actor, links)
_review_rule.draw(actor, required=required)
