"""The blocks of a campaign's page: targets, phases on a line, money, learning, what it holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import streamlit as st

from campaigns.campaign import budget
from campaigns.campaign.progress import Progress
from campaigns.campaign.whole import Whole
from campaigns.pages import _campaign_acts, _campaign_html
from core import i18n
from core.i18n import _
from core.people import Actor
from core.ui import parts


def targets(one: Whole, reached: Progress) -> None:
    """What was reached, of what is aimed at; unknown is a dash on an empty bar."""
    so_far, planned = reached.spent.total, one.budget.total
    rows = [
        _row(_("Dates tenues"), reached.held, one.targets.dates),
        _row(_("Scans humains"), reached.scans, one.targets.scans),
        _row(_("Premiers contacts avec code"), reached.contacts, one.targets.contacts),
        {
            "name": _("Dépensé"),
            "value": budget.money(so_far) if one.budget.told else "–",
            "of": _("sur {amount}", amount=budget.money(planned)) if one.budget.told else _("pas de budget"),
            "share": _share(so_far, planned) if one.budget.told else None,
        },
    ]
    parts.html_block("targets", _campaign_html.TARGETS, {"rows": rows}, _campaign_html.TARGETS_CSS)
    st.caption(_("Un premier contact sans code ne se rattache à aucune campagne : « Portée » le compte."))


def phases(one: Whole, today: date) -> None:
    """The phases on one line, today marked; the names again below, since a line can be narrow."""
    if not one.phases:
        return
    st.subheader(_("Phases"), anchor=False)
    whole = (one.ends_on - one.starts_on).days + 1
    rows = [
        {
            "name": row.name,
            "days": f"{i18n.short_day(row.starts_on)} – {i18n.short_day(row.ends_on)}",
            "left": round(100 * (row.starts_on - one.starts_on).days / whole, 2),
            "width": round(100 * ((row.ends_on - row.starts_on).days + 1) / whole, 2),
            "now": row.starts_on <= today <= row.ends_on,
        }
        for row in one.phases
    ]
    at = (today - one.starts_on).days / whole
    mark = round(100 * at, 2) if 0 <= at <= 1 else None
    values = {"rows": rows, "mark": mark, "today": _("aujourd'hui"), "now": _("en ce moment")}
    parts.html_block("phases", _campaign_html.PHASES, values, _campaign_html.PHASES_CSS)


def learning(actor: Actor, one: Whole) -> None:
    """«On essaie, on apprend»."""
    st.subheader(_("On essaie, on apprend"), anchor=False)
    for title, text in ((_("Hypothèse"), one.hypothesis), (_("Ce qu'on a appris"), one.learnt)):
        st.markdown(f"**{title}**  \n{parts.plain(text) if text else '–'}")
    if st.button(_("Noter ce qu'on a appris")):
        _campaign_acts.open_learn(actor, one)


def _row(name: str, value: int | None, target: int | None) -> dict[str, object]:
    return {
        "name": name,
        "value": "–" if value is None else i18n.number(value),
        "of": _("pas d'objectif") if target is None else _("sur {target}", target=i18n.number(target)),
        "share": _share(value, target),
    }


def _share(value: int | Decimal | None, target: int | Decimal | None) -> float | None:
    if value is None or target is None:
        return None
    return round(min(100.0, 100 * float(value) / float(target)), 1) if target else 100.0
