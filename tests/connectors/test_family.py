"""What every provider promises, the invented ones included: one class, run over all of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import pytest

from connectors import costs, registry
from connectors.abilities import DEADLINE, ListsPosts, Provider, ReadsAccount, ReadsPost, Remaps
from connectors.errors import ERRORS, ConnectorError, TimedOut, Unconfigured
from connectors.records import AccountRecord, MeasureName, PostRecord, State, as_json
from tests.connectors.api_bodies import NEVER_KEPT
from tests.connectors.case import ACCOUNT, LIST, POST, Case
from tests.connectors.cases import INVENTED, REAL, parameters
from tests.outbound import GoingOut
from tests.proxy import Answer, Request


@dataclass(frozen=True)
class Heard:
    """One answer of one case: the record, what was asked for it, what was written to the log."""

    record: AccountRecord | PostRecord
    seen: list[Request]
    log: str


_heard: dict[str, Heard] = {}


@pytest.fixture
def hear(going_out: GoingOut, caplog: pytest.LogCaptureFixture) -> Callable[[Case], Heard]:
    """What a case answers; asked once for all the tests that look at it."""

    def asked(case: Case) -> Heard:
        if case.name not in _heard:
            caplog.set_level(logging.DEBUG)
            proxy = going_out(case.routes)
            record = case.read()
            _heard[case.name] = Heard(record, list(proxy.seen), caplog.text)
        return _heard[case.name]

    return asked


class TestEveryProvider:
    def test_none_is_forgotten_here(self) -> None:
        assert set(costs.REQUESTS) == {case.key for case in REAL}
        chains: tuple[Callable[[str], tuple[Provider, ...]], ...] = (registry.providers, registry.demo_chain)
        known = {
            provider for network in registry.networks() for chain in chains for provider in chain(network)
        }
        expected = {(one.key, ACCOUNT) for one in known if isinstance(one, ReadsAccount)}
        expected |= {(one.key, POST) for one in known if isinstance(one, ReadsPost)}
        expected |= {(one.key, LIST) for one in known if isinstance(one, ListsPosts)}
        tested = {(case.key, case.ability) for case in (*REAL, *INVENTED)}
        assert tested <= expected
        assert {key for key, _name in expected - tested} <= {
            f"{network}/demo" for network in registry.networks()
        }

    @pytest.mark.parametrize("case", parameters([*REAL, *INVENTED]))
    def test_it_answers_the_measures_it_announces_and_says_how_far_to_believe_them(
        self, hear: Callable[[Case], Heard], case: Case
    ) -> None:
        record, seen = hear(case).record, hear(case).seen
        assert tuple(one.name.value for one in record.measures) == case.measures
        for one in record.measures:
            assert one.name in MeasureName
            assert (one.value is None) == (one.state is not State.OK) == (one.exactness is None)
            assert (one.provider, one.provider_version, one.at) == (
                case.key,
                case.provider.version(),
                record.at,
            )
        assert any(one.value for one in record.measures)
        assert record.network == case.key.partition("/")[0]
        assert record.at.tzinfo is not None
        if case.requests is not None:
            assert len(seen) == case.requests, [one.address for one in seen]
        assert len(seen) <= case.most_requests, [one.address for one in seen]

    @pytest.mark.parametrize("case", parameters(REAL))
    def test_nobody_is_in_what_it_keeps_and_no_secret_in_what_it_says(
        self, hear: Callable[[Case], Heard], case: Case
    ) -> None:
        record = hear(case).record
        kept = json.dumps({**as_json(record), "raw": dict(record.raw or {})}, ensure_ascii=False)
        secrets = [one for one in (case.credentials.token, case.credentials.key) if one]
        for never in (*NEVER_KEPT, *secrets):
            assert never not in kept
        said = hear(case).log + "".join(f"{one.address}?{one.query}" for one in hear(case).seen)
        assert not [secret for secret in secrets if secret in said + repr(case.provider)]

    @pytest.mark.parametrize("case", parameters(REAL))
    def test_what_it_keeps_can_be_mapped_again(self, hear: Callable[[Case], Heard], case: Case) -> None:
        record = hear(case).record
        assert record.raw is not None
        assert len(json.dumps(record.raw)) < 700
        assert isinstance(case.provider, Remaps)
        again = registry.remap(case.key, json.loads(json.dumps(dict(record.raw))), record.mapper)
        assert [(one.name, one.value, one.state, one.exactness) for one in again.seen] == [
            (one.name, one.value, one.state, one.exactness) for one in record.measures
        ]
        for version in (0, record.mapper + 1):
            with pytest.raises(ConnectorError):
                registry.remap(case.key, record.raw, version)

    @pytest.mark.parametrize("case", parameters(REAL))
    def test_a_network_that_answers_nothing_useful_is_a_named_error(
        self, going_out: GoingOut, case: Case
    ) -> None:
        going_out(dict.fromkeys(case.routes, Answer("<html>" + "é" * 50)))
        with pytest.raises(ConnectorError) as caught:
            case.read()
        assert type(caught.value) in ERRORS
        assert caught.value.message

    @pytest.mark.parametrize("case", parameters([one for one in REAL if registry.needs_credentials(one.key)]))
    def test_without_credentials_it_asks_nobody(self, going_out: GoingOut, case: Case) -> None:
        proxy = going_out(case.routes)
        with pytest.raises(Unconfigured):
            case.read(bare=True)
        assert proxy.seen == []

    @pytest.mark.parametrize("case", parameters([*REAL, *INVENTED]))
    def test_its_deadline_holds(self, going_out: GoingOut, case: Case) -> None:
        going_out(dict.fromkeys(case.routes, Answer(hangs=True)))
        start = monotonic()
        with pytest.raises(TimedOut):
            case.read(case.slow, case.short)
        assert monotonic() - start < case.short + 3

    def test_the_default_deadline_is_ten_seconds(self) -> None:
        assert DEADLINE == 10
