"""The history of a post: who changed what, when, before and after."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

import streamlit as st

from campaigns import stages
from campaigns.editing import Sheet
from campaigns.models import PostChange, Stage
from campaigns.pages._post_fields import label, said
from campaigns.writing import history, shared
from core import i18n
from core.i18n import _
from core.people import Actor
from core.ui import frame, parts

_LINE = """
<p class="what">{{ what }}</p>
<div class="two"><p dir="auto"><del>{{ before }}</del></p><p dir="auto"><ins>{{ after }}</ins></p></div>
"""
_CSS = """
.pv{color:var(--st-text-color);font:400 .9375rem/1.45 var(--st-font)}
p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.what{font-weight:600}
.two{display:grid;grid-template-columns:1fr 1fr;gap:16px}
ins{text-decoration:none}
del{text-decoration-color:color-mix(in srgb,currentColor 45%,transparent)}
@media (max-width:640px){.two{grid-template-columns:1fr;gap:2px}}
"""


def open_list(actor: Actor, now: Sheet) -> None:
    """Open the history over the page."""
    st.dialog(_("Historique"), width="large")(_list)(actor, now)


def _list(actor: Actor, now: Sheet) -> None:
    changes = frame.read(lambda session: history.of_post(session, actor.consortium_id, now.post.id))
    found = frame.read(lambda session: shared.signatures(session, actor.consortium_id))
    names = {str(one.id): one.whose for one in found}
    zone = frame.timezone()
    for (at, who), several in groupby(changes, key=_together):
        with st.container(gap="xxsmall"):
            st.caption(f"{i18n.moment(at, zone)}, {parts.plain(who)}")
            for one in several:
                values = {"what": label(one.field), **_values(one, names)}
                parts.html_block("history", _LINE, values, _CSS)
    st.caption(
        _("Commencée {moment}.", moment=i18n.moment(now.post.created_at, zone))
        if changes
        else _("Rien n'a changé depuis sa création, {moment}.", moment=i18n.moment(now.post.created_at, zone))
    )


def _together(one: PostChange) -> tuple[datetime, str]:
    """What somebody saved at once stands together: the minute, and who."""
    return one.at.replace(second=0, microsecond=0), one.who


def _values(one: PostChange, signatures: dict[str, str]) -> dict[str, str]:
    return {
        side: _value(one.field, value, signatures)
        for side, value in (("before", one.before), ("after", one.after))
    }


def _value(field: str, value: str, signatures: dict[str, str]) -> str:
    if field == "stage" and value in set(Stage):
        return _(stages.STAGE_LABELS[Stage(value)])
    if field == "signature":
        return signatures.get(value, said(value)) if value else "–"
    if field == "due":
        return value.replace("T", " ")
    return said(value)
