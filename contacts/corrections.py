"""Taking back or mending the last entry of one's own, within some minutes; each is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from campaigns.models import Code
from contacts import duplicates, intake
from contacts.entries import DeskEntry
from contacts.models import ContactDetail, ContactOrigin, Entry, FirstContact, HandOver, State
from contacts.wording import ORIGINS
from core import audit, clock
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Action, Actor, require

WINDOW = timedelta(minutes=10)


@dataclass(frozen=True)
class OwnEntry:
    """An entry that its author may still take back or mend, as it was noted; without its way to answer."""

    id: UUID
    at: datetime
    noted: DeskEntry


def own_last(session: Session, actor: Actor) -> OwnEntry | None:
    """The entry that the actor may still take back or mend, or None."""
    require(actor, Action.ENTER_CONTACT, actor.consortium_id)
    query = (
        select(FirstContact, Code.shown)
        .outerjoin(Code, Code.link_id == FirstContact.link_id)
        .where(
            FirstContact.consortium_id == actor.consortium_id,
            FirstContact.recorded_by == actor.user_id,
            FirstContact.entry == Entry.DESK,
            FirstContact.state == State.ANSWERED,
            FirstContact.at > clock.now() - WINDOW,
        )
        .order_by(FirstContact.at.desc(), FirstContact.id, Code.text)
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else OwnEntry(row[0].id, row[0].at, _noted(session, row[0], row[1] or ""))


def _noted(session: Session, contact: FirstContact, code: str) -> DeskEntry:
    named = session.scalars(select(ContactOrigin).where(ContactOrigin.first_contact_id == contact.id))
    pairs = {(origin.channel, origin.voice) for origin in named}
    return DeskEntry(
        code=code,
        origins=tuple(origin.key for origin in ORIGINS if origin.pair in pairs),
        need=contact.need,
        age=contact.age_band,
        caller=contact.caller,
        zone_id=contact.zone_id,
        structure_id=contact.structure_id,
        place=contact.place,
    )


def undo(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Remove a contact that was noted by mistake: nothing of it is counted or kept.

    NotFound for an entry of somebody else; Conflict after some minutes, or once it went on.
    """
    contact = _own(session, actor, contact_id)
    duplicates.release(session, contact)
    session.execute(
        update(FirstContact)
        .where(FirstContact.duplicate_of == contact.id)
        .values(duplicate_of=None, likeness=None)
    )
    for table in (ContactOrigin, ContactDetail):
        session.execute(delete(table).where(table.first_contact_id == contact.id))
    session.delete(contact)
    session.flush()
    audit.record(session, actor, "contacts.entry_undone", contact_id)


def correct(session: Session, actor: Actor, contact_id: UUID, entry: DeskEntry) -> None:
    """Say a contact anew; its moment stays, and so does its way to answer where none is typed.

    Errors as for `undo` and `intake.from_desk`.
    """
    _own(session, actor, contact_id)
    intake.rewrite(session, actor, contact_id, entry)
    audit.record(session, actor, "contacts.entry_corrected", contact_id)


def _own(session: Session, actor: Actor, contact_id: UUID) -> FirstContact:
    require(actor, Action.ENTER_CONTACT, actor.consortium_id)
    contact = session.get(FirstContact, contact_id)
    if contact is None or (contact.consortium_id, contact.recorded_by, contact.entry) != (
        actor.consortium_id,
        actor.user_id,
        Entry.DESK,
    ):
        raise NotFound(_("Cette saisie n'est plus là. Rechargez la page."))
    if contact.at <= clock.now() - WINDOW:
        minutes = int(WINDOW.total_seconds() // 60)
        raise Conflict(
            _(
                "Une saisie se corrige dans les {minutes} minutes. Celle-ci est plus ancienne.",
                minutes=minutes,
            )
        )
    handed = select(HandOver.id).where(HandOver.first_contact_id == contact.id)
    if contact.state is not State.ANSWERED or session.scalar(handed) is not None:
        raise Conflict(_("La suite de ce contact est déjà notée. Il ne se corrige plus ici."))
    return contact
