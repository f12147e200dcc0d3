"""Saving a campaign: who comes second is told, compares, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy.orm import Session

from campaigns.campaign import whole
from campaigns.campaign.budget import money
from campaigns.campaign.whole import Whole
from campaigns.models import Campaign
from core import i18n, territory
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def save(actor: Actor, one: Whole, act: Callable[[Session, int], Campaign]) -> None:
    """Do `act` with the revision that was read; told that it is an old one, show what changed and read again.

    The form keeps what was typed: pressed again, it is saved over what is shown.
    """
    revision = st.session_state.setdefault(seen(one), one.revision)
    saved = frame.perform(
        actor, Action.PLAN, lambda session: act(session, revision), done=_("Campagne enregistrée.")
    )
    if saved:
        del st.session_state[seen(one)]
        st.rerun()
    now = frame.read(lambda session: whole.whole(session, actor.consortium_id, one.id))
    if now.revision != revision:
        st.session_state[seen(one)] = now.revision
        before = _facts(one)
        changed = [(name, value) for name, value in _facts(now).items() if before[name] != value]
        lines = [f"- {parts.escaped(name)} : {parts.plain(value or '–')}" for name, value in changed]
        st.markdown("\n".join([_("Ce qui a changé entre-temps :"), "", *lines]))


def _facts(one: Whole) -> dict[str, str]:
    aims = (one.targets.dates, one.targets.scans, one.targets.contacts)
    return {
        _("Nom"): one.name,
        _("But"): one.goal,
        _("Besoins"): ", ".join(territory.label(need) for need in one.needs),
        _("À qui"): territory.label(one.audience),
        _("Période"): f"{i18n.short_day(one.starts_on)} – {i18n.short_day(one.ends_on)}",
        _("Zones"): ", ".join(one.zones.values()),
        _("Structures"): ", ".join(one.structures.values()),
        _("Objectifs"): ", ".join("–" if aim is None else str(aim) for aim in aims),
        _("Hypothèse"): one.hypothesis,
        _("Ce qu'on a appris"): one.learnt,
        _("Phases"): ", ".join(row.name for row in one.phases),
        _("Budget"): money(one.budget.total),
    }


def seen(one: Whole) -> str:
    """Where the revision that a form began with is kept; take it away to begin again."""
    return f"campaign-seen-{one.id}"
