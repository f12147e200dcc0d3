"""Everything about one campaign, as its page shows it and its forms begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import typed
from campaigns.campaign.budget import Budget, Purchase
from campaigns.models import (
    Campaign,
    CampaignHours,
    CampaignNeed,
    CampaignPhase,
    CampaignPurchase,
    CampaignStatus,
    CampaignStructure,
    CampaignZone,
)
from core.people import Structure, folded
from core.territory import Audience, Need, Zone


@dataclass(frozen=True)
class Targets:
    """What is aimed at; None: no target."""

    dates: int | None = None
    scans: int | None = None
    contacts: int | None = None


@dataclass(frozen=True)
class PhaseRow:
    """A named part of the period, both days included."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Whole:
    """One campaign; the first of `needs` is its main one, zones and structures are in order."""

    id: UUID
    name: str
    goal: str
    needs: tuple[Need, ...]
    audience: Audience
    starts_on: date
    ends_on: date
    zones: dict[UUID, str]
    structures: dict[UUID, str]
    targets: Targets
    phases: tuple[PhaseRow, ...]
    budget: Budget
    hypothesis: str
    learnt: str
    status: CampaignStatus
    revision: int


def whole(session: Session, consortium_id: UUID, campaign_id: UUID) -> Whole:
    """The campaign; NotFound when it is not of this consortium."""
    one = typed.own_campaign(session, consortium_id, campaign_id)
    zones = session.execute(
        select(Zone.id, Zone.name)
        .join(CampaignZone, CampaignZone.zone_id == Zone.id)
        .where(CampaignZone.campaign_id == one.id)
    )
    structures = session.execute(
        select(Structure.id, Structure.name)
        .join(CampaignStructure, CampaignStructure.structure_id == Structure.id)
        .where(CampaignStructure.campaign_id == one.id)
    )
    return Whole(
        id=one.id,
        name=one.name,
        goal=one.goal,
        needs=(one.need, *further_needs(session, one.id)),
        audience=one.audience,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        zones=dict(sorted(((row[0], row[1]) for row in zones), key=lambda row: folded(row[1]))),
        structures=dict(sorted(((row[0], row[1]) for row in structures), key=lambda row: folded(row[1]))),
        targets=Targets(one.target_dates, one.target_scans, one.target_contacts),
        phases=phases_of(session, one.id),
        budget=budget_of(session, one),
        hypothesis=one.hypothesis,
        learnt=one.learnt,
        status=one.status,
        revision=one.revision,
    )


def further_needs(session: Session, campaign_id: UUID) -> list[Need]:
    """The needs beside the first one, in the order of the list of needs."""
    found = session.scalars(select(CampaignNeed.need).where(CampaignNeed.campaign_id == campaign_id))
    return sorted(found, key=list(Need).index)


def phases_of(session: Session, campaign_id: UUID) -> tuple[PhaseRow, ...]:
    """The phases by start."""
    query = select(CampaignPhase).where(CampaignPhase.campaign_id == campaign_id)
    found = session.scalars(query.order_by(CampaignPhase.starts_on, CampaignPhase.name))
    return tuple(PhaseRow(one.name, one.starts_on, one.ends_on) for one in found)


def budget_of(session: Session, campaign: Campaign) -> Budget:
    """The budget; purchases with a day first, by label."""
    hours = session.scalars(select(CampaignHours).where(CampaignHours.campaign_id == campaign.id))
    bought = session.scalars(select(CampaignPurchase).where(CampaignPurchase.campaign_id == campaign.id))
    purchases = sorted(
        (Purchase(one.label, one.amount, one.spent_on) for one in bought),
        key=lambda one: (one.spent_on or date.max, folded(one.label)),
    )
    by_kind = {one.kind: one.hours for one in hours}
    return Budget(by_kind, campaign.hourly_cost, campaign.overhead, tuple(purchases))
