"""Acts on what reads the networks, for test_rooms."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.people import Actor
from reach.collecting import credentials, lanes


def connected(session: Session, actor: Actor) -> bool:
    """A network that was connected."""
    credentials.save(session, actor, "youtube", {"key": "cle-inventee"}, None)
    return True


def disconnected(session: Session, actor: Actor) -> bool:
    """A network that was connected, and is no more."""
    connected(session, actor)
    credentials.remove(session, actor, "youtube")
    return True


def resumed(session: Session, actor: Actor) -> bool:
    """A network that had stopped, and goes on."""
    lanes.stop(lanes.ensure(session, "instagram", lanes.OPERATOR), "instagram/instaloader")
    session.flush()
    lanes.resume(session, actor, "instagram")
    return True
