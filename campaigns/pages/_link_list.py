"""The list of links, its warnings, codes that lead nowhere, sites that links may lead to."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from campaigns import exports
from campaigns.listing import LinkRow, Misprint
from core import i18n, territory
from core.i18n import _, n_
from core.people import folded

number = i18n.number


def warn(rows: Sequence[LinkRow], lost: int) -> None:
    """What somebody should look at: other people's sites, scans that could not be stored."""
    strangers = sorted({row.stranger for row in rows if row.stranger and not row.retired})
    if strangers:
        told = n_(
            "{count} site hors de votre liste : {names}. Vérifiez-le, puis ajoutez-le aux sites connus.",
            "{count} sites hors de votre liste : {names}. Vérifiez-les, puis ajoutez-les aux sites connus.",
            len(strangers),
            names=", ".join(strangers[:5]),
        )
        st.markdown(f":orange[:material/warning:] {told}")
    if lost:
        told = n_(
            "{count} scan non compté ces 30 jours (base occupée ou pleine) : la personne est passée.",
            "{count} scans non comptés ces 30 jours (base occupée ou pleine) : les personnes sont passées.",
            lost,
        )
        st.markdown(f":orange[:material/report:] {told}")


def draw(rows: Sequence[LinkRow]) -> LinkRow | None:
    """The list; the chosen row, or None."""
    wanted = folded(
        st.text_input(
            _("Chercher"),
            placeholder=_("lieu, code, campagne"),
            label_visibility="collapsed",
            icon=":material/search:",
            key="links-search",
        ).strip()
    )
    listed = [row for row in rows if wanted in folded(f"{row.what} {row.code} {row.campaign or ''}")]
    shown = {
        "code": [row.code for row in listed],
        "what": [row.what or territory.label(row.channel) for row in listed],
        "campaign": [row.campaign or "–" for row in listed],
        "human": [row.human for row in listed],
        "total": [row.total for row in listed],
        "state": [_state(row) for row in listed],
    }
    column = st.column_config
    state = st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        row_height=44,
        on_select="rerun",
        selection_mode="single-row",
        key="links-table",
        alt=_("Liens : code, support, campagne, scans humains, scans au total, état."),
        column_config={
            "code": column.TextColumn(_("Code"), width=96),
            "what": column.TextColumn(_("Support")),
            "campaign": column.TextColumn(_("Campagne"), width=190),
            "human": column.NumberColumn(_("Humains"), width=84),
            "total": column.NumberColumn(_("Au total"), width=84),
            "state": column.TextColumn(_("État"), width=110),
        },
    )
    table = exports.links(listed)
    st.download_button(_("Exporter cette liste (CSV)"), table, "liens.csv", "text/csv", on_click="ignore")
    picked = state["selection"]["rows"]
    return listed[picked[0]] if picked and picked[0] < len(listed) else None


def _state(row: LinkRow) -> str:
    if row.retired:
        return _("retiré")
    if not row.destination:
        return _("fermé")
    return _("répond") if row.answers else _("en pause")


def draw_misprints(found: Sequence[Misprint]) -> None:
    """Codes that people asked for and that do not exist, when they look like one of ours."""
    if not found:
        return
    st.subheader(_("Codes inconnus qui ressemblent aux vôtres"), anchor=False)
    st.table(
        {
            _("Tapé ou scanné"): [one.text for one in found[:20]],
            _("Fois en 30 jours"): [str(one.times) for one in found[:20]],
            _("Dernier jour"): [i18n.short_day(one.last) for one in found[:20]],
            _("Peut-être"): [", ".join(one.meant) for one in found[:20]],
        }
    )
    st.caption(_("Souvent : une faute d'impression. Relisez le tirage de ce code."))
