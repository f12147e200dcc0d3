"""How this room's things read on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import streamlit as st

from campaigns.planning import STATE_LABELS, CampaignRow, PostRow, PostState
from connectors import limits
from connectors.counting import Unit, length
from connectors.limits import Draft, Thing
from core import i18n, territory
from core.i18n import _, n_
from core.ui import parts

T = TypeVar("T")
MORE = 40
_TEXT = '<p dir="auto" tabindex="0">{{ text }}</p>'
_TEXT_CSS = """
.pv{color:var(--st-text-color);background:var(--st-secondary-background-color);border-radius:8px}
p{margin:0;padding:12px 16px;font:400 1rem/1.5 var(--st-font);white-space:pre-wrap;
overflow-wrap:anywhere;unicode-bidi:plaintext;max-height:18rem;overflow-y:auto}
"""
STATE_COLOURS = {
    PostState.DRAFT: "gray",
    PostState.IN_REVIEW: "yellow",
    PostState.CHANGES_REQUESTED: "orange",
    PostState.APPROVED: "green",
    PostState.SCHEDULED: "blue",
    PostState.BY_HAND: "orange",
    PostState.MISSED: "red",
    PostState.SKIPPED: "gray",
    PostState.PUBLISHED: "green",
    PostState.CANCELLED: "gray",
}


def post_badge(state: PostState) -> str:
    """The state of a post as a coloured word."""
    return f":{STATE_COLOURS[state]}-badge[{_(STATE_LABELS[state])}]"


def network(row: PostRow) -> str:
    """The network's icon and name."""
    return f":material/{territory.ICONS[row.network]}: {territory.label(row.network)}"


def sentence(text: str) -> str:
    """`text` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def hour(row: PostRow) -> str:
    """«18 h 30», as it was planned."""
    return i18n.moment(row.due_at, row.timezone).rpartition(", ")[2]


def day_of(instant: datetime, timezone: str) -> date:
    """The day of an instant in `timezone`."""
    return instant.astimezone(ZoneInfo(timezone)).date()


def period(row: CampaignRow) -> str:
    """«du 01/09/2026 au 31/12/2026»."""
    return _("du {first} au {last}", first=i18n.short_day(row.starts_on), last=i18n.short_day(row.ends_on))


def whole_text(text: str) -> None:
    """A text as it was written: line breaks kept, its own direction of reading."""
    parts.html_block("whole_text", _TEXT, {"text": text}, _TEXT_CSS)


def fit(row: PostRow) -> None:
    """How long the text is for its network, and what the network would refuse."""
    form = limits.USUAL[row.network.value]
    rule = limits.limit(form, Thing.TEXT)
    if rule is not None:
        found = length(row.text, rule.unit or Unit.CODE_POINTS)
        st.caption(_("{found} signes sur {most}.", found=i18n.number(found), most=i18n.number(rule.most)))
    for breach in limits.breaches(Draft(row.text), form, (Thing.TEXT, Thing.HASHTAGS, Thing.MENTIONS)):
        st.warning(breach.sentence)


def first_ones(rows: Sequence[T], key: str, most: int) -> Sequence[T]:
    """The first rows, and as many more as were asked for below them; draw `the_others` after the rows."""
    return rows[: most + st.session_state.get(key, 0)]


def the_others(hidden: int, key: str) -> None:
    """The button that shows more of what `first_ones` left out."""
    more = min(hidden, MORE)
    if more:
        st.button(
            n_("Afficher {count} autre", "Afficher {count} autres", more),
            key=f"{key}-button",
            type="tertiary",
            on_click=lambda: st.session_state.update({key: st.session_state.get(key, 0) + more}),
        )


def once(slot: str, card: str) -> None:
    """A secret address that the last run put into `slot` of the session, shown this one time."""
    made = st.session_state.pop(slot, None)
    if made:
        with parts.card(card):
            st.markdown(f"**{_('Copiez ce lien maintenant : il ne sera plus montré.')}**")
            st.code(made, language=None)
