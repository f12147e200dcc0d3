"""The two sources of this room: one query for posts with their networks, one for actions.

Columns are read instead of rows of the models: a month holds hundreds of items.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import when
from campaigns.actions import typed
from campaigns.actions.kinds import CHANNEL_OF
from campaigns.actions.listing import shown_title
from campaigns.calendar.item import Item, ItemKind, ItemState
from campaigns.models import (
    Action,
    ActionState,
    Campaign,
    CampaignStructure,
    Post,
    Stage,
    Variant,
)
from campaigns.posts import GRACE
from core.territory import Channel

POST_LENGTH = timedelta(minutes=15)
"""What a post takes in a calendar: long enough to be read."""
_PLACE = {channel: place for place, channel in enumerate(Channel)}
Structures = Mapping[UUID, frozenset[UUID]]
_STATE_OF_STAGE = {
    Stage.DRAFT: ItemState.DRAFT,
    Stage.IN_REVIEW: ItemState.IN_REVIEW,
    Stage.CHANGES_REQUESTED: ItemState.CHANGES_REQUESTED,
    Stage.APPROVED: ItemState.APPROVED,
    Stage.SCHEDULED: ItemState.SCHEDULED,
}
_STATE_OF_ACTION = {
    ActionState.PLANNED: ItemState.PLANNED,
    ActionState.CONFIRMED: ItemState.CONFIRMED,
    ActionState.HELD: ItemState.HELD,
    ActionState.CANCELLED: ItemState.CANCELLED,
}


def taking_part(session: Session, consortium_id: UUID) -> Structures:
    """For each campaign, the structures that take part in it."""
    query = (
        select(CampaignStructure.campaign_id, CampaignStructure.structure_id)
        .join(Campaign, Campaign.id == CampaignStructure.campaign_id)
        .where(Campaign.consortium_id == consortium_id)
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for campaign_id, structure_id in session.execute(query):
        found[campaign_id].add(structure_id)
    return {campaign: frozenset(ids) for campaign, ids in found.items()}


def posts(
    session: Session,
    consortium_id: UUID,
    between: tuple[datetime, datetime] | None,
    now: datetime,
    structures: Structures,
    *,
    campaign_id: UUID | None = None,
    texts: bool = False,
) -> Iterator[Item]:
    """The posts that are due between two instants (None: all), each once, with all its networks."""
    query = (
        select(
            Post.id,
            Post.title,
            Post.due_at,
            Post.due_timezone,
            Post.due_wall,
            Post.due_fold,
            Post.stage,
            Post.revision,
            Post.cancelled_at,
            Post.campaign_id,
            Campaign.name,
            Campaign.audience,
            Variant.network,
            Variant.published_at,
            Variant.skipped_at,
            *((Post.text,) if texts else ()),
        )
        .join(Campaign, Campaign.id == Post.campaign_id)
        .outerjoin(Variant, Variant.post_id == Post.id)
        .where(Post.consortium_id == consortium_id)
        .order_by(Post.due_at, Post.id, Variant.id)
    )
    if campaign_id is not None:
        query = query.where(Post.campaign_id == campaign_id)
    if between is not None:
        query = query.where(Post.due_at.between(*between))
    for _post, rows in groupby(_rows(session, query), key=lambda row: row.id):
        yield _post_item(list(rows), now, structures)


def _post_item(rows: list[Any], now: datetime, structures: Structures) -> Item:
    first = rows[0]
    variants = [row for row in rows if row.network is not None]
    told = [row for row in variants if row.published_at or row.skipped_at]
    out = any(row.published_at for row in variants)
    state = _STATE_OF_STAGE[first.stage]
    over = first.due_at <= now
    open_still = first.cancelled_at is None and not (variants and len(told) == len(variants))
    if first.cancelled_at is not None and not out:
        state = ItemState.CANCELLED
    elif not open_still:
        state = ItemState.PUBLISHED if out else ItemState.SKIPPED
    elif over and state is ItemState.SCHEDULED:
        state = ItemState.BY_HAND if now - first.due_at <= GRACE else ItemState.MISSED
    ends = (first.due_at + POST_LENGTH, _later(first.due_wall, POST_LENGTH))
    return Item(
        id=f"post-{first.id}",
        kind=ItemKind.POST,
        thing=first.id,
        title=first.title,
        starts_at=first.due_at,
        ends_at=ends[0],
        timezone=first.due_timezone,
        wall=first.due_wall,
        ends_wall=ends[1],
        second=bool(first.due_fold),
        state=state,
        channels=tuple(sorted((row.network for row in variants), key=_PLACE.__getitem__)),
        campaign_id=first.campaign_id,
        campaign=first.name,
        structure_ids=structures.get(first.campaign_id, frozenset()),
        audience=first.audience,
        note=getattr(first, "text", ""),
        movable=open_still and not out,
        needs_check=over and open_still,
        revision=first.revision,
        told=len(told) + (first.cancelled_at is not None),
        page=f"publication?id={first.id}",
    )


def actions(
    session: Session,
    consortium_id: UUID,
    between: tuple[datetime, datetime] | None,
    now: datetime,
    structures: Structures,
    *,
    campaign_id: UUID | None = None,
) -> Iterator[Item]:
    """The actions that take place between two instants (None: all)."""
    query = (
        select(
            Action.id,
            Action.kind,
            Action.title,
            Action.place,
            Action.note,
            Action.structure_id,
            Action.starts_at,
            Action.ends_at,
            Action.timezone,
            Action.starts_wall,
            Action.ends_wall,
            Action.starts_fold,
            Action.state,
            Action.revision,
            Action.campaign_id,
            Campaign.name,
            Campaign.audience,
        )
        .join(Campaign, Campaign.id == Action.campaign_id)
        .where(Action.consortium_id == consortium_id)
        .order_by(Action.starts_at, Action.id)
    )
    if campaign_id is not None:
        query = query.where(Action.campaign_id == campaign_id)
    for row in _rows(session, _within(query, between)):
        yield _action_item(row, now, structures)


def _rows(session: Session, query: Any) -> Iterator[Any]:
    return iter(session.execute(query))


def _within(query: Any, between: tuple[datetime, datetime] | None) -> Any:
    if between is None:
        return query
    first, last = between
    return query.where(Action.starts_at.between(first - typed.LONGEST, last), Action.ends_at >= first)


def _action_item(row: Any, now: datetime, structures: Structures) -> Item:
    state = _STATE_OF_ACTION[row.state]
    open_still = state in (ItemState.PLANNED, ItemState.CONFIRMED)
    over = row.ends_at <= now
    own = frozenset({row.structure_id}) if row.structure_id else structures.get(row.campaign_id, frozenset())
    return Item(
        id=f"action-{row.id}",
        kind=ItemKind.ACTION,
        thing=row.id,
        title=row.title or f"{shown_title(row.kind, '')}, {row.place}",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        wall=row.starts_wall,
        ends_wall=row.ends_wall,
        second=bool(row.starts_fold),
        state=ItemState.TO_TELL if over and open_still else state,
        channels=(CHANNEL_OF[row.kind],),
        campaign_id=row.campaign_id,
        campaign=row.name,
        structure_ids=own,
        audience=row.audience,
        place=row.place,
        note=row.note,
        movable=open_still and row.starts_at > now,
        needs_check=over and open_still,
        revision=row.revision,
        page="actions",
    )


def _later(wall: str, length: timedelta) -> str:
    return (datetime.strptime(wall, when.WALL) + length).strftime(when.WALL)  # noqa: DTZ007
