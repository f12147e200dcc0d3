"""What this room asks of rooms above it; app.wiring provides it at start, tests provide a fake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from core.territory import Need


@dataclass(frozen=True)
class LandingChoice:
    """A landing page of ours that a code can lead to; `path` is «/bonjour/permis».

    `title` is for choosing it in a list; `headline`, hours and phone are what it says itself.
    """

    path: str
    title: str
    need: Need
    headline: str = ""
    hours: str = ""
    phone: str = ""
    for_relatives: bool = False


class LandingChoices(Protocol):
    """The landing pages of a consortium, in the order in which to offer them."""

    def __call__(self, session: Session, consortium_id: UUID, /) -> list[LandingChoice]:
        """The choices; an empty list when the consortium has no page."""
        ...


@dataclass(frozen=True)
class Coming:
    """A day that a room above wants in the calendar; `source` and `id` together never change.

    `discreet` is what a calendar outside the tool shows of it: no name. `page` is where it is dealt with.
    """

    source: str
    id: UUID
    day: date
    title: str
    discreet: str
    page: str
    structure_id: UUID | None = None
    reminder: bool = True


class CalendarSource(Protocol):
    """Adds days to the calendar."""

    def __call__(
        self, session: Session, consortium_id: UUID, days: tuple[date, date] | None, /
    ) -> list[Coming]:
        """What falls on those days, both included; None: all that is known."""
        ...


class Contacts(Protocol):
    """How many first contacts carry a code of a campaign; None: nobody can know."""

    def __call__(self, session: Session, consortium_id: UUID, campaign_id: UUID, /) -> int | None:
        """The count since the beginning."""
        ...


class _Given:
    """Set once at start; a process that forgot it finds out at the first use, not on a poster."""

    landing_choices: LandingChoices | None = None
    contacts: Contacts | None = None
    calendar: tuple[CalendarSource, ...] = ()


def provide(landing_choices: LandingChoices, *, calendar: tuple[CalendarSource, ...] = ()) -> None:
    """Say once, at start, where landing pages come from, and who adds to the calendar."""
    _Given.landing_choices = landing_choices
    _Given.calendar = calendar


def coming(session: Session, consortium_id: UUID, days: tuple[date, date] | None) -> list[Coming]:
    """What rooms above add to the calendar on those days; None: all that is known."""
    return [one for source in _Given.calendar for one in source(session, consortium_id, days)]


def landing_choices(session: Session, consortium_id: UUID) -> list[LandingChoice]:
    """The landing pages that a code of this consortium can lead to."""
    if _Given.landing_choices is None:
        raise RuntimeError("campaigns.needs.provide was not called; app.wiring does it at start")
    return _Given.landing_choices(session, consortium_id)


def provide_contacts(contacts: Contacts | None) -> None:
    """Say once, at start, who counts the first contacts of a campaign; None: nobody does."""
    _Given.contacts = contacts


def contacts(session: Session, consortium_id: UUID, campaign_id: UUID) -> int | None:
    """First contacts that carry a code of that campaign; None while nobody counts them."""
    return _Given.contacts(session, consortium_id, campaign_id) if _Given.contacts else None
