"""Posts: the late ones to publish by hand first, then what comes, what is out, what was given up."""

from __future__ import annotations

import streamlit as st

from campaigns import planning
from campaigns.pages import _accounts, _feeds, _post_forms, _post_list, _post_slots, _post_start
from campaigns.planning import LATE
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.PLAN)
campaigns = frame.read(lambda session: planning.campaigns(session, actor.consortium_id))
usable = planning.open_ones(campaigns)
with parts.header(_("Publications"), _("Publiées à la main, puis notées avec leur lien.")):
    others = {"slots": _("Créneaux de la semaine"), "accounts": _("Nos comptes")}
    if usable:
        others = {"template": _("Partir d'un modèle")} | others | {"diary": _("Dans mon agenda")}
    other = st.menu_button(_("Autre"), list(others), format_func=others.__getitem__, key="posts-other")
    new = st.button(_("Nouvelle publication"), icon=":material/add:", type="primary", disabled=not usable)
if other == "accounts":
    _accounts.open_list(actor)
elif other == "template":
    _post_start.open_templates(actor, usable)
elif other == "slots":
    _post_slots.open_slots(actor)
elif other == "diary":
    _feeds.open_list(actor, campaigns)
elif new:
    _post_forms.open_new(actor, usable)
if not campaigns:
    parts.empty(_("Aucune publication."), _("Créez d'abord une campagne : une publication s'y rattache."))
    st.stop()
rows = frame.read(lambda session: planning.posts(session, actor.consortium_id))
late = [row for row in rows if row.state in LATE]
if late:
    parts.answer(
        n_(
            "{count} publication attend d'être publiée à la main.",
            "{count} publications attendent d'être publiées à la main.",
            len(late),
        ),
        _("Publiez sur le réseau, puis collez le lien ici."),
    )
    _post_list.draw_late(actor, late)
_post_list.draw_views(actor, rows, campaigns)
