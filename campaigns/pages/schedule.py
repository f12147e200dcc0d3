"""The one calendar: posts, actions and what other rooms add, by month, week or as a list."""

from __future__ import annotations

import streamlit as st

from campaigns.calendar import days, items
from campaigns.pages import (
    _schedule_acts,
    _schedule_bar,
    _schedule_behind,
    _schedule_events,
    _schedule_new,
    _schedule_panel,
    _schedule_share,
    _schedule_shown,
)
from core.i18n import _
from core.people import Action
from core.ui import calendar, frame, parts

KEY = "calendar"
actor = frame.enter(Action.PLAN)
head, notices = st.container(), st.container()
told = calendar.gesture(KEY)
with notices:
    _schedule_acts.carry_out(actor, told)
shown = _schedule_shown.shown()
wanted = _schedule_bar.wanted()
first, last = shown.days
found = frame.read(lambda session: items.between(session, actor.consortium_id, first, last, wanted))
campaigns = frame.read(lambda session: _schedule_bar.campaigns(session, actor.consortium_id))
with head, parts.header(_("Calendrier"), _schedule_events.sentence(found, shown, wanted)):
    new = st.button(_("Nouveau"), icon=":material/add:", type="primary", disabled=not campaigns)
if not campaigns:
    parts.empty(_("Rien à placer pour l'instant."), _("Créez d'abord une campagne : tout s'y rattache."))
    st.stop()
_schedule_bar.draw(actor, shown, campaigns)
place = frame.read(lambda session: days.place(session, actor.consortium_id))
calendar.draw(
    KEY,
    view=shown.view,
    day=shown.day,
    now=shown.now,
    events=_schedule_events.events(found),
    days=_schedule_behind.days(place, first, last),
    hours=_schedule_behind.hours(found),
    legend=_schedule_behind.legend(found),
)
_schedule_share.place_line(actor, place, last)
if new or (told and told.what == "free"):
    _schedule_new.open_new(actor, told)
elif told and told.what == "opened":
    _schedule_panel.open_item(actor, next((item for item in found if item.id == told.id), None))
else:
    _schedule_panel.open_asked(actor)
