"""The details of the chosen placement: address, destination, QR code."""

from __future__ import annotations

from datetime import date

import streamlit as st

from campaigns import links
from campaigns.models import Code
from campaigns.pages import _placement_acts, _placement_visits, _placement_words, _print, _show
from campaigns.placements import WHY_LABELS
from campaigns.placing import KIND_LABELS, PRINTED
from campaigns.prints import qr
from campaigns.register import OVER, Entry, PlacementState
from core import i18n
from core.i18n import _, n_
from core.people import Actor
from core.ui import frame, parts

_FACTS = """
<dl>{% for name, value in facts %}<dt>{{ name }}</dt><dd dir="auto">{{ value }}</dd>{% endfor %}</dl>
"""
_FACTS_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:8px 16px;margin:0}
dt{color:color-mix(in srgb,var(--st-text-color) 75%,var(--st-background-color));
font-size:.875rem;line-height:1.7}
dd{margin:0;overflow-wrap:anywhere;text-align:start}
@media (max-width:640px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
"""


def draw(actor: Actor, entry: Entry) -> None:
    """Everything about one placement: what it is, where it leads, its QR code, giving it back."""
    row = entry.placement
    code = frame.read(lambda session: links.code_of(session, row.link_id))
    st.subheader(f"{parts.plain(row.code)}, {parts.plain(_placement_words.place_of(entry))}", anchor=False)
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        if said := _placement_words.silence(entry):
            st.markdown(f":orange[:material/notifications_off:] {said}")
        parts.html_block("placement", _FACTS, {"facts": _facts(entry, code)}, _FACTS_CSS)
        _acts(actor, entry)
    with right:
        if entry.state is PlacementState.RETIRED:
            st.caption(_("Ce code ne sert plus : ne l'imprimez pas."))
        else:
            if st.button(_("Imprimer"), icon=":material/print:"):
                _print.open_one(actor, entry)
            _draw_qr(code, _("QR code de {place}", place=row.place))
    _placement_visits.draw(actor, entry)


def _acts(actor: Actor, entry: Entry) -> None:
    """What can be done with it."""
    if entry.state is PlacementState.RETIRED:
        return
    with st.container(horizontal=True):
        if st.button(_("Corriger")):
            _placement_acts.open_correct(actor, entry)
        if entry.state not in OVER and entry.placement.kind in PRINTED and st.button(_("Noter comme enlevé")):
            _placement_acts.open_take_down(actor, entry)
        if st.button(_("Retirer le code")):
            _placement_acts.open_retire(actor, entry)


def _facts(entry: Entry, code: Code) -> list[tuple[str, str]]:
    row = entry.placement
    told = {
        _("Adresse courte"): links.short_url(code),
        _("Mène à"): row.destination,
        _("Type"): _(KIND_LABELS[row.kind]),
        _("Campagne"): row.campaign,
        _("Zone"): row.zone,
        _("Structure"): row.structure,
        _("Prescripteur"): row.prescriber,
        _("Format"): _size(entry),
        _("Posé le"): _day(row.put_up_on),
        _("Revu le"): _day(row.seen_on),
        _("Enlevé le"): _gone(entry),
        _("Scans"): n_("{count} humain", "{count} humains", entry.scans),
        _("Créé le"): i18n.short_day(_show.day_of(row.created_at, frame.timezone())),
        _("Retiré le"): row.retired_at and i18n.short_day(_show.day_of(row.retired_at, frame.timezone())),
    }
    return [(name, value) for name, value in told.items() if value]


def _size(entry: Entry) -> str:
    row = entry.placement
    many = n_("{count} exemplaire", "{count} exemplaires", row.quantity) if row.quantity > 1 else ""
    return ", ".join(filter(None, (row.size, many)))


def _day(day: date | None) -> str | None:
    return i18n.short_day(day) if day else None


def _gone(entry: Entry) -> str | None:
    row = entry.placement
    if row.taken_down_on is None or row.taken_down_why is None:
        return None
    return f"{i18n.short_day(row.taken_down_on)}, {_(WHY_LABELS[row.taken_down_why])}"


def _draw_qr(code: Code, alt: str) -> None:
    png = qr.png(code)
    st.image(png, width=220, alt=alt)
    with st.container(horizontal=True):
        st.download_button(_("Télécharger en PNG"), png, f"{code.shown}.png", "image/png", on_click="ignore")
        st.download_button(
            _("Télécharger en SVG"), qr.svg(code), f"{code.shown}.svg", "image/svg+xml", on_click="ignore"
        )
