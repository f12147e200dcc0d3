"""A post written once more: the same words on the same networks, as a draft a week later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import editing, posts
from campaigns.models import Media, Post
from core import clock
from core.errors import InvalidInput
from core.i18n import _
from core.people import Actor

WEEK = timedelta(days=7)


def duplicate(session: Session, actor: Actor, post_id: UUID) -> Post:
    """A draft with the same words, media that are still in the library, and its own links' endings.

    It is planned a week after the first, or tomorrow where that is past. Forbidden, NotFound.
    """
    now = editing.sheet(session, actor.consortium_id, post_id)
    wording = editing.wording_of(now)
    made = _begun(session, actor, now.post, wording)
    media = [one.id for one in now.media if _usable(one)]
    day, wall = date.fromisoformat(made.due_wall[:10]), time.fromisoformat(made.due_wall[11:])
    copied = replace(wording, title=made.title, day=day, wall=wall, media=tuple(media))
    return editing.edit(session, actor, made.id, made.revision, copied)


def _begun(session: Session, actor: Actor, post: Post, wording: editing.Wording) -> Post:
    title = _("{title} (copie)", title=wording.title[:110])
    tomorrow = clock.today(post.due_timezone) + timedelta(days=1)
    for day, wall in ((max(wording.day + WEEK, tomorrow), wording.wall), (tomorrow, time(18))):
        try:
            return posts.add_post(
                session,
                actor,
                post.campaign_id,
                title,
                wording.text,
                networks=list(wording.forms),
                day=day,
                wall=wall,
                timezone=post.due_timezone,
                draft=True,
            )
        except InvalidInput as refused:
            # An hour that the clocks skip that day.
            if refused.field != "wall":
                raise
    raise AssertionError("18:00 exists every day")


def _usable(one: Media) -> bool:
    return one.removed_at is None
