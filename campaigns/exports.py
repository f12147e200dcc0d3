"""What leaves this room as tables: the register, links, days of one link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from campaigns import placements
from campaigns.listing import LinkRow
from campaigns.placing import KIND_LABELS
from campaigns.register import STATE_LABELS, Entry
from core import i18n, settings, sheets, territory
from core.i18n import _


def register(entries: Sequence[Entry]) -> bytes:
    """The register as CSV for French spreadsheets; its columns are those that a series reads."""
    head = [
        *(_("Lieu"), _("Type"), _("Canal"), _("Zone"), _("Structure"), _("Format"), _("Quantité")),
        *(_("Jour"), _("Posé le"), _("Revu le"), _("Enlevé le"), _("Pourquoi"), _("État")),
        *(_("Scans humains"), _("Code"), _("Adresse courte"), _("Mène à"), _("Campagne")),
    ]
    return sheets.written(head, [_row(one) for one in entries])


def links(rows: Sequence[LinkRow]) -> bytes:
    """Links with their openings; no address, no person."""
    head = [
        *(_("Code"), _("Support"), _("Canal"), _("Campagne"), _("Mène à")),
        *(_("Humains"), _("Au total"), _("Retiré")),
    ]
    found = [
        [
            *(one.code, one.what, territory.label(one.channel), one.campaign, one.destination),
            *(one.human, one.total, _("oui") if one.retired else _("non")),
        ]
        for one in rows
    ]
    return sheets.written(head, found)


def days(
    shown: Sequence[date], human: Mapping[date, int], total: Mapping[date, int], visitors: Mapping[date, int]
) -> bytes:
    """The days of one link; an empty cell where visitors were not counted."""
    head = [_("Jour"), _("Humains"), _("Au total"), _("Personnes différentes, au plus")]
    return sheets.written(
        head, [[_day(day), human.get(day, 0), total.get(day, 0), visitors.get(day)] for day in shown]
    )


def _row(entry: Entry) -> list[object]:
    row = entry.placement
    why = _(placements.WHY_LABELS[row.taken_down_why]) if row.taken_down_why else None
    days = [_day(day) for day in (row.held_on, row.put_up_on, row.seen_on, row.taken_down_on)]
    return [
        *(row.place, _(KIND_LABELS[row.kind]), territory.label(row.channel)),
        *(row.zone, row.structure, row.size, row.quantity, *days, why, _(STATE_LABELS[entry.state])),
        *(entry.scans, row.code, f"{settings.current().public_url}/r/{row.code}"),
        *(row.destination, row.campaign),
    ]


def _day(day: date | None) -> str | None:
    return i18n.short_day(day) if day else None
