"""«Délais»: how long a young person waits for an answer; sentence, chart, table."""

from __future__ import annotations

import streamlit as st

from contacts import cards, delay_words, delays
from core.i18n import _
from core.people import Actor
from core.ui import frame, parts


def draw(actor: Actor) -> None:
    """The delays of the whole consortium: no structure is ranked."""
    found = frame.read(lambda session: delays.measured(session, actor.consortium_id))
    said, detail = delay_words.sentence(found)
    parts.answer(said, detail)
    if found.requests < delay_words.FEWEST:
        return
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        st.subheader(_("Part des demandes répondues"), anchor=False)
        st.altair_chart(delay_words.chart(found), alt=f"{said} {detail}")
        st.caption(_("Trait : l'estimation. Bande : l'intervalle à 95 %. Pointillé : 24 h."))
    with right:
        parts.html_block("delays", delay_words.TABLE, delay_words.table(found), cards.RECENT_CSS)
    st.caption(
        _(
            "Méthode de Kaplan et Meier : qui attend encore, s'est retiré ou n'a pas pu être joint compte "
            "avec le temps attendu. Un essai sans joindre n'est pas une réponse. Les contacts pris à un "
            "accueil ont leur réponse sur place et n'y sont pas."
        )
    )
