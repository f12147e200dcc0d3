"""What each network takes, as data: one row per network, format and thing counted, dated and sourced.

One function, `breaches`, is used when a post is written, when it is scheduled and when it is sent,
so that the three never disagree. A rule that changed is changed here, with its new date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from connectors.counting import Unit, length
from core import i18n
from core.i18n import _, mark

READ_ON = date(2026, 11, 23)
MEGABYTE = 1_000_000
_HASHTAG = re.compile(r"(?<![\w&])#[^\W\d_]\w*|(?<![\w&])#\w*[^\W\d]\w*")
_MENTION = re.compile(r"(?<![\w.])@[A-Za-z0-9_](?:[A-Za-z0-9._]*[A-Za-z0-9_])")


class Format(StrEnum):
    """What a post is on its network."""

    INSTAGRAM_IMAGE = "instagram/image"
    INSTAGRAM_CAROUSEL = "instagram/carousel"
    INSTAGRAM_REEL = "instagram/reel"
    INSTAGRAM_STORY = "instagram/story"
    TIKTOK_VIDEO = "tiktok/video"
    TIKTOK_PHOTOS = "tiktok/photos"
    YOUTUBE_VIDEO = "youtube/video"
    YOUTUBE_SHORT = "youtube/short"
    FACEBOOK_POST = "facebook/post"
    DISCORD_MESSAGE = "discord/message"
    SNAPCHAT_SPOTLIGHT = "snapchat/spotlight"


@dataclass(frozen=True)
class Medium:
    """A picture (seconds None) or a video; bytes, pixels and seconds as measured."""

    bytes: int
    width: int
    height: int
    seconds: float | None = None


@dataclass(frozen=True)
class Draft:
    """A post as it would be sent."""

    text: str
    title: str = ""
    media: Sequence[Medium] = field(default=())


class Thing(StrEnum):
    """What a rule counts."""

    TEXT = "text"
    TITLE = "title"
    HASHTAGS = "hashtags"
    MENTIONS = "mentions"
    MEDIA = "media"
    PICTURE_BYTES = "picture_bytes"
    VIDEO_BYTES = "video_bytes"
    SECONDS = "seconds"


@dataclass(frozen=True)
class Limit:
    """At least and at most so many of a thing on one format; `unit` for texts."""

    format: Format
    thing: Thing
    most: float
    source: str
    least: float = 0
    unit: Unit | None = None
    read_on: date = READ_ON


@dataclass(frozen=True)
class Breach:
    """A limit that a draft does not keep, and by how much: `found` in the limit's unit."""

    limit: Limit
    found: float

    @property
    def sentence(self) -> str:
        """The fact and what to do, for the person who writes."""
        words = _TOO_FEW if self.found < self.limit.least else _TOO_MANY
        bound = self.limit.least if self.found < self.limit.least else self.limit.most
        scale = MEGABYTE if self.limit.thing in {Thing.PICTURE_BYTES, Thing.VIDEO_BYTES} else 1
        return _(words[self.limit.thing], found=_said(self.found / scale), bound=_said(bound / scale))


def _said(value: float) -> str:
    return i18n.number(value, 0 if value == int(value) else 1)


def _text(format_: Format, most: int, unit: Unit, source: str) -> Limit:
    return Limit(format_, Thing.TEXT, most, source, unit=unit)


def _between(format_: Format, thing: Thing, least: float, most: float, source: str) -> Limit:
    return Limit(format_, thing, most, source, least=least)


_META = "Meta, Instagram Content Publishing"
_META_ERRORS = "Meta, Instagram error codes"
_TIKTOK = "TikTok, Content Posting API"
_GOOGLE = "Google, videos.insert"
_DISCORD = "Discord, webhook resource"
_SNAP = "Snap, Public Profile API"

