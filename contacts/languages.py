"""The languages of a public page: French is in force at once, any other once a named person has confirmed it.

What is confirmed is the whole page: its text, the French that it follows, and our own words around
it. A fingerprint of all of it is kept; as soon as any of it changes, the language is no longer
offered until somebody confirms it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contacts.models import LandingPage, LandingVersion
from core import i18n, settings

FRENCH = "fr"
OTHERS = ("en", "ar", "uk", "pt")
NAMES = {
    FRENCH: "Français",
    "en": "English",
    "ar": "العربية",
    "uk": "Українська",
    "pt": "Português",
}
"""Each language by its own name, as its readers look for it."""


@dataclass(frozen=True)
class Words:
    """What can be edited of a page, in one language."""

    title: str
    text: str
    hours: str = ""


def latest(session: Session, page_id: UUID) -> dict[str, LandingVersion]:
    """The last version of a page in each language that has one."""
    query = select(LandingVersion).where(LandingVersion.page_id == page_id).order_by(LandingVersion.number)
    return {version.language: version for version in session.scalars(query)}


def offered(session: Session, page: LandingPage) -> dict[str, Words]:
    """What the page says in every language that the public is offered, French first."""
    found = {FRENCH: french(page)}
    versions = latest(session, page.id)
    for code in OTHERS:
        if code in versions and in_force(page, versions[code]):
            found[code] = words_of(versions[code])
    return found


def in_force(page: LandingPage, version: LandingVersion) -> bool:
    """Whether a version in another language is confirmed, and nothing it covers has changed since."""
    return version.confirmed_at is not None and version.covers == fingerprint(page, version)


def fingerprint(page: LandingPage, version: LandingVersion) -> str:
    """Of all that a confirmation covers: both texts, and our own words in that language."""
    own, followed = words_of(version), french(page)
    covered = [vars(own), vars(followed), page.for_relatives, i18n.public_words(version.language)]
    return sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()


def french(page: LandingPage) -> Words:
    """The French text in force."""
    return Words(page.title, page.text, page.hours)


def words_of(version: LandingVersion) -> Words:
    """What a version says."""
    return Words(version.title, version.text, version.hours)


def spoken(session: Session, page: LandingPage) -> Words:
    """The page in the reader's language where it is offered; otherwise the page turns back to French."""
    found = offered(session, page)
    if i18n.language() not in found:
        i18n.use_language(usual())
    return found.get(i18n.language(), found[FRENCH])


def usual() -> str:
    """The language of an address that names none."""
    return settings.current().language


def names(codes: list[str]) -> list[tuple[str, str]]:
    """Languages with their own names, in our order; none where there is no choice."""
    shown = [(code, NAMES[code]) for code in (FRENCH, *OTHERS) if code in codes]
    return shown if len(shown) > 1 else []
