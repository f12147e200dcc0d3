"""Every reader of ours over bodies that were cut or changed: true numbers, no number, or a named error."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.abilities import ListsPosts, ReadsAccount, ReadsPost
from connectors.errors import ERRORS, ConnectorError, Gone
from connectors.records import State
from connectors.web import Client, Reply
from connectors.ytdlp.refusals import Said, on_channel, on_tiktok, on_video
from core.errors import InvalidInput
from tests.connectors import bodies, page_bodies
from tests.connectors.case import ACCOUNT, POST, Case, Record
from tests.connectors.cases import REAL
from tests.proxy import Answer

Path = tuple[str | int, ...]
Numbers = dict[tuple[str, str], int | None]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.integers(max_value=-1),
    st.text().filter(lambda text: not text.strip("-").isdecimal()),
    st.just([]),
    st.just({}),
    st.just([[1]]),
    st.just([{}]),
)
_SCRIPT = re.compile(r'(<script id="[^"]+" type="application/json">)(.*?)(</script>)', re.DOTALL)
OURS = [
    one
    for one in REAL
    if not one.key.endswith(("/yt-dlp", "/instaloader"))
    and not one.opens_a_browser
    and all(isinstance(route, Answer) for route in one.routes.values())
]
BY_NAME = {one.name: one for one in OURS}


def text_of(asked: Case, address: str) -> str:
    answer = asked.routes[address]
    assert isinstance(answer, Answer)
    return answer.body if isinstance(answer.body, str) else answer.body.decode()


def read(asked: Case, texts: Mapping[str, str]) -> list[Record]:
    """What the provider makes of these texts, by address; nothing goes out."""

    def answered(_client: Client, _method: str, url: str, *_rest: object) -> Reply:
        parts = urlsplit(url)
        text = texts.get(f"{parts.netloc}{parts.path}")
        return Reply(404, {}, "no route") if text is None else Reply(200, {}, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "_ask", answered)
        provider = asked.provider
        if asked.ability == ACCOUNT:
            assert isinstance(provider, ReadsAccount)
            return [provider.read_account(asked.subject)]
        if asked.ability == POST:
            assert isinstance(provider, ReadsPost)
            return [provider.read_post(asked.subject)]
        assert isinstance(provider, ListsPosts)
        return list(provider.list_posts(asked.subject, 5))


def numbers(records: list[Record]) -> Numbers:
    return {
        (getattr(one, "id", ""), measure.name.value): measure.value
        for one in records
        for measure in one.measures
    }


def honest(asked: Case, texts: Mapping[str, str], true: Numbers) -> bool:
    """Whether anything was read; each number is the true one, or unknown."""
    try:
        found = read(asked, texts)
    except ConnectorError as error:
        if type(error) not in ERRORS:
            raise
        return False
    except InvalidInput:
        return False
    for which, value in numbers(found).items():
        assert value in (None, true.get(which)), which
    for record in found:
        assert all((one.value is None) == (one.state is not State.OK) for one in record.measures)
    return bool(found)


def places(node: object, at: Path = ()) -> Iterator[Path]:
    """Every place in a nested body, from the outside in."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield (*at, key)
        yield from places(value, (*at, key))


def changed(body: Any, at: Path, value: object, *, drop: bool) -> Any:
    """A copy of `body` with another value, or nothing, at one place."""
    result = copy.deepcopy(body)
    inner = result
    for key in at[:-1]:
        inner = inner[key]
    if drop:
        del inner[at[-1]]
    else:
        inner[at[-1]] = value
    return result


def apart(text: str) -> tuple[str, Any, str]:
    """A body as what stands before its data, the data, and what stands after."""
    match = _SCRIPT.search(text)
    if match is None:
        return "", json.loads(text), ""
    return text[: match.start(2)], json.loads(match[2]), text[match.end(2) :]


@pytest.mark.parametrize("name", BY_NAME)
class TestOurReaders:
    def test_a_body_cut_anywhere_before_its_data_ends_gives_no_number(self, name: str) -> None:
        asked = BY_NAME[name]
        whole = {address: text_of(asked, address) for address in asked.routes}
        true = numbers(read(asked, whole))
        for address, text in whole.items():
            match = _SCRIPT.search(text)
            end = match.end() if match else len(text)
            for length in range(0, len(text), 11):
                was_read = honest(asked, {**whole, address: text[:length]}, true)
                assert not was_read or length >= end, length

    @given(data=st.data())
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_one_changed_place_gives_true_numbers_or_a_named_error(
        self, name: str, data: st.DataObject
    ) -> None:
        asked = BY_NAME[name]
        whole = {address: text_of(asked, address) for address in asked.routes}
        true = numbers(read(asked, whole))
        address = data.draw(st.sampled_from(sorted(whole)))
        before, body, after = apart(whole[address])
        at = data.draw(st.sampled_from(list(places(body))))
        damaged = changed(body, at, data.draw(JUNK), drop=data.draw(st.booleans()))
        honest(asked, {**whole, address: f"{before}{json.dumps(damaged)}{after}"}, true)

    @given(text=st.text(max_size=200))
    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_is_a_named_error_and_never_gone(self, name: str, text: str) -> None:
        asked = BY_NAME[name]
        with pytest.raises(ConnectorError) as caught:
            read(asked, dict.fromkeys(asked.routes, text))
        assert not isinstance(caught.value, Gone)


WHOLE = [
    bodies.tiktok_page(bodies.tiktok_post_scope(status=10204)),
    bodies.tiktok_page(bodies.tiktok_post_scope()),
    json.dumps(page_bodies.youtube_refused("ERROR", "Video unavailable")),
    json.dumps(page_bodies.youtube_player()),
    json.dumps(page_bodies.tiktok_list()),
]


@given(st.sampled_from(WHOLE), st.integers(0, 3_000), st.text(max_size=20), st.text(max_size=60))
def test_pages_of_yt_dlp_that_are_cut_never_say_gone(text: str, cut: int, tail: str, said: str) -> None:
    damaged = text[: min(cut, len(text) - 1)] + tail
    if damaged.startswith(text.rstrip()[:-1]) and text.startswith("{"):
        return
    for judge in (on_tiktok, on_video, on_channel):
        found = judge(Said([damaged], Exception(said)))
        assert type(found) in ERRORS
        assert not isinstance(found, Gone) or "</script>" in damaged
