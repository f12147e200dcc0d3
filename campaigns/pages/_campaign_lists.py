"""What a campaign holds, in three short lists on its page; each leads to the page that shows it all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from campaigns.actions.kinds import STATE_LABELS
from campaigns.actions.listing import ActionRow
from campaigns.campaign.holding import HeldCode, HeldPost, Holding
from campaigns.campaign.whole import Whole
from campaigns.pages import _action_words, _campaign_html, _show
from campaigns.planning import STATE_LABELS as POST_STATES
from core import clock, i18n, territory
from core.i18n import _, mark, n_
from core.ui import parts

MOST = 5
_PAGES = Path(__file__).parent
_NAMES = {"posts": mark("Publications"), "actions": mark("Actions"), "placements": mark("Codes")}
_FILTERS = {"posts": "posts-campaign", "actions": "actions-campaign", "placements": "filter-{campaign}"}


def draw(one: Whole, held: Holding) -> None:
    """Posts, actions and codes side by side; zones and structures under them."""
    st.subheader(_("Ce qu'elle contient"), anchor=False)
    lists = (
        (
            "posts",
            n_("{count} publication", "{count} publications", len(held.posts)),
            [_post(row) for row in held.posts[:MOST]],
            _("Rien n'est encore écrit."),
        ),
        (
            "actions",
            n_("{count} action", "{count} actions", len(held.actions)),
            [_action(row) for row in held.actions[:MOST]],
            _("Rien n'est prévu dehors."),
        ),
        (
            "placements",
            n_("{count} code", "{count} codes", len(held.codes)),
            [_code(row) for row in held.codes[:MOST]],
            _("Aucun code : ses scans et ses contacts ne se comptent pas."),
        ),
    )
    for column, told in zip(st.columns(3, gap="medium"), lists, strict=True):
        with column:
            _list(one, *told)
    where = ", ".join(one.zones.values()) or _("toutes")
    who = ", ".join(one.structures.values()) or _("toutes")
    st.caption(_("Zones : {where}. Structures : {who}.", where=parts.plain(where), who=parts.plain(who)))


def _list(one: Whole, kind: str, title: str, rows: list[dict[str, Any]], when_empty: str) -> None:
    st.markdown(f"**{title if rows else _(_NAMES[kind])}**")
    if rows:
        parts.html_block(f"held_{kind}", _campaign_html.HELD, {"rows": rows}, _campaign_html.HELD_CSS)
    else:
        st.caption(when_empty)
    word = _("Tout voir") if rows else _("Ouvrir la page")
    if st.button(word, key=f"holds-{kind}", icon=":material/arrow_forward:", type="tertiary"):
        slot = _FILTERS[kind].format(campaign=_("Campagne"))
        st.session_state[slot] = [one.name] if kind == "placements" else one.id
        st.switch_page(_PAGES / f"{kind}.py")


def _post(held: HeldPost) -> dict[str, Any]:
    row = held.row
    return {
        "name": row.title,
        "address": f"/publication?id={row.post_id}",
        "told": ", ".join(territory.label(one) for one in held.networks),
        "when": i18n.short_day(_show.day_of(row.due_at, row.timezone)),
        "state": _(POST_STATES[row.state]),
    }


def _action(row: ActionRow) -> dict[str, Any]:
    waits = row.to_say(clock.now())
    return {
        "name": row.title,
        "address": "",
        "told": row.place,
        "when": _action_words.short(row.slot.day),
        "state": _("à noter") if waits else _(STATE_LABELS[row.state]),
    }


def _code(row: HeldCode) -> dict[str, Any]:
    return {
        "name": row.code,
        "address": "",
        "told": ", ".join(part for part in (territory.label(row.channel), row.what) if part),
        "when": n_("{count} scan", "{count} scans", row.scans),
        "state": _("retiré") if row.retired else "",
    }
