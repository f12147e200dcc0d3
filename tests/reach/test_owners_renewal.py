"""Tokens of accounts that renew themselves: before they end, once, stored before used, lost for one alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from campaigns.models import Account
from connectors.consents import Grant
from connectors.errors import ConnectorError
from contacts import settling
from core import clock, notify, runs
from core import database as database_module
from core import jobs as core_jobs
from core.database import Database
from core.people import Role
from core.territory import Channel
from reach import jobs
from reach.collecting import credentials, lanes, overview, watching
from reach.models import (
    CollectionFailure,
    Lane,
    MetricLatest,
    NetworkCredential,
    ProviderHealth,
    Snapshot,
    Watch,
)
from reach.owners import access, ending, renewal, words
from reach.owners.access import State
from tests.factories import people
from tests.factories import reach as made
from tests.outbound import GoingOut, going_out
from tests.proxy import Proxy
from tests.reach.collecting import carry_out
from tests.reach.owners import Here, agree, held, here
from tests.reach.tiktok import API, TikTok, said

__all__ = ["going_out"]
NOW = "2026-11-23T10:00:00+00:00"
READ = f"{API}user/info/"
RENEWED = f"{API}oauth/token/"


@pytest.fixture
def tiktok() -> TikTok:
    """A TikTok that knows our application."""
    return TikTok()


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    """Monday 23 November 2026, 11:00 in Paris; nothing moves the clock but the test."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def proxy(database: Database, travel: time_machine.Traveller, going_out: GoingOut, tiktok: TikTok) -> Proxy:
    """The way out, which leads to that TikTok alone."""
    return going_out(tiktok.routes)


@pytest.fixture
def where(proxy: Proxy, tiktok: TikTok) -> Here:
    """A consortium whose own account is connected; the jobs of this room are known, a worker is there."""
    for kind in list(core_jobs._kinds):
        core_jobs._kinds.pop(kind)
        core_jobs._every.pop(kind, None)
    jobs.register()
    found = here()
    with database_module.current().transaction() as session:
        runs.beat(session, "test")
        agree(session, tiktok, found.account, "quai.neuf")
    return found


def credential(where: Here) -> NetworkCredential:
    with database_module.current().snapshot() as session:
        row = access.of(session, where.account)
    assert row is not None
    return row


def another(where: Here, tiktok: TikTok, handle: str = "autre.compte") -> Account:
    """A second account whose owner agreed."""
    with database_module.current().transaction() as session:
        account = made.account(session, where.place, Channel.TIKTOK, handle)
        agree(session, tiktok, account.id, handle)
    return account


def read(travel: time_machine.Traveller, **later: float) -> None:
    """A sweep, and every reading that it starts."""
    travel.shift(timedelta(**later))
    jobs.sweep({}, lambda *_told: None)
    for _turn in range(3):
        travel.shift(timedelta(seconds=5))
        carry_out()


@pytest.mark.database
def test_a_token_is_renewed_before_a_reading_and_stored_before_it_is_used(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok, proxy: Proxy
) -> None:
    before = held()[where.account]
    read(travel, minutes=1)
    assert proxy.addresses() == [READ], "twenty-four hours are left: no renewal"
    stored: list[str] = []
    answer = tiktok.info
    tiktok.info = lambda request: [stored.append(held()[where.account]["token"]), answer(request)][1]  # type: ignore[method-assign, assignment, func-returns-value, return-value]
    read(travel, hours=23, minutes=52)
    assert proxy.addresses() == [READ, RENEWED, READ]
    after = held()[where.account]
    assert before["refresh"] != after["refresh"]
    assert proxy.seen[-1].headers["authorization"] == f"Bearer {after['token']}"
    with database_module.current().snapshot() as session:
        values = session.scalars(select(Snapshot.value).where(Snapshot.measure == "followers")).all()
        assert values == [8_120, 8_120]
        assert session.scalars(select(Snapshot.provider).distinct()).all() == ["tiktok/display"]
    read(travel, hours=24)
    assert proxy.addresses()[3:] == [RENEWED, READ], "the new refresh token serves in its turn"


