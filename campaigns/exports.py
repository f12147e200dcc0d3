"""What leaves this room as a table: the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns import placements
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
