"""What is remembered of visitors, in memory and for a day at most."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns import visitors
from campaigns.visitors import Visitors
from core import settings

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC).timestamp()
HOUR = 3600


def who(agent: str = "a", client: str = "192.0.2.1", forwarded: str = "") -> tuple[dict[str, Any], bytes]:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"headers": headers, "client": (client, 1)}, agent.encode()


def test_nobody_can_tell_yesterdays_visitor_from_todays() -> None:
    here = Visitors()
    before = here.of(*who(), NOON)
    assert here.of(*who(), NOON + 11 * HOUR) == before
    assert here.of(*who(), NOON + 13 * HOUR) != before
    assert Visitors().of(*who(), NOON) != before


def test_the_address_and_the_agent_make_a_visitor_and_neither_is_kept() -> None:
    here = Visitors()
    kinds = {here.of(*one, NOON) for one in (who(), who("b"), who(client="192.0.2.2"))}
    assert len(kinds) == 3
    here.bursts(1, here.of(*who("Agent-Rare"), NOON), NOON)
    here.wrong(*who("Agent-Rare"), NOON)
    assert "192.0.2" not in repr(vars(here))
    assert "Agent-Rare" not in repr(vars(here))


def test_behind_trusted_proxies_what_they_say_counts_and_nothing_left_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTE_VOIX_TRUSTED_PROXIES", "1")
    settings.current.cache_clear()
    here = Visitors()
    real = here.of(*who(forwarded="203.0.113.5"), NOON)
    assert here.of(*who(forwarded="198.51.100.9, 203.0.113.5", client="10.0.0.9"), NOON) == real
    assert here.of(*who(forwarded="203.0.113.6"), NOON) != real


def test_without_a_proxy_what_a_visitor_says_of_itself_counts_for_nothing() -> None:
    here = Visitors()
    assert here.of(*who(forwarded="203.0.113.5"), NOON) == here.of(*who(), NOON)


def test_the_number_of_a_day_stays_a_bound_when_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "MOST_REMEMBERED", 2)
    here = Visitors()
    seen = [here.of(*who(str(number)), NOON) for number in range(3)]
    assert all(here.new_today(1, one) for one in seen)
    assert [here.new_today(1, one) is not None for one in seen] == [False, False, True]
    assert here.new_today(2, seen[0]) is not None


def test_a_class_that_scans_together_is_no_burst() -> None:
    here = Visitors()
    pupils = [here.of(*who(str(number)), NOON) for number in range(30)]
    assert not any(here.bursts(1, one, NOON) for one in pupils)


def test_an_address_that_many_share_may_be_wrong_more_often() -> None:
    here = Visitors()
    for number in range(visitors.WRONG_CODES_OF_ADDRESS - 1):
        here.wrong(*who(str(number)), NOON)
    assert not here.guesses(*who("other"), NOON)
    here.wrong(*who("last"), NOON)
    assert here.guesses(*who("other"), NOON)
    assert not here.guesses(*who("other", client="192.0.2.2"), NOON)
    assert not here.guesses(*who("other"), NOON + 120)
