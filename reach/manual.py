"""A value that somebody of the staff read on a screen and typed: dated, with a source of its own.

It stands like any other snapshot, with the provider «manual». A wrong one is not changed: another
entry for the same day takes its place, and both stay on record.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from connectors.records import Exactness, MeasureName, State
from core import audit, clock, people, settings
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor
from reach.models import Snapshot
from reach.series import rollups
from reach.series.rollups import Of

PROVIDER = "manual"
VERSION = "1"
LARGEST = 10**12
LONGEST_AGO = timedelta(days=10 * 366)


def enter(
    session: Session, actor: Actor, target_id: UUID, measure: MeasureName, value: int, on: date
) -> Snapshot:
    """Note what an account or a published post showed on a day.

    Raises Forbidden for another role, NotFound for a thing of another consortium, Conflict for an
    account that may not be collected, InvalidInput («value», «on») for what cannot be.
    """
    people.require(actor, Action.COLLECT, actor.consortium_id)
    of = _target(session, actor, target_id)
    at = _instant(on)
    if not 0 <= value <= LARGEST:
        raise InvalidInput(_("Tapez un nombre entier, de 0 à mille milliards."), "value")
    _replace(session, of, measure, on)
    row = Snapshot(
        consortium_id=of.consortium_id,
        account_id=of.account_id,
        variant_id=of.variant_id,
        measure=measure.value,
        value=value,
        state=State.OK.value,
        exactness=Exactness.EXACT.value,
        provider=PROVIDER,
        provider_version=VERSION,
        at=at,
    )
    session.add(row)
    session.flush()
    rollups.rebuild_target(session, of)
    audit.record(session, actor, "reach.value_entered", target_id)
    return row


def _target(session: Session, actor: Actor, target_id: UUID) -> Of:
    account = session.get(Account, target_id)
    variant = session.get(Variant, target_id) if account is None else None
    found = account or variant
    if found is None or found.consortium_id != actor.consortium_id:
        raise NotFound(_("Ce compte ou cette publication n'est pas dans la liste. Choisissez-en un autre."))
    if variant is not None and variant.account_id is not None:
        account = session.get_one(Account, variant.account_id)
    if account is not None and not account.collectable:
        raise Conflict(_("Ce compte ne peut pas être suivi : il manque un accord, ou il est en pause."))
    if variant is not None:
        return Of(variant.consortium_id, None, variant.id, variant.network.value)
    assert account is not None
    return Of(account.consortium_id, account.id, None, account.network.value)


def _instant(on: date) -> datetime:
    """Noon of that day; the present instant for today."""
    zone = settings.current().timezone
    now, today = clock.now(), clock.today(zone)
    if on > today:
        raise InvalidInput(_("Cette date est à venir. Notez le jour où vous avez lu ce chiffre."), "on")
    if today - on > LONGEST_AGO:
        raise InvalidInput(_("Cette date est trop ancienne. Vérifiez l'année."), "on")
    return now if on == today else clock.planned(on, time(12), zone)


def _replace(session: Session, of: Of, measure: MeasureName, on: date) -> None:
    mine = Snapshot.account_id == of.account_id if of.account_id else Snapshot.variant_id == of.variant_id
    query = select(Snapshot).where(
        mine,
        Snapshot.measure == measure.value,
        Snapshot.provider == PROVIDER,
        Snapshot.replaced_at.is_(None),
    )
    same = [row.id for row in session.scalars(query) if rollups.local_day(row.at) == on]
    session.execute(update(Snapshot).where(Snapshot.id.in_(same)).values(replaced_at=clock.now()))
