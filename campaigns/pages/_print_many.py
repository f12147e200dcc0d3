"""The dialog that prints many codes at once, one distinct code in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from campaigns.jobs import PRINT
from campaigns.models import PlacementKind
from campaigns.pages import _print_choices
from campaigns.placements import KIND_LABELS
from campaigns.planning import CampaignRow
from campaigns.prints.kit import Template
from campaigns.prints.making import Print
from campaigns.register import OVER, Entry
from core import audit, jobs
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, waiting

_TEMPLATES = (Template.STICKER, Template.GODPARENT, Template.FLYER, Template.POSTER)
_MADE = "print-many-made"


def open_many(actor: Actor, campaigns: Sequence[CampaignRow], entries: Sequence[Entry]) -> None:
    """Open the dialog that prints the codes of a campaign."""
    st.dialog(_("Planche de codes"), width="large")(_many)(actor, campaigns, entries)


def _many(actor: Actor, campaigns: Sequence[CampaignRow], entries: Sequence[Entry]) -> None:
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        chosen = _codes(campaigns, entries)
        wish = _print_choices.draw(_TEMPLATES, Template.STICKER, "print-many")
        _print_choices.warn(wish)
    arguments = {
        "consortium_id": str(actor.consortium_id),
        "placement_ids": [str(one.placement.placement_id) for one in chosen],
        "wish": wish.plain(),
    }
    with right:
        # One thing to do at a time: prepare, then download; another choice asks to prepare again.
        place = st.empty()
        if _made(arguments) is None:
            with place.container():
                st.caption(_("Chaque case porte un code différent. Le fichier est relu avant d'être donné."))
                pressed = st.button(_("Préparer le fichier"), type="primary", disabled=not chosen)
            if pressed and _prepare(actor, arguments):
                place.empty()
        if made := _made(arguments):
            _print_choices.hand_out(made, "print-many")


def _made(arguments: dict[str, Any]) -> Print | None:
    asked, made = st.session_state.get(_MADE, (None, None))
    return made if asked == arguments else None


def _codes(campaigns: Sequence[CampaignRow], entries: Sequence[Entry]) -> list[Entry]:
    names = {row.id: row.name for row in campaigns}
    campaign_id = st.selectbox(_("Campagne"), names, format_func=names.__getitem__, key="print-many-campaign")
    of_campaign = [
        one for one in entries if one.placement.campaign_id == campaign_id and one.state not in OVER
    ]
    kinds = [kind for kind in PlacementKind if any(one.placement.kind is kind for one in of_campaign)]
    wanted = st.pills(
        _("Types de support"),
        kinds,
        selection_mode="multi",
        format_func=lambda one: _(KIND_LABELS[one]),
        default=[kind for kind in kinds if kind is not PlacementKind.BIO],
        wrap=True,
        key=f"print-many-kinds-{campaign_id}",
    )
    chosen = [one for one in of_campaign if one.placement.kind in wanted]
    st.caption(n_("{count} code à imprimer.", "{count} codes à imprimer.", len(chosen)))
    return chosen


def _noted(session: Session, actor: Actor) -> bool:
    audit.record(session, actor, PRINT)
    return True


def _prepare(actor: Actor, arguments: dict[str, Any]) -> bool:
    if not frame.perform(actor, Action.MANAGE_PLACEMENTS, lambda session: _noted(session, actor)):
        return False
    try:
        with waiting.bar(_("Préparation du fichier")) as progress:
            made: Print = jobs.run(PRINT, str(actor.user_id), arguments, progress)
    except PorteVoixError as error:
        st.error(error.message)
        return False
    st.session_state[_MADE] = (arguments, made)
    return True
