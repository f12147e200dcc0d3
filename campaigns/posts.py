"""Posts and their variants: what is said, when, and how that reads on each network.

A variant's state is computed, never stored: its post's stage, whether its time has come, what was
said of it. So nothing has to run for a late post to show as «à publier à la main».
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import stages, typed, when
from campaigns.models import Campaign, Post, Stage, Variant
from campaigns.writing import whole
from core import audit, clock, people
from core.errors import InvalidInput
from core.i18n import _, mark
from core.people import Action, Actor
from core.territory import NETWORKS, Channel

LONGEST_TEXT = 10_000


GRACE = timedelta(hours=2)
"""How long after its time a post is still «à publier à la main»; after that it was missed."""


class PostState(StrEnum):
    """Where a post is on one network; the first five are its stage, while nothing else is said of it."""

    DRAFT = Stage.DRAFT.value
    IN_REVIEW = Stage.IN_REVIEW.value
    CHANGES_REQUESTED = Stage.CHANGES_REQUESTED.value
    APPROVED = Stage.APPROVED.value
    SCHEDULED = Stage.SCHEDULED.value
    BY_HAND = "by_hand"
    MISSED = "missed"
    PUBLISHED = "published"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


STATE_LABELS = {
    **{PostState(stage.value): label for stage, label in stages.STAGE_LABELS.items()},
    PostState.BY_HAND: mark("à publier à la main"),
    PostState.MISSED: mark("en retard"),
    PostState.PUBLISHED: mark("publiée"),
    PostState.SKIPPED: mark("pas faite"),
    PostState.CANCELLED: mark("annulée"),
}
LATE = (PostState.BY_HAND, PostState.MISSED)
"""Its time has come, and nobody said what became of it."""
WAITING = (PostState.DRAFT, PostState.IN_REVIEW, PostState.CHANGES_REQUESTED, PostState.APPROVED)
"""Not scheduled: it is never due, whatever its time."""
_PLACE = {
    **dict.fromkeys(LATE, 0),
    **dict.fromkeys((*WAITING, PostState.SCHEDULED), 1),
    PostState.PUBLISHED: 2,
    PostState.SKIPPED: 3,
    PostState.CANCELLED: 4,
}


@dataclass(frozen=True)
class PostRow:
    """A post on one network; `wall` is the planned time as written, in `timezone`; times are UTC."""

    post_id: UUID
    variant_id: UUID
    campaign_id: UUID
    campaign: str
    title: str
    text: str
    network: Channel
    due_at: datetime
    timezone: str
    wall: str
    state: PostState
    published_at: datetime | None
    published_url: str | None
    revision: int = 1
    skipped_at: datetime | None = None
    skipped_why: str = ""


def add_post(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    title: str,
    text: str,
    *,
    networks: Sequence[Channel],
    day: date,
    wall: time,
    timezone: str,
) -> Post:
    """A new draft for a wall time in `timezone` (IANA name), with one variant per network.

    It may have no text yet. Only `campaigns.stages` schedules it, after its checks. Raises InvalidInput
    (too long text, no network, absurd day, an hour that the clocks skip) and NotFound (a campaign of
    another consortium).
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    title = typed.text(title, "title", 120, _("Donnez un titre à la publication."))
    text = people.required(text, "text", LONGEST_TEXT) if text.strip() else ""
    if not networks or not set(networks) <= set(NETWORKS):
        raise InvalidInput(_("Choisissez au moins un réseau."), "networks")
    due_at, due_wall = when.planned(day, wall, timezone)
    post = Post(
        consortium_id=actor.consortium_id,
        campaign_id=campaign_id,
        title=title,
        text=text,
        due_at=due_at,
        due_timezone=timezone,
        due_wall=due_wall,
        created_by=actor.user_id,
        created_at=clock.now(),
        stage=Stage.DRAFT,
    )
    session.add(post)
    session.flush()
    session.add_all(
        Variant(consortium_id=actor.consortium_id, post_id=post.id, network=network)
        for network in dict.fromkeys(networks)
    )
    session.flush()
    audit.record(session, actor, "campaigns.post_planned", post.id)
    return post


def state_of(post: Post, variant: Variant, now: datetime) -> PostState:
    """What became of the variant: published wins over cancelled, because it is out there."""
    if variant.published_at is not None:
        return PostState.PUBLISHED
    if post.cancelled_at is not None:
        return PostState.CANCELLED
    if variant.skipped_at is not None:
        return PostState.SKIPPED
    if post.stage is not Stage.SCHEDULED:
        return PostState(post.stage.value)
    if post.due_at > now:
        return PostState.SCHEDULED
    return PostState.BY_HAND if now - post.due_at <= GRACE else PostState.MISSED


def posts(
    session: Session,
    consortium_id: UUID,
    *,
    campaign_id: UUID | None = None,
    networks: Collection[Channel] = (),
    states: Collection[PostState] = (),
) -> list[PostRow]:
    """One row per post and network; no filter means all.

    Late ones on top (the oldest first), then those not scheduled yet and the coming ones (the next
    first), then the published, the skipped and the cancelled ones (the latest first).
    """
    query = (
        select(Post, Variant, Campaign.name)
        .join(Variant, Variant.post_id == Post.id)
        .join(Campaign, Campaign.id == Post.campaign_id)
        .where(Post.consortium_id == consortium_id)
    )
    if campaign_id is not None:
        query = query.where(Post.campaign_id == campaign_id)
    if networks:
        query = query.where(Variant.network.in_(networks))
    now = clock.now()
    rows = [_row(post, variant, name, now) for post, variant, name in session.execute(query)]
    return sorted((row for row in rows if not states or row.state in states), key=_order)


def _row(post: Post, variant: Variant, campaign: str, now: datetime) -> PostRow:
    return PostRow(
        post_id=post.id,
        variant_id=variant.id,
        campaign_id=post.campaign_id,
        campaign=campaign,
        title=post.title,
        text=whole.text(post, variant),
        network=variant.network,
        due_at=post.due_at,
        timezone=post.due_timezone,
        wall=post.due_wall,
        state=state_of(post, variant, now),
        published_at=variant.published_at,
        published_url=variant.published_url,
        revision=post.revision,
        skipped_at=variant.skipped_at,
        skipped_why=variant.skipped_why,
    )


def _order(row: PostRow) -> tuple[int, float, int, str]:
    place, at = _PLACE[row.state], row.due_at.timestamp()
    return place, at if place < 2 else -at, NETWORKS.index(row.network), str(row.variant_id)
