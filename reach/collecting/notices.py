"""What a person has to know about collecting: a network that refuses, credentials that end.

A notice names the network and where to look, never an account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors import registry
from contacts import escalation
from core import clock, settings
from core.i18n import _, n_
from reach.collecting import credentials
from reach.models import Lane, Watch


@dataclass(frozen=True)
class Notice:
    """One thing to tell to one consortium."""

    consortium_id: UUID
    addresses: tuple[str, ...] = field(repr=False)
    title: str
    text: str
    lane_id: UUID | None = None
    ending: credentials.Ending | None = None
    """What ends, and in how many days."""


def pending(session: Session) -> list[Notice]:
    """What was not told yet to who gave an address for notices."""
    return [*_stopped(session), *_ending(session)]


def told(session: Session, notice: Notice) -> None:
    """Write down that it was taken."""
    if notice.lane_id is not None:
        session.get_one(Lane, notice.lane_id).told_at = clock.now()
    if notice.ending is not None:
        credentials.told(session, notice.ending)


def _stopped(session: Session) -> list[Notice]:
    query = select(Lane).where(Lane.stopped_at.is_not(None), Lane.told_at.is_(None))
    found = []
    for lane in session.scalars(query):
        whose = select(Watch.consortium_id).where(Watch.lane_id == lane.id).distinct()
        for consortium_id in session.scalars(whose).all():
            addresses = tuple(escalation.addresses(session, consortium_id))
            if addresses:
                found.append(
                    Notice(consortium_id, addresses, _title(), _refused(lane.network), lane_id=lane.id)
                )
    return found


def _ending(session: Session) -> list[Notice]:
    found = []
    for one in credentials.ending(session):
        addresses = tuple(escalation.addresses(session, one.consortium_id))
        if addresses:
            text = f"{ends(one.network, one.left)}\n{_where()}"
            found.append(Notice(one.consortium_id, addresses, _title(), text, ending=one))
    return found


def ends(network: str, left: int) -> str:
    """«L'accès à Instagram finit dans 7 jours : reconnectez-le.»"""
    name = registry.label(network)
    if left < 0:
        return _("L'accès à {network} est fini : reconnectez-le.", network=name)
    return n_(
        "L'accès à {network} finit dans {count} jour : reconnectez-le.",
        "L'accès à {network} finit dans {count} jours : reconnectez-le.",
        left,
        network=name,
    )


def _refused(network: str) -> str:
    said = _(
        "{network} refuse la lecture automatique. Plus rien n'y est lu tant que personne n'a regardé.",
        network=registry.label(network),
    )
    return f"{said}\n{_where()}"


def _title() -> str:
    return _("Porte-Voix : un réseau demande un geste")


def _where() -> str:
    return _("Regarder : {address}", address=f"{settings.current().public_url}/releves")
