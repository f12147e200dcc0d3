"""One step of a queue: what is read next, reading it, keeping the outcome.

`begin` and `settle` are one short transaction each, at the edge (reach.jobs); `ask` goes to the network
between them and holds no session. Killed in between, the step was never begun: the reading is done
again once the queue's lease is over, and a slot that is kept already is not kept twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors.errors import ERRORS, ConnectorError, Gone, Private, RateLimited, Refused, SwitchedOff
from core import clock, settings
from core.errors import InvalidInput, PorteVoixError
from core.people import Consortium
from reach import providers, snapshots
from reach.collecting import budgets, canaries, credentials, health, lanes, schedule, watching
from reach.collecting.credentials import Opened
from reach.models import Lane, Watch
from reach.owners import spoken, using
from reach.snapshots import Record, Target

Error = type[ConnectorError]


@dataclass(frozen=True)
class Step:
    """One reading to do; everything that asking needs, so that no session is held meanwhile."""

    watch_id: UUID
    lane_id: UUID
    owner: str
    target: Target
    slot: str
    published_at: datetime | None
    chain: tuple[str, ...]
    """The providers to ask, in that order: switched on, and not resting."""
    demo: bool
    access: Opened | None
    """The credentials that are given with the question."""
    canary: str | None
    """Whom to ask when the target is «gone»; None when that is known already, or nobody can be asked."""
    canary_well: bool

    @property
    def given(self) -> dict[str, str] | None:
        """What the readers are given."""
        return self.access.given if self.access else None


@dataclass
class Outcome:
    """What came: a record or an error; whom we asked and what they said ('' is an answer)."""

    record: Record | None = None
    error: PorteVoixError | None = None
    asked: list[tuple[str, Error | None]] = field(default_factory=list)
    canary_well: bool | None = None


def begin(session: Session, lane_id: UUID, only: UUID | None = None) -> Step | None:
    """Take the next reading of a queue (of one consortium's when said); None when none may be done now."""
    lane = session.get(Lane, lane_id)
    if lane is None:
        return None
    consortia = [
        one
        for one in watching.consortia_of(session, lane_id)
        if only in (None, one) and watching.able(session, one, lane.network, lane.owner)
    ]
    watch = watching.next_due(session, lane_id, consortia) if consortia else None
    if watch is None:
        return None
    consortium = session.get_one(Consortium, watch.consortium_id)
    allowed = providers.allowed(session, consortium.id) - health.resting(session, lane.owner)
    known = watching.chain_keys(session, consortium, lane.network, lane.owner)
    chain = tuple(key for key in known if key in allowed)
    if not chain:
        lanes.rest(lane)
        return None
    if lanes.claim(session, lane_id, budget_of(lane, consortium)) is None:
        return None
    target, published_at = _target(session, watch)
    now = clock.now()
    believed = lane.canary_at is not None and now - lane.canary_at < canaries.BELIEVED_FOR
    return Step(
        watch_id=watch.id,
        lane_id=lane_id,
        owner=lane.owner,
        target=target,
        slot=_slot(watch, published_at, now),
        published_at=published_at,
        chain=chain,
        demo=consortium.demo,
        access=credentials.opened(session, consortium.id, lane.network, spoken.account_of(session, watch)),
        canary=None if consortium.demo or believed else canaries.CANARIES.get(lane.network),
        canary_well=lane.canary_well if believed else True,
    )


def ask(step: Step) -> Outcome:
    """Ask the network, provider by provider, each with its own deadline; no database, nothing raised.

    A privacy setting or a block ends the walk; any other error goes on to the next provider.
    """
    outcome = Outcome()
    errors: list[ConnectorError] = []
    for key in step.chain:
        try:
            outcome.record = snapshots.read(step.target, {key}, demo=step.demo, given=step.given)
        except SwitchedOff:
            continue  # It cannot read that kind of thing: nobody was asked.
        except ConnectorError as error:
            outcome.asked.append((key, type(error)))
            errors.append(error)
            if isinstance(error, Private | Refused):
                break
        except PorteVoixError as error:
            outcome.error = error
            return outcome
        else:
            outcome.asked.append((key, None))
            return outcome
    outcome.error = _most_telling(errors)
    if isinstance(outcome.error, Gone):
        _doubt(step, outcome, outcome.error)
    return outcome


def settle(session: Session, step: Step, outcome: Outcome) -> str:
    """Keep the outcome: «read», «failed», or «left» when it may not be kept (a pause meanwhile)."""
    lane = lanes.release(session, step.lane_id, len(outcome.asked) - 1)
    if outcome.canary_well is not None:
        lane.canary_at, lane.canary_well = clock.now(), outcome.canary_well
    _note_health(session, step.owner, using.noted(session, step.access, outcome.asked))
    watch = session.get(Watch, step.watch_id)
    if outcome.record is not None:
        kept = snapshots.keep(session, step.target, outcome.record, step.slot)
        if kept and watch is not None:
            watching.done(watch, step.published_at)
        return _forget(session, watch, "read", kept=kept)
    error = outcome.error
    assert error is not None
    if isinstance(error, RateLimited):
        lanes.wait(lane, error.retry_after)
    if isinstance(error, Refused):
        lanes.stop(lane, error.provider)
    kept = snapshots.keep_failure(session, step.target, error)
    if kept and watch is not None:
        watching.put_off(watch, step.published_at, at_least=lane.next_at)
    return _forget(session, watch, "failed", kept=kept)


def budget_of(lane: Lane, consortium: Consortium | None) -> budgets.Budget:
    """The budget of a queue."""
    demo = consortium is not None and consortium.demo
    return budgets.of(lane.network, credentials=lane.owner != lanes.OPERATOR, demo=demo)


def _target(session: Session, watch: Watch) -> tuple[Target, datetime | None]:
    if watch.account_id is not None:
        account = session.get_one(Account, watch.account_id)
        return Target(watch.consortium_id, account.id, None, watch.network, account.handle), None
    query = (
        select(Variant.published_url, watching.published())
        .join(Post, Post.id == Variant.post_id)
        .where(Variant.id == watch.variant_id)
    )
    url, at = session.execute(query).one()
    return Target(watch.consortium_id, None, watch.variant_id, watch.network, url or ""), at


def _slot(watch: Watch, published_at: datetime | None, now: datetime) -> str:
    if watch.asked_at is not None:
        return f"asked-{watch.asked_at:%Y-%m-%dT%H:%M:%S.%f}"
    if published_at is None:
        return schedule.account_slot(now, settings.current().timezone)
    return schedule.post_slot(published_at, now)


def _doubt(step: Step, outcome: Outcome, gone: Gone) -> None:
    """«Gone» is only believed while the same reader still sees the canary."""
    well = step.canary_well
    if step.canary is not None:
        well = outcome.canary_well = _canary_sings(step, gone.provider)
        outcome.asked.append((gone.provider, None if well else RateLimited))
    if not well:
        outcome.error = RateLimited()
        outcome.error.provider = gone.provider


def _canary_sings(step: Step, provider: str) -> bool:
    target = Target(step.target.consortium_id, step.watch_id, None, step.target.network, step.canary or "")
    try:
        snapshots.read(target, {provider}, given=step.given)
    except (SwitchedOff, InvalidInput):
        return True  # It reads posts only: there is no canary for it.
    except ConnectorError:
        return False
    return True


def _most_telling(errors: list[ConnectorError]) -> ConnectorError:
    """A block before everything, then «private» (it exists), then the order of connectors.errors."""
    order = (Refused, Private, *ERRORS)
    return min(errors, key=lambda error: order.index(type(error)), default=SwitchedOff())


def _note_health(session: Session, owner: str, asked: Iterable[tuple[str, Error | None]]) -> None:
    for key, error in asked:
        if error is None:
            health.well(session, owner, key)
        else:
            health.failed(session, owner, key, error)


def _forget(session: Session, watch: Watch | None, word: str, *, kept: bool) -> str:
    if kept:
        return word
    if watch is not None:
        session.delete(watch)
    return "left"
