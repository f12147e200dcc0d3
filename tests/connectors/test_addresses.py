"""What people paste."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import addresses
from connectors.registry import networks, parse_handle, parse_post_url
from core.errors import InvalidInput

TIKTOK_ID = "7665075736742530317"


@pytest.mark.parametrize(
    ("text", "network", "identifier"),
    [
        ("https://www.instagram.com/p/DeAZ0uAgNuA/", "instagram", "DeAZ0uAgNuA"),
        ("https://instagram.com/reel/DdG4RIxIPyf?igsh=abc", "instagram", "DdG4RIxIPyf"),
        ("http://www.instagram.com/quai.neuf/reel/DdG4RIxIPyf/", "instagram", "DdG4RIxIPyf"),
        ("  www.instagram.com/tv/DdG4RIxIPyf  ", "instagram", "DdG4RIxIPyf"),
        (f"https://www.tiktok.com/@quai.neuf/video/{TIKTOK_ID}?lang=fr", "tiktok", TIKTOK_ID),
        (f"https://m.tiktok.com/@Quai.Neuf/photo/{TIKTOK_ID}", "tiktok", TIKTOK_ID),
        (f"https://m.tiktok.com/v/{TIKTOK_ID}.html", "tiktok", TIKTOK_ID),
        ("https://reseau-fictif.example/@quai-neuf/post/radio-1", "fake", "radio-1"),
    ],
)
def test_a_post_is_recognised(text: str, network: str, identifier: str) -> None:
    assert parse_post_url(text) == (network, identifier)
    again = addresses.post_address(network, text)
    assert parse_post_url(again.url) == (network, identifier)
    assert "?" not in again.url
    assert addresses.post_address(network, identifier).id == identifier


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "suivi"),
        ("bonjour", "suivi"),
        ("https://", "suivi"),
        ("https://[::1", "suivi"),
        ("javascript:alert(1)//instagram.com/p/DeAZ0uAgNuA", "suivi"),
        ("ftp://www.instagram.com/p/DeAZ0uAgNuA/", "suivi"),
        ("https://www.instagram.com.evil.example/p/DeAZ0uAgNuA/", "suivi"),
        ("https://evil.example/www.instagram.com/p/DeAZ0uAgNuA/", "suivi"),
        ("https://www.instagram.com@evil.example/p/DeAZ0uAgNuA/", "suivi"),
        ("https://www.youtube.com/watch?v=x", "publication"),
        ("https://vm.tiktok.com/ZMabc123/", "court"),
        ("https://www.instagram.com/quai.neuf/", "publication"),
        ("https://www.instagram.com/stories/quai.neuf/1234567890/", "publication"),
        ("https://www.instagram.com/p/DeAZ0uAgNuA/likes/../../x", "publication"),
        ("https://www.tiktok.com/@quai.neuf", "publication"),
        ("https://www.tiktok.com/t/ZMabc123/", "publication"),
        ("https://www.tiktok.com/@quai.neuf/video/٧٦٦٥٠٧٥٧٣٦", "publication"),
        ("@quai.neuf", "suivi"),
    ],
)
def test_anything_else_is_refused_in_words(text: str, hint: str) -> None:
    with pytest.raises(InvalidInput, match=hint) as caught:
        parse_post_url(text)
    assert caught.value.field == "url"


def test_a_post_of_another_network_is_refused() -> None:
    with pytest.raises(InvalidInput, match="autre réseau"):
        addresses.post_address("tiktok", "https://www.instagram.com/p/DeAZ0uAgNuA/")


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("instagram", "@Quai.Neuf"),
        ("instagram", "quai.neuf"),
        ("instagram", "https://www.instagram.com/Quai.Neuf/?hl=fr"),
        ("tiktok", " @quai.neuf "),
        ("tiktok", "https://www.tiktok.com/@quai.neuf?lang=fr"),
        ("fake", "https://reseau-fictif.example/@quai.neuf"),
    ],
)
def test_a_handle_is_recognised(network: str, text: str) -> None:
    assert parse_handle(network, text) == "quai.neuf"


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("instagram", ""),
        ("instagram", "@"),
        ("instagram", "quai neuf"),
        ("instagram", "quaï"),
        ("instagram", "a" * 31),
        ("instagram", "explore"),
        ("instagram", "../accounts"),
        ("instagram", "https://www.instagram.com/p/DeAZ0uAgNuA/"),
        ("instagram", "https://www.tiktok.com/@quai.neuf"),
        ("tiktok", "https://www.tiktok.com/quai.neuf"),
        ("tiktok", "q"),
        ("tiktok", "https://vm.tiktok.com/ZMabc123/"),
    ],
)
def test_a_handle_that_is_none_is_refused(network: str, text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_handle(network, text)
    assert caught.value.field == "handle"


PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["https://", "www.", "instagram.com", "tiktok.com", "/", "@", "p", "video", "?", "#", "[", ":"]
        ),
    )
).map("".join)


@given(PIECES)
def test_no_text_raises_anything_but_invalid_input(text: str) -> None:
    with suppress(InvalidInput):
        assert parse_post_url(text)[0] in networks()
    for network in networks():
        with suppress(InvalidInput):
            assert parse_handle(network, text)


@given(
    st.sampled_from(["instagram", "tiktok", "fake"]),
    st.from_regex(r"[a-z0-9][a-z0-9._]{2,20}", fullmatch=True),
)
def test_the_address_of_a_profile_leads_back_to_its_handle(network: str, handle: str) -> None:
    try:
        name = parse_handle(network, handle)
    except InvalidInput:
        return
    assert parse_handle(network, addresses.profile_url(network, name)) == name
