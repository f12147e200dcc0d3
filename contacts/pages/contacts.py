"""«Premiers contacts»: who waits for an answer, oldest first, and what this structure has in hand."""

from __future__ import annotations

import streamlit as st

from contacts import cards, queue
from contacts.pages import _answering, _delays
from core import clock
from core.i18n import _
from core.people import Action
from core.ui import frame, parts

WAITING, IN_HAND, PAST, DELAYS = "waiting", "in_hand", "past", "delays"

actor = frame.enter(Action.ENTER_CONTACT)
now = clock.now()
waiting = frame.read(lambda session: queue.waiting(session, actor.consortium_id))
offered = frame.read(lambda session: queue.offered(session, actor))
in_hand = [*offered, *frame.read(lambda session: queue.in_progress(session, actor))]
titles = {
    WAITING: _("À répondre ({count})", count=len(waiting)),
    IN_HAND: _("En cours ({count})", count=len(in_hand)),
    PAST: _("Passées"),
    DELAYS: _("Délais"),
}

with parts.header(_("Premiers contacts"), cards.waiting_line(waiting, now)):
    pass
if offered:
    st.caption(cards.offered_line(len(offered)))
view = st.pills(
    _("Demandes"),
    [WAITING, IN_HAND, PAST, DELAYS],
    default=WAITING,
    required=True,
    format_func=titles.__getitem__,
    label_visibility="collapsed",
    key="contacts.view",
    wrap=True,
)

if view == DELAYS:
    _delays.draw(actor)
elif view == WAITING:
    _answering.waiting(actor, waiting, now)
elif view == IN_HAND:
    _answering.plain(actor, in_hand, now, view=view)
else:
    over = frame.read(lambda session: queue.past(session, actor))
    _answering.plain(actor, over, now, view=view)
