"""Asking a chain of readers: never beyond the purse, and «gone» only where nobody could still have seen it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from connectors import costs, registry
from connectors.costs import Requests
from connectors.errors import ERRORS, ConnectorError, Gone, Private, RateLimited, TimedOut
from connectors.registry import Network
from core import clock
from reach.collecting import asking, schedule
from reach.collecting.asking import Question
from reach.collecting.canaries import Canary
from reach.collecting.wanted import Wanted
from reach.snapshots import Target
from tests.reach.collecting import Scripted

CANARY = "instagram"
POST = "https://www.instagram.com/p/C9abcdEFGHI/"
UNASKED = Canary(CANARY)
SPOKEN = [error for error in ERRORS if error.__name__ not in ("SwitchedOff", "Unconfigured")]


def question(chain: list[Scripted], purse: int, canary: Canary = UNASKED) -> Question:
    """A post of Instagram, asked of these readers."""
    target = Target(uuid4(), None, uuid4(), "instagram", POST)
    return Question(
        wanted=(Wanted(uuid4(), target, "age-1d", None),),
        chain=tuple(one.key for one in chain),
        purse=purse,
        demo=False,
        credentials=None,
        canary=canary,
    )


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[Scripted]:
    """Two readers of Instagram; a post costs the first three requests, the second one."""
    chain = [Scripted(key="instagram/first"), Scripted(key="instagram/second")]
    monkeypatch.setitem(registry.NETWORKS, "instagram", Network("Instagram", tuple(chain)))
    monkeypatch.setattr(costs, "REQUESTS", {"instagram/first": Requests(post=3)})
    return chain


def test_what_a_chain_may_need_is_its_readers_and_a_canary(readers: list[Scripted]) -> None:
    chain = [one.key for one in readers]
    assert asking.purse(chain, posts=True) == (3, 3 + 1 + 1)
    assert asking.purse(chain, posts=False) == (1, 1 + 1 + 1)
    assert asking.purse(chain, posts=True, listed=True) == (1, 2)
    assert asking.purse([], posts=True) == (0, 0)


@given(
    said=st.lists(st.sampled_from([None, *SPOKEN]), min_size=4, max_size=4),
    prices=st.lists(st.integers(1, 4), min_size=4, max_size=4),
    canary=st.sampled_from([None, Gone, TimedOut]),
    more=st.integers(0, 12),
)
def test_no_walk_sends_more_than_its_purse_nor_says_gone_before_its_end(
    said: list[type[ConnectorError] | None],
    prices: list[int],
    canary: type[ConnectorError] | None,
    more: int,
) -> None:
    chain = [Scripted(key=f"instagram/{number}") for number in range(4)]
    known = {one.key: Requests(post=price) for one, price in zip(chain, prices, strict=True)}
    for one, error in zip(chain, said, strict=True):
        one.error, one.canary_error = error() if error else None, canary() if canary else None
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(registry.NETWORKS, "instagram", Network("Instagram", tuple(chain)))
        patched.setattr(costs, "REQUESTS", known)
        asked = question(chain, prices[0] + more)
        outcome = asking.ask(asked)
    sent = sum(known[one.key].post * one.asked.count(POST) for one in chain)
    sent += sum(one.asked.count(CANARY) for one in chain)
    assert sent == outcome.spent <= asked.purse
    if isinstance(outcome.error, Gone):
        assert canary is None
        assert all(one.asked.count(POST) == 1 for one in chain)
        assert any(CANARY in one.asked for one in chain)
    if outcome.records:
        assert outcome.error is None
    else:
        assert (outcome.error is None) <= outcome.cut


def test_a_walk_that_the_day_cuts_short_concludes_nothing(readers: list[Scripted]) -> None:
    readers[0].error = Gone()
    outcome = asking.ask(question(readers, 3))
    assert (outcome.error, outcome.cut, outcome.spent) == (None, True, 3)
    readers[1].error = Gone()
    outcome = asking.ask(question(readers, 4))  # nothing is left for the canary
    assert (outcome.error, outcome.cut, outcome.asked) == (None, True, [])
    assert isinstance(asking.ask(question(readers, 5)).error, Gone)


def test_what_the_canary_said_to_another_reader_is_not_believed(readers: list[Scripted]) -> None:
    readers[0].error = Gone()
    only = readers[:1]
    same, other = Canary(CANARY, "instagram/first"), Canary(CANARY, "instagram/second")
    assert isinstance(asking.ask(question(only, 9, same)).error, Gone)
    assert CANARY not in readers[0].asked
    readers[0].canary_error = Gone()
    outcome = asking.ask(question(only, 9, other))
    assert CANARY in readers[0].asked
    assert isinstance(outcome.error, RateLimited)
    assert outcome.asked == [("instagram/first", RateLimited)]  # its own failure, and no answer
    assert outcome.canary == Canary("", "instagram/first", well=False)


def test_a_privacy_setting_ends_the_walk(readers: list[Scripted]) -> None:
    readers[0].error = Private()
    assert isinstance(asking.ask(question(readers, 9)).error, Private)
    assert readers[1].asked == []


@given(st.integers(1, 30), st.floats(0, 24 * 40), st.booleans())
def test_a_failed_reading_is_tried_again_ever_later_and_never_lost_for_a_month(
    tries: int, hours: float, passing: bool
) -> None:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        now = clock.now()
        scheduled = now + timedelta(hours=hours)
        at = schedule.after_failure(tries, now, scheduled, passing=passing)
        assert at >= now + timedelta(hours=1)
        if tries <= 3:
            assert at <= now + timedelta(days=7)
        if passing and tries == 1:
            assert at == now + timedelta(hours=1)
        if not passing and scheduled > now + timedelta(days=1):
            assert at >= now + timedelta(days=1)  # nothing about itself passes within hours
        later = schedule.after_failure(tries + 1, now, scheduled, passing=passing)
        assert later >= min(at, scheduled)
