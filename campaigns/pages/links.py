"""Links: what each code brought, where it leads, and what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from campaigns import listing, rollups
from campaigns.pages import _link_details, _link_hosts, _link_list
from core import clock
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.MANAGE_PLACEMENTS)
timezone = frame.timezone()
since = clock.today(timezone) - timedelta(days=30)
rows = frame.read(lambda session: listing.links(session, actor.consortium_id, timezone))
misprints = frame.read(lambda session: listing.misprints(session, actor.consortium_id, since))
lost = frame.read(lambda session: rollups.lost(session, since))
human, total = sum(row.human for row in rows), sum(row.total for row in rows)
said = n_("{count} lien", "{count} liens", len(rows))
with parts.header(
    _("Liens et scans"),
    _(
        "{said}, {human} scans humains sur {total}.",
        said=said,
        human=_link_list.number(human),
        total=_link_list.number(total),
    ),
):
    hosts = st.button(_("Sites connus"), icon=":material/verified:")
if hosts:
    _link_hosts.open_hosts(actor)
if not rows:
    parts.empty(_("Aucun lien."), _("Créez un support : son lien et son code viennent avec."))
    st.stop()
_link_list.warn(rows, lost)
chosen = _link_list.draw(rows)
if chosen:
    _link_details.draw(actor, chosen)
else:
    st.caption(_("Choisissez une ligne : courbe, heures, destinations."))
_link_list.draw_misprints(misprints)
