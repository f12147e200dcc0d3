"""What a campaign holds, as its page lists it: posts, actions, codes; what asks for something first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import posts, rollups
from campaigns.actions import listing
from campaigns.actions.listing import ActionRow
from campaigns.models import ActionState, Code, Link, Placement
from campaigns.posts import PostRow
from core import clock
from core.people import folded
from core.territory import Channel


@dataclass(frozen=True)
class HeldPost:
    """A post; `row` is its form that asks for something first, `networks` are all of them."""

    row: PostRow
    networks: tuple[Channel, ...]


@dataclass(frozen=True)
class HeldCode:
    """A code of the campaign; `what` is where it is, empty where it is somebody's own."""

    code: str
    what: str
    channel: Channel
    scans: int
    retired: bool


@dataclass(frozen=True)
class Holding:
    """Everything that belongs to one campaign."""

    posts: tuple[HeldPost, ...]
    actions: tuple[ActionRow, ...]
    codes: tuple[HeldCode, ...]


def holding(session: Session, consortium_id: UUID, campaign_id: UUID, timezone: str) -> Holding:
    """Posts and actions that wait, then those to come, then the latest; codes by human scans."""
    return Holding(
        posts=_posts(posts.posts(session, consortium_id, campaign_id=campaign_id)),
        actions=_actions(listing.actions(session, consortium_id, campaign_id=campaign_id), clock.now()),
        codes=_codes(session, consortium_id, campaign_id, timezone),
    )


def _posts(rows: Iterable[PostRow]) -> tuple[HeldPost, ...]:
    of_post: dict[UUID, list[PostRow]] = {}
    for row in rows:
        of_post.setdefault(row.post_id, []).append(row)
    return tuple(HeldPost(forms[0], tuple(one.network for one in forms)) for forms in of_post.values())


def _actions(rows: Iterable[ActionRow], now: datetime) -> tuple[ActionRow, ...]:
    def order(row: ActionRow) -> tuple[int, float]:
        at = row.starts_at.timestamp()
        if row.state is ActionState.CANCELLED:
            return 3, -at
        if row.to_say(now):
            return 0, at
        return (1, at) if row.ends_at > now else (2, -at)

    return tuple(sorted(rows, key=order))


def _codes(session: Session, consortium_id: UUID, campaign_id: UUID, timezone: str) -> tuple[HeldCode, ...]:
    query = (
        select(Link, Code.shown, Placement.place)
        .join(Code, Code.link_id == Link.id)
        .outerjoin(Placement, Placement.id == Link.placement_id)
        .where(Link.consortium_id == consortium_id, Link.campaign_id == campaign_id, Code.alias.is_(False))
    )
    found = list(session.execute(query))
    opened = rollups.counts(session, consortium_id, None, None, timezone) if found else []
    scans = {one.link_id: one.human for one in opened}
    rows = [
        HeldCode(code, place or "", link.channel, scans.get(link.id, 0), link.retired_at is not None)
        for link, code, place in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.retired, -row.scans, folded(row.what), row.code)))
