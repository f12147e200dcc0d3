"""Where things are on each network: hosts, names, addresses of accounts and of posts. Data only.

Mastodon has no host of its own: an account is «name@server», a post «server/number».
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FAKE_HOST = "reseau-fictif.example"
SHORT_HOSTS = ("vm.tiktok.com", "vt.tiktok.com", "instagr.am", "ig.me", "fb.watch", "fb.me", "t.snapchat.com")
DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
_ID = r"[A-Za-z0-9_-]"
_DID = r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{4,80})"


@dataclass(frozen=True)
class Place:
    """The addresses of one network.

    `handle` and `id` match a whole name or identifier; the two paths match from the start and name
    what they find «handle» and «id»; `profile_url` and `post_url` are filled in by addresses.py.
    A network whose posts have no public counters has no `post_path`.
    """

    hosts: tuple[str, ...]
    handle: re.Pattern[str]
    profile_path: re.Pattern[str]
    profile_url: str
    post_path: re.Pattern[str] | None = None
    post_url: str = ""
    id: re.Pattern[str] = re.compile(r"(?!)")
    keeps_case: re.Pattern[str] = re.compile(r"(?!)")


PLACES: dict[str, Place] = {
    "instagram": Place(
        hosts=("instagram.com",),
        handle=re.compile(
            r"(?!(?:p|reels?|tv|explore|stories|accounts|direct|about)$)[a-z0-9._]{1,30}", re.ASCII
        ),
        profile_path=re.compile(r"/(?P<handle>[A-Za-z0-9._]{1,30})"),
        profile_url="https://www.instagram.com/{handle}/",
        post_path=re.compile(
            rf"/(?:(?P<handle>[A-Za-z0-9._]{{1,30}})/)?(?:p|reel|reels|tv)/(?P<id>{_ID}{{5,40}})"
        ),
        post_url="https://www.instagram.com/p/{id}/",
        id=re.compile(rf"{_ID}{{5,40}}"),
    ),
    "tiktok": Place(
        hosts=("tiktok.com",),
        handle=re.compile(r"[a-z0-9._]{2,24}"),
        profile_path=re.compile(r"/@(?P<handle>[A-Za-z0-9._]{2,24})"),
        profile_url="https://www.tiktok.com/@{handle}",
        post_path=re.compile(
            r"/(?:@(?P<handle>[A-Za-z0-9._]{0,24})/(?:video|photo)|v)/(?P<id>\d{6,20})(?:\.html)?", re.ASCII
        ),
        post_url="https://www.tiktok.com/@{handle}/video/{id}",
        id=re.compile(r"[0-9]{6,20}"),
    ),
    "youtube": Place(
        hosts=("youtube.com", "youtu.be", "youtube-nocookie.com"),
        handle=re.compile(r"[\w.·-]{3,60}"),
        profile_path=re.compile(r"/(?:@|channel/|c/|user/)(?P<handle>[\w.·%-]{3,90})(?:/\w+)?"),
        profile_url="https://www.youtube.com/@{handle}",
        post_path=re.compile(rf"/(?:(?:watch|shorts|live|embed)/)(?P<id>{_ID}{{11}})"),
        post_url="https://www.youtube.com/watch?v={id}",
        id=re.compile(rf"{_ID}{{11}}"),
        keeps_case=re.compile(rf"UC{_ID}{{22}}"),
    ),
    "snapchat": Place(
        hosts=("snapchat.com", "story.snapchat.com"),
        handle=re.compile(r"[a-z0-9._-]{3,30}"),
        profile_path=re.compile(r"/(?:@|add/)(?P<handle>[A-Za-z0-9._-]{3,30})"),
        profile_url="https://www.snapchat.com/@{handle}",
        post_path=re.compile(rf"/(?:@(?P<handle>[A-Za-z0-9._-]{{3,30}})/)?spotlight/(?P<id>{_ID}{{10,120}})"),
        post_url="https://www.snapchat.com/spotlight/{id}",
        id=re.compile(rf"{_ID}{{10,120}}"),
    ),
    "facebook": Place(
        hosts=("facebook.com", "fb.com"),
        handle=re.compile(r"[a-z0-9.-]{3,80}"),
        profile_path=re.compile(r"/(?:(?:pages|people)/[^/]+/)?(?P<handle>[A-Za-z0-9.-]{3,80})"),
        profile_url="https://www.facebook.com/{handle}",
        post_path=re.compile(
            r"/(?:(?P<handle>[A-Za-z0-9.-]{3,80})/(?:posts|videos)|reel|watch)/"
            r"(?:[^/]{1,200}/)?(?P<id>[0-9]{5,25}|pfbid[A-Za-z0-9]{10,120})"
        ),
        post_url="https://www.facebook.com/{handle}/posts/{id}",
        id=re.compile(r"[0-9]{5,25}|pfbid[A-Za-z0-9]{10,120}"),
    ),
    "discord": Place(
        hosts=("discord.gg", "discord.com", "discordapp.com"),
        handle=re.compile(r"[A-Za-z0-9-]{2,60}"),
        profile_path=re.compile(r"/(?:invite/)?(?P<handle>[A-Za-z0-9-]{2,60})"),
        profile_url="https://discord.gg/{handle}",
        keeps_case=re.compile(r"[A-Za-z0-9-]{2,60}"),
    ),
    "mastodon": Place(
        hosts=(),
        handle=re.compile(rf"[a-z0-9_](?:[a-z0-9_.-]{{0,62}}[a-z0-9_])?@{DOMAIN}"),
        profile_path=re.compile(r"/(?:@|users/)(?P<handle>[A-Za-z0-9_.-]{1,64})"),
        profile_url="https://{server}/@{name}",
        post_path=re.compile(
            r"/(?:@(?P<handle>[A-Za-z0-9_.-]{1,64})|users/[A-Za-z0-9_.-]{1,64}/statuses|web/statuses)"
            r"/(?P<id>[0-9]{1,20})"
        ),
        post_url="https://{server}/web/statuses/{key}",
        id=re.compile(rf"{DOMAIN}/[0-9]{{1,20}}"),
    ),
    "bluesky": Place(
        hosts=("bsky.app",),
        handle=re.compile(rf"{DOMAIN}|{_DID}"),
        profile_path=re.compile(rf"/profile/(?P<handle>{DOMAIN}|{_DID})", re.IGNORECASE),
        profile_url="https://bsky.app/profile/{handle}",
        post_path=re.compile(
            rf"/profile/(?P<handle>{DOMAIN}|{_DID})/post/(?P<id>[a-z0-9]{{10,20}})", re.IGNORECASE
        ),
        post_url="https://bsky.app/profile/{server}/post/{key}",
        id=re.compile(rf"(?:{DOMAIN}|{_DID})/[a-z0-9]{{10,20}}"),
    ),
    "fake": Place(
        hosts=(FAKE_HOST,),
        handle=re.compile(r"[a-z0-9._-]{2,30}"),
        profile_path=re.compile(r"/@(?P<handle>[a-z0-9._-]{2,30})"),
        profile_url=f"https://{FAKE_HOST}/@{{handle}}",
        post_path=re.compile(r"/@(?P<handle>[a-z0-9._-]{2,30})/post/(?P<id>[a-z0-9-]{1,40})"),
        post_url=f"https://{FAKE_HOST}/@{{handle}}/post/{{id}}",
        id=re.compile(r"[a-z0-9-]{1,40}"),
    ),
}
HOSTS = {host: network for network, place in PLACES.items() for host in place.hosts}
