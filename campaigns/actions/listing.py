"""Actions as lists and calendars read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from campaigns.actions import states
from campaigns.actions.kinds import CHANNEL_OF, KIND_LABELS
from campaigns.actions.typed import Slot, slot_of
from campaigns.models import Action, ActionKind, ActionSeries, ActionState, Campaign, Code, Link, Placement
from core.errors import NotFound
from core.i18n import _
from core.people import Structure
from core.territory import Audience, Channel, Zone

EVENING = time(18)
SATURDAY = 5


@dataclass(frozen=True)
class ActionRow:
    """An action in a list; instants are UTC, walls are as people wrote them, in `timezone`.

    `title` falls back on the kind; counts are None until somebody has said them; `code` is the
    printed code of its first placement.
    """

    id: UUID
    campaign_id: UUID
    campaign: str
    audience: Audience
    series_id: UUID | None
    series: str | None
    kind: ActionKind
    title: str
    own_title: str
    place: str
    zone_id: UUID | None
    zone: str | None
    structure_id: UUID | None
    structure: str | None
    starts_at: datetime
    ends_at: datetime
    timezone: str
    starts_wall: str
    ends_wall: str
    starts_fold: int
    people: int | None
    hours: Decimal | None
    print_run: int | None
    capacity: int | None
    children_welcome: bool
    details: str
    note: str
    state: ActionState
    cancelled_why: str
    talks: int | None
    leaflets: int | None
    present: int | None
    draw_place: int | None
    revision: int
    created_at: datetime
    code: str | None

    @property
    def channel(self) -> Channel:
        """The channel whose colour it has."""
        return CHANNEL_OF[self.kind]

    @property
    def slot(self) -> Slot:
        """Its day and hours, as planned."""
        return slot_of(self)

    @property
    def evening(self) -> bool:
        """Whether some of it is after 18 h."""
        slot = self.slot
        return slot.ends_on is not None or slot.ends > EVENING

    @property
    def saturday(self) -> bool:
        """Whether it begins on a Saturday."""
        return self.slot.day.weekday() == SATURDAY

    def to_say(self, now: datetime) -> bool:
        """Whether it is over and nobody has said what became of it."""
        return self.state in states.OPEN and self.ends_at <= now


def actions(
    session: Session,
    consortium_id: UUID,
    between: tuple[datetime | None, datetime | None] = (None, None),
    *,
    campaign_id: UUID | None = None,
    series_id: UUID | None = None,
    kinds: Collection[ActionKind] = (),
    states: Collection[ActionState] = (),
    channels: Collection[Channel] = (),
    structure_id: UUID | None = None,
) -> list[ActionRow]:
    """The actions that touch a stretch of time (UTC, the end not in it), by start; no filter means all."""
    query = _rows().where(Action.consortium_id == consortium_id)
    since, until = between
    if since is not None:
        query = query.where(Action.ends_at > since)
    if until is not None:
        query = query.where(Action.starts_at < until)
    for column, wanted in (
        (Action.campaign_id, campaign_id),
        (Action.series_id, series_id),
        (Action.structure_id, structure_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if channels:
        kinds = [one for one in kinds or ActionKind if CHANNEL_OF[one] in channels]
        query = query.where(Action.kind.in_(kinds))
    elif kinds:
        query = query.where(Action.kind.in_(kinds))
    if states:
        query = query.where(Action.state.in_(states))
    return [_row(*row) for row in session.execute(query.order_by(Action.starts_at, Action.place, Action.id))]


def action_of(session: Session, consortium_id: UUID, action_id: UUID) -> ActionRow:
    """One action; NotFound when it is not of this consortium."""
    found = session.execute(
        _rows().where(Action.id == action_id, Action.consortium_id == consortium_id)
    ).one_or_none()
    if found is None:
        raise NotFound(_("Cette action est introuvable. Revenez à la liste des actions."))
    return _row(*found)


def shown_title(kind: ActionKind, title: str) -> str:
    """The title, or the kind with a capital."""
    word = _(KIND_LABELS[kind])
    return title or word[:1].upper() + word[1:]


def _rows() -> Select[Action, str, Audience, str | None, str | None, str | None, str | None]:
    code = (
        select(func.min(Code.shown))
        .join(Link, Link.id == Code.link_id)
        .join(Placement, Placement.id == Link.placement_id)
        .where(Placement.action_id == Action.id, ~Code.alias, Link.retired_at.is_(None))
        .correlate(Action)
        .scalar_subquery()
    )
    return (
        select(Action, Campaign.name, Campaign.audience, ActionSeries.name, Zone.name, Structure.name, code)
        .join(Campaign, Campaign.id == Action.campaign_id)
        .outerjoin(ActionSeries, ActionSeries.id == Action.series_id)
        .outerjoin(Zone, Zone.id == Action.zone_id)
        .outerjoin(Structure, Structure.id == Action.structure_id)
    )


_COPIED = (
    *("id", "campaign_id", "series_id", "kind", "place", "zone_id", "structure_id", "starts_at", "ends_at"),
    *("timezone", "starts_wall", "ends_wall", "starts_fold", "people", "hours", "print_run", "capacity"),
    *("children_welcome", "details", "note", "state", "cancelled_why", "talks", "leaflets", "present"),
    *("draw_place", "revision", "created_at"),
)


def _row(
    action: Action,
    campaign: str,
    audience: Audience,
    series: str | None,
    zone: str | None,
    structure: str | None,
    code: str | None,
) -> ActionRow:
    return ActionRow(
        **{name: getattr(action, name) for name in _COPIED},
        campaign=campaign,
        audience=audience,
        series=series,
        title=shown_title(action.kind, action.title),
        own_title=action.title,
        zone=zone,
        structure=structure,
        code=code,
    )
