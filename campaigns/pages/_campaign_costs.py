"""A campaign's money on its page: planned, and so far."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from campaigns.campaign import budget
from campaigns.campaign.budget import HOURS_LABELS
from campaigns.campaign.progress import Progress
from campaigns.campaign.whole import Whole
from campaigns.pages import _campaign_html
from core import i18n
from core.i18n import _, n_
from core.ui import parts


def draw(one: Whole, reached: Progress) -> None:
    """The budget line by line, planned and so far."""
    st.subheader(_("Budget"), anchor=False)
    if not one.budget.told:
        st.caption(_("Pas encore de budget. Pour le poser : « Autre », puis « Budget »."))
        return
    plan, so_far = one.budget, reached.spent
    rows = [
        (_("Heures"), _hours(plan.all_hours), _hours(so_far.hours)),
        (_("Travail"), budget.money(plan.work), budget.money(so_far.work)),
        (_("Frais de fonctionnement"), budget.money(plan.running), budget.money(so_far.running)),
        (_("Achats"), budget.money(plan.bought), budget.money(so_far.bought)),
        (_("Total"), budget.money(plan.total), budget.money(so_far.total)),
    ]
    values = {"rows": rows, "planned": _("Prévu"), "so_far": _("À ce jour")}
    parts.html_block("budget", _campaign_html.BUDGET, values, _campaign_html.BUDGET_CSS)
    by_kind = [(kind, plan.hours[kind]) for kind in HOURS_LABELS if kind in plan.hours]
    kinds = ", ".join(f"{_(HOURS_LABELS[kind])} {_hours(hours)}" for kind, hours in by_kind)
    cost = budget.money(plan.hourly_cost)
    rate = "–" if plan.overhead is None else f"{i18n.number(float(plan.overhead), 0)} %"
    st.caption(
        _(
            "{kinds}. Une heure coûte {cost} ; frais {rate} du travail.",
            kinds=kinds or _("Heures non dites"),
            cost=cost,
            rate=rate,
        )
    )
    if so_far.unsaid:
        st.caption(
            n_(
                "Une action tenue n'a pas d'heures : le coût à ce jour est trop bas d'autant.",
                "{count} actions tenues n'ont pas d'heures : le coût à ce jour est trop bas d'autant.",
                so_far.unsaid,
            )
        )


def _hours(hours: Decimal) -> str:
    return f"{i18n.number(float(hours), 0 if hours == hours.to_integral() else 2)}{i18n.NBSP}h"
