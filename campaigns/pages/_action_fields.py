"""The fields of an action: what is asked depends on its kind."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import streamlit as st

from campaigns.actions import typed
from campaigns.actions.kinds import PRINTED, SEATED
from campaigns.actions.listing import ActionRow
from campaigns.actions.typed import MOST_PEOPLE, Slot, Wanted
from campaigns.models import ActionKind
from campaigns.pages import _action_facts, _placement_forms
from campaigns.placing import MOST
from core import clock, people
from core.i18n import _
from core.people import Actor
from core.ui import frame


def fields(actor: Actor, kind: ActionKind, row: ActionRow | None, on: Slot | None = None) -> Wanted:
    """The fields that this kind of action has, filled in from `row`, or for the time `on`."""
    place_label = _("Station") if kind is ActionKind.RADIO else _("Lieu")
    left, right = st.columns(2)
    place = left.text_input(place_label, row.place if row else "", placeholder=_example(kind))
    title = right.text_input(_("Titre (facultatif)"), row.own_title if row else "")
    slot = _slot(row.slot if row else on)
    left, right = st.columns(2)
    with left:
        where = {"zone_id": _placement_forms.zone_of(actor, row.zone_id if row else None)}
    with right:
        where["structure_id"] = home(actor, row.structure_id if row else None)
    counts = _counts(kind, row)
    details = ""
    if kind is ActionKind.RADIO or kind in PRINTED:
        details = st.text_area(
            _("{what}, un par ligne", what=_action_facts.details_label(kind)),
            row.details if row else "",
            height=90,
        )
    children = st.checkbox(_("Les enfants sont bienvenus"), row.children_welcome if row else False)
    note = st.text_input(_("Note pour l'équipe"), row.note if row else "")
    return Wanted(
        kind,
        place,
        slot,
        title=title,
        children_welcome=children,
        details=details,
        note=note,
        **where,
        **counts,
    )


def home(actor: Actor, chosen: Any = None) -> Any:
    """The structure that hosts, or none."""
    names = {
        one.id: one.name
        for one in frame.read(lambda session: people.structures(session, actor.consortium_id))
    }
    index = list(names).index(chosen) if chosen in names else None
    return st.selectbox(
        _("Accueilli par"), names, index, format_func=names.__getitem__, placeholder=_("À décider")
    )


def _slot(slot: Slot | None) -> Slot:
    day = slot.day if slot else clock.today(frame.timezone())
    zone = slot.timezone if slot else frame.timezone()
    city = zone.rpartition("/")[2].replace("_", " ")
    one, two, three, four = st.columns([1.2, 1, 1, 1.2])
    chosen: date = one.date_input(_("Jour"), day, format="DD/MM/YYYY")
    starts = two.time_input(_("Début ({city})", city=city), slot.starts if slot else time(14))
    ends = three.time_input(_("Fin"), slot.ends if slot else time(18))
    last = four.date_input(_("Jour de fin (si autre)"), slot.ends_on if slot else None, format="DD/MM/YYYY")
    fold = slot.fold if slot and (slot.day, slot.starts) == (chosen, starts) else 0
    return Slot(chosen, starts, ends, zone, last if last and last != chosen else None, fold)


def _counts(kind: ActionKind, row: ActionRow | None) -> dict[str, Any]:
    first, second, third = st.columns(3)
    team = first.number_input(_("Équipe (personnes)"), 0, MOST_PEOPLE, row.people if row else None, 1)
    hours = second.number_input(
        _("Heures, préparation comprise"),
        0.0,
        float(typed.MOST_HOURS),
        float(row.hours) if row and row.hours is not None else None,
        0.5,
    )
    given: dict[str, Any] = {
        "people": None if team is None else int(team),
        "hours": None if hours is None else Decimal(str(hours)).quantize(Decimal("0.01")),
    }
    if kind in PRINTED:
        run = third.number_input(_("Tirage"), 0, MOST, row.print_run if row else None, 50)
        given["print_run"] = None if run is None else int(run)
    if kind in SEATED:
        usual = row.capacity if row else typed.usual(kind)["capacity"]
        seats = third.number_input(_("Places"), 0, MOST, usual, 1)
        given["capacity"] = None if seats is None else int(seats)
    return given


def _example(kind: ActionKind) -> str:
    if kind is ActionKind.RADIO:
        return _("Radio Rives")
    return _("Centre-ville") if kind in PRINTED else _("place du Marché")
