"""The same campaign again, later: structure, money and phases; posts as drafts, actions as plans; no code."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import planning, when
from campaigns.actions import planning as actions
from campaigns.actions.typed import Wanted, moved, slot_of
from campaigns.campaign import editing
from campaigns.campaign.budget import Budget, Purchase
from campaigns.campaign.editing import Said
from campaigns.campaign.whole import PhaseRow, Whole, whole
from campaigns.models import Action, ActionState, Campaign, CampaignStatus, Post
from campaigns.repeating import copies
from core import audit, people
from core.errors import InvalidInput
from core.i18n import _
from core.people import Actor


def duplicate(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    name: str,
    starts_on: date,
    *,
    with_posts: bool = True,
    with_actions: bool = False,
) -> Campaign:
    """A draft of the same campaign that begins on `starts_on`; every date moves by as many days.

    What was bought is to be bought again, what was learnt stays with the first one, and no code is
    copied: a code belongs to its place. Raises as planning.create_campaign, and InvalidInput («starts_on»)
    when a post or an action would fall on an hour that the clocks skip.
    """
    people.require(actor, people.Action.PLAN, actor.consortium_id)
    old = whole(session, actor.consortium_id, campaign_id)
    shift = starts_on - old.starts_on
    made = planning.create_campaign(
        session,
        actor,
        name,
        goal=old.goal,
        need=old.needs[0],
        audience=old.audience,
        starts_on=starts_on,
        ends_on=old.ends_on + shift,
        zone_ids=list(old.zones),
        structure_ids=list(old.structures),
    )
    made.status = CampaignStatus.DRAFT
    _rest(session, actor, made, old, shift)
    try:
        if with_posts:
            _posts(session, actor, old.id, made.id, shift)
        if with_actions:
            _actions(session, actor, old.id, made.id, shift)
    except InvalidInput as error:
        raise InvalidInput(
            _("Une date copiée ne va pas : {why} Choisissez un autre début.", why=error.message), "starts_on"
        ) from None
    session.flush()
    audit.record(session, actor, "campaigns.campaign_duplicated", made.id)
    return made


def _rest(session: Session, actor: Actor, made: Campaign, old: Whole, shift: timedelta) -> None:
    said = Said(
        name=made.name,
        goal=old.goal,
        needs=old.needs,
        audience=old.audience,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        zone_ids=list(old.zones),
        structure_ids=list(old.structures),
        targets=old.targets,
        hypothesis=old.hypothesis,
    )
    editing.edit(session, actor, made.id, made.revision, said)
    again = [Purchase(one.label, one.amount) for one in old.budget.purchases]
    money = Budget(old.budget.hours, old.budget.hourly_cost, old.budget.overhead, again)
    editing.set_budget(session, actor, made.id, made.revision, money)
    phases = [PhaseRow(one.name, one.starts_on + shift, one.ends_on + shift) for one in old.phases]
    editing.set_phases(session, actor, made.id, made.revision, phases)


def _posts(session: Session, actor: Actor, old: UUID, new: UUID, shift: timedelta) -> None:
    query = select(Post).where(Post.campaign_id == old, Post.cancelled_at.is_(None))
    for post in session.scalars(query.order_by(Post.due_at, Post.id)).all():
        wall = datetime.strptime(post.due_wall, when.WALL).replace(tzinfo=UTC) + shift
        copies.duplicate(session, actor, post.id, wall.date(), wall.time(), into=new)


def _actions(session: Session, actor: Actor, old: UUID, new: UUID, shift: timedelta) -> None:
    query = select(Action).where(Action.campaign_id == old, Action.state != ActionState.CANCELLED)
    for one in session.scalars(query.order_by(Action.starts_at, Action.id)).all():
        slot = slot_of(one)
        wanted = Wanted(
            one.kind,
            one.place,
            moved(slot, slot.day + shift),
            title=one.title,
            zone_id=one.zone_id,
            structure_id=one.structure_id,
            people=one.people,
            hours=one.hours,
            print_run=one.print_run,
            capacity=one.capacity,
            children_welcome=one.children_welcome,
            details=one.details,
            note=one.note,
        )
        actions.add_action(session, actor, new, wanted)
