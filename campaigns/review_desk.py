"""What waits before it is scheduled: drafts, posts to read, changes asked for, approved ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import stages
from campaigns.models import Campaign, Post, PostChange, Stage, Variant
from core import clock, people
from core.people import Action, Actor
from core.territory import NETWORKS, Channel

ORDER = (Stage.IN_REVIEW, Stage.CHANGES_REQUESTED, Stage.APPROVED, Stage.DRAFT)


@dataclass(frozen=True)
class Waiting:
    """A post that is not scheduled yet; `own`: the reader wrote some of it, and cannot approve it."""

    post_id: UUID
    title: str
    campaign: str
    networks: tuple[Channel, ...]
    due_at: datetime
    timezone: str
    stage: Stage
    revision: int
    words_revision: int
    own: bool
    over: bool
    """Its planned time is over already."""


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Every post of the consortium that is not scheduled, those to read first, the next to go out first."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    query = (
        select(Post, Campaign.name)
        .join(Campaign, Campaign.id == Post.campaign_id)
        .where(
            Post.consortium_id == actor.consortium_id,
            Post.stage != Stage.SCHEDULED,
            Post.cancelled_at.is_(None),
        )
        .order_by(Post.due_at, Post.id)
    )
    found = [(post, name) for post, name in session.execute(query)]
    networks = _networks(session, [post.id for post, _name in found])
    written = _written(session, actor, [post.id for post, _name in found])
    now = clock.now()
    rows = [
        Waiting(
            post_id=post.id,
            title=post.title,
            campaign=name,
            networks=networks.get(post.id, ()),
            due_at=post.due_at,
            timezone=post.due_timezone,
            stage=post.stage,
            revision=post.revision,
            words_revision=post.words_revision,
            own=post.created_by == actor.user_id or post.id in written,
            over=post.due_at <= now,
        )
        for post, name in found
    ]
    return sorted(rows, key=lambda row: ORDER.index(row.stage))


def steps(session: Session, consortium_id: UUID, post_id: UUID) -> list[PostChange]:
    """The stages that a post went through, the latest first."""
    query = select(PostChange).where(
        PostChange.consortium_id == consortium_id,
        PostChange.post_id == post_id,
        PostChange.field == "stage",
    )
    return list(session.scalars(query.order_by(PostChange.at.desc(), PostChange.id)))


def post_of(session: Session, consortium_id: UUID, post_id: UUID) -> Post:
    """The post to look at; NotFound."""
    post = session.get(Post, post_id)
    if post is None or post.consortium_id != consortium_id:
        raise stages.unknown()
    return post


def _networks(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[Channel, ...]]:
    query = select(Variant.post_id, Variant.network).where(Variant.post_id.in_(ids))
    found: dict[UUID, list[Channel]] = {}
    for post_id, network in session.execute(query):
        found.setdefault(post_id, []).append(network)
    return {one: tuple(sorted(here, key=NETWORKS.index)) for one, here in found.items()}


def _written(session: Session, actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    query = select(PostChange.post_id).where(
        PostChange.post_id.in_(ids),
        PostChange.user_id == actor.user_id,
        PostChange.field.not_in(stages.NO_WORDS),
    )
    return set(session.scalars(query))
