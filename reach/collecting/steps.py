"""One step of a queue: what is read next, and keeping what came of it.

`begin` and `settle` are one short transaction each, at the edge (reach.jobs); reach.collecting.asking
goes to the network between them and holds no session. Killed in between, the step was never begun: the
reading is done again once the queue's lease is over, and a slot that is kept already is not kept twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from connectors.errors import OF_THE_TARGET, ConnectorError, RateLimited, Refused
from core import clock
from core.people import Consortium
from reach import snapshots
from reach.collecting import (
    asking,
    budgets,
    canaries,
    credentials,
    health,
    lanes,
    lists,
    readers,
    wanted,
    watching,
)
from reach.collecting.asking import Outcome, Question
from reach.collecting.canaries import Canary
from reach.collecting.credentials import Opened
from reach.collecting.lanes import Claim
from reach.collecting.readers import Readers
from reach.models import Lane, Watch
from reach.owners import spoken, using


@dataclass(frozen=True)
class Step:
    """What is asked of the network, and on whose account in the queue."""

    lane_id: UUID
    owner: str
    claim: Claim
    question: Question
    access: Opened | None
    """The credentials that the question is given."""


def begin(session: Session, lane_id: UUID, only: UUID | None = None) -> Step | None:
    """Take the next reading of a queue (of one consortium's when said); None when none may be done now."""
    lane = session.get(Lane, lane_id)
    if lane is None:
        return None
    awake = [one for one in readers.due(session, lane, only) if one.wakes_at is None]
    watch = watching.next_due(session, lane_id, awake)
    if watch is None:
        return None
    consortium = session.get_one(Consortium, watch.consortium_id)
    budget = budget_of(lane, consortium)
    chain = _chain(awake, watch)
    listing = lists.find(session, watch, chain)
    posts = watch.variant_id is not None
    if listing is not None:
        least, most = asking.purse(listing.chain, posts=posts, listed=True)
        if least > lanes.left_today(lane, budget):
            listing = None
    if listing is None:
        least, most = asking.purse(chain, posts=posts)
    claim = lanes.claim(session, lane_id, budget, least, most)
    if claim is None:
        return None
    access = credentials.opened(session, consortium.id, lane.network, spoken.account_of(session, watch))
    question = Question(
        wanted=listing.wanted if listing else (wanted.of(session, watch),),
        chain=listing.chain if listing else chain,
        purse=claim.requests,
        demo=consortium.demo,
        credentials=access.given if access else None,
        canary=_canary(lane, demo=consortium.demo),
        lists=listing.account if listing else None,
    )
    return Step(lane_id, lane.owner, claim, question, access)


def settle(session: Session, step: Step, outcome: Outcome) -> Counter[str]:
    """Keep the outcome: how many were «read», «failed», or «left» (a pause meanwhile, or for tomorrow)."""
    lane = lanes.release(session, step.lane_id, step.claim, outcome.spent)
    if outcome.canary is not None:
        lane.canary_at, lane.canary_by = clock.now(), outcome.canary.heard_by
        lane.canary_well = outcome.canary.well
    said = using.noted(session, step.access, outcome.asked)
    _note_health(session, step.owner, said, again=_failed_before(session, step))
    if isinstance(outcome.error, RateLimited):
        lanes.wait(lane, outcome.error.retry_after)
    if isinstance(outcome.error, Refused):
        lanes.stop(lane, outcome.error.provider)
    if outcome.cut:
        lanes.rest(lane)
    if step.question.lists is not None:
        return lists.keep(session, step.question.wanted, outcome)
    return Counter([_keep(session, step, outcome, lane)])


def opens_at(session: Session, lane: Lane) -> datetime | None:
    """When the queue's next reading may be done; None while a person has to look, or nobody may read."""
    found = readers.due(session, lane)
    at = lanes.opens_at(lane, budget_of(lane, None))
    if at is None or not found:
        return None
    return max(at, readers.wake_at(found) or at)


def budget_of(lane: Lane, consortium: Consortium | None) -> budgets.Budget:
    """The budget of a queue."""
    demo = consortium is not None and consortium.demo
    return budgets.of(lane.network, credentials=lane.owner != lanes.OPERATOR, demo=demo)


def _keep(session: Session, step: Step, outcome: Outcome, lane: Lane) -> str:
    [one] = step.question.wanted
    watch = session.get(Watch, one.watch_id)
    record = outcome.records.get(one.watch_id)
    if record is not None:
        kept = snapshots.keep(session, one.target, record, one.slot)
        if kept and watch is not None:
            watching.done(watch, one.published_at)
        return _forget(session, watch, "read", kept=kept)
    if outcome.error is None:
        return "left"  # The day's budget ended before it was clear.
    kept = snapshots.keep_failure(session, one.target, outcome.error)
    if kept and watch is not None:
        passing = isinstance(outcome.error, ConnectorError) and not isinstance(outcome.error, OF_THE_TARGET)
        watching.put_off(watch, one.published_at, at_least=lane.next_at, passing=passing)
    return _forget(session, watch, "failed", kept=kept)


def _chain(awake: list[Readers], watch: Watch) -> tuple[str, ...]:
    kind = (watch.consortium_id, watch.variant_id is not None)
    return next(one.chain for one in awake if (one.consortium_id, one.posts) == kind)


def _canary(lane: Lane, *, demo: bool) -> Canary:
    name = "" if demo else canaries.CANARIES.get(lane.network, "")
    if lane.canary_at is None or clock.now() - lane.canary_at >= canaries.BELIEVED_FOR:
        return Canary(name)
    return Canary(name, lane.canary_by, well=lane.canary_well)


def _note_health(
    session: Session, owner: str, asked: Iterable[tuple[str, type[ConnectorError] | None]], *, again: bool
) -> None:
    for key, error in asked:
        if error is None:
            health.well(session, owner, key)
        elif issubclass(error, OF_THE_TARGET):
            health.answered(session, owner, key)
        else:
            health.failed(session, owner, key, error, again=again)


def _failed_before(session: Session, step: Step) -> bool:
    watch = session.get(Watch, step.question.wanted[0].watch_id)
    return step.question.lists is None and watch is not None and watch.tries > 0


def _forget(session: Session, watch: Watch | None, word: str, *, kept: bool) -> str:
    if kept:
        return word
    if watch is not None:
        session.delete(watch)
    return "left"
