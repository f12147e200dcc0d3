"""180 invented first contacts: word of mouth first, a quarter of origins unknown."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from app.demo.chance import CODED_WEIGHT, DECLARED, days_from_now, moment_between
from app.tables import METADATA
from campaigns.models import Link
from core import crypto, people, territory
from core.people import Actor
from core.territory import Channel, Need

CONTACTS = 180
WAITING = 9
"""Four of them are then in somebody's hands (app.demo.queue)."""
_UNKNOWN_SHARE = 0.25
_CODED_SHARE = 0.42
_AGES = (("16-17", 22), ("18-20", 70), ("21-25", 60), ("26-29", 6), ("unsaid", 20), ("under_16", 2))
_NEEDS = (
    (Need.LICENCE, 40),
    (Need.JOB, 30),
    (Need.HOUSING, 24),
    (Need.HEALTH, 18),
    (Need.MONEY, 18),
    (Need.SPORT, 14),
    (Need.PAPERWORK, 14),
    (Need.LISTENING, 12),
    (Need.OTHER, 10),
)


def first_contacts(session: Session, actor: Actor, chance: Random) -> None:
    """Contacts over the year; the latest still wait for an answer and have an invented number."""
    found = list(
        session.scalars(
            select(Link)
            .where(Link.consortium_id == actor.consortium_id, Link.answers, Link.channel.is_not(None))
            .order_by(Link.id)
        )
    )
    for number in range(CONTACTS):
        waiting = number < WAITING
        at = moment_between(
            chance, days_from_now(-2 if waiting else -358), days_from_now(0 if waiting else -3)
        )
        _contact(session, actor, found, chance, at, waiting)


def _contact(
    session: Session, actor: Actor, found: list[Link], chance: Random, at: datetime, waiting: bool
) -> None:
    known = chance.random() >= _UNKNOWN_SHARE
    link = _code(found, chance, at) if known and chance.random() < _CODED_SHARE else None
    desk = not waiting and chance.random() < 0.55
    contact_id = UUID(int=chance.getrandbits(128), version=4)
    values: dict[str, Any] = {
        "id": contact_id,
        "consortium_id": actor.consortium_id,
        "structure_id": None
        if waiting
        else chance.choice(people.structures(session, actor.consortium_id)).id,
        "at": at,
        "entry": "desk" if desk else "form",
        "caller": "young" if chance.random() > 0.06 else "relative",
        "need": chance.choices([one.value for one, _w in _NEEDS], [w for _one, w in _NEEDS])[0],
        "zone_id": chance.choice(territory.zones(session, actor.consortium_id)).id,
        "age_band": chance.choices([age for age, _w in _AGES], [w for _age, w in _AGES])[0],
        "availability": "",
        "link_id": link.id if link else None,
        "code_evidence": ("said" if desk else "traced") if link else None,
        "form_key": None,
        "recorded_by": None,
        "state": "waiting" if waiting else "answered",
        "answered_at": None if waiting else at + timedelta(hours=chance.uniform(0.5, 40)),
    }
    session.execute(insert(_table("first_contact")), values)
    if known and (link is None or chance.random() < 0.7):
        _declare(session, contact_id, chance)
    if waiting:
        _detail(session, contact_id, chance, at)


def _code(found: list[Link], chance: Random, at: datetime) -> Link | None:
    up = [one for one in found if one.created_at <= at and (one.retired_at is None or at <= one.retired_at)]
    weights = [CODED_WEIGHT.get(one.channel, 0.3) for one in up]
    return chance.choices(up, weights)[0] if up else None


def _declare(session: Session, contact_id: UUID, chance: Random) -> None:
    answers = chance.choice((1, 1, 1, 2, 2, 3))
    drawn: dict[Channel, Any] = {}
    for channel, voice, _weight in chance.choices(DECLARED, [weight for *_, weight in DECLARED], k=answers):
        drawn.setdefault(channel, voice)
    for channel, voice in drawn.items():
        row = {
            "id": UUID(int=chance.getrandbits(128), version=4),
            "first_contact_id": contact_id,
            "channel": channel.value,
            "voice": voice.value if voice else None,
        }
        session.execute(insert(_table("contact_origin")), row)


def _detail(session: Session, contact_id: UUID, chance: Random, at: datetime) -> None:
    # 06 39 98 is set aside for fiction: nobody has such a number.
    phone = f"+336399800{chance.randrange(100):02d}"
    row = {
        "first_contact_id": contact_id,
        "kind": "phone",
        "sealed": crypto.encrypt(phone, "contact-detail"),
        "erase_after": at + timedelta(days=90),
    }
    session.execute(insert(_table("contact_detail")), row)


def _table(name: str) -> Table:
    """contacts.models is private to its room; the demonstration writes by the tables' names."""
    return METADATA.tables[name]
