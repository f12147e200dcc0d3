"""The three ways in for a first contact: the public form, the desk and a partner's portal.

Everything typed is read first: a refusal leaves nothing behind. How we know stays apart: a code that
travelled in the link is traced, one said or shown at the desk is said, «comment nous as-tu connus ?»
is declared, and nothing is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaigns import codes
from campaigns.models import Link
from contacts import asking, details, duplicates, receipts, routing, whereabouts
from contacts.details import Way
from contacts.entries import CodeRefused, DeskEntry, PortalEntry, Received, Typed
from contacts.models import (
    AgeBand,
    Caller,
    CodeEvidence,
    ContactDetail,
    ContactOrigin,
    DetailKind,
    Entry,
    FirstContact,
    LandingPage,
    State,
)
from contacts.transitions import OPEN
from contacts.wording import When, chosen, declared
from core import clock, crypto
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Actor
from core.territory import Channel, Need, Voice

__all__ = [
    "AgeBand",
    "Caller",
    "CodeRefused",
    "DeskEntry",
    "DetailKind",
    "PortalEntry",
    "Received",
    "Typed",
    "form_key",
    "from_api",
    "from_desk",
    "from_form",
    "received_before",
    "rewrite",
]


@dataclass(frozen=True)
class _Facts:
    """A contact read and checked, ready to be written."""

    caller: Caller
    need: Need | None
    age: AgeBand
    when: When | None
    link: Link | None
    evidence: CodeEvidence | None
    origins: frozenset[tuple[Channel, Voice | None]]
    way: Way | None
    zone_id: UUID | None = None
    control_named: bool = False


def from_form(session: Session, page: LandingPage, typed: Typed, nonce: str) -> Received:
    """Store a request sent from `page`; `nonce` is the random part of the form's token.

    The same form sent again is the same contact: while nobody has answered and the person has not
    withdrawn it, its last version holds. Raises InvalidInput naming the field. A code that leads
    nowhere here is left out silently.
    """
    way = details.read(chosen(DetailKind, typed.kind, "kind"), typed.way, polite=page.for_relatives)
    link = _travelled(session, typed.code, page.consortium_id)
    facts = _Facts(
        caller=Caller.RELATIVE if page.for_relatives else Caller.YOUNG,
        need=chosen(Need, typed.need, "need"),
        age=chosen(AgeBand, typed.age, "age") or AgeBand.UNSAID,
        when=chosen(When, typed.when, "when"),
        link=link,
        evidence=CodeEvidence.TRACED if link else None,
        origins=declared(set(typed.origins) - asking.CONTROL_KEYS),
        control_named=asking.named_control(typed.origins),
        way=way,
        zone_id=page.zone_id,
    )
    made = _waiting(page.consortium_id, Entry.FORM, form_key(nonce))
    made.receipt_hash = receipts.hashed(receipts.of(nonce))
    contact = _once(session, made)
    if contact.state in OPEN and contact.withdrawn_at is None:
        _write(session, contact, facts)
    return Received(way.kind, facts.when)


def received_before(session: Session, nonce: str) -> Received | None:
    """What was said of the form with this one-time part when it came; None when it never did."""
    contact = _known(session, form_key(nonce))
    if contact is None:
        return None
    detail = session.get(ContactDetail, contact.id)
    when = When(contact.availability) if contact.availability else None
    return Received(detail.kind if detail else DetailKind.PHONE, when)


def form_key(nonce: str) -> str:
    """What is stored of the one-time part of a form: sent twice, it counts once."""
    return crypto.fingerprint(nonce, "contact-form")


def from_desk(
    session: Session,
    actor: Actor,
    entry: DeskEntry,
    *,
    at: datetime | None = None,
    form_key: str | None = None,
) -> UUID:
    """Store what was noted at a desk or in the street, answered at once; the contact's id.

    The same `form_key` again is the same contact, left as it stands. Raises CodeRefused (with existing
    codes that look like it), InvalidInput («way», «place»), Forbidden for a role that enters no contacts
    there, NotFound for a zone or structure of another consortium.
    """
    structure_id = whereabouts.structure(session, actor, entry.structure_id)
    if form_key is not None and (known := _known(session, form_key)) is not None:
        return known.id
    facts = _noted(session, actor, entry)
    at = at or clock.now()
    made = FirstContact(
        consortium_id=actor.consortium_id,
        structure_id=structure_id,
        at=at,
        entry=Entry.DESK,
        caller=facts.caller,
        age_band=facts.age,
        form_key=form_key,
        recorded_by=actor.user_id,
        answered_at=at,
        state=State.ANSWERED,
        place=whereabouts.place(entry.place),
    )
    contact = made if form_key is None else _once(session, made)
    if contact is made:
        _write(session, contact, facts)
    return contact.id


def rewrite(session: Session, actor: Actor, contact_id: UUID, entry: DeskEntry) -> None:
    """Say a contact anew, at its own moment; an empty way keeps the one that is there. Errors as above."""
    contact = session.get(FirstContact, contact_id)
    if contact is None or contact.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette saisie n'est plus là. Rechargez la page."))
    structure_id = whereabouts.structure(session, actor, entry.structure_id)
    facts, place = _noted(session, actor, entry), whereabouts.place(entry.place)
    contact.structure_id, contact.place = structure_id, place
    _write(session, contact, facts, keep_way=facts.way is None)


def from_api(
    session: Session,
    consortium_id: UUID,
    entry: PortalEntry,
    *,
    key: str,
    body: str,
    token_id: UUID | None = None,
) -> tuple[UUID, bool]:
    """Store what a portal sent, to be answered: the contact's id, and whether it is new.

    `token_id` is the portal's: it is told what comes of the contact. The same key and body again is
    the same contact. Raises InvalidInput naming the field, Conflict when `key` came with another body.
    A code that came in a link and leads nowhere here is left out silently.
    """
    made = _waiting(consortium_id, Entry.API, crypto.fingerprint(key, "contact-api"))
    # The id stands for key and body. The key is not kept, so that nobody can try numbers against it.
    made.api_token_id, made.receipt_hash = token_id, receipts.hashed(receipts.of(key))
    made.id = UUID(crypto.fingerprint(f"{key}\n{body}", "contact-api-body")[:32], version=4)
    contact = _known(session, made.form_key)
    if contact is None:
        facts = _sent(session, consortium_id, entry)
        contact = _once(session, made)
        if contact is made:
            _write(session, contact, facts)
    if contact.id != made.id:
        raise Conflict(_("Cette clé d'envoi a servi pour un autre contact. Prenez-en une nouvelle."))
    return contact.id, contact is made


def _noted(session: Session, actor: Actor, entry: DeskEntry) -> _Facts:
    link = _said(session, entry.code, actor.consortium_id)
    return _Facts(
        caller=entry.caller,
        need=entry.need,
        age=entry.age,
        when=None,
        link=link,
        evidence=CodeEvidence.SAID if link else None,
        origins=declared(entry.origins),
        way=details.read(entry.kind, entry.way, polite=True) if entry.way.strip() else None,
        zone_id=whereabouts.zone(session, actor, entry.zone_id),
    )


def _sent(session: Session, consortium_id: UUID, entry: PortalEntry) -> _Facts:
    find = _travelled if entry.traced else _said
    link = find(session, entry.code, consortium_id)
    evidence = CodeEvidence.TRACED if entry.traced else CodeEvidence.SAID
    return _Facts(
        caller=entry.caller,
        need=entry.need,
        age=entry.age,
        when=entry.when,
        link=link,
        evidence=evidence if link else None,
        origins=declared(entry.origins, "origins"),
        way=details.read(entry.kind, entry.way, polite=True),
    )


def _waiting(consortium_id: UUID, entry: Entry, form_key: str) -> FirstContact:
    return FirstContact(
        consortium_id=consortium_id,
        at=clock.now(),
        entry=entry,
        caller=Caller.YOUNG,
        age_band=AgeBand.UNSAID,
        form_key=form_key,
    )


def _known(session: Session, form_key: str | None) -> FirstContact | None:
    return session.scalar(select(FirstContact).where(FirstContact.form_key == form_key))


def _once(session: Session, contact: FirstContact) -> FirstContact:
    """The contact that came with this form before, else this one."""
    known = _known(session, contact.form_key)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            session.add(contact)
    except IntegrityError:
        # The other tap of a double tap came first.
        known = _known(session, contact.form_key)
        if known is None:
            raise
        return known
    return contact


def _write(session: Session, contact: FirstContact, facts: _Facts, *, keep_way: bool = False) -> None:
    contact.caller = facts.caller
    contact.need = facts.need
    contact.age_band = facts.age
    contact.availability = facts.when.value if facts.when else ""
    contact.link_id = facts.link.id if facts.link else None
    contact.code_evidence = facts.evidence
    contact.zone_id = facts.zone_id
    contact.control_named = facts.control_named
    session.add(contact)
    session.flush()
    session.execute(delete(ContactOrigin).where(ContactOrigin.first_contact_id == contact.id))
    session.add_all(
        ContactOrigin(first_contact_id=contact.id, channel=channel, voice=voice)
        for channel, voice in facts.origins
    )
    if not keep_way:
        duplicates.mark(session, contact, facts.way)
    if facts.way is not None:
        details.keep(session, contact.id, facts.way)
    routing.route(session, contact)


def _travelled(session: Session, code: str, consortium_id: UUID) -> Link | None:
    """The link of a code that came in an address: a young person is never bothered with a bad one."""
    try:
        return codes.resolve(session, code, consortium_id) if code else None
    except NotFound:
        return None


def _said(session: Session, code: str, consortium_id: UUID) -> Link | None:
    if not code.strip():
        return None
    try:
        return codes.resolve(session, code, consortium_id)
    except NotFound as error:
        raise CodeRefused(error.message, getattr(error, "suggestions", ())) from None
