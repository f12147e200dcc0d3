"""The register: every placement with its scans, and what it asks for.

Silent (see campaigns.silence for the rule): it was usually scanned and is not any more, or it has
hung there for three weeks and nobody ever scanned it. A date is never silent: it is past.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaigns import placements, scans, silence, visits
from campaigns.models import PlacementKind
from campaigns.placements import PlacementRow
from campaigns.placing import PRINTED
from campaigns.silence import Silence
from campaigns.visits import Seen
from core import clock
from core.i18n import mark

SILENT_DAYS = 21
"""Without a first scan, for something that hangs there."""
WEEKS = 9


class PlacementState(StrEnum):
    """Where a placement stands today; the order in which they are looked at."""

    OTHER_CODE = "other_code"
    SILENT = "silent"
    TO_PUT_UP = "to_put_up"
    IN_SERVICE = "in_service"
    PAST = "past"
    TAKEN_DOWN = "taken_down"
    RETIRED = "retired"


STATE_LABELS = {
    PlacementState.OTHER_CODE: mark("Code différent"),
    PlacementState.SILENT: mark("Muet"),
    PlacementState.TO_PUT_UP: mark("À poser"),
    PlacementState.IN_SERVICE: mark("En service"),
    PlacementState.PAST: mark("Date passée"),
    PlacementState.TAKEN_DOWN: mark("Enlevé"),
    PlacementState.RETIRED: mark("Retiré"),
}
OVER = frozenset({PlacementState.PAST, PlacementState.TAKEN_DOWN, PlacementState.RETIRED})


@dataclass(frozen=True)
class Entry:
    """A placement, its human scans in all and over the last nine weeks (the oldest first), its state.

    `silence` says how a habit ended; a silent placement without one was never scanned.
    """

    placement: PlacementRow
    scans: int
    weeks: tuple[int, ...]
    state: PlacementState
    silence: Silence | None = None


def entries(
    session: Session, consortium_id: UUID, timezone: str, *, campaign_id: UUID | None = None
) -> list[Entry]:
    """The register on the days of `timezone`: what asks for something first, then by place."""
    today = clock.today(timezone)
    in_all = {one.link_id: one.human for one in scans.counts(session, consortium_id, None, None, timezone)}
    daily = _daily(session, consortium_id, today, timezone)
    found = visits.last(session, consortium_id)
    made = [
        _entry(row, in_all.get(row.link_id, 0), daily[row.link_id], found.get(row.placement_id), timezone)
        for row in placements.rows(session, consortium_id, campaign_id=campaign_id)
    ]
    order = list(PlacementState)
    return sorted(made, key=lambda entry: order.index(entry.state))


def to_look_at(found: Sequence[Entry]) -> list[Entry]:
    """The printed placements in service that somebody should stand before: the longest unseen first."""
    waiting = [
        one
        for one in found
        if one.placement.kind in PRINTED and one.state not in {*OVER, PlacementState.TO_PUT_UP}
    ]
    return sorted(waiting, key=lambda one: last_seen(one.placement) or date.min)


def last_seen(row: PlacementRow) -> date | None:
    """The last day on which somebody stood before it: seen again, or put up."""
    return max((day for day in (row.seen_on, row.put_up_on) if day), default=None)


def _daily(
    session: Session, consortium_id: UUID, today: date, timezone: str
) -> defaultdict[int, Counter[int]]:
    """Human scans by link and days ago, as far back as the silence alarm looks."""
    first = today - timedelta(days=silence.WINDOW)
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for one in scans.daily_counts(session, consortium_id, first, today, timezone):
        found[one.link_id][(today - one.day).days] += one.human
    return found


def _entry(row: PlacementRow, in_all: int, daily: Counter[int], seen: Seen | None, timezone: str) -> Entry:
    today = clock.today(timezone)
    weeks = [sum(daily[7 * back + day] for day in range(7)) for back in reversed(range(WEEKS))]
    up = (today - (row.put_up_on or _day(row, timezone))).days
    # Today is not over: a scan in it ends a silence, none in it adds nothing to one.
    heard = (
        None if daily[0] else silence.heard([daily[back] for back in range(min(up, silence.WINDOW), 0, -1)])
    )
    never = up >= SILENT_DAYS and not any(daily.values())
    return Entry(
        row, in_all, tuple(weeks), _state(row, today, in_all, seen, heard is not None or never), heard
    )


def _day(row: PlacementRow, timezone: str) -> date:
    return row.created_at.astimezone(ZoneInfo(timezone)).date()


def _state(row: PlacementRow, today: date, in_all: int, seen: Seen | None, silent: bool) -> PlacementState:
    if row.retired_at is not None:
        return PlacementState.RETIRED
    if row.kind is PlacementKind.DATE:
        over = row.held_on is not None and row.held_on < today
        return PlacementState.PAST if over else PlacementState.IN_SERVICE
    if row.taken_down_on is not None:
        return PlacementState.TAKEN_DOWN
    if seen is Seen.OTHER_CODE:
        return PlacementState.OTHER_CODE
    if row.kind in PRINTED and row.put_up_on is None and not in_all:
        return PlacementState.TO_PUT_UP
    return PlacementState.SILENT if silent else PlacementState.IN_SERVICE
