"""Public metrics over time: what is read, what is kept, and what a pause or a failure leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Account
from connectors import registry
from connectors.errors import Changed, ConnectorError, Gone, RateLimited, Refused
from connectors.fake.network import FakeNetwork
from connectors.fake.provider import MANNERS, FakeProvider, invented
from connectors.records import AccountRecord, MeasureName, PostRecord, State
from connectors.registry import Network
from core import jobs
from core.database import Database
from core.errors import NotFound
from core.people import Role
from core.territory import Channel
from reach import counters, providers, snapshots
from reach.collecting.canaries import CANARIES
from reach.jobs import COLLECT, register
from reach.models import CollectionFailure, Snapshot
from reach.tables import ABSENT
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place

pytestmark = pytest.mark.database
REEL = "https://www.instagram.com/p/C9abcdEFGHI/"
CLIP = "https://www.tiktok.com/@trois.rives/video/7665075736742530317"
NOW = "2026-11-23T10:00:00+00:00"


@dataclass
class Scripted:
    """A scraping provider of Instagram that does what the test says, and counts how often it was asked."""

    key: str = "instagram/instaloader"
    scraping: bool = True
    warning: str = "Lisez ceci."
    asked: list[str] = field(default_factory=list)
    error: ConnectorError | None = None
    meanwhile: Callable[[], None] = lambda: None
    inside: FakeProvider = field(
        default_factory=lambda: FakeProvider(
            "instagram/instaloader", FakeNetwork("seed", MANNERS["instagram"], {})
        )
    )

    def version(self) -> str:
        return "4.16"

    def read_account(self, handle: str, deadline: float = 10) -> AccountRecord:
        if handle != CANARIES["instagram"]:
            self._asked(handle)
        return self.inside.read_account(handle)

    def read_post(self, url_or_id: str, deadline: float = 10) -> PostRecord:
        self._asked(url_or_id)
        return self.inside.read_post(url_or_id)

    def _asked(self, what: str) -> None:
        self.asked.append(what)
        self.meanwhile()
        if self.error is not None:
            raise self.error


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """The only reader of Instagram; TikTok has an invented one."""
    provider = Scripted()
    monkeypatch.setitem(registry.NETWORKS, "instagram", Network("Instagram", (provider,)))
    monkeypatch.setitem(registry.NETWORKS, "tiktok", Network("TikTok", (invented("tiktok/demo"),)))
    register()
    return provider


@pytest.fixture
def where(database: Database) -> Place:
    """A consortium of its own."""
    with database.transaction() as session:
        return people.place(session)


def prepare(database: Database, where: Place, *acts: Callable[[Session], object], on: bool = True) -> None:
    """Rows to start from; Instagram's reader switched on unless said otherwise."""
    with database.transaction() as session:
        for act in acts:
            act(session)
        if on:
            administrator = people.actor(session, where, Role.ADMINISTRATOR)
            providers.switch(session, administrator, "instagram/instaloader", on=True)


def collect(where: Place) -> dict[str, int]:
    counts: dict[str, int] = jobs.run(
        COLLECT, str(where.consortium.id), {"consortium_id": str(where.consortium.id)}
    )
    return counts


def values(database: Database, where: Place) -> dict[str, int | None]:
    """Followers and views as last known, by name."""
    with database.snapshot() as session:
        known = snapshots.latest(session, where.consortium.id)
    return {f"{one.name} {one.measure}": one.value for one in known}


def failed(database: Database) -> list[str]:
    with database.snapshot() as session:
        return [row.error for row in session.scalars(select(CollectionFailure))]


