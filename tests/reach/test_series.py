"""Counters over time: sums, growth that is honest, corrections, what is mapped again, what is erased."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ambassadors import agreements
from ambassadors.models import AgreementKind, AmbassadorAccount
from campaigns.models import Account
from connectors import registry
from connectors.readings import Reading, seen
from connectors.records import MeasureName
from core.database import Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.keeping import Wanted
from core.people import Role
from core.territory import Channel
from reach import counters, manual, snapshots
from reach.collecting import credentials, schedule
from reach.models import MetricLatest, MetricPeriod, NetworkCredential, NetworkWeek, RawBody, Snapshot
from reach.series import curves, definitions, keeping, networks, remapping, rollups
from reach.series.curves import Point
from reach.series.rollups import Of
from tests.factories import ambassadors as ambassadors_to_test
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def where(session: Session) -> Place:
    """A consortium."""
    return people.place(session)


def snapshot(
    session: Session, account: Account, value: int | None, at: datetime, **other: object
) -> Snapshot:
    row = Snapshot(
        consortium_id=account.consortium_id,
        account_id=account.id,
        measure="followers",
        value=value,
        state="ok" if value is not None else "absent",
        exactness="exact",
        provider="instagram/instaloader",
        provider_version="1",
        at=at,
    )
    for name, one in other.items():
        setattr(row, name, one)
    session.add(row)
    session.flush()
    return row


def of(account: Account) -> Of:
    return Of(account.consortium_id, account.id, None, account.network.value)


def standing(session: Session) -> set[tuple[object, ...]]:
    """Every sum of a target, as plain values."""
    latest = session.scalars(select(MetricLatest))
    periods = session.scalars(select(MetricPeriod))
    return {(one.measure, one.value, one.state, one.at) for one in latest} | {
        (one.grain, one.measure, one.starts_on, one.value, one.rounded) for one in periods
    }


@pytest.mark.parametrize("later_first", [False, True])
def test_a_reader_that_never_gives_a_measure_hides_no_number(
    session: Session, where: Place, later_first: bool
) -> None:
    account = made.account(session, where)
    given = snapshot(session, account, 812, NOW - timedelta(days=1), provider="instagram/export")
    silent = snapshot(session, account, None, NOW)
    for row in (silent, given) if later_first else (given, silent):
        rollups.add(session, of(account), [row])
    assert [one.value for one in session.scalars(select(MetricLatest))] == [812]
    hidden = snapshot(session, account, None, NOW + timedelta(hours=1), state="hidden")
    rollups.add(session, of(account), [hidden])
    assert [one.value for one in session.scalars(select(MetricLatest))] == [None], "hidden is said"


@pytest.mark.database
@pytest.mark.parametrize("seed", range(3))
def test_sums_made_on_the_way_are_those_made_anew(
    session: Session, engine_kind: str, where: Place, seed: int
) -> None:
    chance = Random(seed)
    account = made.account(session, where)
    for hours in chance.sample(range(24 * 40), 40):
        at = NOW - timedelta(hours=hours)
        value = None if chance.random() < 0.2 else chance.randrange(1000)
        rollups.add(session, of(account), [snapshot(session, account, value, at)])
    before = standing(session)
    rollups.rebuild_target(session, of(account))
    assert standing(session) == before


@given(st.lists(st.tuples(st.integers(0, 10**6), st.booleans(), st.integers(0, 2)), min_size=1, max_size=30))
def test_growth_is_never_drawn_from_a_rounded_step_nor_over_a_change(
    drawn: list[tuple[int, bool, int]],
) -> None:
    points = [
        Point(TODAY + timedelta(days=place), value, rounded, series)
        for place, (value, rounded, series) in enumerate(sorted(drawn, key=lambda one: one[2]))
    ]
    pieces = curves.pieces(points)
    for place in range(1, len(points)):
        if pieces[place] == pieces[place - 1]:
            one, two = points[place - 1], points[place]
            assert not one.rounded
            assert not two.rounded
            assert one.series == two.series
    grown = curves.growth(points)
    first, last = points[0], points[-1]
    honest = len(points) > 1 and not first.rounded and not last.rounded and first.series == last.series
    assert (grown is not None) == honest


def test_a_series_ends_where_the_network_began_to_count_otherwise() -> None:
    before, after = date(2025, 4, 20), date(2025, 4, 21)
    assert definitions.series("instagram", "views", before) != definitions.series("instagram", "views", after)
    assert definitions.series("instagram", "likes", before) == definitions.series("instagram", "likes", after)
    assert [one.network for one in definitions.between("youtube", "views", date(2025, 1, 1), TODAY)] == [
        "youtube"
    ]


def test_networks_are_summed_each_for_itself_and_unknown_is_in_no_sum(session: Session, where: Place) -> None:
    with time_machine.travel(NOW, tick=False):
        first, second, silent = (
            made.account(session, where, Channel.TIKTOK, f"compte.{number}") for number in range(3)
        )
        theirs = made.account(session, where, Channel.TIKTOK, "nour", own=False)
        for account, value in ((first, 100), (second, 20), (silent, None), (theirs, 5_000)):
            rollups.add(session, of(account), [snapshot(session, account, value, NOW)])
        networks.week_of_networks(session, where.consortium.id)
        [row] = session.scalars(select(NetworkWeek))
        assert (row.total, row.known, row.starts_on) == (120, 2, TODAY)
        sums = counters.sums(session, where.consortium.id)
        assert counters.network_table(sums).rows[0][:2] == ["TikTok, abonnés (2 comptes sur 3)", "120"]
        noted = {(one.network, one.starts_on, one.total, one.known) for one in [row]}
        networks.rebuild_networks(session, where.consortium.id)
        again = {
            (one.network, one.starts_on, one.total, one.known) for one in session.scalars(select(NetworkWeek))
        }
        assert again == noted


def test_a_value_typed_in_is_corrected_by_another_and_both_stay(session: Session, where: Place) -> None:
    with time_machine.travel(NOW, tick=False):
        by = people.actor(session, where, Role.COMMUNICATIONS)
        account = made.account(session, where, Channel.SNAPCHAT)
        day = TODAY - timedelta(days=1)
        manual.enter(session, by, account.id, MeasureName.FOLLOWERS, 1_200, day)
        manual.enter(session, by, account.id, MeasureName.FOLLOWERS, 120, day)
        rows = list(session.scalars(select(Snapshot).order_by(Snapshot.value)))
        assert [(row.value, row.replaced_at is None) for row in rows] == [(120, True), (1_200, False)]
        [latest] = snapshots.latest(session, where.consortium.id)
        assert (latest.value, latest.provider) == (120, "manual")
        with pytest.raises(InvalidInput):
            manual.enter(session, by, account.id, MeasureName.FOLLOWERS, 5, TODAY + timedelta(days=1))
        with pytest.raises(InvalidInput):
            manual.enter(session, by, account.id, MeasureName.FOLLOWERS, -1, TODAY)
        with pytest.raises(NotFound):
            manual.enter(session, by, uuid4(), MeasureName.FOLLOWERS, 5, TODAY)
        account.collectable = False
        with pytest.raises(Conflict):
            manual.enter(session, by, account.id, MeasureName.FOLLOWERS, 5, TODAY)


def test_a_new_mapper_says_it_again_and_the_row_before_stays(
    session: Session, where: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = made.account(session, where)
    body = RawBody(
        consortium_id=where.consortium.id,
        account_id=account.id,
        provider="instagram/instaloader",
        provider_version="4.16",
        mapper="1",
        body={"of": "account", "followers": 15},
        at=NOW,
    )
    session.add(body)
    session.flush()
    row = snapshot(session, account, 51, NOW, slot="day-2026-11-23", mapper="1", body_id=body.id)
    rollups.rebuild_target(session, of(account))
    reading = Reading("trois.rives", (seen(MeasureName.FOLLOWERS, 15),), None, body.body, 2)
    monkeypatch.setattr(registry, "remap", lambda *_asked: reading)
    assert remapping.bodies(session, "instagram/instaloader") == [body]
    assert remapping.remap(session, body)
    session.refresh(row)
    assert row.replaced_at is not None
    assert session.scalars(select(MetricLatest.value)).one() == 15
    assert session.scalar(select(func.count()).select_from(Snapshot)) == 2
    assert not remapping.remap(session, body)


@pytest.mark.parametrize("act", ["pause", "leave", "own agreement", "guardian"])
def test_numbers_of_an_ambassador_go_when_they_take_them_back(
    session: Session, where: Place, act: str
) -> None:
    staff = people.actor(session, where, Role.COORDINATOR)
    make = ambassadors_to_test.minor if act == "guardian" else ambassadors_to_test.adult
    ambassador = make(session, staff, "Nour")
    if act == "guardian":
        ambassadors_to_test.with_guardian(session, staff, ambassador)
    ambassadors_to_test.with_own_agreement(session, staff, ambassador)
    account = made.account(session, where, handle="nour", own=False)
    session.add(AmbassadorAccount(account_id=account.id, ambassador_id=ambassador.id))
    post = made.published(session, where, "https://www.instagram.com/p/C9abcdEFGHI/", account_id=account.id)
    agreements.apply_standing(session, ambassador)
    snapshot(session, account, 12, NOW)
    snapshot(session, account, 3, NOW, account_id=None, variant_id=post.id, measure="likes")
    for target in (of(account), Of(where.consortium.id, None, post.id, "instagram")):
        rollups.rebuild_target(session, target)
    assert keeping.erase_withdrawn(session) == 0
    {
        "pause": lambda: agreements.pause(session, staff, ambassador),
        "leave": lambda: agreements.leave(session, staff, ambassador),
        "own agreement": lambda: agreements.withdraw(session, staff, ambassador, AgreementKind.OWN),
        "guardian": lambda: agreements.withdraw(session, staff, ambassador, AgreementKind.GUARDIAN),
    }[act]()
    session.expire_all()
    left = 2 if act == "pause" else 0
    assert keeping.erase_withdrawn(session) == (0 if act == "pause" else 1)
    assert session.scalar(select(func.count()).select_from(Snapshot)) == left
    assert len(standing(session)) == (6 if left else 0)


def test_who_asks_gets_the_numbers_and_has_them_erased(session: Session, where: Place) -> None:
    staff = people.actor(session, where, Role.COORDINATOR)
    ambassador = ambassadors_to_test.with_own_agreement(
        session, staff, ambassadors_to_test.adult(session, staff, "Nour")
    )
    account = made.account(session, where, handle="nour", own=False)
    session.add(AmbassadorAccount(account_id=account.id, ambassador_id=ambassador.id))
    rollups.add(session, of(account), [snapshot(session, account, 12, NOW)])
    [found] = keeping.find(session, Wanted(where.consortium.id, ambassador="nour"))
    exported = keeping.export(session, found)
    assert (exported["account"], exported["numbers"]) == ("instagram nour", 1)
    assert keeping.erase(session, found) == ["chiffres publics"]
    assert session.scalars(select(Snapshot)).all() == []


def test_what_is_too_old_goes_and_weeks_stay(
    session: Session, where: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = made.account(session, where)
    old, new = NOW - timedelta(days=1_200), NOW - timedelta(days=10)
    rollups.add(
        session, of(account), [snapshot(session, account, 5, old), snapshot(session, account, 9, new)]
    )
    with time_machine.travel(NOW, tick=False):
        while keeping.purge_batch(session):
            pass
    assert [row.value for row in session.scalars(select(Snapshot))] == [9]
    grains = session.execute(select(MetricPeriod.grain, MetricPeriod.value).order_by(MetricPeriod.starts_on))
    assert {tuple(row) for row in grains} == {("week", 5), ("week", 9), ("day", 9)}


def test_credentials_are_sealed_kept_by_an_empty_field_and_never_shown(
    session: Session, where: Place, database: Database
) -> None:
    with time_machine.travel(NOW, tick=False):
        by = people.actor(session, where, Role.ADMINISTRATOR)
        here = where.consortium.id
        credentials.save(session, by, "instagram", {"token": "JETON-SECRET", "account": "178"}, None)
        credentials.save(session, by, "instagram", {"token": " ", "account": "179"}, TODAY)
        found = credentials.opened(session, here, "instagram")
        assert found is not None
        assert found.given == {"token": "JETON-SECRET", "account": "179"}
        assert "JETON" not in repr(found)
        [row] = session.scalars(select(NetworkCredential))
        assert b"JETON" not in row.sealed
        assert "JETON" not in repr(credentials.connected(session, here))
        for network, given, ends in (
            ("youtube", {"key": ""}, None),
            ("instagram", {}, TODAY - timedelta(days=1)),
        ):
            with pytest.raises(InvalidInput):
                credentials.save(session, by, network, given, ends)
        with pytest.raises(NotFound):
            credentials.save(session, by, "discord", {"token": "x"}, None)
        with pytest.raises(Forbidden):
            credentials.save(
                session, people.actor(session, where, Role.COORDINATOR), "youtube", {"key": "x"}, None
            )


def test_a_token_of_a_mastodon_server_names_that_server(session: Session, where: Place) -> None:
    by, here = people.actor(session, where, Role.ADMINISTRATOR), where.consortium.id
    for wrong in ("", "social", "https://social.example/@nom", "a b"):
        with pytest.raises(InvalidInput):
            credentials.save(session, by, "mastodon", {"token": "x", "account": wrong}, None)
    credentials.save(session, by, "mastodon", {"token": "x", "account": "https://Social.Example/"}, None)
    found = credentials.opened(session, here, "mastodon")
    assert found is not None
    assert found.given == {"token": "x", "account": "social.example"}


def test_the_token_of_all_accounts_from_before_still_opens_until_an_application_takes_its_place(
    session: Session, where: Place
) -> None:
    by, here = people.actor(session, where, Role.ADMINISTRATOR), where.consortium.id
    credentials.save(session, by, "tiktok", {"client_key": "a", "client_secret": "b"}, None)
    [row] = session.scalars(select(NetworkCredential))
    assert (credentials.exists(session, here, "tiktok"), credentials.opened(session, here, "tiktok")) == (
        False,
        None,
    )
    row.sealed = credentials.seal({"token": "avant"})
    found = credentials.opened(session, here, "tiktok")
    assert found is not None
    assert (credentials.exists(session, here, "tiktok"), found.given) == (True, {"token": "avant"})
    credentials.save(session, by, "tiktok", {"client_key": "a", "client_secret": "b"}, None)
    assert credentials.unseal(row) == {"client_key": "a", "client_secret": "b"}


def test_the_end_of_credentials_is_told_at_14_7_and_1_days(session: Session, where: Place) -> None:
    told = []
    with time_machine.travel(NOW, tick=False) as traveller:
        by = people.actor(session, where, Role.ADMINISTRATOR)
        credentials.save(session, by, "youtube", {"key": "x"}, TODAY + timedelta(days=20))
        for _day in range(22):
            for one in credentials.ending(session):
                told.append(one.left)
                credentials.told(session, one)
            traveller.shift(timedelta(days=1))
    assert told == [14, 7, 1]


@given(st.integers(0, 400 * 24))
def test_the_next_reading_of_a_post_is_always_to_come_and_ever_rarer(hours: int) -> None:
    published, now = NOW, NOW + timedelta(hours=hours)
    following = schedule.post_next(published, now)
    assert now < following <= now + schedule.THEN
    age = schedule.post_age(published, following)
    assert age is not None
    assert published + age == following
    assert schedule.post_slot(published, following) != schedule.post_slot(published, now)