LIMITS: tuple[Limit, ...] = (
    *(
        limit
        for format_ in (Format.INSTAGRAM_IMAGE, Format.INSTAGRAM_CAROUSEL, Format.INSTAGRAM_REEL)
        for limit in (
            _text(format_, 2200, Unit.CODE_POINTS, _META),
            _between(format_, Thing.HASHTAGS, 0, 30, _META),
            _between(format_, Thing.MENTIONS, 0, 20, _META),
        )
    ),
    _between(Format.INSTAGRAM_IMAGE, Thing.MEDIA, 1, 1, _META),
    _between(Format.INSTAGRAM_CAROUSEL, Thing.MEDIA, 2, 10, _META_ERRORS),
    _between(Format.INSTAGRAM_REEL, Thing.MEDIA, 1, 1, _META),
    _between(Format.INSTAGRAM_STORY, Thing.MEDIA, 1, 1, _META),
    _between(Format.INSTAGRAM_IMAGE, Thing.PICTURE_BYTES, 0, 8 * 1024 * 1024, _META),
    _between(Format.INSTAGRAM_REEL, Thing.SECONDS, 3, 15 * 60, _META),
    _between(Format.INSTAGRAM_REEL, Thing.VIDEO_BYTES, 0, 300 * MEGABYTE, _META),
    _between(Format.INSTAGRAM_STORY, Thing.SECONDS, 3, 60, _META),
    _between(Format.INSTAGRAM_STORY, Thing.VIDEO_BYTES, 0, 100 * MEGABYTE, _META),
    _text(Format.TIKTOK_VIDEO, 2200, Unit.UTF16, _TIKTOK),
    _between(Format.TIKTOK_VIDEO, Thing.MEDIA, 1, 1, _TIKTOK),
    _between(Format.TIKTOK_VIDEO, Thing.SECONDS, 3, 600, _TIKTOK),
    Limit(Format.TIKTOK_PHOTOS, Thing.TITLE, 90, _TIKTOK, unit=Unit.UTF16),
    _text(Format.TIKTOK_PHOTOS, 4000, Unit.UTF16, _TIKTOK),
    _between(Format.TIKTOK_PHOTOS, Thing.MEDIA, 1, 35, _TIKTOK),
    _between(Format.TIKTOK_PHOTOS, Thing.PICTURE_BYTES, 0, 20 * MEGABYTE, _TIKTOK),
    *(
        limit
        for format_ in (Format.YOUTUBE_VIDEO, Format.YOUTUBE_SHORT)
        for limit in (
            Limit(format_, Thing.TITLE, 100, _GOOGLE, unit=Unit.CODE_POINTS),
            _text(format_, 5000, Unit.BYTES, _GOOGLE),
            _between(format_, Thing.MEDIA, 1, 1, _GOOGLE),
        )
    ),
    _between(Format.YOUTUBE_SHORT, Thing.SECONDS, 0, 180, _GOOGLE),
    _text(Format.FACEBOOK_POST, 63_206, Unit.CODE_POINTS, "Meta, Pages API"),
    _between(Format.FACEBOOK_POST, Thing.MEDIA, 0, 10, "Meta, Pages API"),
    _text(Format.DISCORD_MESSAGE, 2000, Unit.CODE_POINTS, _DISCORD),
    _between(Format.DISCORD_MESSAGE, Thing.MEDIA, 0, 10, _DISCORD),
    _between(Format.DISCORD_MESSAGE, Thing.PICTURE_BYTES, 0, 10 * 1024 * 1024, _DISCORD),
    _text(Format.SNAPCHAT_SPOTLIGHT, 160, Unit.CODE_POINTS, _SNAP),
    _between(Format.SNAPCHAT_SPOTLIGHT, Thing.MEDIA, 1, 1, _SNAP),
    _between(Format.SNAPCHAT_SPOTLIGHT, Thing.SECONDS, 5, 60, _SNAP),
    _between(Format.SNAPCHAT_SPOTLIGHT, Thing.VIDEO_BYTES, 0, 500 * MEGABYTE, _SNAP),
    _between(Format.SNAPCHAT_SPOTLIGHT, Thing.PICTURE_BYTES, 0, 20 * MEGABYTE, _SNAP),
)

USUAL = {
    "instagram": Format.INSTAGRAM_IMAGE,
    "tiktok": Format.TIKTOK_VIDEO,
    "youtube": Format.YOUTUBE_VIDEO,
    "facebook": Format.FACEBOOK_POST,
    "discord": Format.DISCORD_MESSAGE,
    "snapchat": Format.SNAPCHAT_SPOTLIGHT,
}
"""The format meant where none is chosen."""


