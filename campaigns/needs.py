"""What this room asks of rooms above it; app.wiring provides it at start, tests provide a fake."""

from __future__ import annotations

from dataclasses import dataclass
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


class Contacts(Protocol):
    """How many first contacts carry a code of a campaign; None: nobody can know."""

    def __call__(self, session: Session, consortium_id: UUID, campaign_id: UUID, /) -> int | None:
        """The count since the beginning."""
        ...


class _Given:
    """Set once at start; a process that forgot it finds out at the first use, not on a poster."""

    landing_choices: LandingChoices | None = None
    contacts: Contacts | None = None


def provide(landing_choices: LandingChoices) -> None:
    """Say once, at start, where landing pages come from."""
    _Given.landing_choices = landing_choices


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
