"""Days that are not like the others: public holidays, Saturday and Sunday, school holidays by zone.

A consortium says once where it is: territory and school zone. Where nothing says when schools are
closed (overseas, beyond the last published year) it is unknown, never «none».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column
from vacances_scolaires_france import SchoolHolidayDates

from core import audit, i18n, people, settings
from core.database import Base
from core.i18n import _, mark
from core.people import Action, Actor


class Territory(StrEnum):
    """Where public holidays are not the same."""

    METROPOLE = "metropole"
    ALSACE = "alsace"
    MOSELLE = "moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    REUNION = "reunion"
    MAYOTTE = "mayotte"
    SAINT_PIERRE = "saint_pierre"
    SAINT_MARTIN = "saint_martin"
    SAINT_BARTHELEMY = "saint_barthelemy"
    NEW_CALEDONIA = "new_caledonia"
    POLYNESIA = "polynesia"
    WALLIS = "wallis"


class SchoolZone(StrEnum):
    """The three zones of metropolitan France."""

    A = "A"
    B = "B"
    C = "C"


TERRITORY_LABELS = {
    Territory.METROPOLE: mark("Métropole"),
    Territory.ALSACE: mark("Alsace"),
    Territory.MOSELLE: mark("Moselle"),
    Territory.GUADELOUPE: mark("Guadeloupe"),
    Territory.MARTINIQUE: mark("Martinique"),
    Territory.GUYANE: mark("Guyane"),
    Territory.REUNION: mark("La Réunion"),
    Territory.MAYOTTE: mark("Mayotte"),
    Territory.SAINT_PIERRE: mark("Saint-Pierre-et-Miquelon"),
    Territory.SAINT_MARTIN: mark("Saint-Martin"),
    Territory.SAINT_BARTHELEMY: mark("Saint-Barthélemy"),
    Territory.NEW_CALEDONIA: mark("Nouvelle-Calédonie"),
    Territory.POLYNESIA: mark("Polynésie française"),
    Territory.WALLIS: mark("Wallis-et-Futuna"),
}
MAINLAND = frozenset({Territory.METROPOLE, Territory.ALSACE, Territory.MOSELLE})
_SCHOOL_LABELS = {
    "Vacances de la Toussaint": mark("vacances de la Toussaint"),
    "Vacances de Noël": mark("vacances de Noël"),
    "Vacances d'hiver": mark("vacances d'hiver"),
    "Vacances de printemps": mark("vacances de printemps"),
    "Pont de l'Ascension": mark("pont de l'Ascension"),
    "Vacances d'été": mark("vacances d'été"),
}
_SUBDIVISION = {
    Territory.METROPOLE: None,
    Territory.ALSACE: "6AE",
    Territory.MOSELLE: "57",
    Territory.GUADELOUPE: "971",
    Territory.MARTINIQUE: "972",
    Territory.GUYANE: "973",
    Territory.REUNION: "974",
    Territory.MAYOTTE: "976",
    Territory.SAINT_PIERRE: "PM",
    Territory.SAINT_MARTIN: "MF",
    Territory.SAINT_BARTHELEMY: "BL",
    Territory.NEW_CALEDONIA: "NC",
    Territory.POLYNESIA: "PF",
    Territory.WALLIS: "WF",
}
_BY_TIMEZONE = {
    "America/Guadeloupe": Territory.GUADELOUPE,
    "America/Martinique": Territory.MARTINIQUE,
    "America/Cayenne": Territory.GUYANE,
    "Indian/Reunion": Territory.REUNION,
    "Indian/Mayotte": Territory.MAYOTTE,
    "America/Miquelon": Territory.SAINT_PIERRE,
    "America/Marigot": Territory.SAINT_MARTIN,
    "America/St_Barthelemy": Territory.SAINT_BARTHELEMY,
    "Pacific/Noumea": Territory.NEW_CALEDONIA,
    "Pacific/Tahiti": Territory.POLYNESIA,
    "Pacific/Wallis": Territory.WALLIS,
}


class CalendarPlace(Base):
    """Where a consortium is, for the days behind its calendar."""

    __tablename__ = "calendar_place"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), primary_key=True)
    territory: Mapped[Territory]
    school_zone: Mapped[SchoolZone | None]


@dataclass(frozen=True)
class Place:
    """Territory and school zone; `school_zone` is None overseas, and while nobody said it."""

    territory: Territory
    school_zone: SchoolZone | None

    @property
    def unsaid(self) -> bool:
        """Whether somebody still has to say which school zone it is."""
        return self.territory in MAINLAND and self.school_zone is None


@dataclass(frozen=True)
class Off:
    """What one day is: its public holiday, its school holidays («» when none; None when unknown)."""

    day: date
    public: str
    school: str | None


def place(session: Session, consortium_id: UUID) -> Place:
    """What was said, or what the time zone of the installation lets one think."""
    said = session.get(CalendarPlace, consortium_id)
    if said is not None:
        return Place(said.territory, said.school_zone)
    return Place(_BY_TIMEZONE.get(settings.current().timezone, Territory.METROPOLE), None)


def set_place(session: Session, actor: Actor, territory: Territory, school_zone: SchoolZone | None) -> Place:
    """Say where the actor's consortium is; overseas has no school zone here."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    kept = session.get(CalendarPlace, actor.consortium_id)
    if kept is None:
        kept = CalendarPlace(consortium_id=actor.consortium_id)
        session.add(kept)
    kept.territory = territory
    kept.school_zone = school_zone if territory in MAINLAND else None
    session.flush()
    audit.record(session, actor, "campaigns.calendar_place_set", f"{territory} {kept.school_zone or ''}")
    return Place(kept.territory, kept.school_zone)


def off(where: Place, first: date, last: date) -> list[Off]:
    """Every day between two days, both included."""
    return [_off(where, first + timedelta(days=number)) for number in range((last - first).days + 1)]


def school_known_until() -> date:
    """The last day for which school holidays are published in the data that is installed."""
    return _schools()[1]


def _off(where: Place, day: date) -> Off:
    named = _public(where.territory, day.year, i18n.language()).get(day, "")
    return Off(day, named, _school(where.school_zone, day))


@cache
def _public(territory: Territory, year: int, language: str) -> dict[date, str]:
    # Every country's days, read only where a calendar is drawn.
    import holidays  # noqa: PLC0415

    spoken = "fr" if language == "fr" else "en_US"
    found = holidays.country_holidays("FR", subdiv=_SUBDIVISION[territory], years=year, language=spoken)
    return {day: i18n.typeset(name) if spoken == "fr" else name for day, name in found.items()}


def _school(zone: SchoolZone | None, day: date) -> str | None:
    days, known_until = _schools()
    if zone is None or day > known_until:
        return None
    found = days.get(day)
    return _(_SCHOOL_LABELS.get(found[1], found[1])) if found and zone in found[0] else ""


@cache
def _schools() -> tuple[dict[date, tuple[frozenset[SchoolZone], str]], date]:
    known = SchoolHolidayDates()
    days = {
        day: (
            frozenset(zone for zone in SchoolZone if row[f"vacances_zone_{zone.value.lower()}"]),
            str(row["nom_vacances"]),
        )
        for day, row in known.data.items()
    }
    return days, max(days)
