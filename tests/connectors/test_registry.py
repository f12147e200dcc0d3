"""The walk along the providers of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
import time_machine

from connectors import readings, registry
from connectors.abilities import Provider, ReadsAccount, ReadsPost
from connectors.errors import (
    Changed,
    ConnectorError,
    Gone,
    LoginWall,
    Private,
    RateLimited,
    Refused,
    SwitchedOff,
    TimedOut,
    Unconfigured,
    Unknown,
)
from connectors.instagram.graph import InstagramGraph
from connectors.readings import Reading
from connectors.records import AccountRecord, MeasureName
from core.errors import InvalidInput, NotFound


@dataclass
class Scripted:
    """A provider of accounts that answers what it was told to."""

    key: str
    answer: int | ConnectorError
    asked: list[tuple[str, float]] = field(default_factory=list)
    scraping: bool = False
    warning: str = ""

    def version(self) -> str:
        return "1"

    def read_account(self, handle: str, deadline: float = 10.0) -> AccountRecord:
        self.asked.append((handle, deadline))
        if isinstance(self.answer, ConnectorError):
            raise self.answer
        reading = Reading(handle, (readings.seen(MeasureName.FOLLOWERS, self.answer),))
        return readings.account(self, handle, "https://x.example/", reading)


def chain(*answers: int | ConnectorError) -> list[Scripted]:
    return [Scripted(f"tiktok/{number}", answer) for number, answer in enumerate(answers)]


def read(steps: Sequence[Scripted], allowed: registry.Allowed | None = None) -> AccountRecord:
    switched = (lambda key: True) if allowed is None else allowed
    return registry.read_account("tiktok", "@quai.neuf", switched, 3.0, chain=steps)


def test_the_first_answer_ends_the_walk() -> None:
    steps = chain(RateLimited(), 12, 99)
    record = read(steps)
    assert (record.provider, record.measures[0].value) == ("tiktok/1", 12)
    assert [step.asked for step in steps] == [[("quai.neuf", 3.0)], [("quai.neuf", 3.0)], []]


def test_gone_stands_only_when_nobody_after_it_sees_the_thing() -> None:
    assert read(chain(Gone(), 12)).measures[0].value == 12
    with pytest.raises(Gone):
        read(chain(Gone(), RateLimited()))


@pytest.mark.parametrize("end", [Private, Refused])
def test_a_privacy_setting_or_a_block_ends_the_walk(end: type[ConnectorError]) -> None:
    steps = chain(end(), 12)
    with pytest.raises(end):
        read(steps)
    assert steps[1].asked == []


TOLD: list[tuple[list[type[ConnectorError]], type[ConnectorError]]] = [
    ([Gone, Private], Private),
    ([Gone, Refused], Refused),
    ([TimedOut, RateLimited], RateLimited),
    ([Unknown, LoginWall], LoginWall),
    ([TimedOut, Changed], Changed),
]


@pytest.mark.parametrize(("errors", "told"), TOLD)
def test_the_error_that_says_most_is_told_and_all_are_kept(
    errors: list[type[ConnectorError]], told: type[ConnectorError]
) -> None:
    with pytest.raises(told) as caught:
        read(chain(*(error() for error in errors)))
    assert [(key, type(error)) for key, error in caught.value.tried] == [
        (f"tiktok/{number}", error) for number, error in enumerate(errors)
    ]
    assert caught.value.provider == f"tiktok/{errors.index(told)}"


def test_a_provider_that_is_off_is_not_asked() -> None:
    steps = chain(1, 2)
    assert read(steps, {"tiktok/1"}).measures[0].value == 2
    assert steps[0].asked == []
    with pytest.raises(SwitchedOff) as caught:
        read(steps, set())
    assert caught.value.tried == ()


def test_what_scrapes_is_off_until_someone_switches_it_on() -> None:
    providers = [one for network in registry.networks() for one in registry.providers(network)]
    for provider in providers:
        assert registry.on_by_default(provider.key) == (not provider.scraping)
        assert (len(provider.warning) > 200) == provider.scraping
    for network in ("instagram", "tiktok", "youtube", "facebook"):
        with pytest.raises(Unconfigured):
            registry.read_account(network, "quai.neuf")
    with pytest.raises(SwitchedOff):
        registry.read_account("snapchat", "quai.neuf")
    open_to_all = {
        one.key for one in providers if not one.scraping and not registry.needs_credentials(one.key)
    }
    assert open_to_all == {"discord/invite", "mastodon/api", "bluesky/api", "fake/memory"}


def test_a_reader_with_no_key_leaves_the_word_to_those_after_it() -> None:
    steps: list[Provider] = [InstagramGraph(), *chain(12)]
    refused: list[Provider] = [InstagramGraph(), *chain(RateLimited())]
    assert (
        registry.read_account("instagram", "quai.neuf", lambda _key: True, chain=steps).provider == "tiktok/0"
    )
    with pytest.raises(RateLimited) as caught:
        registry.read_account("instagram", "quai.neuf", lambda _key: True, chain=refused)
    assert [key for key, _error in caught.value.tried] == ["instagram/graph", "tiktok/0"]


def test_each_provider_is_found_by_its_key_and_names_its_network_and_version() -> None:
    for network in registry.networks():
        for provider in (*registry.providers(network), *registry.demo_chain(network)):
            assert registry.provider(provider.key) is provider
            assert provider.key.startswith(f"{network}/")
            assert provider.version()
            assert isinstance(provider, ReadsAccount | ReadsPost)
    assert registry.label("fake") == "réseau fictif"
    with pytest.raises(NotFound):
        registry.provider("tiktok/nobody")


@pytest.mark.parametrize("network", ["", "myspace", "TikTok"])
def test_an_unknown_network_is_refused_in_words(network: str) -> None:
    with pytest.raises(InvalidInput, match="n’est pas suivi"):
        registry.read_account(network, "quai.neuf")
    with pytest.raises(InvalidInput):
        registry.read_post(network, "1234567890")


def test_a_demonstration_reads_invented_numbers_that_say_so() -> None:
    for network in ("instagram", "tiktok", "youtube", "snapchat", "facebook"):
        record = registry.read_account(network, "@quai.neuf", chain=registry.demo_chain(network))
        assert record.provider == f"{network}/demo"
    post = "https://www.tiktok.com/@quai.neuf/video/7500000000000000017"
    with time_machine.travel("2026-11-23"):
        found = registry.read_post("tiktok", post, chain=registry.demo_chain("tiktok"))
    assert (found.handle, found.url) == ("quai.neuf", post)
    assert registry.demo_chain("fake") == registry.providers("fake")
