"""What an item of the calendar is, and which ones somebody wants to see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from campaigns import posts, when
from campaigns.actions import kinds
from core.i18n import mark
from core.territory import FAMILY_OF, Audience, Channel, Family


class ItemKind(StrEnum):
    """What stands in the calendar; reminders and others come from rooms above."""

    POST = "post"
    ACTION = "action"
    REMINDER = "reminder"
    OTHER = "other"


class ItemState(StrEnum):
    """How far an item is, in one word."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    BY_HAND = "by_hand"
    MISSED = "missed"
    PUBLISHED = "published"
    SKIPPED = "skipped"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    TO_TELL = "to_tell"
    HELD = "held"
    NOTED = "noted"
    CANCELLED = "cancelled"


KIND_LABELS = {
    ItemKind.POST: mark("publication"),
    ItemKind.ACTION: mark("action"),
    ItemKind.REMINDER: mark("rappel"),
    ItemKind.OTHER: mark("autre date"),
}
STATE_LABELS = {
    **{ItemState(state.value): label for state, label in posts.STATE_LABELS.items()},
    **{ItemState(state.value): label for state, label in kinds.STATE_LABELS.items()},
    ItemState.TO_TELL: mark("a-t-elle eu lieu ?"),
    ItemState.NOTED: mark("à savoir"),
}
UNFINISHED = frozenset({ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.CHANGES_REQUESTED, ItemState.PLANNED})
"""Drawn with dashes: words or a place that nobody has agreed yet."""


@dataclass(frozen=True)
class Item:
    """One thing at its wall time, in the zone in which it was planned; instants are UTC.

    `revision` is what a move has to have seen. `needs_check`: its time is over and nobody said what
    became of it. `overlaps` names what the same structure does at the same time.
    """

    id: str
    kind: ItemKind
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    wall: str
    ends_wall: str
    state: ItemState
    channels: tuple[Channel, ...] = ()
    thing: UUID | None = None
    second: bool = False
    all_day: bool = False
    campaign_id: UUID | None = None
    campaign: str = ""
    structure_ids: frozenset[UUID] = frozenset()
    """Who hosts it, or takes part; none: the whole consortium."""
    audience: Audience | None = None
    place: str = ""
    note: str = ""
    movable: bool = False
    needs_check: bool = False
    revision: int = 1
    told: int = 0
    """How much of it is said to be out or done: with the revision it makes the number of changes."""
    page: str = ""
    """The address of the page where it is dealt with."""
    overlaps: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it stands."""
        return date.fromisoformat(self.wall[:10])

    @property
    def hour(self) -> time:
        """Its wall time; midnight when it takes the day."""
        return time.fromisoformat(self.wall[11:])

    @property
    def last_day(self) -> date:
        """The last day that it covers."""
        ends = datetime.strptime(self.ends_wall, when.WALL)  # noqa: DTZ007 (a wall time has no zone)
        midnight = ends.time() == time(0) and self.ends_wall > self.wall
        return max(self.day, ends.date().fromordinal(ends.toordinal() - midnight))

    @property
    def beside(self) -> str:
        """Its place, unless the title says it already."""
        return "" if self.title.endswith(self.place) else self.place

    @property
    def family(self) -> Family:
        """The family of its first channel."""
        return FAMILY_OF[self.channels[0]] if self.channels else Family.UNKNOWN


@dataclass(frozen=True)
class Wanted:
    """Which items; nothing said means all. Cancelled ones come only when they are asked for by state."""

    campaign_id: UUID | None = None
    channels: Collection[Channel] = ()
    structure_id: UUID | None = None
    audience: Audience | None = None
    states: Collection[ItemState] = ()
    cancelled: bool = False

    def takes(self, item: Item) -> bool:
        """Whether the item is one of them."""
        if item.state is ItemState.CANCELLED and not (self.cancelled or ItemState.CANCELLED in self.states):
            return False
        return (
            (self.campaign_id is None or item.campaign_id == self.campaign_id)
            and (not self.channels or not set(self.channels).isdisjoint(item.channels))
            and (
                self.structure_id is None or not item.structure_ids or self.structure_id in item.structure_ids
            )
            and (self.audience is None or item.audience is self.audience)
            and (not self.states or item.state in self.states)
        )


ALL = Wanted()