CLICKABLE = frozenset({Format.FACEBOOK_POST, Format.DISCORD_MESSAGE, Format.YOUTUBE_VIDEO})
"""Where an address in the text can be tapped; elsewhere a code to say does more (seen in use)."""


def formats(network: str) -> list[Format]:
    """What a post can be on a network, the usual form first."""
    found = [one for one in Format if one.value.partition("/")[0] == network]
    return sorted(found, key=lambda one: one is not USUAL.get(network))


def limit(format_: Format, thing: Thing) -> Limit | None:
    """The rule for that thing on that format, or None where none is known."""
    return next((one for one in LIMITS if one.format is format_ and one.thing is thing), None)


def breaches(draft: Draft, format_: Format, things: Sequence[Thing] = tuple(Thing)) -> list[Breach]:
    """Every limit of `format_` that the draft does not keep; an empty list when all are kept.

    `things` narrows the look: a post whose media are not chosen yet is checked for its words alone.
    """
    found = []
    for rule in LIMITS:
        if rule.format is format_ and rule.thing in things:
            counts = _COUNT[rule.thing](draft, rule)
            found += [Breach(rule, count) for count in counts if not rule.least <= count <= rule.most]
    return found


def hashtags(text: str) -> list[str]:
    """The hashtags of a text, as written; a number alone is none."""
    return _HASHTAG.findall(text)


def mentions(text: str) -> list[str]:
    """The accounts a text names with @; an e-mail address is none."""
    return _MENTION.findall(text)


def _pictures(draft: Draft) -> list[Medium]:
    return [medium for medium in draft.media if medium.seconds is None]


def _videos(draft: Draft) -> list[Medium]:
    return [medium for medium in draft.media if medium.seconds is not None]


_COUNT: dict[Thing, Callable[[Draft, Limit], list[float]]] = {
    Thing.TEXT: lambda draft, rule: [length(draft.text, rule.unit or Unit.CODE_POINTS)],
    Thing.TITLE: lambda draft, rule: [length(draft.title, rule.unit or Unit.CODE_POINTS)],
    Thing.HASHTAGS: lambda draft, _rule: [len(hashtags(draft.text))],
    Thing.MENTIONS: lambda draft, _rule: [len(mentions(draft.text))],
    Thing.MEDIA: lambda draft, _rule: [len(draft.media)],
    Thing.PICTURE_BYTES: lambda draft, _rule: [medium.bytes for medium in _pictures(draft)],
    Thing.VIDEO_BYTES: lambda draft, _rule: [medium.bytes for medium in _videos(draft)],
    Thing.SECONDS: lambda draft, _rule: [medium.seconds or 0 for medium in _videos(draft)],
}
_TOO_MANY = {
    Thing.TEXT: mark("Le texte a {found} signes, {bound} au plus. Raccourcissez-le."),
    Thing.TITLE: mark("Le titre a {found} signes, {bound} au plus. Raccourcissez-le."),
    Thing.HASHTAGS: mark("Il y a {found} mots-dièse, {bound} au plus. Enlevez-en."),
    Thing.MENTIONS: mark("Le texte nomme {found} comptes, {bound} au plus. Enlevez-en."),
    Thing.MEDIA: mark("Il y a {found} médias, {bound} au plus. Enlevez-en."),
    Thing.PICTURE_BYTES: mark("Une image pèse {found} Mo, {bound} Mo au plus. Réduisez-la."),
    Thing.VIDEO_BYTES: mark("La vidéo pèse {found} Mo, {bound} Mo au plus. Réduisez-la."),
    Thing.SECONDS: mark("La vidéo dure {found} s, {bound} s au plus. Coupez-la."),
}
_TOO_FEW = {
    **_TOO_MANY,
    Thing.MEDIA: mark("Il y a {found} média, {bound} au moins. Ajoutez-en."),
    Thing.SECONDS: mark("La vidéo dure {found} s, {bound} s au moins. Choisissez-en une plus longue."),
}
