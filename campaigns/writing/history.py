"""Who changed what in a post: each change before and after, the latest first. Nothing is taken out."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Post, PostChange
from core import clock
from core.people import Actor

Who = Actor | str
"""Somebody of the staff, or the name of a review link."""


def note(session: Session, post: Post, who: Who, field: str, before: object = "", after: object = "") -> None:
    """Write down a change of a post, unless nothing changed.

    `field` is «text», «due», «stage», or of one network «instagram/text».
    """
    if str(before) == str(after):
        return
    session.add(
        PostChange(
            consortium_id=post.consortium_id,
            post_id=post.id,
            at=clock.now(),
            user_id=who.user_id if isinstance(who, Actor) else None,
            who=(who.name if isinstance(who, Actor) else who)[:120],
            field=field,
            before=str(before),
            after=str(after),
        )
    )


def of_post(session: Session, consortium_id: UUID, post_id: UUID) -> list[PostChange]:
    """Everything that was changed in a post of this consortium, the latest first."""
    query = select(PostChange).where(PostChange.consortium_id == consortium_id, PostChange.post_id == post_id)
    return list(session.scalars(query.order_by(PostChange.at.desc(), PostChange.field)))
