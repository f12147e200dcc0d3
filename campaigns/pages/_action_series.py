"""Series of dates on the page of actions: how far each is, its codes, its draw."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns.actions.progress import SeriesRow
from campaigns.pages import _series_acts, _series_forms, _show
from campaigns.planning import CampaignRow
from core import i18n
from core.i18n import _, n_
from core.people import Actor
from core.ui import frame, parts

MOST = 3
_BAR = """<div class="head"><span>{{ said }}</span><span class="of">{{ of }}</span></div>
<div class="bar" role="img" aria-label="{{ said }} {{ of }}">
{% for name, share in shares %}<i class="{{ name }}" style="width:{{ share }}%"></i>{% endfor %}</div>"""
_BAR_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
.head{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;margin-bottom:6px}
.of{color:color-mix(in srgb,var(--st-text-color) 75%,var(--st-background-color))}
.bar{display:flex;height:12px;border-radius:6px;overflow:hidden;
background:color-mix(in srgb,var(--st-text-color) 10%,var(--st-background-color))}
.bar i{display:block;height:100%}
.held{background:#2FA293}
.to-say{background:color-mix(in srgb,#C75A00 70%,var(--st-background-color))}
.coming{background:repeating-linear-gradient(135deg,#2FA293 0 3px,transparent 3px 7px)}
.cancelled{background:color-mix(in srgb,var(--st-text-color) 45%,var(--st-background-color))}
"""


def draw(actor: Actor, series: Sequence[SeriesRow], campaigns: Sequence[CampaignRow], *, plans: bool) -> None:
    """One card per series that is not finished."""
    open_ones = [one for one in series if one.coming or one.to_say]
    if not open_ones:
        return
    st.subheader(_("Séries"), anchor=False)
    shown = _show.first_ones(open_ones, "series", MOST)
    for one in shown:
        with parts.card(f"series-{one.id}"):
            _card(actor, one, campaigns, plans=plans)
    _show.the_others(len(open_ones) - len(shown), "series")


def _card(actor: Actor, one: SeriesRow, campaigns: Sequence[CampaignRow], *, plans: bool) -> None:
    left, right = st.columns([3.4, 1], vertical_alignment="center")
    with left:
        st.markdown(f"**{parts.plain(one.name)}**")
        bar(one)
        st.caption(_told(one))
    if not plans:
        return
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        acts = {
            "draw": _("Tirer au sort l'ordre des lieux"),
            "codes": _("Créer un code par date"),
            "print": _("Imprimer les codes"),
            "more": _("Ajouter des dates"),
        }
        chosen = st.menu_button(
            _("Agir"), list(acts), format_func=acts.__getitem__, key=f"series-acts-{one.id}"
        )
    if chosen == "draw":
        _series_acts.open_draw(actor, one)
    elif chosen == "codes":
        _series_acts.open_codes(actor, one)
    elif chosen == "print":
        _series_acts.open_print(actor, one, campaigns)
    elif chosen == "more":
        _series_forms.open_more(actor, one)


def bar(one: SeriesRow) -> None:
    """«26 tenues, 30 à venir, 4 annulées», of how many that were meant."""
    whole = max(one.wanted, one.held + one.to_say + one.coming + one.cancelled)
    told = [n_("{count} tenue", "{count} tenues", one.held)]
    told += [_("{count} à noter", count=i18n.number(one.to_say))] if one.to_say else []
    told += [
        _("{count} à venir", count=i18n.number(one.coming)),
        n_("{count} annulée", "{count} annulées", one.cancelled),
    ]
    said = ", ".join(told)
    shares = [
        (name, round(100 * number / whole, 2))
        for name, number in (
            ("held", one.held),
            ("to-say", one.to_say),
            ("coming", one.coming),
            ("cancelled", one.cancelled),
        )
    ]
    of = n_("sur {count} date voulue", "sur {count} dates voulues", one.wanted)
    parts.html_block("series", _BAR, {"said": said, "of": of, "shares": shares}, _BAR_CSS)


def _told(one: SeriesRow) -> str:
    coded = n_("{count} date porte un code", "{count} dates portent un code", one.coded)
    if one.drawn_at is None:
        drawn = _("ordre des lieux pas tiré au sort")
    else:
        day = i18n.short_day(_show.day_of(one.drawn_at, frame.timezone()))
        drawn = _("ordre des lieux tiré au sort le {day}", day=day)
    return f"{_('Campagne « {name} »', name=parts.plain(one.campaign))}. {coded}, {drawn}."
