"""What the list of actions can show: views and filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import streamlit as st

from campaigns.actions.kinds import KIND_LABELS
from campaigns.actions.listing import ActionRow
from campaigns.models import ActionKind, ActionState
from campaigns.planning import CampaignRow
from core.i18n import _, mark


class View(StrEnum):
    """What the list shows."""

    TO_SAY = "to_say"
    COMING = "coming"
    HELD = "held"
    CANCELLED = "cancelled"


VIEWS = {
    View.TO_SAY: mark("À noter"),
    View.COMING: mark("À venir"),
    View.HELD: mark("Tenues"),
    View.CANCELLED: mark("Annulées"),
}
EMPTY = {
    View.TO_SAY: (
        mark("Tout est noté."),
        mark("Une action passée attend ici qu'on dise ce qu'elle a donné."),
    ),
    View.COMING: (mark("Aucune action à venir."), mark("Prévoyez-en une, ou une série de dates.")),
    View.HELD: (mark("Aucune action tenue."), mark("Elles arrivent ici une fois notées comme tenues.")),
    View.CANCELLED: (mark("Aucune action annulée."), mark("Une action annulée garde sa raison.")),
}


def within(row: ActionRow, view: View, now: datetime) -> bool:
    """Whether a view shows that action."""
    if row.to_say(now):
        return view is View.TO_SAY
    return {
        ActionState.HELD: View.HELD,
        ActionState.CANCELLED: View.CANCELLED,
    }.get(row.state, View.COMING) is view


def filtered(campaigns: Sequence[CampaignRow], rows: Sequence[ActionRow]) -> list[ActionRow]:
    """The fields of the filter, and what passes it."""
    names = {row.id: row.name for row in campaigns}
    campaign_id = st.selectbox(
        _("Campagne"),
        names,
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Toutes"),
        key="actions-campaign",
    )
    homes = {row.structure_id: row.structure or "" for row in rows if row.structure_id}
    home = st.selectbox(
        _("Accueilli par"),
        homes,
        index=None,
        format_func=homes.__getitem__,
        placeholder=_("Toutes"),
        key="actions-home",
    )
    kinds: Sequence[ActionKind] = st.pills(
        _("Types"),
        [kind for kind in KIND_LABELS if any(row.kind is kind for row in rows)],
        selection_mode="multi",
        format_func=lambda one: _(KIND_LABELS[one]),
        key="actions-kinds",
        wrap=True,
    )
    return [
        row
        for row in rows
        if (campaign_id is None or row.campaign_id == campaign_id)
        and (home is None or row.structure_id == home)
        and (not kinds or row.kind in kinds)
    ]
