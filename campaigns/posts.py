"""Posts and their variants: what is said, when, and what became of it on each network.

A variant's state is computed, never stored: it is due at an instant, published or not, and its
post is cancelled or not. So nothing has to run for a late post to show as «à publier à la main».
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import addresses, typed, when
from campaigns.models import Campaign, Post, Variant
from campaigns.writing import whole
from core import audit, clock, i18n, people, territory
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor, Consortium
from core.territory import NETWORKS, Channel

LONGEST_TEXT = 10_000


class PostState(StrEnum):
    """What became of a post on one network."""

    SCHEDULED = "scheduled"
    BY_HAND = "by_hand"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


STATE_LABELS = {
    PostState.SCHEDULED: mark("programmée"),
    PostState.BY_HAND: mark("à publier à la main"),
    PostState.PUBLISHED: mark("publiée"),
    PostState.CANCELLED: mark("annulée"),
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
    """A new post for a wall time in `timezone` (IANA name), with one variant per network.

    Raises InvalidInput (empty or too long text, no network, absurd day, an hour that the clocks
    skip) and NotFound (a campaign of another consortium).
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    title = typed.text(title, "title", 120, _("Donnez un titre à la publication."))
    text = typed.text(text, "text", LONGEST_TEXT, _("Écrivez le texte de la publication."))
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
    return PostState.BY_HAND if post.due_at <= now else PostState.SCHEDULED


def posts(
    session: Session,
    consortium_id: UUID,
    *,
    campaign_id: UUID | None = None,
    networks: Collection[Channel] = (),
    states: Collection[PostState] = (),
) -> list[PostRow]:
    """One row per post and network; no filter means all.

    Late ones on top (the oldest first), then the coming ones (the next first), then the published
    and the cancelled ones (the latest first).
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


def mark_published(session: Session, actor: Actor, variant_id: UUID, url: str) -> Variant:
    """«C'est publié, voici le lien»: the variant is published now, and its link can be collected.

    The same link again changes nothing. Raises InvalidInput (not a link of that network), Conflict
    (cancelled, published under another link, or the link is used elsewhere) and NotFound.
    """
    post, variant = _locked(session, actor, variant_id)
    url = addresses.post_url(variant.network, url)
    if variant.published_url == url:
        return variant
    if variant.published_at is not None:
        raise Conflict(
            _("Cette publication a déjà son lien. Pour le changer, choisissez « Corriger le lien ».")
        )
    if post.cancelled_at is not None:
        raise Conflict(_("Cette publication est annulée. Créez-en une nouvelle."))
    _refuse_used(session, actor.consortium_id, url)
    variant.published_at, variant.published_url = clock.now(), url
    session.flush()
    audit.record(session, actor, "campaigns.post_published", variant.id)
    return variant


def correct_link(session: Session, actor: Actor, variant_id: UUID, url: str) -> Variant:
    """Another link for a published variant; when it was published stays. Raises as mark_published."""
    _post, variant = _locked(session, actor, variant_id)
    url = addresses.post_url(variant.network, url)
    if variant.published_at is None:
        raise Conflict(_("Cette publication n'est pas encore publiée. Choisissez « C'est publié »."))
    if variant.published_url != url:
        _refuse_used(session, actor.consortium_id, url)
        variant.published_url = url
        session.flush()
        audit.record(session, actor, "campaigns.post_link_corrected", variant.id)
    return variant


def cancel_post(session: Session, actor: Actor, post_id: UUID) -> Post:
    """Give a post up; its published variants stay published. Twice changes nothing.

    Raises Conflict when all of it is published already, NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = _post(session, actor.consortium_id, post_id)
    left = select(func.count(Variant.id)).where(Variant.post_id == post.id, Variant.published_at.is_(None))
    if post.cancelled_at is not None:
        return post
    if not session.scalar(left):
        raise Conflict(_("Cette publication est déjà en ligne. Supprimez-la d'abord sur le réseau."))
    post.cancelled_at = clock.now()
    session.flush()
    audit.record(session, actor, "campaigns.post_cancelled", post.id)
    return post


def _locked(session: Session, actor: Actor, variant_id: UUID) -> tuple[Post, Variant]:
    people.require(actor, Action.PLAN, actor.consortium_id)
    found = session.scalar(select(Variant.post_id).where(Variant.id == variant_id))
    if found is None:
        raise _unknown_post()
    post = _post(session, actor.consortium_id, found)
    return post, session.get_one(Variant, variant_id, populate_existing=True)


def _post(session: Session, consortium_id: UUID, post_id: UUID) -> Post:
    """The post, locked: publishing and cancelling at once cannot both win."""
    query = (
        select(Post)
        .where(Post.id == post_id, Post.consortium_id == consortium_id)
        .with_for_update(key_share=True)
    )
    post = session.scalar(query.execution_options(populate_existing=True))
    if post is None:
        raise _unknown_post()
    return post


def _unknown_post() -> NotFound:
    return NotFound(_("Cette publication est introuvable. Revenez à la liste des publications."))


def _refuse_used(session: Session, consortium_id: UUID, url: str) -> None:
    session.execute(
        select(Consortium.id).where(Consortium.id == consortium_id).with_for_update(key_share=True)
    )
    query = (
        select(Post, Variant)
        .join(Variant, Variant.post_id == Post.id)
        .where(Variant.consortium_id == consortium_id, Variant.published_url == url)
    )
    used = session.execute(query).first()
    if used is not None:
        raise Conflict(
            _(
                "Ce lien est déjà celui de « {title} » ({network}, {moment}). Collez un autre lien.",
                title=used[0].title,
                network=territory.label(used[1].network),
                moment=i18n.moment(used[0].due_at, used[0].due_timezone),
            )
        )


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
    )


def _order(row: PostRow) -> tuple[int, float, int, str]:
    place = (PostState.BY_HAND, PostState.SCHEDULED, PostState.PUBLISHED, PostState.CANCELLED).index(
        row.state
    )
    at = row.due_at.timestamp()
    return place, at if place < 2 else -at, NETWORKS.index(row.network), str(row.variant_id)
