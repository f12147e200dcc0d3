"""A file on its way from the form to the page: kept for an hour at most, for whoever sent it only."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import clock, people
from core.people import Action, Actor
from reach.imports.tables import ImportUpload

KEPT = timedelta(hours=1)


def put(session: Session, actor: Actor, data: bytes) -> UUID:
    """Keep a file for this person in place of their one before; its name is not kept."""
    people.require(actor, Action.COLLECT, actor.consortium_id)
    forget(session)
    drop(session, actor)
    made = ImportUpload(consortium_id=actor.consortium_id, user_id=actor.user_id, data=data, at=clock.now())
    session.add(made)
    session.flush()
    return made.id


def mine(session: Session, actor: Actor) -> tuple[UUID, bytes] | None:
    """The file that this person has sent here within the hour, with its id."""
    people.require(actor, Action.COLLECT, actor.consortium_id)
    query = select(ImportUpload.id, ImportUpload.data).where(
        ImportUpload.user_id == actor.user_id,
        ImportUpload.consortium_id == actor.consortium_id,
        ImportUpload.at > clock.now() - KEPT,
    )
    found = session.execute(query.order_by(ImportUpload.at.desc()).limit(1)).one_or_none()
    return (found.id, found.data) if found else None


def drop(session: Session, actor: Actor) -> None:
    """Throw away what this person has sent here."""
    people.require(actor, Action.COLLECT, actor.consortium_id)
    session.execute(
        delete(ImportUpload).where(
            ImportUpload.user_id == actor.user_id, ImportUpload.consortium_id == actor.consortium_id
        )
    )


def forget(session: Session) -> int:
    """Throw away every file that nobody decided on within the hour; how many."""
    gone = delete(ImportUpload).where(ImportUpload.at <= clock.now() - KEPT)
    return len(session.scalars(gone.returning(ImportUpload.id)).all())