def test_an_account_and_a_post_are_read_and_kept_with_their_source(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    prepare(
        database,
        where,
        lambda session: made.account(session, where),
        lambda session: made.published(session, where, REEL),
    )
    with time_machine.travel(NOW, tick=False):
        assert collect(where) == {"read": 2, "failed": 0, "left": 0}
    with database.snapshot() as session:
        rows = {
            row.measure: row
            for row in session.scalars(select(Snapshot).where(Snapshot.account_id.is_not(None)))
        }
        followers, posts = rows["followers"], rows["posts"]
    assert followers.value is not None
    assert (followers.state, followers.exactness) == ("ok", "exact")
    assert (followers.provider, followers.at.isoformat()) == ("instagram/instaloader", NOW)
    # Instagram does not say how many posts there are: that is no zero.
    assert (posts.value, posts.state, posts.exactness) == (None, "absent", "")
    assert scripted.asked == ["trois.rives", REEL]


def test_a_network_without_a_reader_switched_on_is_not_asked(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    prepare(database, where, lambda session: made.account(session, where), on=False)
    assert collect(where) == {"read": 0, "failed": 0, "left": 0}
    assert scripted.asked == []
    assert failed(database) == []


def test_what_may_not_be_collected_is_never_asked_for(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    def theirs(session: Session) -> None:
        paused = made.account(session, where, handle="en.pause", own=False, collectable=False)
        made.published(session, where, REEL, account_id=paused.id)
        made.account(session, where, Channel.SNAPCHAT, "trois.rives")

    prepare(database, where, theirs)
    assert collect(where)["read"] == 0
    assert scripted.asked == []


@pytest.mark.parametrize("outcome", [None, Changed()], ids=["read", "failed"])
@pytest.mark.parametrize("kind", ["account", "post"])
def test_a_pause_while_the_network_answers_keeps_nothing(
    database: Database,
    engine_kind: str,
    where: Place,
    scripted: Scripted,
    outcome: ConnectorError | None,
    kind: str,
) -> None:
    def theirs(session: Session) -> None:
        account = made.account(session, where, handle="nour", own=False)
        if kind == "post":
            account.network = Channel.FACEBOOK
            made.published(session, where, REEL, account_id=account.id)

    def pause() -> None:
        with database.transaction() as session:
            session.scalars(select(Account)).one().collectable = False

    prepare(database, where, theirs)
    scripted.meanwhile, scripted.error = pause, outcome
    assert collect(where) == {"read": 0, "failed": 0, "left": 1}
    assert len(scripted.asked) == 1
    with database.snapshot() as session:
        assert session.scalars(select(Snapshot)).all() == []
        assert session.scalars(select(CollectionFailure)).all() == []


def test_after_a_pause_what_was_kept_is_no_longer_shown(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    def theirs(session: Session) -> None:
        account = made.account(session, where, handle="nour", own=False)
        made.published(session, where, REEL, account_id=account.id)

    prepare(database, where, theirs)
    collect(where)
    assert {"nour followers", "Le code, on t'aide likes"} <= set(values(database, where))
    with database.transaction() as session:
        session.scalars(select(Account)).one().collectable = False
    assert values(database, where) == {}
    with database.snapshot() as session:
        board = counters.board(session, where.consortium.id)
    assert (board.accounts, board.posts) == ([], [])


def test_a_failure_is_named_and_the_value_before_stays(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    prepare(database, where, lambda session: made.account(session, where))
    collect(where)
    before = values(database, where)
    scripted.error = Changed()
    assert collect(where) == {"read": 0, "failed": 1, "left": 0}
    assert (values(database, where), failed(database)) == (before, ["Changed"])
    scripted.error = None
    collect(where)
    assert failed(database) == []


def test_a_failure_keeps_no_text_of_the_network(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    prepare(database, where, lambda session: made.account(session, where))
    scripted.error = Changed()
    scripted.error.args = ("Authorization: Bearer SECRET",)
    collect(where)
    with database.snapshot() as session:
        [row] = session.scalars(select(CollectionFailure))
        assert "SECRET" not in repr(vars(row))
        assert (row.error, row.provider) == ("Changed", "instagram/instaloader")


@pytest.mark.parametrize("error", [RateLimited(600), Refused()])
def test_a_network_that_refuses_or_limits_is_not_asked_again_in_the_run(
    database: Database, engine_kind: str, where: Place, scripted: Scripted, error: ConnectorError
) -> None:
    prepare(
        database,
        where,
        lambda session: made.account(session, where),
        lambda session: made.published(session, where, REEL),
        lambda session: made.account(session, where, Channel.TIKTOK),
    )
    scripted.error = error
    assert collect(where) == {"read": 1, "failed": 1, "left": 1}
    assert scripted.asked == ["trois.rives"]


def test_an_address_of_another_network_is_a_failure_of_its_own(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    prepare(database, where, lambda session: made.published(session, where, CLIP))
    assert collect(where)["failed"] == 1
    assert failed(database) == ["InvalidInput"]
    with database.snapshot() as session:
        [row] = counters.post_table(counters.board(session, where.consortium.id)).rows
    assert row[-1] == "L’adresse notée n’est pas celle de ce réseau\u00a0: corrigez-la."


def test_gone_takes_two_days_to_be_believed(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    def state() -> State:
        with database.snapshot() as session:
            [one] = [
                one
                for one in snapshots.latest(session, where.consortium.id)
                if one.measure is MeasureName.FOLLOWERS
            ]
            return one.state

    with time_machine.travel(NOW) as now:
        prepare(database, where, lambda session: made.account(session, where))
        collect(where)
        scripted.error = Gone()
        now.shift(timedelta(hours=1))
        collect(where)
        now.shift(timedelta(hours=2))
        collect(where)
        assert state() is State.OK  # twice on one day proves nothing
        now.shift(timedelta(days=1))
        collect(where)
        assert state() is State.GONE
        scripted.error = None
        now.shift(timedelta(hours=1))
        collect(where)
        assert state() is State.OK


def test_a_value_of_last_week_is_stale_and_not_zero(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    with time_machine.travel(NOW) as now:
        prepare(database, where, lambda session: made.account(session, where))
        collect(where)
        fresh = values(database, where)
        now.shift(timedelta(days=8))
        with database.snapshot() as session:
            board = counters.board(session, where.consortium.id)
            [row] = counters.account_table(board).rows
        assert values(database, where) == fresh
        assert row[3:5] == ["exact, ancien", "il y a 8 jours"]


def test_a_demonstration_reads_invented_numbers_only(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    def demo(session: Session) -> None:
        session.merge(where.consortium).demo = True
        made.account(session, where)

    prepare(database, where, demo)
    assert collect(where)["read"] == 1
    assert scripted.asked == []
    with database.snapshot() as session:
        assert set(session.scalars(select(Snapshot.provider))) == {"instagram/demo"}


def test_another_consortium_is_neither_read_nor_shown(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    with database.transaction() as session:
        elsewhere = people.place(session, "Autre-Rive")
        made.account(session, elsewhere, handle="ailleurs")
    prepare(database, where, lambda session: made.account(session, where))
    collect(where)
    assert scripted.asked == ["trois.rives"]
    assert values(database, elsewhere) == {}


def test_progress_is_told_step_by_step(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    prepare(
        database,
        where,
        lambda session: made.account(session, where),
        lambda session: made.account(session, where, Channel.TIKTOK),
    )
    told: list[tuple[int, int, str]] = []
    arguments = {"consortium_id": str(where.consortium.id)}
    jobs.run(COLLECT, "key", arguments, lambda *step: told.append(step))
    assert list(dict.fromkeys(told)) == [
        (0, 2, "Instagram"),
        (1, 2, "Instagram"),
        (1, 2, "TikTok"),
        (2, 2, "TikTok"),
        (2, 2, ""),
    ]


def test_switches_the_latest_decision_counts_and_the_consortium_before_the_operator(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    key, mine = "instagram/instaloader", where.consortium.id
    with time_machine.travel(NOW) as now, database.transaction() as session:
        administrator = people.actor(session, where, Role.ADMINISTRATOR)
        assert not providers.switched_on(session, key, mine)  # scraping: off until somebody decides
        assert providers.switched_on(session, "tiktok/demo", mine)  # scrapes nothing
        providers.switch_for_all(session, "porte-voix", key, on=True)
        assert providers.switched_on(session, key, mine)
        assert providers.switched_on(session, key, None)
        now.shift(60)
        providers.switch(session, administrator, key, on=False)
        assert not providers.switched_on(session, key, mine)
        assert providers.switched_on(session, key, None)
        now.shift(60)
        providers.switch_for_all(session, "porte-voix", key, on=True)
        assert not providers.switched_on(session, key, mine)  # the consortium's own row prevails
        now.shift(60)
        providers.switch(session, administrator, key, on=True)
        assert providers.switched_on(session, key, mine)
        assert key in providers.allowed(session, mine)
        with pytest.raises(NotFound):
            providers.switched_on(session, "instagram/personne", mine)


def test_counters_say_how_many_posts_they_know(
    database: Database, engine_kind: str, where: Place, scripted: Scripted
) -> None:
    tiktok = [f"https://www.tiktok.com/@trois.rives/video/76650757367425303{number}" for number in (17, 18)]
    prepare(
        database,
        where,
        lambda session: made.account(session, where, Channel.TIKTOK),
        lambda session: made.published(session, where, tiktok[0], Channel.TIKTOK),
        lambda session: made.published(session, where, REEL),
        lambda session: made.published(session, where, "https://exemple.test/salon", Channel.DISCORD),
    )
    collect(where)
    prepare(database, where, lambda session: made.published(session, where, tiktok[1], Channel.TIKTOK))
    with database.snapshot() as session:
        board = counters.board(session, where.consortium.id)
        sums = counters.sums(session, where.consortium.id)
    table = {row[0]: row[1:] for row in counters.network_table(sums).rows}
    assert list(table) == [
        "TikTok, abonnés",
        "TikTok, vues (1 publication sur 2)",
        "TikTok, j’aime (1 publication sur 2)",
        "Instagram, vues (0 publication sur 1)",
        "Instagram, j’aime (1 publication)",
    ]
    assert table["Instagram, vues (0 publication sur 1)"] == [ABSENT, "non donné", "à l’instant"]
    assert table["TikTok, abonnés"][1:] == ["exact", "à l’instant"]
    assert board.unread == [Channel.DISCORD]
    never = [row for row in counters.post_table(board).rows if row[5] == "jamais"]
    assert [row[2:5] for row in never] == [[ABSENT] * 3]
