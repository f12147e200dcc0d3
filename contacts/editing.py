"""Changing a landing page: every save is a version, in one language, and none is ever overwritten.

Two people who edit at once: the second is told, and nothing is lost (`based_on`). Another
language is written freely and offered only once a named person has confirmed it.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contacts import details, landing, languages
from contacts.languages import FRENCH, OTHERS, Words
from contacts.models import LandingPage, LandingVersion
from core import audit, clock, people
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, required
from core.territory import Need


def add(
    session: Session,
    actor: Actor,
    slug: str,
    need: Need,
    words: Words,
    *,
    for_relatives: bool = False,
    zone_id: UUID | None = None,
    phone: str = "",
) -> LandingPage:
    """A new page of the actor's consortium; raises what `landing.create` raises."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    page = landing.create(
        session,
        consortium_id=actor.consortium_id,
        slug=slug.strip().lower(),
        need=need,
        for_relatives=for_relatives,
        zone_id=zone_id,
        phone=phone,
        **vars(words),
    )
    audit.record(session, actor, "contacts.page_added", page.id)
    return page


def history(session: Session, actor: Actor, page_id: UUID, language: str = FRENCH) -> list[LandingVersion]:
    """Every version of a page in a language, the last one first."""
    page = _own(actor, session.get(LandingPage, page_id))
    query = (
        select(LandingVersion)
        .where(LandingVersion.page_id == page.id, LandingVersion.language == language)
        .order_by(LandingVersion.number.desc())
    )
    return list(session.scalars(query))


def save(
    session: Session, actor: Actor, page_id: UUID, language: str, words: Words, *, based_on: int | None = None
) -> LandingVersion:
    """Keep a new version; in French it is in force at once, another language waits to be confirmed.

    `based_on` is the number of the version that was being edited (0: there was none): Conflict
    when somebody saved another one since. InvalidInput names the field.
    """
    page = _find(session, actor, page_id)
    if language not in languages.NAMES:
        raise InvalidInput(_("Cette langue n'est pas prévue. Choisissez dans la liste."), "language")
    last = _last(session, page, language)
    if based_on is not None and based_on != last:
        raise Conflict(_("Quelqu'un a enregistré cette page entre-temps. Rechargez-la, puis recommencez."))
    version = LandingVersion(
        page_id=page.id,
        language=language,
        number=last + 1,
        title=required(words.title, "title", 120),
        text=required(words.text, "text", 600),
        hours=required(words.hours, "hours", 200) if words.hours.strip() else "",
        written_by=actor.user_id,
        written_at=clock.now(),
    )
    session.add(version)
    if language == FRENCH:
        page.title, page.text, page.hours = version.title, version.text, version.hours
    session.flush()
    audit.record(session, actor, "contacts.page_saved", page.id)
    return version


def restore(session: Session, actor: Actor, page_id: UUID, language: str, number: int) -> LandingVersion:
    """Say again what an earlier version said, as a new version; NotFound without it."""
    for version in history(session, actor, page_id, language):
        if version.number == number:
            return save(session, actor, page_id, language, languages.words_of(version))
    raise NotFound(_("Cette version n'existe pas. Choisissez dans la liste."))


def confirm(
    session: Session, actor: Actor, page_id: UUID, language: str, number: int, name: str
) -> LandingVersion:
    """Somebody who speaks the language has read the whole page: it is offered to the public from now on.

    Conflict when it is not the last version; it falls by itself when what it covers changes.
    """
    page = _find(session, actor, page_id)
    if language not in OTHERS:
        raise InvalidInput(_("Le français n'a pas besoin d'être confirmé."), "language")
    version = languages.latest(session, page.id).get(language)
    if version is None or version.number != number:
        raise Conflict(_("Ce texte a changé entre-temps. Faites relire le dernier."))
    version.confirmed_by = required(name, "name", 120)
    version.confirmed_at = clock.now()
    version.covers = languages.fingerprint(page, version)
    session.flush()
    audit.record(session, actor, "contacts.language_confirmed", page.id)
    return version


def settle(session: Session, actor: Actor, page_id: UUID, *, phone: str, zone_id: UUID | None) -> LandingPage:
    """The number of a page, and the zone that it is for; InvalidInput («phone»), NotFound."""
    page = _find(session, actor, page_id)
    page.phone = details.optional_number(phone)
    page.zone_id = landing.own_zone(session, actor.consortium_id, zone_id)
    session.flush()
    audit.record(session, actor, "contacts.page_settled", page.id)
    return page


def withdraw(session: Session, actor: Actor, page_id: UUID) -> LandingPage:
    """Offer a page no more; what is printed leads to another one. Conflict for the last one for the young."""
    page = _find(session, actor, page_id)
    if page.withdrawn_at is not None:
        raise Conflict(_("Cette page est déjà retirée."))
    open_pages = [one for one in landing.open_pages(session, actor.consortium_id) if not one.for_relatives]
    if open_pages == [page]:
        raise Conflict(_("C'est la dernière page pour les jeunes. Ouvrez-en une autre d'abord."))
    page.withdrawn_at = clock.now()
    session.flush()
    audit.record(session, actor, "contacts.page_withdrawn", page.id)
    return page


def reopen(session: Session, actor: Actor, page_id: UUID) -> LandingPage:
    """Offer a withdrawn page again."""
    page = _find(session, actor, page_id)
    page.withdrawn_at = None
    session.flush()
    audit.record(session, actor, "contacts.page_opened", page.id)
    return page


def _last(session: Session, page: LandingPage, language: str) -> int:
    """The number of the last version; a page older than versions gets its first one now."""
    version = languages.latest(session, page.id).get(language)
    if version is not None:
        return version.number
    if language != FRENCH:
        return 0
    first = LandingVersion(
        page_id=page.id,
        language=FRENCH,
        number=1,
        written_at=clock.now(),
        **vars(languages.french(page)),
    )
    session.add(first)
    session.flush()
    return 1


def _find(session: Session, actor: Actor, page_id: UUID) -> LandingPage:
    # Two who save at once queue here on PostgreSQL; SQLite queues writers anyway.
    return _own(actor, session.get(LandingPage, page_id, with_for_update=True))


def _own(actor: Actor, page: LandingPage | None) -> LandingPage:
    people.require(actor, Action.PLAN, actor.consortium_id)
    if page is None or page.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette page n'existe plus. Revenez à la liste."))
    return page
