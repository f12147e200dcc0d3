"""What today's page says: what waits for a decision, what comes, what thirty days brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from campaigns import planning, redirects, review_desk, rollups, scans
from campaigns.models import Stage
from campaigns.planning import LATE, WAITING, PostRow, PostState
from contacts import keeping, origins, queue
from contacts.queue import Request
from core import clock, jobs
from core.people import Action, Actor, may
from reach import night
from reach.night import NightLine

WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class Agenda:
    """Late posts, posts of today and tomorrow, waiting requests, and counts of two 30-day windows.

    `waiting` is None for a role that does not answer requests, `late` is empty for one that does
    not plan. Counts are young people in the target, and scans by people.
    """

    today: date
    late: tuple[PostRow, ...]
    coming: tuple[PostRow, ...]
    to_read: int
    """Posts that this person can approve, none of whose words are theirs."""
    to_settle: int
    """Posts with changes asked for, and approved ones that nobody scheduled."""
    waiting: tuple[Request, ...] | None
    contacts: int
    contacts_before: int
    scans: int
    scans_before: int
    lost: int
    """Scans of these thirty days that could not be stored, in the whole installation."""
    night: NightLine


def agenda(session: Session, actor: Actor, timezone: str) -> Agenda:
    """The present state, for one person."""
    today = clock.today(timezone)
    here = actor.consortium_id
    end = clock.now() + timedelta(days=2)
    rows = planning.posts(session, here, states=(*LATE, *WAITING, PostState.SCHEDULED))
    answers, plans = may(actor, Action.ENTER_CONTACT, here), may(actor, Action.PLAN, here)
    unscheduled = review_desk.waiting(session, actor) if plans else []
    windows = (
        (today - WINDOW + timedelta(days=1), today),
        (today - 2 * WINDOW + timedelta(days=1), today - WINDOW),
    )
    contacts = [len(origins.counted(session, here, since, until)) for since, until in windows]
    opened = [
        sum(count.human for count in scans.counts(session, here, since, until, timezone))
        for since, until in windows
    ]
    return Agenda(
        today=today,
        late=tuple(row for row in rows if plans and row.state in LATE),
        coming=tuple(row for row in rows if row.state not in LATE and clock.now() < row.due_at <= end),
        to_read=sum(row.stage is Stage.IN_REVIEW and not row.own for row in unscheduled),
        to_settle=sum(row.stage in (Stage.CHANGES_REQUESTED, Stage.APPROVED) for row in unscheduled),
        waiting=tuple(queue.waiting(session, here)) if answers else None,
        contacts=contacts[0],
        contacts_before=contacts[1],
        scans=opened[0],
        scans_before=opened[1],
        night=night.line(keeping.last_night(session, here), timezone, jobs_alive=jobs.alive(session)),
        lost=rollups.lost(session, windows[0][0]) + redirects.redirects().recorder.untold,
    )
