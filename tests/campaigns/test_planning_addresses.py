"""Links and names of accounts that people paste, and the consortium's own accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from campaigns import accounts, addresses
from core import audit
from core.errors import Conflict, Forbidden, InvalidInput
from core.people import Actor, Role
from core.territory import NETWORKS, Channel
from tests.factories import people

POSTS = {
    Channel.TIKTOK: "https://www.tiktok.com/@trois.rives/video/7301234567890123456",
    Channel.INSTAGRAM: "https://www.instagram.com/p/C9abcdEFGHI/",
    Channel.SNAPCHAT: "https://snapchat.com/spotlight/W7_EDlXWTBiXAEEniNoMPwAAYaaaa",
    Channel.YOUTUBE: "https://www.youtube.com/watch?v=abcDEF-_123",
    Channel.DISCORD: "https://discord.com/channels/1000000000000000001/1000000000000000002/3",
    Channel.FACEBOOK: "https://facebook.com/permalink.php?story_fbid=12&id=34",
}


@pytest.mark.parametrize("network", NETWORKS)
def test_a_link_of_each_network_is_taken_and_reads_back_unchanged(network: Channel) -> None:
    assert addresses.post_url(network, POSTS[network]) == POSTS[network]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("other", NETWORKS)
def test_a_link_of_another_network_is_refused_by_name(network: Channel, other: Channel) -> None:
    if network is other:
        return
    with pytest.raises(InvalidInput, match="n’est pas sur") as refused:
        addresses.post_url(network, POSTS[other])
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    ("network", "pasted", "kept"),
    [
        (Channel.INSTAGRAM, "instagram.com/reel/C9abcdEFGHI/?igsh=MTIz", POSTS[Channel.INSTAGRAM]),
        (Channel.TIKTOK, f"{POSTS[Channel.TIKTOK]}?_r=1&_t=abc", POSTS[Channel.TIKTOK]),
        (Channel.YOUTUBE, "https://youtu.be/abcDEF-_123?si=xyz", POSTS[Channel.YOUTUBE]),
        (Channel.YOUTUBE, "https://m.youtube.com/shorts/abcDEF-_123", POSTS[Channel.YOUTUBE]),
        (
            Channel.YOUTUBE,
            "https://www.youtube.com/watch?app=desktop&v=abcDEF-_123&t=3s",
            POSTS[Channel.YOUTUBE],
        ),
        (Channel.YOUTUBE, "https://www.youtube.com/post/UgkxAAAA", "https://youtube.com/post/UgkxAAAA"),
        (
            Channel.FACEBOOK,
            "HTTPS://M.Facebook.com/permalink.php?story_fbid=12&id=34&fbclid=zzz#top",
            POSTS[Channel.FACEBOOK],
        ),
        (Channel.FACEBOOK, "https://fb.watch/abcd/", "https://fb.watch/abcd"),
    ],
)
def test_one_post_has_one_address_however_it_was_copied(network: Channel, pasted: str, kept: str) -> None:
    assert addresses.post_url(network, pasted) == kept
    assert addresses.post_url(network, kept) == kept


@pytest.mark.parametrize(
    ("network", "pasted"),
    [
        (Channel.INSTAGRAM, ""),
        (Channel.INSTAGRAM, "C'est publié"),
        (Channel.INSTAGRAM, "https://www.instagram.com/trois.rives/"),
        (Channel.INSTAGRAM, "javascript:alert(1)"),
        (Channel.INSTAGRAM, "https://instagram.com.exemple.test/p/C9abcdEFGHI/"),
        (Channel.INSTAGRAM, "https://notinstagram.com/p/C9abcdEFGHI/"),
        (Channel.INSTAGRAM, "https://[::1/p/C9abcdEFGHI/"),
        (Channel.TIKTOK, "https://vm.tiktok.com/ZMabc/"),
        (Channel.TIKTOK, "https://www.tiktok.com/@trois.rives"),
        (Channel.YOUTUBE, "https://www.youtube.com/@troisrives"),
        (Channel.SNAPCHAT, "https://www.snapchat.com/"),
        (Channel.SNAPCHAT, "https://notsnapchat.com/spotlight/W7_EDlXWTBiX"),
        (Channel.SNAPCHAT, "https://snapchat.com.exemple.test/spotlight/W7_EDlXWTBiX"),
        (Channel.SNAPCHAT, "https://exemple.test/snapchat.com/spotlight/W7_EDlXWTBiX"),
        (Channel.SNAPCHAT, "https://www.snapchat.com/" + "a" * 500),
        (Channel.FACEBOOK, "ftp://facebook.com/posts/1"),
        (Channel.FACEBOOK, "https://facebook.com:port/posts/1"),
    ],
)
def test_what_leads_to_no_post_is_refused_with_a_sentence(network: Channel, pasted: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        addresses.post_url(network, pasted)
    assert refused.value.field == "url"
    assert refused.value.message.endswith(".")


@given(network=st.sampled_from(NETWORKS), text=st.text() | st.text().map("https://facebook.com/{}".format))
def test_any_text_is_refused_or_becomes_an_address_that_stays(network: Channel, text: str) -> None:
    try:
        url = addresses.post_url(network, text)
    except InvalidInput:
        return
    assert url.startswith("https://")
    assert len(url) <= addresses.LONGEST_POST
    assert addresses.post_url(network, url) == url


@pytest.mark.parametrize(
    ("network", "pasted", "kept"),
    [
        (Channel.INSTAGRAM, "@Trois.Rives", "trois.rives"),
        (Channel.TIKTOK, "https://www.tiktok.com/@trois.rives", "trois.rives"),
        (Channel.SNAPCHAT, "https://www.snapchat.com/add/Trois-Rives?share_id=x", "trois-rives"),
        (Channel.SNAPCHAT, "https://www.snapchat.com/@trois-rives", "trois-rives"),
        (Channel.MASTODON, "https://social.example/@TroisRives", "troisrives@social.example"),
        (Channel.MASTODON, "@TroisRives@social.example", "troisrives@social.example"),
        (Channel.BLUESKY, "@trois-rives.bsky.social", "trois-rives.bsky.social"),
        (Channel.BLUESKY, "https://bsky.app/profile/trois-rives.bsky.social", "trois-rives.bsky.social"),
        (Channel.YOUTUBE, "https://www.youtube.com/@TroisRives/videos", "troisrives"),
        (
            Channel.YOUTUBE,
            "https://www.youtube.com/channel/UCabcdefghijABCDEFGHIJ12",
            "UCabcdefghijABCDEFGHIJ12",
        ),
        (Channel.DISCORD, "https://discord.gg/TroisRives", "TroisRives"),
        (Channel.DISCORD, "https://discord.com/invite/TroisRives", "TroisRives"),
        (Channel.FACEBOOK, "https://www.facebook.com/TroisRives/", "troisrives"),
        (Channel.FACEBOOK, "https://www.facebook.com/profile.php?id=1000123", "1000123"),
        (Channel.FACEBOOK, "https://www.facebook.com/people/Trois-Rives/1000123/", "1000123"),
    ],
)
def test_an_account_has_one_name_however_it_was_typed(network: Channel, pasted: str, kept: str) -> None:
    assert addresses.handle(network, pasted) == kept
    assert addresses.handle(network, kept) == kept


@pytest.mark.parametrize(
    ("network", "pasted", "field"),
    [
        (Channel.SNAPCHAT, "", "handle"),
        (Channel.SNAPCHAT, "trois rives", "handle"),
        (Channel.YOUTUBE, "https://www.tiktok.com/@trois.rives", "handle"),
        (Channel.FACEBOOK, "https://www.facebook.com/", "handle"),
        (Channel.FACEBOOK, "a" * 81, "handle"),
        (Channel.POSTER, "@nom", "network"),
    ],
)
def test_what_names_no_account_is_refused(network: Channel, pasted: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        addresses.handle(network, pasted)
    assert refused.value.field == field


@pytest.mark.database
def test_an_own_account_is_noted_once_and_can_be_collected(session: Session, engine_kind: str) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    accounts.add(session, officer, Channel.INSTAGRAM, "@Trois.Rives")
    accounts.add(session, officer, Channel.TIKTOK, "trois.rives")
    accounts.add(session, officer, Channel.BLUESKY, "trois-rives.bsky.social")
    with pytest.raises(Conflict, match=r"trois\.rives est déjà noté pour Instagram"):
        accounts.add(session, officer, Channel.INSTAGRAM, "https://www.instagram.com/trois.rives/")
    session.expire_all()
    found = accounts.own(session, officer.consortium_id)
    assert [(one.network, one.handle, one.own, one.collectable) for one in found] == [
        (Channel.TIKTOK, "trois.rives", True, True),
        (Channel.INSTAGRAM, "trois.rives", True, True),
        (Channel.BLUESKY, "trois-rives.bsky.social", True, True),
    ]
    assert len(audit.entries(session, officer.consortium_id, "campaigns.account_added")) == 3


def test_accounts_stay_within_their_consortium_and_its_team(session: Session) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
    accounts.add(session, officer, Channel.TIKTOK, "trois.rives")
    accounts.add(session, neighbour, Channel.TIKTOK, "trois.rives")
    assert len(accounts.own(session, officer.consortium_id)) == 1
    reader = Actor(officer.user_id, "Lecture", officer.consortium_id, None, Role.READER)
    with pytest.raises(Forbidden):
        accounts.add(session, reader, Channel.INSTAGRAM, "trois.rives")
