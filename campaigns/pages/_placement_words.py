"""How placements read: their place, the states they are in, what a silence means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from campaigns import register
from campaigns.placing import PRINTED
from campaigns.register import Entry, PlacementState
from core import i18n
from core.i18n import _, mark, n_

MANY = {
    PlacementState.OTHER_CODE: mark("Codes différents"),
    PlacementState.SILENT: mark("Muets"),
    PlacementState.TO_PUT_UP: mark("À poser"),
    PlacementState.IN_SERVICE: mark("En service"),
    PlacementState.PAST: mark("Dates passées"),
    PlacementState.TAKEN_DOWN: mark("Enlevés"),
    PlacementState.RETIRED: mark("Retirés"),
}


def place_of(entry: Entry) -> str:
    """The place, with its day when it is a date."""
    row = entry.placement
    return f"{row.place}, {i18n.short_day(row.held_on)}" if row.held_on else row.place


def told(entries: Sequence[Entry]) -> str:
    """The page's caption: how many codes there are, in which states."""
    number = Counter(entry.state for entry in entries)
    counted = {
        PlacementState.IN_SERVICE: _("{count} en service", count=number[PlacementState.IN_SERVICE]),
        PlacementState.SILENT: n_("{count} muet", "{count} muets", number[PlacementState.SILENT]),
        PlacementState.TO_PUT_UP: _("{count} à poser", count=number[PlacementState.TO_PUT_UP]),
        PlacementState.OTHER_CODE: n_(
            "{count} code différent", "{count} codes différents", number[PlacementState.OTHER_CODE]
        ),
        PlacementState.PAST: n_("{count} date passée", "{count} dates passées", number[PlacementState.PAST]),
        PlacementState.TAKEN_DOWN: n_("{count} enlevé", "{count} enlevés", number[PlacementState.TAKEN_DOWN]),
        PlacementState.RETIRED: n_("{count} retiré", "{count} retirés", number[PlacementState.RETIRED]),
    }
    if not entries:
        return _("Un code par support.")
    return _(
        "Un code par support : {told}.",
        told=", ".join(text for state, text in counted.items() if number[state]),
    )


def alarm(entries: Sequence[Entry]) -> tuple[str, str] | None:
    """What asks for somebody to go and look, most serious first: a sentence and what to do; or None."""
    other = [one for one in entries if one.state is PlacementState.OTHER_CODE]
    if other:
        return (
            n_(
                "{count} support porte un autre code que le nôtre.",
                "{count} supports portent un autre code que le nôtre.",
                len(other),
            ),
            _("Un autocollant a pu être collé dessus : enlevez-le, puis notez le support comme revu."),
        )
    silent = [one for one in entries if one.state is PlacementState.SILENT]
    if not silent:
        return None
    return (
        n_("{count} support ne répond plus.", "{count} supports ne répondent plus.", len(silent)),
        _("Peut-être arrachés ou recouverts, lieu fermé : passez voir, ou notez ce qui est enlevé."),
    )


def silence(entry: Entry) -> str:
    """Why this placement is called silent."""
    if entry.state is not PlacementState.SILENT:
        return ""
    torn = (
        _("Peut-être arraché : passez voir.")
        if entry.placement.kind in PRINTED
        else _("Vérifiez qu'il est en place.")
    )
    if entry.silence is None:
        return _("Aucun scan depuis au moins {days} jours.", days=register.SILENT_DAYS) + " " + torn
    gap = n_("Aucun scan depuis {count} jour", "Aucun scan depuis {count} jours", entry.silence.quiet)
    before = n_(
        "{gap}, après {count} jour avec scan sur {days}.",
        "{gap}, après {count} jours avec scan sur {days}.",
        entry.silence.active,
        gap=gap,
        days=entry.silence.days - entry.silence.quiet,
    )
    return f"{before} {torn}"
