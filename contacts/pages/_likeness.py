"""«Peut-être déjà venu·e»: a person decides; until then one phone or e-mail counts once."""

from __future__ import annotations

import streamlit as st

from contacts import duplicates, queue
from contacts.pages import _acting
from contacts.queue import Likeness, Request
from core import i18n
from core.i18n import _
from core.people import Actor
from core.territory import label
from core.ui import frame


def ask(actor: Actor, request: Request) -> None:
    """Who came before, and the two answers; nothing while nobody is alike or it is decided."""
    before_id = request.duplicate_of
    if request.likeness is not Likeness.SUSPECTED or before_id is None:
        return
    before = frame.read(lambda session: queue.find(session, actor.consortium_id, before_id))
    need = label(before.need) if before.need else _("besoin non dit")
    day = i18n.moment(before.at, frame.timezone())
    st.markdown(f"**{_('Peut-être déjà venu·e')}**")
    st.caption(_("Même téléphone ou e-mail : {day}, {need}.", day=day, need=need))
    same, other = st.columns(2)
    for column, decision, said in (
        (same, Likeness.SAME, _("Même personne")),
        (other, Likeness.OTHER, _("Une autre personne")),
    ):
        with column:
            if st.button(said, key=f"alike-{decision.value}-{request.id}", width="stretch"):
                _decide(actor, request, decision)


def _decide(actor: Actor, request: Request, decision: Likeness) -> None:
    if _acting.perform(actor, lambda session: duplicates.decide(session, actor, request.id, decision)):
        st.toast(_("C'est noté."))
        st.rerun(scope="fragment")
