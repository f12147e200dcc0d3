"""How long a failing reader is left alone: any order of answers and failures, over any time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Table, create_engine
from sqlalchemy.orm import Session

from connectors.errors import ERRORS, OF_NOBODY, OF_THE_TARGET, ConnectorError
from core import clock
from core.database import Base
from reach.collecting import health, lanes

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
OWNER, KEY = "operator", "instagram/instaloader"
OF_THE_READER = [one for one in ERRORS if one not in (*OF_THE_TARGET, *OF_NOBODY)]


class Breaker(RuleBasedStateMachine):
    """A reader that is asked now and then, unless it rests."""

    def __init__(self) -> None:
        super().__init__()
        engine = create_engine("sqlite://")
        table = Base.metadata.tables["provider_health"]
        assert isinstance(table, Table)
        table.create(engine)
        self.session = Session(engine)
        self.time = time_machine.travel(START, tick=False)
        self.traveller = self.time.start()
        self.in_a_row = 0
        self.rests: list[datetime] = []
        """The end of each rest since it last answered."""

    def teardown(self) -> None:
        self.time.stop()
        self.session.close()
        self.session.get_bind().dispose()  # type: ignore[union-attr]

    @property
    def awake(self) -> bool:
        return not self.rests or clock.now() >= self.rests[-1]

    @rule(minutes=st.one_of(st.integers(1, 90), st.integers(91, 2_000)))
    def time_passes(self, minutes: int) -> None:
        self.traveller.shift(timedelta(minutes=minutes))

    @precondition(lambda self: bool(self.rests) and not self.awake)
    @rule()
    def its_rest_ends(self) -> None:
        self.traveller.move_to(self.rests[-1])

    @precondition(lambda self: self.awake)
    @rule(errors=st.lists(st.sampled_from(OF_THE_READER), min_size=1, max_size=3))
    def it_fails(self, errors: list[type[ConnectorError]]) -> None:
        for error in errors:
            if self.awake:
                self._fail(error)

    def _fail(self, error: type[ConnectorError], *, again: bool = False) -> None:
        health.failed(self.session, OWNER, KEY, error, again=again)
        self.in_a_row += 1
        if self.rests or self.in_a_row == 3:
            now = clock.now()
            lasts = [now + timedelta(hours=1), now + timedelta(hours=6)]
            which = len(self.rests)
            self.rests.append(lasts[which] if which < 2 else lanes.tomorrow())

    @precondition(lambda self: not self.rests)
    @rule(error=st.sampled_from(OF_THE_READER))
    def a_target_fails_again(self, error: type[ConnectorError]) -> None:
        health.failed(self.session, OWNER, KEY, error, again=True)

    @precondition(lambda self: bool(self.rests) and self.awake)
    @rule(error=st.sampled_from(OF_THE_READER))
    def the_try_is_such_a_target(self, error: type[ConnectorError]) -> None:
        self._fail(error, again=True)

    @precondition(lambda self: not self.awake)
    @rule(error=st.sampled_from(OF_THE_READER))
    def a_failure_comes_late(self, error: type[ConnectorError]) -> None:
        health.failed(self.session, OWNER, KEY, error)
        self.in_a_row += 1

    @rule()
    def it_reads(self) -> None:
        health.well(self.session, OWNER, KEY)
        self.in_a_row, self.rests = 0, []

    @precondition(lambda self: self.awake)
    @rule()
    def the_network_speaks_of_the_target(self) -> None:
        health.answered(self.session, OWNER, KEY)
        self.in_a_row, self.rests = 0, []

    @rule(error=st.sampled_from(OF_NOBODY))
    def nobody_is_asked(self, error: type[ConnectorError]) -> None:
        health.failed(self.session, OWNER, KEY, error)

    @invariant()
    def it_rests_as_long_as_it_should(self) -> None:
        known = {} if self.awake else {KEY: self.rests[-1]}
        assert health.resting(self.session, OWNER) == known
        assert health.resting(self.session, "another owner") == {}

    @invariant()
    def what_is_shown_is_what_was(self) -> None:
        row = health.of(self.session, [OWNER]).get((OWNER, KEY))
        if row is not None:
            assert (row.failures, row.openings) == (self.in_a_row, len(self.rests))
            assert (row.open_until is None) == (not self.rests)


TestBreaker = Breaker.TestCase
TestBreaker.settings = settings(max_examples=20, stateful_step_count=25)
