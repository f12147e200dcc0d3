"""Until when people who can be recognised agree to be shown, and what that forbids."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Media, Post, PostMedia
from core import i18n
from core.errors import InvalidInput
from core.i18n import _


def past(files: Collection[Media], day: date) -> list[str]:
    """A sentence for each file whose people do not agree to be shown on `day` any more."""
    return [
        _(
            "L'accord des personnes visibles sur « {title} » finit le {day}. Avancez la publication, "
            "ou changez de média.",
            title=media.title,
            day=i18n.short_day(media.consent_until),
        )
        for media in files
        if media.consent_until is not None and media.consent_until < day
    ]


def require(post: Post, files: Collection[Media]) -> None:
    """InvalidInput («media») when people shown do not agree any more on the post's day."""
    late = past(files, date.fromisoformat(post.due_wall[:10]))
    if late:
        raise InvalidInput(late[0], "media")


def of_posts(session: Session, post_ids: Collection[UUID]) -> dict[UUID, list[Media]]:
    """The files of each post, in their order; a post without any has an empty list."""
    found: dict[UUID, list[Media]] = {post_id: [] for post_id in post_ids}
    query = (
        select(PostMedia.post_id, Media)
        .join(Media, Media.id == PostMedia.media_id)
        .where(PostMedia.post_id.in_(post_ids))
        .order_by(PostMedia.position)
    )
    for post_id, media in session.execute(query):
        found[post_id].append(media)
    return found
