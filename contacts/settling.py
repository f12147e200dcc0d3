"""What a consortium settles about first contacts: delays, days kept, a referent, hours, where notices go."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contacts import escalation, policy, routing
from contacts.models import AnsweringHours, ContactPolicy
from core import audit, crypto, notify, people
from core.errors import InvalidInput, NotFound
from core.i18n import _
from core.notify import Failure
from core.people import Action, Actor, Membership, Structure, User, require

MOST_HOURS = 14 * 24
LEAST_DAYS, MOST_DAYS = 7, 90
"""The public pages promise three months at most."""


@dataclass(frozen=True)
class Settled:
    """What is in force; `referent` is None while nobody is named or the named person cannot answer."""

    escalate_hours: int = 24
    keep_days: int = 90
    year_month: int = 1
    referent: UUID | None = None


@dataclass(frozen=True)
class Hours:
    """When a structure answers: Monday to Friday from and until a whole hour, and on Saturdays or not."""

    opens: int
    closes: int
    saturday: bool


def settled(session: Session, consortium_id: UUID) -> Settled:
    """What is in force."""
    row = policy.of(session, consortium_id)
    referent = routing.referent_of(session, consortium_id)
    return Settled(row.escalate_hours, row.keep_days, row.year_month, referent.user_id if referent else None)


def settle(session: Session, actor: Actor, chosen: Settled) -> None:
    """Settle it; InvalidInput names the field, NotFound a referent who cannot answer here."""
    require(actor, Action.SETTLE_CONTACTS, actor.consortium_id)
    if not 1 <= chosen.escalate_hours <= MOST_HOURS:
        raise InvalidInput(_("Donnez entre 1 et {most} heures.", most=MOST_HOURS), "escalate_hours")
    if not LEAST_DAYS <= chosen.keep_days <= MOST_DAYS:
        raise InvalidInput(
            _("Donnez entre {least} et {most} jours.", least=LEAST_DAYS, most=MOST_DAYS), "keep_days"
        )
    if not 1 <= chosen.year_month <= 12:
        raise InvalidInput(_("Choisissez un mois."), "year_month")
    if chosen.referent is not None and chosen.referent not in referents(session, actor.consortium_id):
        raise NotFound(_("Cette personne ne répond pas ici. Choisissez dans la liste."))
    row = _row(session, actor.consortium_id)
    row.escalate_hours, row.keep_days = chosen.escalate_hours, chosen.keep_days
    row.year_month, row.minors_referent = chosen.year_month, chosen.referent
    session.flush()
    audit.record(session, actor, "contacts.settled", actor.consortium_id)


def referents(session: Session, consortium_id: UUID) -> dict[UUID, str]:
    """Who may be named for those under 16, A to Z."""
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.consortium_id == consortium_id,
            Membership.role.in_(routing.ANSWERING),
            User.disabled_at.is_(None),
        )
    )
    return {
        one.id: one.name for one in sorted(session.scalars(query), key=lambda one: people.folded(one.name))
    }


def set_notices(session: Session, actor: Actor, typed: str) -> int:
    """Where notices go, one address a line; how many. They are encrypted and never shown again."""
    require(actor, Action.SETTLE_CONTACTS, actor.consortium_id)
    found = [line.strip() for line in typed.splitlines() if line.strip()]
    notify.check(found)
    row = _row(session, actor.consortium_id)
    row.notify = crypto.encrypt("\n".join(found), escalation.PURPOSE) if found else None
    session.flush()
    audit.record(session, actor, "contacts.notices_settled", actor.consortium_id)
    return len(found)


def notice_kinds(session: Session, consortium_id: UUID) -> list[str]:
    """The kinds of the addresses in their order: all that is ever shown of them."""
    return [notify.kind_of(one) for one in escalation.addresses(session, consortium_id)]


def to_try(session: Session, actor: Actor) -> list[str]:
    """The addresses to send a trial to, once the transaction is over; written down."""
    require(actor, Action.SETTLE_CONTACTS, actor.consortium_id)
    audit.record(session, actor, "contacts.notices_tried", actor.consortium_id)
    return escalation.addresses(session, actor.consortium_id)


def trial(addresses: list[str]) -> list[Failure]:
    """Send a trial to every address; those that took nothing."""
    return notify.send(addresses, _("Porte-Voix : un essai"), _("Les avis arrivent bien ici. Rien n'attend."))


def set_hours(session: Session, actor: Actor, structure_id: UUID, hours: Hours | None) -> None:
    """When a structure answers; None: it has not said. InvalidInput («hours»), NotFound elsewhere."""
    require(actor, Action.SETTLE_CONTACTS, actor.consortium_id)
    structure = session.get(Structure, structure_id)
    if structure is None or structure.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))
    found = session.get(AnsweringHours, structure_id)
    if hours is None:
        if found is not None:
            session.delete(found)
    elif not 0 <= hours.opens < hours.closes <= 24:
        raise InvalidInput(_("L'heure de fin vient après l'heure de début."), "hours")
    else:
        found = found or AnsweringHours(structure_id=structure_id)
        found.opens, found.closes, found.saturday = hours.opens, hours.closes, hours.saturday
        session.add(found)
    session.flush()
    audit.record(session, actor, "contacts.hours_settled", structure_id)


def hours_of(session: Session, consortium_id: UUID) -> dict[UUID, Hours]:
    """What the structures have said about their hours."""
    homes = [one.id for one in people.structures(session, consortium_id)]
    query = select(AnsweringHours).where(AnsweringHours.structure_id.in_(homes))
    return {one.structure_id: Hours(one.opens, one.closes, one.saturday) for one in session.scalars(query)}


def _row(session: Session, consortium_id: UUID) -> ContactPolicy:
    row = policy.of(session, consortium_id)
    session.add(row)
    return row
