"""Other posts near one on the same network: the same words not long ago, or the same hour."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.models import Post, Variant
from campaigns.writing import whole
from core.people import folded

SAME_WORDS_WITHIN = timedelta(days=30)
SAME_HOUR = timedelta(hours=1)


def same_words(session: Session, post: Post, variant: Variant) -> list[Post]:
    """Posts that say the same on that network within thirty days before or after, the nearest first."""
    said = _plain(whole.body(post, variant))
    if not said:
        return []
    near = session.execute(_near(post, variant, SAME_WORDS_WITHIN))
    found = [row[0] for row in near if _plain(whole.body(row[0], row[1])) == said]
    return sorted(found, key=lambda other: abs(other.due_at - post.due_at))


def same_hour(session: Session, post: Post, variant: Variant) -> list[Post]:
    """Posts less than an hour away on that network, the nearest first."""
    found = [
        row[0]
        for row in session.execute(_near(post, variant, SAME_HOUR))
        if abs(row[0].due_at - post.due_at) < SAME_HOUR
    ]
    return sorted(found, key=lambda other: abs(other.due_at - post.due_at))


def _near(post: Post, variant: Variant, distance: timedelta) -> Select[Post, Variant]:
    return (
        select(Post, Variant)
        .join(Variant, Variant.post_id == Post.id)
        .where(
            Post.consortium_id == post.consortium_id,
            Post.due_at.between(post.due_at - distance, post.due_at + distance),
            Post.id != post.id,
            Post.cancelled_at.is_(None),
            Variant.network == variant.network,
            Variant.skipped_at.is_(None),
        )
    )


def _plain(text: str) -> str:
    return " ".join(folded(text).split())
