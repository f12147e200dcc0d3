"""Parts of «Aujourd'hui»: a card to decide on, the coming posts, a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from campaigns.planning import STATE_LABELS, PostRow, PostState
from core import i18n, territory
from core.i18n import _, n_
from core.ui import parts
from reach.night import NightLine

POSTS = "campaigns/pages/posts.py"
REVIEWS = "campaigns/pages/reviews.py"
_ROOT = Path(__file__).parents[2]
_LIST = """<ul>{% for row in rows %}<li><span class="when">{{ row.when }}</span>
<span class="where">{{ row.network }}</span><span>{{ row.title }}</span>
<span class="state">{{ row.state }}</span></li>{% endfor %}</ul>"""
_CSS = """
.pv ul{list-style:none;margin:0;padding:0;color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
.pv li{display:grid;grid-template-columns:8.5rem 6rem 1fr auto;gap:12px;padding:8px 0;
border-bottom:1px solid color-mix(in srgb,var(--st-text-color) 15%,transparent)}
.pv .when,.pv .where,.pv .state{color:color-mix(in srgb,var(--st-text-color) 75%,var(--st-background-color))}
@media (max-width:640px){.pv li{grid-template-columns:1fr;gap:0}}
"""


def decision(key: str, state: str, color: str, text: str, verb: str, script: str) -> None:
    """A card: state, what it is about, and the button that goes there."""
    with parts.card(f"decision-{key}"):
        what, act = st.columns([3.4, 1], vertical_alignment="center")
        with what:
            st.markdown(f":{color}-badge[{state}] **{text}**")
        with act:
            if st.button(verb, key=f"aller-{key}", width="stretch"):
                st.switch_page(_ROOT / script)


def late(row: PostRow) -> None:
    """A post whose time has come: by hand now, or missed."""
    about = _("{network} : {title}", network=territory.label(row.network), title=parts.plain(row.title))
    missed = row.state is PostState.MISSED
    state, color = (_("en retard"), "red") if missed else (_("à la main"), "orange")
    decision(str(row.variant_id), state, color, about, _("Ouvrir"), POSTS)


def reviews(to_read: int, to_settle: int) -> None:
    """Posts that wait for this reader's yes, and those that readers gave back."""
    if to_read:
        text = n_(
            "{count} publication attend votre avis", "{count} publications attendent votre avis", to_read
        )
        decision("read", _("à relire"), "yellow", text, _("Relire"), REVIEWS)
    if to_settle:
        text = n_(
            "{count} publication revient de relecture",
            "{count} publications reviennent de relecture",
            to_settle,
        )
        decision("settle", _("relue"), "blue", text, _("Voir"), REVIEWS)


def lost(count: int) -> None:
    """Say that the counts of scans are too low, and by how many."""
    text = n_(
        "{count} scan de ces 30 jours n'a pas pu être enregistré ; la personne est bien arrivée.",
        "{count} scans de ces 30 jours n'ont pas pu être enregistrés ; les personnes sont bien arrivées.",
        count,
    )
    advice = _("Les scans affichés sont trop bas d'autant. Faites vérifier le disque et la base de données.")
    st.warning(f"{text} {advice}", icon=":material/warning:")


def coming(rows: Sequence[PostRow], now: datetime, timezone: str) -> None:
    """The posts of today and tomorrow, or that there are none."""
    if not rows:
        st.caption(_("Aucune publication prévue."))
        return
    shown = [
        {
            "when": _when(row.due_at, now, timezone),
            "network": territory.label(row.network),
            "title": row.title,
            "state": _(STATE_LABELS[row.state]),
        }
        for row in rows
    ]
    parts.html_block("coming", _LIST, {"rows": shown}, _CSS)


def figure(label: str, value: int, before: int) -> None:
    """A number, and how it moved."""
    moved = value - before
    sign = "+" if moved > 0 else "-" if moved else ""
    st.metric(label, i18n.number(value), sign + i18n.number(abs(moved)), delta_description=_("sur 30 jours"))


def night(line: NightLine) -> None:
    """The night's work, or that it does not come."""
    if line.wrong:
        st.markdown(f":orange-badge[{_('à voir')}] {line.text}")
    else:
        st.caption(line.text)


def _when(instant: datetime, now: datetime, timezone: str) -> str:
    zone = ZoneInfo(timezone)
    local = instant.astimezone(zone)
    hour = i18n.moment(instant, timezone).rpartition(", ")[2]
    day = _("auj.") if local.date() == now.astimezone(zone).date() else _("demain")
    if (local.date() - now.astimezone(zone).date()).days > 1:
        day = i18n.short_day(local.date())
    return f"{day} {hour}"
