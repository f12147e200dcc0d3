"""What stands in the calendar between two days, from every room, in the order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import needs
from campaigns.calendar import sources
from campaigns.calendar.item import ALL, Item, ItemKind, ItemState, Wanted
from campaigns.needs import Coming
from core import clock

MARGIN = timedelta(hours=15)
"""No zone is further from UTC: the instants of a day, wherever it is planned, lie within this margin."""


def between(
    session: Session, consortium_id: UUID, first: date, last: date, wanted: Wanted = ALL
) -> list[Item]:
    """What stands on the days `first` to `last`, both included, each item in its own zone."""
    instants = (
        datetime.combine(first, time(0), UTC) - MARGIN,
        datetime.combine(last, time(0), UTC) + timedelta(days=1) + MARGIN,
    )
    found = _all(session, consortium_id, instants, wanted)
    return _with_overlaps([one for one in found if one.day <= last and one.last_day >= first])


def everything(session: Session, consortium_id: UUID, wanted: Wanted = ALL) -> list[Item]:
    """All that was ever planned, with its texts: what a calendar on a phone takes over."""
    return _all(session, consortium_id, None, wanted, texts=True)


def _all(
    session: Session,
    consortium_id: UUID,
    instants: tuple[datetime, datetime] | None,
    wanted: Wanted,
    *,
    texts: bool = False,
) -> list[Item]:
    now, campaign = clock.now(), wanted.campaign_id
    structures = sources.taking_part(session, consortium_id)
    found: list[Item] = [
        *sources.posts(session, consortium_id, instants, now, structures, campaign_id=campaign, texts=texts),
        *sources.actions(session, consortium_id, instants, now, structures, campaign_id=campaign),
    ]
    days = (instants[0].date(), instants[1].date()) if instants else None
    found += [_of_above(coming) for coming in needs.coming(session, consortium_id, days)]
    return sorted(filter(wanted.takes, found), key=lambda item: (item.wall, item.second, item.id))


def _of_above(coming: Coming) -> Item:
    """What a room above adds takes its whole day."""
    starts = datetime.combine(coming.day, time(0), UTC)
    ends = coming.day + timedelta(days=1)
    return Item(
        id=f"{coming.source}-{coming.id}",
        kind=ItemKind.REMINDER if coming.reminder else ItemKind.OTHER,
        title=coming.title,
        starts_at=starts,
        ends_at=starts + timedelta(days=1),
        timezone="UTC",
        wall=f"{coming.day}T00:00",
        ends_wall=f"{ends}T00:00",
        all_day=True,
        state=ItemState.NOTED,
        structure_ids=frozenset({coming.structure_id}) if coming.structure_id else frozenset(),
        note=coming.discreet,
        page=coming.page,
    )


def _with_overlaps(items: Sequence[Item]) -> list[Item]:
    """Each action with the names of those that one of its structures hosts at the same time."""
    meets: dict[str, list[str]] = defaultdict(list)
    for here, there in _meeting([item for item in items if item.kind is ItemKind.ACTION]):
        meets[here.id].append(there.title)
        meets[there.id].append(here.title)
    return [replace(item, overlaps=tuple(meets[item.id])) if item.id in meets else item for item in items]


def _meeting(actions: Iterable[Item]) -> Iterable[tuple[Item, Item]]:
    running: list[Item] = []
    for item in sorted(actions, key=lambda one: one.starts_at):
        running = [one for one in running if one.ends_at > item.starts_at]
        for other in running:
            if len(item.structure_ids) == 1 and item.structure_ids == other.structure_ids:
                yield other, item
        running.append(item)
