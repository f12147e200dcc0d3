"""Collecting by itself: queues, budgets, the schedule, what stops it, and what a stop in the middle leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from connectors import registry
from connectors.errors import ConnectorError, Gone, LoginWall, RateLimited, Refused, TimedOut
from connectors.records import AccountRecord, PostRecord
from connectors.registry import Network
from contacts import settling
from core import clock, notify
from core.database import Database
from core.errors import Forbidden, NotFound
from core.people import Role
from reach import snapshots
from reach.collecting import budgets, lanes, overview, readers, steps, watching, words
from reach.collecting.asking import Outcome
from reach.collecting.budgets import Budget
from reach.collecting.overview import Running
from reach.models import CollectionFailure, Lane, MetricLatest, Snapshot, Watch
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place
from tests.reach.collecting import Scripted, begun, carry_out, days

NOW = "2026-11-23T10:00:00+00:00"
REEL = "https://www.instagram.com/p/C9abcdEFGHI/"
KEY = "instagram/instaloader"


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    """Monday 23 November 2026, 11:00 in Paris; nothing moves the clock but the test."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """The only reader of Instagram."""
    provider = Scripted()
    monkeypatch.setitem(registry.NETWORKS, "instagram", Network("Instagram", (provider,)))
    return provider


@pytest.fixture
def where(travel: time_machine.Traveller, database: Database, reader: Scripted) -> Place:
    """A consortium, its jobs known since a week."""
    return begun(database)


def write(database: Database, *acts: Callable[[Session], object]) -> None:
    with database.transaction() as session:
        for act in acts:
            act(session)


def accounts(where: Place, many: int) -> Callable[[Session], object]:
    return lambda session: [made.account(session, where, handle=f"compte.{number}") for number in range(many)]


def kept(database: Database) -> Counter[tuple[object, str | None]]:
    """How often each target and slot has followers or likes."""
    with database.snapshot() as session:
        rows = session.scalars(select(Snapshot).where(Snapshot.measure.in_(["followers", "likes"])))
        return Counter((row.account_id or row.variant_id, row.slot) for row in rows)


def lane(database: Database) -> Lane:
    with database.snapshot() as session:
        return session.scalars(select(Lane)).one()


@pytest.mark.database
def test_an_account_is_read_once_a_day_by_itself(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 1))
    days(travel, minutes=10)
    assert reader.asked == ["compte.0"]
    days(travel, hours=12)
    assert reader.asked == ["compte.0"]  # what was read today is not read again
    travel.shift(timedelta(hours=12))
    days(travel, minutes=10)
    assert len(reader.asked) == 2
    assert {slot for _target, slot in kept(database)} == {"day-2026-11-23", "day-2026-11-24"}


def test_a_post_is_read_often_while_fresh_then_ever_rarer(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    def online(session: Session) -> None:
        made.published(session, where, REEL).published_at = clock.now()

    write(database, online)
    days(travel, minutes=50)
    assert reader.asked == []
    for age in (1, 6, 24, 72, 168, 720, 1440, 2160):
        travel.move_to(datetime.fromisoformat(NOW) + timedelta(hours=age, minutes=6))
        carry_out()
    slots = [slot for _target, slot in kept(database)]
    assert slots == ["age-1h", "age-6h", "age-1d", "age-3d", "age-7d", "age-30d", "age-60d", "age-90d"]
    assert len(reader.asked) == 8


@pytest.mark.database
@pytest.mark.parametrize("moment", ["before it is kept", "after it is kept"])
def test_a_kill_costs_one_reading_at_most_and_keeps_each_value_once(
    database: Database,
    where: Place,
    reader: Scripted,
    travel: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    class Killed(BaseException):
        pass

    def killed(session: Session, step: steps.Step, outcome: Outcome) -> Counter[str]:
        words = settle(session, step, outcome)
        if moment == "after it is kept":
            session.commit()
        raise Killed(words)

    settle = steps.settle
    write(database, accounts(where, 3))
    travel.shift(timedelta(minutes=5))
    with monkeypatch.context() as patched:
        patched.setattr(steps, "settle", killed)
        with pytest.raises(Killed):
            carry_out()
    assert len(reader.asked) == 1
    # The lease of the one that was killed is over after 90 seconds, not before.
    with database.transaction() as session:
        open_lane = session.scalars(select(Lane)).one()
        budget = budgets.of("instagram", credentials=False)
        if moment == "before it is kept":
            assert lanes.claim(session, open_lane.id, budget) is None
    days(travel, minutes=30)
    assert set(kept(database).values()) == {1}
    assert len(kept(database)) == 3
    assert Counter(reader.asked).most_common(1)[0][1] == (2 if moment == "before it is kept" else 1)


def test_a_network_is_never_asked_faster_nor_more_a_day_than_its_budget(
    database: Database,
    where: Place,
    reader: Scripted,
    travel: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times: list[Any] = []
    reader.meanwhile = lambda: times.append(clock.now())
    monkeypatch.setitem(
        budgets.WITHOUT_CREDENTIALS, "instagram", Budget(6, timedelta(minutes=40), in_a_row=2)
    )
    write(database, accounts(where, 8))
    days(travel, hours=9)
    assert len(times) == 6
    assert all(two - one >= timedelta(minutes=28) for one, two in pairwise(times[2:]))
    with database.snapshot() as session:
        [told] = [one for one in overview.networks(session, where.consortium.id) if one.watched]
    assert (told.running, told.left, told.a_day) == (Running.SPENT, 0, 6)
    days(travel, hours=8)  # past midnight: the rest comes, whoever was read yesterday waits
    assert sorted(set(reader.asked)) == sorted(f"compte.{number}" for number in range(8))


def test_a_limit_is_obeyed_by_waiting_and_nothing_sleeps(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 3))
    reader.error = RateLimited(1_800)
    days(travel, minutes=5)
    assert len(reader.asked) == 1
    reader.error = None
    days(travel, minutes=25)
    assert len(reader.asked) == 1
    days(travel, minutes=90)
    assert set(reader.asked) == {"compte.0", "compte.1", "compte.2"}


def test_a_refusal_stops_the_network_and_tells_a_person_once(
    database: Database,
    where: Place,
    reader: Scripted,
    travel: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[str] = []

    def took(_to: object, _title: str, text: str) -> list[notify.Failure]:
        sent.append(text)
        return []

    monkeypatch.setattr(notify, "send", took)
    write(database, accounts(where, 3))
    with database.transaction() as session:
        coordinator = people.actor(session, where, Role.COORDINATOR)
        administrator = people.actor(session, where, Role.ADMINISTRATOR)
        settling.set_notices(session, coordinator, "json://exemple.fr")
    reader.error = Refused()
    days(travel, hours=7)
    assert len(reader.asked) == 1
    assert len(sent) == 1
    assert "Instagram refuse" in sent[0]
    assert "compte." not in sent[0]
    with database.transaction() as session:
        with pytest.raises(Forbidden):
            lanes.resume(session, coordinator, "instagram")
        lanes.resume(session, administrator, "instagram")
        with pytest.raises(NotFound):
            lanes.resume(session, administrator, "instagram")
    reader.error = None
    days(travel, minutes=20)
    assert len(reader.asked) > 1


def test_gone_is_not_believed_while_the_canary_is_gone_too(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 2))
    days(travel, minutes=10)
    reader.error = reader.canary_error = Gone()
    for _day in range(3):
        travel.shift(timedelta(days=1))
        days(travel, minutes=10)
    with database.snapshot() as session:
        assert {row.error for row in session.scalars(select(CollectionFailure))} == {"RateLimited"}
        assert set(session.scalars(select(MetricLatest.state))) <= {"ok", "absent"}
    reader.canary_error = None
    for _day in range(3):
        travel.shift(timedelta(days=1))
        days(travel, hours=1)
    with database.snapshot() as session:
        assert set(session.scalars(select(MetricLatest.state))) == {"gone"}


@pytest.mark.database
def test_three_failures_in_a_row_and_a_reader_rests_an_hour_then_six_then_until_tomorrow(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 9))
    reader.error = LoginWall()
    times: list[datetime] = []
    reader.meanwhile = lambda: times.append(clock.now())
    days(travel, minutes=50)
    assert len(times) == 3
    assert told(database, where) == (Running.WAITING, f"{clock_at(times[2], 1)}, puis un essai.")
    days(travel, hours=6)
    assert (len(times), round((times[3] - times[2]).total_seconds() / 60)) == (4, 60)
    assert told(database, where) == (Running.WAITING, f"{clock_at(times[3], 6)}, puis un autre essai.")
    days(travel, hours=6)
    assert (len(times), round((times[4] - times[3]).total_seconds() / 60)) == (5, 360)
    tomorrow = "mardi 24 novembre, 0 h 05, puis un autre essai."
    assert told(database, where) == (Running.WAITING, tomorrow)
    reader.error = None
    days(travel, hours=3)
    assert f"{times[5]:%d %H:%M}" == "23 23:05"
    assert len(set(reader.asked)) == 9  # the try went well: all the others follow at once
    assert told(database, where)[0] is Running.OPEN


def clock_at(instant: datetime, hours: int) -> str:
    """«12 h 06»: so many hours after an instant, in Paris in winter."""
    return f"{instant + timedelta(hours=hours + 1):%-H h %M}"


@dataclass
class PostsOnly:
    """A reader of posts that fails."""

    error: ConnectorError
    key: str = "instagram/posts"
    scraping: bool = False
    warning: str = ""
    asked: list[str] = field(default_factory=list)

    def version(self) -> str:
        return "1"

    def read_post(self, url_or_id: str, deadline: float = 10) -> PostRecord:
        self.asked.append(url_or_id)
        raise self.error


@dataclass
class AccountsOnly:
    """The same reader as another, of accounts alone."""

    reader: Scripted
    key: str = "instagram/accounts"
    scraping: bool = False
    warning: str = ""

    def version(self) -> str:
        return "1"

    def read_account(self, handle: str, deadline: float = 10) -> AccountRecord:
        return self.reader.read_account(handle, deadline)


def told(database: Database, where: Place) -> tuple[Running, str]:
    """What the health page says of the one network: its queue, and the rest of its reader."""
    with database.snapshot() as session:
        [found] = [one for one in overview.networks(session, where.consortium.id) if one.watched]
    said = words.line(found.lines[0], "Europe/Paris").replace("\u00a0", " ").replace("’", "'")
    if found.running is Running.WAITING:
        assert "reprend" in words.queue(found, "Europe/Paris")
    return found.running, said.rpartition(" se repose jusqu'à ")[2]


def test_a_failing_reader_is_passed_over_for_the_next_of_the_chain(
    database: Database,
    where: Place,
    reader: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    travel: time_machine.Traveller,
) -> None:
    second = Scripted(key="instagram/second")
    monkeypatch.setitem(registry.NETWORKS, "instagram", Network("Instagram", (reader, second)))
    write(database, accounts(where, 5))
    reader.error = TimedOut()
    days(travel, hours=1)
    assert (len(reader.asked), len(second.asked)) == (3, 5)
    assert lane(database).spent == 8  # each request counts, whoever made it


def test_gone_on_both_sides_of_midnight_is_one_day(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 1))
    days(travel, minutes=10)
    reader.error = Gone()
    travel.move_to("2026-11-24T22:50:00+00:00")  # 23:50 in Paris
    for minutes in (20, 6 * 60):
        with database.transaction() as session:
            watching.ask(session, where.consortium.id)
        days(travel, minutes=minutes)
        with database.transaction() as session:
            watching.ask(session, where.consortium.id)
            assert "gone" not in set(session.scalars(select(MetricLatest.state)))
    days(travel, minutes=10)
    with database.snapshot() as session:
        assert set(session.scalars(select(MetricLatest.state))) == {"gone"}


def test_accounts_are_read_while_all_that_reads_posts_rests(
    database: Database,
    where: Place,
    reader: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    travel: time_machine.Traveller,
) -> None:
    posts_only = PostsOnly(error=TimedOut())
    monkeypatch.setitem(
        registry.NETWORKS, "instagram", Network("Instagram", (posts_only, AccountsOnly(reader)))
    )
    reels = [f"https://www.instagram.com/p/C9abcdEFGH{number}/" for number in range(4)]
    write(database, lambda session: [made.published(session, where, reel) for reel in reels])
    days(travel, minutes=30)
    assert len(posts_only.asked) == 3  # it rests for an hour
    write(database, accounts(where, 2))
    days(travel, minutes=20)
    assert sorted(reader.asked) == ["compte.0", "compte.1"]
    with database.snapshot() as session:
        errors = set(session.scalars(select(CollectionFailure.error)))
    assert errors == {"TimedOut"}  # the post that waits is not said to have no reader


@pytest.mark.database
def test_a_reading_that_outlasts_its_lease_leaves_the_queue_to_the_next(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 2))
    budget = Budget(10, timedelta(0))
    with database.transaction() as session:
        watching.sync(session)
        lane_id = session.scalars(select(Lane.id)).one()
        slow = lanes.claim(session, lane_id, budget, 1, 3)
    travel.shift(lanes.LEASE + timedelta(seconds=1))
    with database.transaction() as session:
        quick = lanes.claim(session, lane_id, budget, 1, 3)
        assert slow is not None
        assert quick is not None
        assert lanes.release(session, lane_id, slow, 1).busy_until == quick.until
        left = lanes.release(session, lane_id, quick, 1)
        assert (left.busy_until, left.spent) == (None, 3 + 1)  # what the slow one took may have been sent


def test_a_pause_ends_the_watch_and_what_comes_back_is_watched_again(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 1))
    days(travel, minutes=10)

    def collectable(value: bool) -> None:
        with database.transaction() as session:
            session.scalars(select(Account)).one().collectable = value

    collectable(False)
    days(travel, hours=25)
    assert len(reader.asked) == 1
    with database.snapshot() as session:
        assert session.scalars(select(Watch)).all() == []
    collectable(True)
    days(travel, minutes=10)
    assert len(reader.asked) == 2


@pytest.mark.database
def test_two_processes_never_ask_a_network_at_once(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 2))
    with database.transaction() as session:
        watching.sync(session)
        lane_id = session.scalars(select(Lane.id)).one()
    with database.transaction() as session:
        assert steps.begin(session, lane_id) is not None
    with database.transaction() as session:
        assert steps.begin(session, lane_id) is None
    travel.shift(lanes.LEASE + timedelta(seconds=1))
    with database.transaction() as session:
        assert steps.begin(session, lane_id) is not None


@pytest.mark.database
def test_a_reading_of_the_same_slot_is_not_kept_twice(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 1))
    with database.transaction() as session:
        account = session.scalars(select(Account)).one()
        target = snapshots.Target(where.consortium.id, account.id, None, "instagram", account.handle)
        for _turn in range(2):
            record = snapshots.read(target, {KEY})
            assert snapshots.keep(session, target, record, "day-2026-11-23")
        many = session.scalar(
            select(func.count()).select_from(Snapshot).where(Snapshot.measure == "followers")
        )
        assert many == 1


def test_watches_follow_what_is_online(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, lambda session: made.published(session, where, REEL))
    with database.transaction() as session:
        watching.sync(session)
        assert session.scalar(select(func.count()).select_from(Watch)) == 1
        session.scalars(select(Variant)).one().published_url = None
        session.flush()
        watching.sync(session)
        assert session.scalar(select(func.count()).select_from(Watch)) == 0


def test_what_is_due_is_asked_for_first_by_who_waits(
    database: Database, where: Place, reader: Scripted, travel: time_machine.Traveller
) -> None:
    write(database, accounts(where, 2), lambda session: made.published(session, where, REEL))
    with database.transaction() as session:
        watching.sync(session)
        posted = session.scalars(select(Watch).where(Watch.variant_id.is_not(None))).one()
        posted.asked_at = clock.now()
        session.flush()
        kinds = readers.due(session, session.get_one(Lane, posted.lane_id))
        first = watching.next_due(session, posted.lane_id, kinds)
        assert first is not None
        assert first.id == posted.id


def test_a_day_is_where_people_plan() -> None:
    with time_machine.travel("2026-11-23T23:30:00+00:00", tick=False):
        assert lanes.today() == date(2026, 11, 24)
