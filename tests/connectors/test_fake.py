"""The invented network: same name, same numbers; a script decides what goes wrong."""

from __future__ import annotations

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from connectors import registry
from connectors.errors import ConnectorError, Gone, RateLimited
from connectors.fake.network import _ERRORS, KNOWN_FAULTS, FakeNetwork, Fault
from connectors.fake.provider import MANNERS
from connectors.records import AccountRecord, Exactness, MeasureName, PostRecord, State

POST = "https://reseau-fictif.example/@quai-neuf/post/{id}"


def values(record: AccountRecord | PostRecord) -> dict[str, int | None]:
    return {one.name.value: one.value for one in record.measures}


@time_machine.travel("2026-11-23")
def test_the_same_name_has_the_same_numbers_and_another_name_has_others() -> None:
    first, again, other = (registry.read_account("fake", name) for name in ("@quai", "quai", "halle"))
    assert values(first) == values(again)
    assert values(first) != values(other)


@given(st.from_regex(r"[a-z]{3,12}", fullmatch=True))
def test_numbers_only_grow_with_the_calendar(name: str) -> None:
    network = FakeNetwork("fake", MANNERS["fake"])
    with time_machine.travel("2026-03-01"):
        early = [network.account(name), network.post(name, None)]
    with time_machine.travel("2026-11-01"):
        late = [network.account(name), network.post(name, None)]
    for before, after in zip(early, late, strict=True):
        for one, two in zip(before.seen, after.seen, strict=True):
            assert one.value is not None
            assert two.value is not None
            assert 0 <= one.value <= two.value
        assert before.published == after.published


def test_before_its_first_day_nothing_is_negative() -> None:
    with time_machine.travel("2020-01-01"):
        record = registry.read_post("fake", POST.format(id="radio"))
    assert set(values(record).values()) == {0}


@pytest.mark.parametrize("fault", _ERRORS)
def test_each_fault_is_its_named_error(fault: Fault) -> None:
    network = FakeNetwork("fake", MANNERS["fake"], {"quai": [fault]})
    with pytest.raises(_ERRORS[fault]):
        network.account("quai")
    with pytest.raises(_ERRORS[fault]):
        network.post("radio-1", "quai")


def test_hidden_likes_hide_the_likes_only() -> None:
    record = registry.read_post("fake", "https://reseau-fictif.example/@compte.discret/post/radio")
    states = {one.name: one.state for one in record.measures}
    assert states.pop(MeasureName.LIKES) is State.HIDDEN
    assert set(states.values()) == {State.OK}
    assert values(record)["likes"] is None


def test_a_script_goes_on_from_one_reading_to_the_next_and_its_end_stays() -> None:
    network = FakeNetwork("fake", MANNERS["fake"], {"quai": [Fault.THROTTLED, None, Fault.GONE]})
    with pytest.raises(RateLimited):
        network.account("quai")
    assert network.account("quai").seen[0].value
    for _turn in range(2):
        with pytest.raises(Gone):
            network.account("quai")


def test_every_fault_can_be_seen_in_a_demonstration() -> None:
    assert {fault for script in KNOWN_FAULTS.values() for fault in script} == set(Fault)
    for network in registry.networks():
        for name, script in KNOWN_FAULTS.items():
            if script == [Fault.HIDDEN_LIKES]:
                continue
            with pytest.raises(ConnectorError):
                registry.read_account(network, spelled(network, name), chain=registry.demo_chain(network))


def spelled(network: str, name: str) -> str:
    """The name as that network would write it."""
    spellings = {"mastodon": f"{name}@reseau-fictif.example", "discord": name.replace(".", "-")}
    return spellings.get(network, name)


@time_machine.travel("2026-11-23")
def test_stand_ins_have_the_gaps_and_the_rounding_of_the_real_readers() -> None:
    chains = {network: registry.demo_chain(network) for network in ("instagram", "tiktok")}
    account = registry.read_account("instagram", "quai.neuf", chain=chains["instagram"])
    assert values(account)["posts"] is None
    assert values(account)["followers"]
    reel = registry.read_post("instagram", "Cq9TestAbc_", chain=chains["instagram"])
    assert list(values(reel)) == ["views", "likes", "comments"]
    assert values(reel)["views"] is None
    videos = [
        registry.read_post("tiktok", str(7_500_000_000_000_000_000 + number), chain=chains["tiktok"])
        for number in range(20)
    ]
    for one in (measure for video in videos for measure in video.measures):
        assert one.value is not None
        assert (one.exactness is Exactness.ROUNDED) == (one.value >= 10_000)
    assert any(one.exactness is Exactness.ROUNDED for video in videos for one in video.measures)