@pytest.mark.database
def test_two_processes_that_renew_at_once_ask_once(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok, proxy: Proxy
) -> None:
    travel.shift(timedelta(hours=23, minutes=55))
    access_id = credential(where).id
    start, tickets = threading.Barrier(4), []

    def process() -> None:
        start.wait()
        with database_module.current().transaction() as session:
            tickets.append(renewal.claim(session, access_id))

    threads = [threading.Thread(target=process) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [ticket] = [one for one in tickets if one is not None]
    with database_module.current().transaction() as session:
        assert renewal.keep(session, ticket, renewal.ask(ticket))
    with database_module.current().transaction() as session:
        assert renewal.claim(session, access_id) is None, "it is fresh"
    assert (tiktok.renewed, proxy.addresses()) == (1, [RENEWED])


@pytest.mark.database
@pytest.mark.parametrize("network_keeps_the_old_one", [True, False])
def test_killed_between_the_answer_and_storing_it_costs_that_account_alone_at_most(
    where: Here,
    travel: time_machine.Traveller,
    tiktok: TikTok,
    monkeypatch: pytest.MonkeyPatch,
    network_keeps_the_old_one: bool,
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_given: object) -> bool:
        raise Killed

    before = held()[where.account]
    travel.shift(timedelta(hours=23, minutes=55))
    jobs.sweep({}, lambda *_told: None)
    with database_module.current().snapshot() as session:
        lane = session.scalars(select(Lane.id).where(Lane.owner == str(where.consortium))).one()
    with monkeypatch.context() as patched:
        patched.setattr(renewal, "keep", killed)
        with pytest.raises(Killed):
            jobs._step(lane)
    assert held()[where.account] == before, "nothing half stored"
    if network_keeps_the_old_one:
        tiktok.good.add(before["refresh"])
    # Ten minutes on, the token has ended and whoever was killed renews no more.
    read(travel, minutes=10)
    [shown] = accounts(where)
    if network_keeps_the_old_one:
        assert (shown.state, tiktok.renewed) == (State.CONNECTED, 2)
        assert held()[where.account]["refresh"] in tiktok.good
    else:
        assert shown.state is State.LOST
        assert words.standing(shown).startswith("Le réseau ne l’accepte plus")
        with database_module.current().snapshot() as session:
            assert session.scalars(select(CollectionFailure.error)).all() == ["NeedsReconnect"]


def accounts(where: Here) -> list[access.Owned]:
    with database_module.current().snapshot() as session:
        return access.accounts(session, where.consortium)


def test_an_empty_or_cut_answer_never_takes_the_place_of_what_is_stored(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok, proxy: Proxy
) -> None:
    before = held()[where.account]
    travel.shift(timedelta(hours=20))
    for answer in (
        said({"access_token": "", "expires_in": 86_400, "refresh_token": ""}),
        said({}),
        said({"access_token": "x", "refresh_token": "y"}),
        said({"error": "server_error"}),
    ):
        tiktok.answers = {"token": answer}
        read(travel, hours=25)
        assert held()[where.account] == before
        assert [one.state for one in accounts(where)] == [State.CONNECTED]
    assert (tiktok.renewed, proxy.addresses().count(RENEWED) >= 4) == (0, True)
    tiktok.answers = {}
    read(travel, hours=24)
    assert held()[where.account]["refresh"] in tiktok.good


def test_a_renewal_without_a_new_refresh_token_keeps_the_old_one(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok
) -> None:
    before = held()[where.account]
    until = credential(where).expires_on
    travel.shift(timedelta(hours=23, minutes=55))
    with database_module.current().transaction() as session:
        ticket = renewal.claim(session, credential(where).id)
        assert ticket is not None
        assert renewal.keep(session, ticket, Grant("nouveau", 86_400, "", None))
    assert held()[where.account] == {"token": "nouveau", "refresh": before["refresh"]}
    assert credential(where).expires_on == until


def test_what_the_owner_took_back_meanwhile_is_not_stored_and_a_new_consent_is_not_replaced(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok
) -> None:
    travel.shift(timedelta(hours=23, minutes=55))
    with database_module.current().transaction() as session:
        ticket = renewal.claim(session, credential(where).id)
    assert ticket is not None
    answer = renewal.ask(ticket)
    assert isinstance(answer, Grant)
    with database_module.current().transaction() as session:
        anew = credentials.unseal(agree(session, tiktok, where.account, "quai.neuf"))
        assert renewal.keep(session, ticket, answer)
    assert held()[where.account] == anew
    with database_module.current().transaction() as session:
        ending.by_owner(session, where.account)
        assert not renewal.keep(session, ticket, answer)
    ending.give_back([ticket.useless(answer)])
    assert answer.token in tiktok.revoked


def test_a_refusal_is_of_one_account_the_others_go_on_and_a_person_is_told_once(
    where: Here,
    travel: time_machine.Traveller,
    tiktok: TikTok,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[str] = []

    def took(_to: object, _title: str, text: str) -> list[notify.Failure]:
        sent.append(text)
        return []

    monkeypatch.setattr(notify, "send", took)
    other = another(where, tiktok)
    with database_module.current().transaction() as session:
        settling.set_notices(
            session, people.actor(session, where.place, Role.COORDINATOR), "json://exemple.fr"
        )
    read(travel, minutes=1)
    tiktok.good.discard(held()[where.account]["refresh"])
    for _day in range(3):
        read(travel, hours=24)
    shown = {one.handle: one.state for one in accounts(where)}
    assert shown == {"quai.neuf": State.LOST, "autre.compte": State.CONNECTED}
    with database_module.current().snapshot() as session:
        read_often = session.scalars(
            select(Snapshot.at).where(Snapshot.account_id == other.id, Snapshot.measure == "followers")
        ).all()
        [told] = [one for one in overview.networks(session, where.consortium) if one.network == "tiktok"]
        display = next(one for one in told.lines if one.standing.provider.key == "tiktok/display")
        failures = session.scalars(select(CollectionFailure)).all()
    assert len(read_often) == 4
    assert (display.rests_until, display.error) == (None, "")
    assert [(one.account_id, one.error) for one in failures] == [(where.account, "NeedsReconnect")]
    assert [text.splitlines()[0] for text in sent] == ["L’accès à TikTok est fini\u00a0: reconnectez-le."]
    assert "quai.neuf" not in sent[0]


def test_a_token_that_ends_early_is_renewed_at_the_next_reading_and_lost_when_that_does_not_help(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok
) -> None:
    tiktok.access.clear()
    read(travel, minutes=1)
    assert [one.state for one in accounts(where)] == [State.CONNECTED]
    with database_module.current().snapshot() as session:
        assert session.get(ProviderHealth, (str(where.consortium), "tiktok/display")) is None, (
            "no fault of it"
        )
    read(travel, hours=2)
    assert tiktok.renewed == 1
    with database_module.current().snapshot() as session:
        assert session.scalars(
            select(MetricLatest.value).where(MetricLatest.measure == "followers")
        ).all() == [8_120]
    tiktok.answers = {"info": said({"error": {"code": "scope_not_authorized"}}, 401)}
    read(travel, hours=24)
    read(travel, hours=3)
    assert [one.state for one in accounts(where)] == [State.LOST]


def test_the_end_of_a_consent_is_told_at_14_7_and_1_days(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok
) -> None:
    told = []
    travel.shift(timedelta(days=346))
    for _day in range(25):
        with database_module.current().transaction() as session:
            for one in credentials.ending(session):
                told.append((one.network, one.left))
                credentials.told(session, one)
        travel.shift(timedelta(days=1))
    assert told == [("tiktok", 14), ("tiktok", 7), ("tiktok", 1)]


@pytest.mark.database
def test_who_agreed_is_read_in_the_consortiums_queue_and_who_did_not_never_with_that_token(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok, proxy: Proxy
) -> None:
    posts = ("https://www.tiktok.com/@quai.neuf/video/7300000000000000001", "7300000000000000002")
    with database_module.current().transaction() as session:
        silent = made.account(session, where.place, Channel.TIKTOK, "sans.accord")
        theirs = made.published(session, where.place, posts[0], Channel.TIKTOK)
        others = made.published(
            session, where.place, f"https://www.tiktok.com/@sans.accord/video/{posts[1]}", Channel.TIKTOK
        )
        watching.sync(session)
        owners = {
            watch.account_id or watch.variant_id: session.get_one(Lane, watch.lane_id).owner
            for watch in session.scalars(select(Watch))
        }
        assert owners == {
            where.account: str(where.consortium),
            theirs.id: str(where.consortium),
            silent.id: lanes.OPERATOR,
            others.id: lanes.OPERATOR,
        }
        given = credentials.opened(session, where.consortium, "tiktok", silent.id)
        assert given is None, "an application alone opens nothing"
    read(travel, minutes=1)
    asked = [one for one in proxy.seen if one.headers.get("authorization")]
    assert {one.headers["authorization"] for one in asked} == {f"Bearer {held()[where.account]['token']}"}
    assert {READ, f"{API}video/query/"} <= set(proxy.addresses())


def test_a_renewal_of_an_application_that_tiktok_does_not_know_marks_no_account(
    where: Here, travel: time_machine.Traveller, tiktok: TikTok
) -> None:
    tiktok.answers = {"token": said({"error": "invalid_client"}, 401)}
    read(travel, hours=24)
    assert [one.state for one in accounts(where)] == [State.CONNECTED]
    with database_module.current().snapshot() as session:
        assert session.scalars(select(CollectionFailure.error)).all() == ["Unconfigured"]


def test_a_claim_is_over_after_its_lease(where: Here, travel: time_machine.Traveller) -> None:
    travel.shift(timedelta(hours=23, minutes=55))
    access_id = credential(where).id
    found: list[renewal.Ticket | ConnectorError | None] = []
    for _turn in range(3):
        with database_module.current().transaction() as session:
            found.append(renewal.claim(session, access_id))
        travel.shift(timedelta(seconds=35))
    assert [one is not None for one in found] == [True, False, True]
    assert clock.now() > credential(where).access_ends_at - renewal.EARLY  # type: ignore[operator]
