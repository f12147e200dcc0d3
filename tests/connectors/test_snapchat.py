"""Snapchat's public pages, and TikTok's page for other sites: hidden is not 0, a private account is not gone."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.errors import (
    Changed,
    ConnectorError,
    Gone,
    LoginWall,
    Private,
    RateLimited,
    Refused,
    Unknown,
)
from connectors.records import Exactness, MeasureName, State
from connectors.snapchat import page
from connectors.snapchat.provider import SnapchatPage
from connectors.tiktok.embed import TikTokEmbed
from tests.connectors import page_bodies
from tests.connectors.api_bodies import SPOTLIGHT
from tests.outbound import PATIENT, GoingOut
from tests.proxy import Answer

ADDRESS = "www.snapchat.com/@quai.neuf"
EMBED = "www.tiktok.com/embed/@quai.neuf"


def profile(counted: int | None = None, **fields: Any) -> str:
    return page_bodies.snapchat_page(page_bodies.snapchat_profile(**fields), counted=counted)


ROWS: list[tuple[str, Answer, type[ConnectorError]]] = [
    ("nobody", Answer(page_bodies.snapchat_page(page_bodies.snapchat_nobody()), 404), Gone),
    ("nobody with 200", Answer(page_bodies.snapchat_page(page_bodies.snapchat_nobody())), Gone),
    ("no public profile", Answer(page_bodies.snapchat_page(page_bodies.snapchat_ordinary())), Private),
    ("404 in nobody's words", Answer("nginx", 404), Unknown),
    ("sign-in", Answer("", 302, {"Location": "https://accounts.snapchat.com/accounts/login"}), LoginWall),
    ("blocked", Answer("blocked", 403), Refused),
    ("429", Answer("", 429, {"Retry-After": "120"}), RateLimited),
    ("an empty page", Answer("<html></html>"), RateLimited),
    ("another page", Answer("<html>bonjour</html>"), Changed),
    ("no profile in it", Answer(page_bodies.snapchat_page({"pageMetadata": {}})), Unknown),
    ("another account", Answer(page_bodies.snapchat_page(page_bodies.snapchat_profile("autre"))), Changed),
    ("no count", Answer(profile(subscriberCount=...)), Changed),
    ("a count in words", Answer(profile(subscriberCount="7,5 k")), Changed),
]  # fmt: skip


def test_each_refusal_is_its_named_error(going_out: GoingOut) -> None:
    answers: list[Answer] = []
    proxy = going_out({ADDRESS: lambda _request: answers[-1]})
    for said, answer, error in ROWS:
        answers.append(answer)
        with pytest.raises(ConnectorError) as caught:
            SnapchatPage().read_account("quai.neuf", PATIENT)
        assert type(caught.value) is error, said
    assert len(proxy.seen) == len(ROWS)


@pytest.mark.parametrize(
    ("said", "counted", "value", "state"),
    [
        ("7560", 7_560, 7_560, State.OK),
        ("7560", None, 7_560, State.OK),
        ("0", None, None, State.HIDDEN),
        ("0", 0, 0, State.OK),
        ("-1", None, None, State.ABSENT),
    ],
)
def test_zero_subscribers_are_hidden_ones_unless_the_page_counts_them_too(
    said: str, counted: int | None, value: int | None, state: State
) -> None:
    [found] = page.account_from_page(profile(counted, subscriberCount=said), "quai.neuf").seen
    assert (found.value, found.state) == (value, state)


def test_places_without_a_spotlight_are_left_out_and_unknown_views_take_the_rest_with_them() -> None:
    [found] = page.posts_from_page(profile(), "quai.neuf")
    assert found.id == SPOTLIGHT
    assert [one.value for one in found.reading.seen] == [6_564, 83, 12, 200, 58]
    props = page_bodies.snapchat_profile()
    props["spotlightStoryMetadata"][0] = page_bodies.snapchat_counters(viewCount="0", shareCount="0")
    [unknown] = page.posts_from_page(page_bodies.snapchat_page(props), "quai.neuf")
    assert {one.state for one in unknown.reading.seen} == {State.ABSENT}


def test_counters_and_spotlights_that_do_not_stand_side_by_side_are_not_believed() -> None:
    props = page_bodies.snapchat_profile()
    props["spotlightHighlights"].pop(0)
    with pytest.raises(Changed):
        page.posts_from_page(page_bodies.snapchat_page(props), "quai.neuf")


def test_a_spotlight_is_found_among_those_of_others_by_its_name_alone() -> None:
    text = page_bodies.snapchat_page(page_bodies.snapchat_spotlight())
    reading = page.post_from_page(text, SPOTLIGHT)
    assert (reading.handle, reading.seen[0].value) == ("quai.neuf", 6_564)
    with pytest.raises(Unknown):
        page.post_from_page(text, "W7_UneAutreQuiNEstPasLa")


EMBEDDED: list[tuple[str, Answer, type[ConnectorError]]] = [
    ("nobody", Answer(page_bodies.tiktok_embed(code=404)), Gone),
    ("nothing in it", Answer(page_bodies.tiktok_embed("autre")), Unknown),
    ("another account", Answer(page_bodies.tiktok_embed(uniqueId="autre")), Changed),
    ("no count", Answer(page_bodies.tiktok_embed(followerCount=...)), Changed),
    ("sign-in", Answer("", 302, {"Location": "https://www.tiktok.com/login?x"}), LoginWall),
    ("404", Answer("no route", 404), Unknown),
    ("blocked", Answer("", 403), Refused),
    ("please wait", Answer("<html>Please wait...</html>"), RateLimited),
    ("another page", Answer("<html>bonjour</html>"), Changed),
]


def test_the_page_for_other_sites_has_rounded_followers_or_a_named_error(going_out: GoingOut) -> None:
    answers = [Answer(page_bodies.tiktok_embed())]
    going_out({EMBED: lambda _request: answers[-1]})
    [followers] = TikTokEmbed().read_account("quai.neuf", PATIENT).measures
    assert (followers.name, followers.value) == (MeasureName.FOLLOWERS, 23_700)
    assert followers.exactness is Exactness.ROUNDED
    for said, answer, error in EMBEDDED:
        answers.append(answer)
        with pytest.raises(ConnectorError) as caught:
            TikTokEmbed().read_account("quai.neuf", PATIENT)
        assert type(caught.value) is error, said
