"""Phases as people write them: «avant la rentrée ; 01/09/2026 ; 30/09/2026», one a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns import typed
from campaigns.campaign.whole import PhaseRow
from core import days, i18n
from core.errors import InvalidInput
from core.i18n import _

MOST = 12


def phases_of(text: str) -> list[PhaseRow]:
    """One phase a line, its name, its first and its last day; InvalidInput («phases») names the line."""
    return [_phase(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def written(phases: Sequence[PhaseRow]) -> str:
    """The phases as `phases_of` reads them."""
    return "\n".join(
        f"{one.name.replace(';', ',')} ; {i18n.short_day(one.starts_on)} ; {i18n.short_day(one.ends_on)}"
        for one in phases
    )


def checked(phases: Sequence[PhaseRow], starts_on: date, ends_on: date) -> list[PhaseRow]:
    """The phases by start; InvalidInput («phases») for one that ends too soon, or leaves the campaign.

    They may overlap: the end of one is often the beginning of the next.
    """
    if len(phases) > MOST:
        raise InvalidInput(_("Gardez {most} phases au plus.", most=MOST), "phases")
    for one in phases:
        typed.text(one.name, "phases", 80, _("Donnez un nom à chaque phase."))
        if one.ends_on < one.starts_on:
            raise InvalidInput(_("La phase « {name} » finit avant de commencer.", name=one.name), "phases")
        if one.starts_on < starts_on or one.ends_on > ends_on:
            raise InvalidInput(
                _(
                    "La phase « {name} » sort de la campagne, qui va du {first} au {last}.",
                    name=one.name,
                    first=i18n.short_day(starts_on),
                    last=i18n.short_day(ends_on),
                ),
                "phases",
            )
    return sorted(phases, key=lambda one: (one.starts_on, one.name))


def _phase(number: int, line: str) -> PhaseRow:
    parts = [part.strip() for part in line.replace("\t", ";").split(";")]
    try:
        if len(parts) != 3:
            raise InvalidInput(_("Écrivez : nom ; premier jour ; dernier jour."), "phases")
        return PhaseRow(parts[0], days.read(parts[1]), days.read(parts[2]))
    except InvalidInput as error:
        raise InvalidInput(
            _("Phase, ligne {number} : {why}", number=number, why=error.message), "phases"
        ) from None
