"""The process of benchmarks.collecting that is killed: `fill`, `collect` until nothing is due, `judge`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import migrate, tables  # noqa: F401
from benchmarks import invented
from benchmarks.invented import NETWORKS, name_of
from campaigns.models import Account, Campaign, Post, Variant
from connectors.errors import ConnectorError
from connectors.fake.network import FakeNetwork
from connectors.fake.provider import MANNERS, FakeProvider
from core import clock, database, jobs, people, runs, settings
from core.territory import Audience, Channel, Need
from reach import jobs as reach_jobs
from reach.collecting import budgets, credentials
from reach.models import CollectionFailure, MetricLatest, NetworkCredential, Snapshot, Watch

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NOW, TOLD = "now.txt", "child.json"
LONGEST = timedelta(days=6)
SWEEP = timedelta(minutes=5)
_POST_URLS = {
    "instagram": "https://www.instagram.com/p/Cq{number:09d}/",
    "tiktok": "https://www.tiktok.com/@compte.1/video/75{number:017d}",
    "youtube": "https://www.youtube.com/watch?v=v{number:010d}",
    "facebook": "https://www.facebook.com/compte.un/posts/{number:015d}",
}


def main() -> None:
    """Do what the first word says."""
    word, *rest = sys.argv[1:]
    if word == "fill":
        fill(int(rest[0]), int(rest[1]))
    elif word == "collect":
        collect()
    else:
        print(json.dumps(judge()))


def fill(accounts: int, posts: int) -> None:
    """A consortium with so many accounts and published posts, spread over the networks.

    Of ten posts two belong to no account, and one is too old for its account's list.
    """
    here = database.current()
    migrate.migrate(here)
    with time_machine.travel(START, tick=False), here.transaction() as session:
        consortium = people.create_consortium(session, "Banc d'essai")
        user = people.create_user(session, "banc@exemple.test", "Banc", "une phrase assez longue")
        people.add_member(session, user, consortium.id, people.Role.ADMINISTRATOR, None)
        actor = people.actor_in(session, user, consortium.id)
        assert actor is not None
        for network in NETWORKS:
            given = dict.fromkeys(credentials.FIELDS[network], "invented")
            credentials.save(session, actor, network, given, None)
        # Queues are measured, not consents: one token opens every account of TikTok.
        rows = select(NetworkCredential).where(NetworkCredential.network == "tiktok")
        session.scalars(rows).one().sealed = credentials.seal({"token": "invented"})
        followed = [
            Account(
                consortium_id=consortium.id,
                network=Channel(NETWORKS[number % len(NETWORKS)]),
                handle=f"compte.{number}.ici",
                own=True,
                collectable=True,
            )
            for number in range(accounts)
        ]
        session.add_all(followed)
        session.flush()
        _posts(session, consortium.id, posts, followed)
        runs.beat(session, settings.current().worker_name)


def _posts(session: Session, consortium_id: UUID, posts: int, accounts: Sequence[Account]) -> None:
    listed = {one.id: iter(_listed(one)) for one in accounts}
    now = clock.now()
    campaign = Campaign(
        consortium_id=consortium_id,
        name="Banc",
        need=Need.OTHER,
        audience=Audience.YOUNG,
        starts_on=now.date(),
        ends_on=now.date(),
        created_at=now,
    )
    session.add(campaign)
    session.flush()
    for number in range(posts):
        at = now - timedelta(days=1 + number % 300)
        account = accounts[number % len(accounts)] if number % 10 < 8 else None
        network = account.network.value if account else NETWORKS[number % len(NETWORKS)]
        url = next(listed[account.id], None) if account and number % 10 else None
        post = Post(
            consortium_id=consortium_id,
            campaign_id=campaign.id,
            title=f"Publication {number}",
            text="",
            due_at=at,
            due_timezone="Europe/Paris",
            due_wall="2026-01-01T12:00",
            created_at=at,
        )
        session.add(post)
        session.flush()
        session.add(
            Variant(
                consortium_id=consortium_id,
                post_id=post.id,
                network=Channel(network),
                published_at=at,
                account_id=account.id if account else None,
                published_url=url or _POST_URLS[network].format(number=number),
            )
        )


def _listed(account: Account) -> list[str]:
    """The addresses of the posts that the invented network lists of an account."""
    network = account.network.value
    provider = FakeProvider(f"{network}/invented", FakeNetwork(network, MANNERS[network], {}))
    return [one.url for one in provider.list_posts(account.handle, provider.most_listed)]


def collect() -> None:
    """Carry the real jobs out until everything that is due was read; the clock jumps to what comes next."""
    folder = settings.current().data_dir
    invented.invent(folder)
    reach_jobs.register()
    seconds = 0.0
    now = datetime.fromisoformat((folder / NOW).read_text()) if (folder / NOW).exists() else START
    with time_machine.travel(now, tick=False) as traveller:
        while clock.now() < START + LONGEST:
            jobs.plan()
            with database.current().snapshot() as session:
                due = [(one.kind, one.key, one.failures) for one in runs.due(session, clock.now())]
            for run in due:
                begun = time.perf_counter()
                jobs.carry(*run)
                seconds += time.perf_counter() - begun if run[0] == reach_jobs.QUEUE else 0
            if due:
                continue
            coming = _coming()
            if coming is None:
                break
            (folder / NOW).write_text(coming.isoformat())
            traveller.move_to(coming)
        days = (clock.now() - START) / timedelta(days=1)
    told = {
        "megabytes": round(_most_memory(), 1),
        "seconds": seconds,
        "readings": invented.Noted.many,
        "days": days,
    }
    (folder / TOLD).write_text(json.dumps(told))


def _most_memory() -> float:
    """The most that this program had, in MB: where there is no /proc, what started it counts as well."""
    status = Path("/proc/self/status")
    if status.exists():
        [peak] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _coming() -> datetime | None:
    """When something is to be done next; None once everything was read, or is gone or private.

    The next run that was asked for, or the sweep after the next reading is due: sweeps between them find
    nothing to do.
    """
    now = clock.now()
    with database.current().snapshot() as session:
        excused = _excused(session)
        unread = session.execute(select(Watch.account_id, Watch.variant_id).where(Watch.read_at.is_(None)))
        waiting = [one for one in unread if (one[0] or one[1]) not in excused]
        run = session.scalar(select(func.min(runs.JobRun.due_at)).where(runs.JobRun.finished_at.is_(None)))
        due = session.scalar(select(func.min(Watch.due_at)).where(Watch.due_at > now))
        begun = session.scalar(select(func.count()).select_from(Watch))
    if begun and not waiting:
        return None
    coming = [one for one in (run, due and due + SWEEP) if one is not None and one > now]
    return min(coming, default=now + SWEEP)


def _excused(session: Session) -> set[UUID | None]:
    """The targets that the network says are gone or private."""
    rows = session.scalars(select(CollectionFailure).where(CollectionFailure.error.in_(["Gone", "Private"])))
    return {row.account_id or row.variant_id for row in rows}


def judge() -> dict[str, object]:
    """What stands in the database."""
    names = (Snapshot.account_id, Snapshot.variant_id, Snapshot.measure, Snapshot.slot)
    with database.current().snapshot() as session:
        twice = session.execute(select(*names).group_by(*names).having(func.count() > 1)).all()
        read = set(session.scalars(select(MetricLatest.target_id).distinct()))
        excused = _excused(session)
        every = [*session.scalars(select(Account.id)), *session.scalars(select(Variant.id))]
        slots = _slots(session)
    unread = [one for one in every if one not in read and one not in excused]
    given = {network: budgets.of(network, credentials=True) for network in NETWORKS}
    return {
        "twice": len(twice),
        "unread": len(unread),
        "slots": slots,
        "budgets": {
            network: {
                "a_day": one.a_day,
                "apart": one.apart.total_seconds(),
                "in_a_row": one.in_a_row,
            }
            for network, one in given.items()
        },
    }


def _slots(session: Session) -> dict[str, int]:
    """How many readings of the schedule stand of each target, by its name in the log."""
    accounts = session.execute(
        select(Account.network, Account.handle, func.count(Snapshot.slot.distinct()))
        .join(Snapshot, Snapshot.account_id == Account.id)
        .group_by(Account.network, Account.handle)
    ).all()
    posts = session.execute(
        select(Variant.network, Variant.published_url, func.count(Snapshot.slot.distinct()))
        .join(Snapshot, Snapshot.variant_id == Variant.id)
        .group_by(Variant.network, Variant.published_url)
    ).all()
    return {name_of(network.value, str(what)): many for network, what, many in (*accounts, *posts)}


if __name__ == "__main__":
    try:
        main()
    except ConnectorError as error:
        raise SystemExit(repr(error)) from None
