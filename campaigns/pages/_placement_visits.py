"""Who stood before a placement, when, and what they found; photos for the team."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import visits
from campaigns.pages import _show
from campaigns.register import Entry
from campaigns.visits import SEEN_LABELS, Visit
from core import i18n, storage
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

_LIST = """
<ul>{% for one in found %}<li>{% if one.photo %}<a href="{{ one.photo }}" target="_blank">
<img src="{{ one.photo }}" alt="{{ one.alt }}" loading="lazy"></a>{% endif %}
<div><b>{{ one.seen }}</b><br><span>{{ one.when }}</span>{% if one.remark %}<br>
<span dir="auto">{{ one.remark }}</span>{% endif %}</div></li>{% endfor %}</ul>
"""
_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:16px}
li{display:flex;gap:12px;align-items:flex-start;min-width:250px}
img{width:88px;height:112px;object-fit:cover;border-radius:8px;display:block}
span{font-size:.875rem;color:color-mix(in srgb,var(--st-text-color) 75%,var(--st-background-color))}
"""
MOST = 12


def draw(actor: Actor, entry: Entry) -> None:
    """The latest visits, with their photos."""
    row = entry.placement
    found = frame.read(lambda session: visits.of_placement(session, actor.consortium_id, row.placement_id))
    if not found:
        return
    shown = found[:MOST]
    label = n_("{count} visite", "{count} visites", len(found))
    with st.expander(label, type="compact"):
        parts.html_block("visits", _LIST, {"found": [_told(one, row.place) for one in shown]}, _CSS)
        _remove(actor, [one for one in shown if one.photo])


def _told(visit: Visit, place: str) -> dict[str, str]:
    when = i18n.moment(visit.at, frame.timezone())
    return {
        "seen": _show.sentence(_(SEEN_LABELS[visit.seen])),
        "when": f"{when}, {visit.who}",
        "remark": visit.remark,
        "photo": f"/tournee/image/{visit.id}" if visit.photo else "",
        "alt": _("Photo de {place}", place=place),
    }


def _remove(actor: Actor, found: Sequence[Visit]) -> None:
    if not found:
        return
    names = {one.id: i18n.moment(one.at, frame.timezone()) for one in found}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.selectbox(_("Photo"), names, format_func=names.__getitem__, key="visit-photo")
        pressed = st.button(_("Effacer cette photo"))
    if not pressed:
        return

    def act(session: Session) -> str:
        return visits.remove_photo(session, actor, which)

    name = frame.perform(actor, Action.MANAGE_PLACEMENTS, act, done=_("Photo effacée."))
    if name:
        storage.current().delete(name)
        st.rerun()
