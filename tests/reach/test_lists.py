"""An account's posts read by one list: when it is asked, what is kept of it, what is read beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors import registry
from connectors.errors import Gone, LoginWall, RateLimited, Refused, TimedOut
from connectors.fake.network import FakeNetwork
from connectors.fake.provider import MANNERS, FakeProvider
from connectors.records import PostRecord
from connectors.registry import Network
from core.database import Database
from core.territory import Channel
from reach.collecting import budgets, lists
from reach.collecting.budgets import Budget
from reach.models import CollectionFailure, Lane, ProviderHealth, Snapshot, Watch
from tests.factories import reach as made
from tests.factories.people import Place
from tests.reach.collecting import Scripted, begun, days

NOW = "2026-11-23T10:00:00+00:00"
HANDLE = "quai.neuf"
PUBLISHED = datetime.fromisoformat(NOW) - timedelta(days=2)


@dataclass
class Lister(Scripted):
    """A provider that lists too: the same invented posts that it reads one by one."""

    key: str = "tiktok/yt-dlp"
    most_listed: int = 30
    lists_all: bool = True
    list_error: Exception | None = None

    def list_posts(self, handle: str, most: int, deadline: float = 10) -> tuple[PostRecord, ...]:
        self.asked.append(f"list {handle}")
        self.meanwhile()
        if self.list_error is not None:
            raise self.list_error
        return self._inside.list_posts(handle, most)

    def _asked(self, what: str) -> None:
        if what == HANDLE:
            self.asked.append(what)  # The account itself: not what is looked at here.
        else:
            super()._asked(what)

    @property
    def lists(self) -> int:
        """How many lists were asked for."""
        return sum(one.startswith("list") for one in self.asked)

    @property
    def singles(self) -> list[str]:
        """The posts that were asked for by themselves."""
        return [one for one in self.asked if one.startswith("https")]


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Lister:
    """The only reader of TikTok."""
    provider = Lister()
    monkeypatch.setitem(registry.NETWORKS, "tiktok", Network("TikTok", (provider,)))
    return provider


@pytest.fixture
def where(travel: time_machine.Traveller, database: Database, reader: Lister) -> Place:
    """A consortium, its jobs known since a week."""
    return begun(database)


def posts(session: Session, where: Place, many: int, *, own: int = 0) -> UUID:
    """An account with so many of its latest posts online, and `own` more that no list holds."""
    account = made.account(session, where, Channel.TIKTOK, HANDLE)
    network = FakeProvider("tiktok/yt-dlp", FakeNetwork("seed", MANNERS["tiktok"], {}))
    listed = [one.url for one in network.list_posts(HANDLE, many)]
    older = [f"https://www.tiktok.com/@{HANDLE}/video/74{number:017d}" for number in range(own)]
    # Addresses as people paste them: no two are spelled alike.
    spelled = [f"{url}?lang=fr&n={number}" for number, url in enumerate(listed)]
    for url in (*spelled, *older):
        variant = made.published(session, where, url, Channel.TIKTOK, account_id=account.id)
        variant.published_at = PUBLISHED
    return account.id


def write(database: Database, act: Callable[[Session], object]) -> None:
    with database.transaction() as session:
        act(session)


def slots(database: Database) -> list[tuple[UUID | None, str | None]]:
    """Whose views were kept under which slot."""
    with database.snapshot() as session:
        rows = session.scalars(select(Snapshot).where(Snapshot.measure == "views"))
        return [(row.variant_id, row.slot) for row in rows]


@pytest.mark.database
def test_posts_of_one_account_are_read_by_one_list_each_under_its_own_slot(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller
) -> None:
    write(database, lambda session: posts(session, where, 6))
    days(travel, minutes=10)
    assert (reader.lists, reader.singles) == (1, [])
    found = slots(database)
    assert len({variant for variant, _slot in found}) == len(found) == 6
    assert {slot for _variant, slot in found} == {"age-1d"}
    with database.snapshot() as session:
        lane = session.scalars(select(Lane)).one()
        assert lane.spent == 1 + 2  # the account, and the two requests of a list by yt-dlp
    days(travel, hours=30)
    assert {slot for _variant, slot in slots(database)} == {"age-1d", "age-3d"}
    assert (reader.lists, reader.singles) == (2, [])


def test_fewer_than_four_are_read_one_by_one(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller
) -> None:
    write(database, lambda session: posts(session, where, lists.LEAST - 1))
    days(travel, minutes=10)
    assert (reader.lists, len(reader.singles)) == (0, 3)


def test_a_list_that_says_less_than_each_post_is_not_asked(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller
) -> None:
    reader.lists_all = False
    write(database, lambda session: posts(session, where, 6))
    days(travel, minutes=10)
    assert (reader.lists, len(reader.singles)) == (0, 6)


def test_what_the_list_does_not_hold_is_read_by_itself_and_never_taken_for_gone(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller
) -> None:
    write(database, lambda session: posts(session, where, 4, own=5))
    days(travel, minutes=20)
    assert (reader.lists, len(reader.singles)) == (1, 5)
    assert all("/74" in one for one in reader.singles)
    with database.snapshot() as session:
        assert session.scalars(select(CollectionFailure)).all() == []
    # At the next reading they are due together again, and no list is asked for their sake.
    days(travel, hours=30)
    assert len(set(slots(database))) == len(slots(database)) == 9 * 2
    assert (reader.lists, len(reader.singles)) == (2, 10)


@pytest.mark.parametrize("error", [TimedOut(), RateLimited(600), LoginWall(), Gone()])
def test_a_list_that_fails_leaves_the_posts_to_be_read_one_by_one(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller, error: Exception
) -> None:
    reader.list_error = error
    write(database, lambda session: posts(session, where, 5))
    days(travel, minutes=40)
    assert (reader.lists, len(reader.singles)) == (1, 5)
    assert len(slots(database)) == 5
    with database.snapshot() as session:
        assert session.scalars(select(CollectionFailure)).all() == []


def test_a_refusal_of_a_list_stops_the_network(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller
) -> None:
    reader.list_error = Refused()
    write(database, lambda session: posts(session, where, 5))
    days(travel, hours=2)
    assert (reader.lists, reader.singles) == (1, [])
    with database.snapshot() as session:
        assert session.scalars(select(Lane.stopped_by)).one() == reader.key
        assert session.scalars(select(ProviderHealth.failures)).one() == 1


@pytest.mark.database
def test_a_pause_while_the_list_is_asked_wins(
    database: Database, where: Place, reader: Lister, travel: time_machine.Traveller
) -> None:
    def pause() -> None:
        if reader.lists:
            write(database, lambda s: setattr(s.scalars(select(Account)).one(), "collectable", False))

    reader.meanwhile = pause
    write(database, lambda session: posts(session, where, 5))
    days(travel, minutes=30)
    assert (reader.lists, reader.singles, slots(database)) == (1, [], [])
    with database.snapshot() as session:
        assert session.scalar(select(func.count()).select_from(Watch)) == 0


def test_a_day_too_short_for_a_list_is_used_for_single_posts(
    database: Database,
    where: Place,
    reader: Lister,
    travel: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(budgets.WITHOUT_CREDENTIALS, "tiktok", Budget(2, timedelta(seconds=1)))
    write(database, lambda session: posts(session, where, 5))
    days(travel, hours=1)
    assert (reader.lists, len(reader.singles)) == (0, 1)  # the account, and one post
    with database.snapshot() as session:
        assert session.scalars(select(Lane.spent)).one() == 2
    travel.shift(timedelta(hours=13))
    days(travel, hours=1)
    assert reader.lists == 1
