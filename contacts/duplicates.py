"""«Peut-être déjà venu·e»: the same phone or e-mail twice in a campaign year, and what a person decides.

What is compared is a keyed hash (HMAC-SHA256). Its key belongs to one consortium and one campaign
year, is stored encrypted, and is destroyed with the hashes at the year's end: nobody is found again
from one year to the next. The mark on a contact stays, so destroying a key changes no count.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contacts import policy
from contacts.details import Way
from contacts.models import ContactYearKey, DetailKind, FirstContact, Likeness
from core import audit, crypto
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, require

__all__ = ["Likeness", "decide", "hashes", "mark", "release"]

PURPOSE = "contact-year-key"
KEY_BYTES = 32


def mark(session: Session, contact: FirstContact, way: Way | None) -> None:
    """Give a contact its person's key and say whether somebody of the same phone or e-mail came before.

    `campaign_year` stays empty for a contact that cannot be told from others (a handle, no way to
    answer): it is counted apart. A contact that a person has decided about is left as it is.
    """
    if contact.likeness in {Likeness.SAME, Likeness.OTHER}:
        return
    before, contact.person_key = contact.person_key, None
    contact.campaign_year = contact.duplicate_of = contact.likeness = None
    _identify(session, contact, way)
    if before not in (None, contact.person_key):
        release(session, contact)


def decide(session: Session, actor: Actor, contact_id: UUID, decision: Likeness) -> None:
    """A person says whether the contact is of the one who came before (`same`) or of another (`other`).

    Until then the rule of contacts.counting holds: one phone or e-mail counts once. Raises NotFound,
    Forbidden; Conflict for a contact that looks like no other.
    """
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Ce contact est introuvable. Revenez à la liste."))
    require(actor, Action.ENTER_CONTACT, contact.consortium_id)
    if decision not in {Likeness.SAME, Likeness.OTHER}:
        raise InvalidInput(_("Dites si c'est la même personne ou une autre."), "decision")
    if contact.likeness is None:
        raise Conflict(_("Ce contact ne ressemble à aucun autre. Il n'y a rien à décider."))
    contact.likeness = decision
    audit.record(session, actor, f"contacts.likeness_{decision.value}", contact_id)
    session.flush()


def _identify(session: Session, contact: FirstContact, way: Way | None) -> None:
    name = _name(way)
    if name is None:
        return
    year = policy.campaign_year(session, contact.consortium_id, contact.at)
    key = _year_key(session, contact.consortium_id, year)
    if key is None:
        return
    contact.campaign_year = year
    contact.person_key = _hash(key, name)
    before = _before(session, contact)
    if before is not None:
        contact.duplicate_of, contact.likeness = before, Likeness.SUSPECTED


def _name(way: Way | None) -> str | None:
    """What stands for a person: a number in its international form, an e-mail in small letters."""
    if way is None or way.kind is DetailKind.HANDLE:
        return None
    if way.kind is DetailKind.EMAIL:
        return f"email:{way.value.strip().casefold()}"
    return f"phone:{way.value}"


def hashes(session: Session, consortium_id: UUID, way: Way) -> list[str]:
    """What this phone or e-mail is hashed to in every campaign year whose key still stands."""
    name = _name(way)
    query = select(ContactYearKey.sealed).where(ContactYearKey.consortium_id == consortium_id)
    keys = [_opened(sealed) for sealed in session.scalars(query) if sealed] if name else []
    return [_hash(key, str(name)) for key in keys]


def _hash(key: bytes, name: str) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()


def _opened(sealed: bytes) -> bytes:
    return base64.b64decode(crypto.decrypt(sealed, PURPOSE))


def _before(session: Session, contact: FirstContact) -> UUID | None:
    """The first contact of the same person in the year; a relative and a young person are never one."""
    if not contact.person_key:
        return None
    if session.get_bind().dialect.name == "postgresql":
        # Of two forms sent at the same time, the second waits for the first. SQLite has one writer.
        session.execute(select(func.pg_advisory_xact_lock(int(contact.person_key[:15], 16))))
    query = select(FirstContact.id).where(
        FirstContact.consortium_id == contact.consortium_id,
        FirstContact.person_key == contact.person_key,
        FirstContact.campaign_year == contact.campaign_year,
        FirstContact.caller == contact.caller,
        FirstContact.id != contact.id,
        or_(FirstContact.likeness.is_(None), FirstContact.likeness == Likeness.OTHER),
    )
    with session.no_autoflush:
        return session.scalar(query.order_by(FirstContact.at, FirstContact.id).limit(1))


def release(session: Session, contact: FirstContact) -> None:
    """Its phone or e-mail was mended, or it is taken back: whoever looked like it has a new first."""
    query = select(FirstContact).where(
        FirstContact.duplicate_of == contact.id, FirstContact.likeness == Likeness.SUSPECTED
    )
    alike = list(session.scalars(query.order_by(FirstContact.at, FirstContact.id)))
    for place, one in enumerate(alike):
        one.duplicate_of = alike[0].id if place else None
        one.likeness = Likeness.SUSPECTED if place else None
    session.flush()


def _year_key(session: Session, consortium_id: UUID, year: int) -> bytes | None:
    """The key of the year, made at its first use; None once it is destroyed."""
    found = _known_key(session, consortium_id, year)
    if found is None:
        fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        try:
            with session.begin_nested():
                found = ContactYearKey(
                    consortium_id=consortium_id, year=year, sealed=crypto.encrypt(fresh, PURPOSE)
                )
                session.add(found)
        except IntegrityError:
            # The other process made it first.
            found = _known_key(session, consortium_id, year)
    return _opened(found.sealed) if found and found.sealed else None


def _known_key(session: Session, consortium_id: UUID, year: int) -> ContactYearKey | None:
    query = select(ContactYearKey).where(
        ContactYearKey.consortium_id == consortium_id, ContactYearKey.year == year
    )
    with session.no_autoflush:
        return session.scalar(query)
