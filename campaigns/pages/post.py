"""One post: its words for all networks and for each, what it looks like there, what is left to mend."""

from __future__ import annotations

import streamlit as st

from campaigns import checks, editing
from campaigns.pages import (
    _draft,
    _post_acts,
    _post_checks,
    _post_conflict,
    _post_head,
    _post_preview,
    _post_words,
    _remarks,
)
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.PLAN)
now = _post_head.chosen(actor)
draft = _draft.of(now)
with parts.header(parts.plain(now.post.title), _post_head.told(now), actions=3):
    actions = st.container(horizontal=True, horizontal_alignment="right")
answers = st.container()
if _post_conflict.draw(actor, now, draft):
    st.stop()
left, right = st.columns([1.45, 1], gap="large")
with left:
    _remarks.on_page(actor, now, dirty=draft.dirty)
    network = _post_words.choose(draft)
    _post_words.draw(actor, now, draft, network)
shown = frame.read(lambda session: editing.drafted(session, now, draft.wording))
found = frame.read(
    lambda session: {
        one.network: checks.findings(session, shown.post, one, shown.media) for one in shown.variants
    }
)
with left:
    _post_checks.draw(found, network)
with right:
    _post_preview.draw(actor, shown, network)
with actions:
    asked = _post_acts.offer(actor, now, draft)
with answers:
    _post_acts.act(actor, now, draft, asked)
