"""Campaigns, and with them everything that is planned: the posts' functions are offered here too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import typed, when
from campaigns.models import Action as Outside
from campaigns.models import (
    ActionState,
    Campaign,
    CampaignNeed,
    CampaignStatus,
    CampaignStructure,
    CampaignZone,
    Placement,
    Post,
)
from campaigns.outcomes import cancel_post, correct_link, mark_published
from campaigns.posts import LATE, STATE_LABELS, WAITING, PostRow, PostState, add_post, posts, state_of
from core import audit, clock, people
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Action, Actor, Consortium, Structure, folded
from core.territory import Audience, Need, Zone

__all__ = [
    "LATE",
    "STATE_LABELS",
    "WAITING",
    "CampaignRow",
    "Phase",
    "PostRow",
    "PostState",
    "add_post",
    "campaign_of",
    "campaigns",
    "cancel_post",
    "correct_link",
    "create_campaign",
    "mark_published",
    "open_ones",
    "posts",
    "state_of",
]


class Phase(StrEnum):
    """Where a campaign stands on a given day; the order is the order of the list."""

    RUNNING = "running"
    COMING = "coming"
    DRAFT = "draft"
    OVER = "over"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in a list, with how many posts and actions (not cancelled) and placements it has."""

    id: UUID
    name: str
    goal: str
    need: Need
    audience: Audience
    starts_on: date
    ends_on: date
    posts: int
    placements: int
    actions: int = 0
    status: CampaignStatus = CampaignStatus.RUNNING

    def phase(self, today: date) -> Phase:
        """Where the campaign stands on `today`; what people have said of it goes first."""
        if self.status is not CampaignStatus.RUNNING:
            return Phase(self.status.value)
        if today < self.starts_on:
            return Phase.COMING
        return Phase.OVER if today > self.ends_on else Phase.RUNNING


def create_campaign(
    session: Session,
    actor: Actor,
    name: str,
    *,
    goal: str,
    need: Need,
    audience: Audience,
    starts_on: date,
    ends_on: date,
    zone_ids: Collection[UUID] = (),
    structure_ids: Collection[UUID] = (),
    more_needs: Collection[Need] = (),
) -> Campaign:
    """A new campaign of the actor's consortium; `more_needs` stand beside its main one.

    Raises InvalidInput (no name, too long, absurd dates), Conflict (the name is taken) and
    NotFound (a zone or structure of another consortium).
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    name = typed.text(name, "name", 120, _("Donnez un nom à la campagne."))
    goal = people.required(goal, "goal", 500) if goal.strip() else ""
    starts_on, ends_on = when.period(starts_on, ends_on)
    check_places(session, actor.consortium_id, zone_ids, structure_ids)
    refuse_taken(session, actor.consortium_id, name)
    campaign = Campaign(
        consortium_id=actor.consortium_id,
        name=name,
        goal=goal,
        need=need,
        audience=audience,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=clock.now(),
    )
    session.add(campaign)
    session.flush()
    session.add_all(CampaignZone(campaign_id=campaign.id, zone_id=one) for one in set(zone_ids))
    session.add_all(
        CampaignStructure(campaign_id=campaign.id, structure_id=one) for one in set(structure_ids)
    )
    session.add_all(CampaignNeed(campaign_id=campaign.id, need=one) for one in set(more_needs) - {need})
    session.flush()
    audit.record(session, actor, "campaigns.campaign_created", campaign.id)
    return campaign


def campaigns(session: Session, consortium_id: UUID) -> list[CampaignRow]:
    """The campaigns of a consortium, the latest start first, then by name."""
    posts = select(func.count(Post.id)).where(Post.campaign_id == Campaign.id, Post.cancelled_at.is_(None))
    placements = select(func.count(Placement.id)).where(Placement.campaign_id == Campaign.id)
    actions = select(func.count(Outside.id)).where(
        Outside.campaign_id == Campaign.id, Outside.state != ActionState.CANCELLED
    )
    query = select(
        Campaign, posts.scalar_subquery(), placements.scalar_subquery(), actions.scalar_subquery()
    ).where(Campaign.consortium_id == consortium_id)
    rows = [
        CampaignRow(
            id=one.id,
            name=one.name,
            goal=one.goal,
            need=one.need,
            audience=one.audience,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            posts=post_count,
            placements=placement_count,
            actions=action_count,
            status=one.status,
        )
        for one, post_count, placement_count, action_count in session.execute(query)
    ]
    return sorted(rows, key=lambda row: (-row.starts_on.toordinal(), folded(row.name)))


def open_ones(rows: Sequence[CampaignRow]) -> list[CampaignRow]:
    """Those that something new can be added to; an archived one is put away, and keeps what it has."""
    return [row for row in rows if row.status is not CampaignStatus.ARCHIVED]


def campaign_of(session: Session, consortium_id: UUID, campaign_id: UUID) -> Campaign:
    """The campaign, or NotFound when there is none or it belongs to another consortium."""
    return typed.own_campaign(session, consortium_id, campaign_id)


def check_places(
    session: Session, consortium_id: UUID, zone_ids: Collection[UUID], structure_ids: Collection[UUID]
) -> None:
    """NotFound when a zone or a structure is not of this consortium."""
    for kind, ids in ((Zone, zone_ids), (Structure, structure_ids)):
        _all_here(session, consortium_id, kind, ids)


def _all_here(
    session: Session, consortium_id: UUID, kind: type[Zone] | type[Structure], ids: Collection[UUID]
) -> None:
    here = select(func.count(kind.id)).where(kind.consortium_id == consortium_id, kind.id.in_(ids))
    if ids and session.scalar(here) != len(set(ids)):
        raise NotFound(_("Une zone ou une structure n'est pas dans ce consortium. Choisissez dans la liste."))


def refuse_taken(session: Session, consortium_id: UUID, name: str, but: UUID | None = None) -> None:
    """Conflict when a campaign other than `but` has that name, accents and capitals left out."""
    # Two people who create the same campaign at once queue here on PostgreSQL; SQLite queues writers anyway.
    session.execute(
        select(Consortium.id).where(Consortium.id == consortium_id).with_for_update(key_share=True)
    )
    names = session.execute(select(Campaign.id, Campaign.name).where(Campaign.consortium_id == consortium_id))
    if folded(name) in {folded(taken) for one, taken in names if one != but}:
        raise Conflict(_("Une campagne porte déjà ce nom. Choisissez-en un autre."))
