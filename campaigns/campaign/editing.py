"""Say a campaign better, settle its money and phases, end it, put it away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaigns import planning, typed, when
from campaigns.actions.typed import whole as counted
from campaigns.campaign import budget as money
from campaigns.campaign import phases as of_phases
from campaigns.campaign.budget import Budget
from campaigns.campaign.whole import PhaseRow, Targets, phases_of
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
from core import audit, people
from core.errors import Conflict, InvalidInput
from core.i18n import _, mark
from core.people import Action, Actor
from core.territory import Audience, Need

STATUS_LABELS = {
    CampaignStatus.DRAFT: mark("brouillon"),
    CampaignStatus.RUNNING: mark("en cours"),
    CampaignStatus.OVER: mark("terminée"),
    CampaignStatus.ARCHIVED: mark("archivée"),
}
LEADS: dict[CampaignStatus, frozenset[CampaignStatus]] = {
    CampaignStatus.DRAFT: frozenset({CampaignStatus.RUNNING, CampaignStatus.ARCHIVED}),
    CampaignStatus.RUNNING: frozenset({CampaignStatus.OVER, CampaignStatus.ARCHIVED}),
    CampaignStatus.OVER: frozenset({CampaignStatus.RUNNING, CampaignStatus.ARCHIVED}),
    CampaignStatus.ARCHIVED: frozenset({CampaignStatus.OVER}),
}
"""What may follow what people have said of a campaign."""


@dataclass(frozen=True)
class Said:
    """What a campaign says of itself; the first need is the main one."""

    name: str
    goal: str
    needs: Sequence[Need]
    audience: Audience
    starts_on: date
    ends_on: date
    zone_ids: Collection[UUID] = ()
    structure_ids: Collection[UUID] = ()
    targets: Targets = field(default_factory=Targets)
    hypothesis: str = ""
    learnt: str = ""


def edit(session: Session, actor: Actor, campaign_id: UUID, revision: int, said: Said) -> Campaign:
    """Say a campaign better; `revision` is the one that was read.

    Raises Conflict (changed meanwhile, name taken), InvalidInput (field named; also a phase that would
    stand outside) and NotFound (campaign, zone or structure of another consortium).
    """
    campaign = _own(session, actor, campaign_id, revision)
    name = typed.text(said.name, "name", 120, _("Donnez un nom à la campagne."))
    if not said.needs:
        raise InvalidInput(_("Choisissez au moins un besoin."), "needs")
    starts_on, ends_on = when.period(said.starts_on, said.ends_on)
    of_phases.checked(phases_of(session, campaign.id), starts_on, ends_on)
    planning.check_places(session, actor.consortium_id, said.zone_ids, said.structure_ids)
    if name != campaign.name:
        planning.refuse_taken(session, actor.consortium_id, name, campaign.id)
    campaign.name, campaign.goal = name, _free(said.goal, "goal", 500)
    campaign.need, campaign.audience = said.needs[0], said.audience
    campaign.starts_on, campaign.ends_on = starts_on, ends_on
    campaign.target_dates = counted(said.targets.dates, "target_dates")
    campaign.target_scans = counted(said.targets.scans, "target_scans")
    campaign.target_contacts = counted(said.targets.contacts, "target_contacts")
    campaign.hypothesis = _free(said.hypothesis, "hypothesis", 500)
    campaign.learnt = _free(said.learnt, "learnt", 2000)
    for table, rows in (
        (CampaignNeed, [CampaignNeed(campaign_id=campaign.id, need=one) for one in set(said.needs[1:])]),
        (CampaignZone, [CampaignZone(campaign_id=campaign.id, zone_id=one) for one in set(said.zone_ids)]),
        (
            CampaignStructure,
            [CampaignStructure(campaign_id=campaign.id, structure_id=one) for one in set(said.structure_ids)],
        ),
    ):
        session.execute(delete(table).where(table.campaign_id == campaign.id))
        session.add_all(rows)
    return _changed(session, actor, campaign, "campaigns.campaign_edited")


def learn(session: Session, actor: Actor, campaign_id: UUID, revision: int, learnt: str) -> Campaign:
    """«On essaie, on apprend»: write down what was learnt, whatever came of it. Raises as edit."""
    campaign = _own(session, actor, campaign_id, revision)
    campaign.learnt = _free(learnt, "learnt", 2000)
    return _changed(session, actor, campaign, "campaigns.campaign_learnt")


def set_budget(session: Session, actor: Actor, campaign_id: UUID, revision: int, wanted: Budget) -> Campaign:
    """Settle hours, costs and purchases. Raises as edit."""
    campaign = _own(session, actor, campaign_id, revision)
    wanted = money.checked(wanted)
    campaign.hourly_cost, campaign.overhead = wanted.hourly_cost, wanted.overhead
    for table in (CampaignHours, CampaignPurchase):
        session.execute(delete(table).where(table.campaign_id == campaign.id))
    for kind, hours in wanted.hours.items():
        session.add(CampaignHours(campaign_id=campaign.id, kind=kind, hours=hours))
    for one in wanted.purchases:
        session.add(CampaignPurchase(campaign_id=campaign.id, **vars(one)))
    return _changed(session, actor, campaign, "campaigns.campaign_budgeted")


def set_phases(
    session: Session, actor: Actor, campaign_id: UUID, revision: int, wanted: Sequence[PhaseRow]
) -> Campaign:
    """Settle the phases. Raises as edit."""
    campaign = _own(session, actor, campaign_id, revision)
    found = of_phases.checked(wanted, campaign.starts_on, campaign.ends_on)
    session.execute(delete(CampaignPhase).where(CampaignPhase.campaign_id == campaign.id))
    session.add_all(CampaignPhase(campaign_id=campaign.id, **vars(one)) for one in found)
    return _changed(session, actor, campaign, "campaigns.campaign_phased")


def set_status(session: Session, actor: Actor, campaign_id: UUID, status: CampaignStatus) -> Campaign:
    """Start, end, take up again or put away; twice changes nothing. Conflict where it cannot follow."""
    campaign = _own(session, actor, campaign_id, None)
    if campaign.status is status:
        return campaign
    if status not in LEADS[campaign.status]:
        raise Conflict(
            _("Cette campagne est {status} : rechargez la page.", status=_(STATUS_LABELS[campaign.status]))
        )
    campaign.status = status
    return _changed(session, actor, campaign, f"campaigns.campaign_{status.value}")


def _own(session: Session, actor: Actor, campaign_id: UUID, revision: int | None) -> Campaign:
    people.require(actor, Action.PLAN, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    query = select(Campaign).where(Campaign.id == campaign_id).with_for_update(key_share=True)
    campaign = session.scalars(query.execution_options(populate_existing=True)).one()
    if revision is not None and campaign.revision != revision:
        raise Conflict(
            _(
                "Quelqu'un a changé cette campagne pendant que vous écriviez. Rien n'est perdu : "
                "comparez, puis enregistrez à nouveau."
            )
        )
    return campaign


def _changed(session: Session, actor: Actor, campaign: Campaign, what: str) -> Campaign:
    campaign.revision += 1
    session.flush()
    audit.record(session, actor, what, campaign.id)
    return campaign


def _free(text: str, field: str, longest: int) -> str:
    return people.required(text, field, longest) if text.strip() else ""
