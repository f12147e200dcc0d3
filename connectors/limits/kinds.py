"""Forms of posts, what is counted of them, and rules over such counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from connectors.counting import Unit

READ_ON = date(2026, 11, 23)


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
    FACEBOOK_REEL = "facebook/reel"
    FACEBOOK_STORY = "facebook/story"
    DISCORD_MESSAGE = "discord/message"
    SNAPCHAT_SPOTLIGHT = "snapchat/spotlight"
    SNAPCHAT_STORY = "snapchat/story"
    BLUESKY_POST = "bluesky/post"
    MASTODON_POST = "mastodon/post"
    TELEGRAM_MESSAGE = "telegram/message"
    TELEGRAM_ALBUM = "telegram/album"
    THREADS_POST = "threads/post"
    X_POST = "x/post"


@dataclass(frozen=True)
class Medium:
    """A picture (seconds None) or a video; bytes, pixels, seconds and type as measured."""

    bytes: int
    width: int
    height: int
    seconds: float | None = None
    mime: str = ""
    """Empty: not known, and not judged."""


@dataclass(frozen=True)
class Draft:
    """A post as it would be sent."""

    text: str
    title: str = ""
    media: Sequence[Medium] = field(default=())


class Thing(StrEnum):
    """What a rule counts."""

    TEXT = "text"
    TEXT_BYTES = "text_bytes"
    TITLE = "title"
    HASHTAGS = "hashtags"
    MENTIONS = "mentions"
    TAGS = "tags"
    SIGNS = "signs"
    MEDIA = "media"
    PICTURES = "pictures"
    VIDEOS = "videos"
    MIXED = "mixed"
    PICTURE_BYTES = "picture_bytes"
    PICTURE_RATIO = "picture_ratio"
    PICTURE_WIDTH = "picture_width"
    PICTURE_KINDS = "picture_kinds"
    VIDEO_BYTES = "video_bytes"
    VIDEO_RATIO = "video_ratio"
    VIDEO_SIDE = "video_side"
    VIDEO_KINDS = "video_kinds"
    FILES_BYTES = "files_bytes"
    SECONDS = "seconds"


WORDS = frozenset(
    {
        Thing.TEXT,
        Thing.TEXT_BYTES,
        Thing.TITLE,
        Thing.HASHTAGS,
        Thing.MENTIONS,
        Thing.TAGS,
        Thing.SIGNS,
    }
)
"""What can be judged before a picture or video is chosen."""


@dataclass(frozen=True)
class Limit:
    """At least and at most so many of a thing on one format; `unit` for texts, `takes` for types."""

    format: Format
    thing: Thing
    most: float
    source: str
    least: float = 0
    unit: Unit | None = None
    takes: frozenset[str] = frozenset()
    advice: bool = False
    """The network takes it all the same, and changes it: worth saying, no reason to refuse."""
    read_on: date = READ_ON
