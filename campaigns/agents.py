"""Whether a person, a link preview or a program opened a link, by what the request says of itself.

Nothing of the request is kept: the answer is three small numbers, or None for «not an opening».
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import crawleruseragents

from campaigns.scan_tables import App, Device, ScanClass

Headers = Collection[tuple[bytes, bytes]]

# The list calls these crawlers; they are an Android build and Meta's in-app browser: real phones.
_REAL_PHONES = frozenset({r"AP3A\.240617\.008", "MetaIAB Facebook"})
# Alone at the start it is the app that draws a preview; behind «Mozilla/5.0» it is a person in that app.
_APPS = frozenset({"WhatsApp", "Viber", "Bluesky\\/", "Notion\\/", "Tumblr\\/"})
_MORE_PREVIEWS = ("Cardyb", "Pinterestbot")
_BROWSER = re.compile(r"Mozilla/|Opera/|UCWEB/")
_AHEAD = re.compile(rb"prefetch|prerender|preview", re.IGNORECASE)
_AHEAD_HEADERS = frozenset({b"sec-purpose", b"purpose", b"x-moz", b"x-purpose"})
_CHUNK = 25
_IN_APP = (
    (App.TIKTOK, re.compile(r"musical_ly|trill_|BytedanceWebview|TikTok|ByteLocale")),
    (App.INSTAGRAM, re.compile(r"Instagram")),
    (App.SNAPCHAT, re.compile(r"Snapchat")),
    (App.FACEBOOK, re.compile(r"FBAN|FBAV|FB_IAB|FBIOS|MetaIAB|Messenger")),
    (App.WHATSAPP, re.compile(r"WhatsApp")),
    (App.DISCORD, re.compile(r"Discord")),
    (App.YOUTUBE, re.compile(r"youtube", re.IGNORECASE)),
    (App.X, re.compile(r"Twitter")),
    (App.OTHER, re.compile(r"LinkedInApp|Pinterest|Reddit|Telegram|Threads|Barcelona|Viber|Line/|BeReal")),
)
_APPLE = re.compile(r"iPhone|iPad|iPod")
_COMPUTER = re.compile(r"Windows NT|Macintosh|X11;|CrOS")


class Opening(NamedTuple):
    """What an opening says of itself; all that is kept of it."""

    scan_class: ScanClass
    device: Device
    app: App


def classify(method: str, headers: Headers) -> ScanClass | None:
    """What opened a link, as `opening` says it."""
    found = opening(method, headers)
    return None if found is None else found.scan_class


def opening(method: str, headers: Headers) -> Opening | None:
    """What opened a link; None for HEAD and for a page loaded ahead of a person's tap.

    `headers` are pairs of bytes with names in lower case, as ASGI gives them.
    """
    agent, _cookie = look(headers)
    return None if agent is None or method != "GET" else opening_by(agent)


def look(headers: Headers) -> tuple[bytes | None, bool]:
    """The agent that asks (None when the page is loaded ahead of a person's tap); whether it has a cookie."""
    named = dict(headers)
    if not _AHEAD_HEADERS.isdisjoint(named) and any(
        _AHEAD.search(value) for name, value in headers if name in _AHEAD_HEADERS
    ):
        return None, b"cookie" in named
    return named.get(b"user-agent", b""), b"cookie" in named


def warm_up() -> None:
    """Compile the patterns now rather than on the first visitor's time."""
    opening_by(b"Mozilla/5.0")


# A search through 1,500 patterns costs 0.2 ms, and few agents make most visits. In memory only.
@lru_cache(maxsize=512)
def opening_by(agent: bytes) -> Opening:
    """What an agent's opening says of itself."""
    text = agent.decode("latin-1")
    app = next((app for app, pattern in _IN_APP if pattern.search(text)), App.NONE)
    return Opening(_class_of(text), _device(text), app)


def _class_of(text: str) -> ScanClass:
    previews, bots = _patterns()
    if any(pattern.search(text) for pattern in previews):
        return ScanClass.PREVIEW
    if not _BROWSER.match(text) or any(pattern.search(text) for pattern in bots):
        return ScanClass.BOT
    return ScanClass.HUMAN


def _device(text: str) -> Device:
    """An iPad that asks for desktop pages calls itself a Macintosh: a computer, then."""
    if _APPLE.search(text):
        return Device.IPHONE
    if "Android" in text:
        return Device.ANDROID
    return Device.COMPUTER if _COMPUTER.search(text) else Device.OTHER


@cache
def _patterns() -> tuple[Sequence[re.Pattern[str]], Sequence[re.Pattern[str]]]:
    known = [
        entry for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA if entry["pattern"] not in _REAL_PHONES
    ]
    previews = [_anchored(entry["pattern"]) for entry in known if _draws_previews(entry)]
    bots = [_anchored(entry["pattern"]) for entry in known if not _draws_previews(entry)]
    return _compiled([*previews, *_MORE_PREVIEWS]), _compiled(bots)


def _draws_previews(entry: dict[str, Any]) -> bool:
    tags = entry.get("tags", ())
    return "social-preview" in tags and "ai-crawler" not in tags


def _anchored(pattern: str) -> str:
    return f"^{pattern}" if pattern in _APPS else pattern


def _compiled(patterns: Sequence[str]) -> Sequence[re.Pattern[str]]:
    """Chunks: one alternation of them all is three times slower to search."""
    starts = range(0, len(patterns), _CHUNK)
    return [re.compile("|".join(patterns[start : start + _CHUNK])) for start in starts]
