"""Jobs of this room: collecting by the schedule or on demand, what is told, what is summed and what goes.

reach.sweep     finds what is due, starts the queues, tells a person about what stopped
reach.queue     reads one queue on, as far as it may be asked now, and comes back when it may be again
reach.collect   reads everything of a consortium that may be read now, for somebody who watches
reach.night     sums of the week, what is too old, what an earlier version did not sum

The edge of collection: networks are asked outside any transaction, then each target gets one short
transaction of its own, so a long run holds no lock and loses nothing when it is stopped. Nothing
sleeps: a queue that may not be asked yet is asked for again at its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from connectors import registry
from connectors.consents import Grant
from connectors.errors import ConnectorError
from core import clock, database, jobs, people
from core import notify as team_notices
from core.i18n import _
from core.jobs import Progress
from reach.collecting import asking, notices, readers, steps, watching
from reach.collecting.steps import Step
from reach.imports import keeping as imports
from reach.models import Lane
from reach.owners import ending, links, renewal, using
from reach.series import keeping, networks, rollups

COLLECT = "reach.collect"
SWEEP = "reach.sweep"
QUEUE = "reach.queue"
NIGHT = "reach.night"
ONE_RUN = timedelta(minutes=2)
"""A queue gives way to other jobs after that."""


def register() -> None:
    """Give core.jobs the work of this room; done once, at start."""
    jobs.register(COLLECT, collect)
    jobs.register(SWEEP, sweep, every="*/5 * * * *")
    jobs.register(QUEUE, queue)
    jobs.register(NIGHT, night, every="20 4 * * *")


def collect(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Read now for the consortium named by `arguments["consortium_id"]`, as far as the queues allow.

    Gives how many targets were read, failed, and were left: stopped meanwhile, or for later, when
    their network may be asked again.
    """
    consortium_id = UUID(str(arguments["consortium_id"]))
    with database.current().transaction() as session:
        total = watching.ask(session, consortium_id)
        waiting = watching.waiting(session, consortium_id)
        queues = [session.get_one(Lane, lane_id) for lane_id in waiting]
    counts = Counter(read=0, failed=0, left=0)
    for lane in sorted(queues, key=lambda one: one.network):
        progress(counts["read"] + counts["failed"], total, registry.label(lane.network))
        while (found := _step(lane.id, consortium_id)) is not None:
            counts.update(found)
            progress(counts["read"] + counts["failed"], total, registry.label(lane.network))
    counts["left"] = total - counts["read"] - counts["failed"]
    progress(total, total, "")
    with database.current().transaction() as session:
        networks.week_of_networks(session, consortium_id)
    return counts


def sweep(_arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Watch what may be collected, erase what was taken back, start the queues that have something due."""
    with database.current().transaction() as session:
        ended = ending.not_allowed(session)
    # Erased by now: what the networks answer changes nothing.
    ending.give_back(ended)
    with database.current().transaction() as session:
        erased = keeping.erase_withdrawn(session)
    with database.current().transaction() as session:
        watching.sync(session)
        found = readers.startable(session)
        started = [_start(session, lane_id) for lane_id in found]
        for consortium_id in networks.out_of_date(session):
            networks.week_of_networks(session, consortium_id)
    progress(1, 2, _("Relevés"))
    told = _tell()
    progress(2, 2, "")
    return {"due": sum(found.values()), "started": sum(started), "told": told, "erased": erased}


def queue(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Read the queue `arguments["lane"]` on until it may not be asked, is empty, or had its two minutes."""
    lane_id = UUID(str(arguments["lane"]))
    counts = Counter(read=0, failed=0, left=0)
    until = clock.now() + ONE_RUN
    while clock.now() < until:
        progress(sum(counts.values()), 0, _("Relevés"))
        found = _step(lane_id)
        if found is None:
            break
        counts.update(found)
    with database.current().transaction() as session:
        _start(session, lane_id)
    return counts


def night(_arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Sum what was not summed yet, note the week of each network, take away what is too old."""
    summed = 0
    while True:
        with database.current().transaction() as session:
            targets = rollups.lacking(session)
            for target in targets:
                rollups.rebuild_target(session, target)
        summed += len(targets)
        progress(summed, summed, _("Sommes"))
        if not targets:
            break
    with database.current().transaction() as session:
        imports.tidy(session)
        links.tidy(session)
    with database.current().snapshot() as session:
        everybody = people.consortium_ids(session)
    for consortium_id in everybody:
        with database.current().transaction() as session:
            if summed:
                networks.rebuild_networks(session, consortium_id)
            networks.week_of_networks(session, consortium_id)
    gone = 0
    while True:
        with database.current().transaction() as session:
            batch = keeping.purge_batch(session)
        gone += batch
        if not batch:
            return {"summed": summed, "gone": gone}


def _step(lane_id: UUID, only: UUID | None = None) -> Counter[str] | None:
    """One step of a queue, kept: how many were «read», «failed», «left»; None: nothing may be read now."""
    with database.current().transaction() as session:
        step = steps.begin(session, lane_id, only)
    if step is None:
        return None
    step, error = _with_good_token(step)
    outcome = asking.ask(step.question) if error is None else asking.Outcome(error=error)
    with database.current().transaction() as session:
        return steps.settle(session, step, outcome)


def _with_good_token(step: Step) -> tuple[Step, ConnectorError | None]:
    """The token of an account is renewed before it ends; an error when there is none to ask with."""
    demo = step.question.demo  # A demonstration asks nobody.
    if step.access is None or demo or not renewal.due(step.access.ends_at):
        return step, None
    with database.current().transaction() as session:
        ticket = renewal.claim(session, step.access.id)
    answer = renewal.ask(ticket) if ticket is not None else None
    if ticket is not None and answer is not None:
        with database.current().transaction() as session:
            kept = renewal.keep(session, ticket, answer)
        if not kept and isinstance(answer, Grant):
            ending.give_back([ticket.useless(answer)])
    with database.current().snapshot() as session:
        access, error = using.renewed(session, step.access, answer)
    question = replace(step.question, credentials=access.given if access else None)
    return replace(step, access=access, question=question), error


def _start(session: Session, lane_id: UUID) -> bool:
    """Ask for a run of the queue at the moment when it may be asked; False when there is one, or none may."""
    lane = session.get_one(Lane, lane_id)
    at = steps.opens_at(session, lane)
    if at is None:
        return False
    at = max(at, clock.now())
    return jobs.enqueue(session, QUEUE, f"{lane_id}/{_second(at)}", {"lane": lane_id}, at)


def _second(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _tell() -> int:
    """Send what a person has to know, each thing once; how many were taken."""
    with database.current().snapshot() as session:
        found = notices.pending(session)
    told = 0
    for notice in found:
        failures = team_notices.send(notice.addresses, notice.title, notice.text)
        if len(failures) < len(notice.addresses):
            with database.current().transaction() as session:
                notices.told(session, notice)
            told += 1
    return told
