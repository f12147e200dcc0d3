"""What each network takes, one row per format and thing, dated and sourced.

Read in the networks' own pages where the source says so; «seen in use» where a network publishes
nothing and schedulers agree. A rule that changed is changed here, with its new date.
"""

from __future__ import annotations

from connectors.counting import Unit
from connectors.limits.kinds import Format, Limit, Thing

MEGABYTE = 1_000_000
MEBIBYTE = 1024 * 1024
_META = "Meta, Instagram Content Publishing"
_META_ERRORS = "Meta, Instagram error codes"
_PAGES = "Meta, Pages API"
_TIKTOK = "TikTok, Content Posting API"
_GOOGLE = "Google, videos.insert"
_DISCORD = "Discord, webhook resource"
_SNAP = "Snap, Public Profile API"
_BLUESKY = "Bluesky, app.bsky lexicons"
_MASTODON = "Mastodon, instance configuration"
_TELEGRAM = "Telegram, Bot API"
_THREADS = "Meta, Threads API"
_X = "X, twitter-text configuration 3"
_JPEG = frozenset({"image/jpeg"})
_JPEG_PNG = frozenset({"image/jpeg", "image/png"})
_JPEG_WEBP = frozenset({"image/jpeg", "image/webp"})
_MP4_MOV = frozenset({"video/mp4", "video/quicktime"})
_MP4_MOV_WEBM = frozenset({"video/mp4", "video/quicktime", "video/webm"})
_MP4 = frozenset({"video/mp4"})
_UPRIGHT = (0.55, 0.58)
"""About 9:16."""


def _text(format_: Format, most: int, unit: Unit, source: str) -> Limit:
    return Limit(format_, Thing.TEXT, most, source, unit=unit)


def _title(format_: Format, most: int, unit: Unit, source: str) -> Limit:
    return Limit(format_, Thing.TITLE, most, source, unit=unit)


def _between(format_: Format, thing: Thing, least: float, most: float, source: str) -> Limit:
    return Limit(format_, thing, most, source, least=least)


def _none(format_: Format, thing: Thing, source: str) -> Limit:
    return Limit(format_, thing, 0, source)


def _types(format_: Format, thing: Thing, takes: frozenset[str], source: str) -> Limit:
    return Limit(format_, thing, 0, source, takes=takes)


def _upright(format_: Format, thing: Thing, source: str) -> Limit:
    return Limit(format_, thing, _UPRIGHT[1], source, least=_UPRIGHT[0], advice=True)


_INSTAGRAM = (
    *(
        limit
        for format_ in (Format.INSTAGRAM_IMAGE, Format.INSTAGRAM_CAROUSEL, Format.INSTAGRAM_REEL)
        for limit in (
            _text(format_, 2200, Unit.CODE_POINTS, _META),
            _between(format_, Thing.HASHTAGS, 0, 30, _META),
            _between(format_, Thing.MENTIONS, 0, 20, _META),
        )
    ),
    *(
        limit
        for format_ in (Format.INSTAGRAM_IMAGE, Format.INSTAGRAM_CAROUSEL)
        for limit in (
            _between(format_, Thing.PICTURE_BYTES, 0, 8 * MEBIBYTE, _META),
            _between(format_, Thing.PICTURE_RATIO, 4 / 5, 1.91, _META_ERRORS),
            Limit(format_, Thing.PICTURE_WIDTH, 1440, _META, least=320, advice=True),
            _types(format_, Thing.PICTURE_KINDS, _JPEG, _META),
        )
    ),
    _between(Format.INSTAGRAM_IMAGE, Thing.MEDIA, 1, 1, _META),
    _none(Format.INSTAGRAM_IMAGE, Thing.VIDEOS, _META),
    _between(Format.INSTAGRAM_CAROUSEL, Thing.MEDIA, 2, 10, _META_ERRORS),
    _types(Format.INSTAGRAM_CAROUSEL, Thing.VIDEO_KINDS, _MP4_MOV, _META),
    _between(Format.INSTAGRAM_REEL, Thing.MEDIA, 1, 1, _META),
    _none(Format.INSTAGRAM_REEL, Thing.PICTURES, _META),
    _between(Format.INSTAGRAM_REEL, Thing.SECONDS, 3, 15 * 60, _META),
    _between(Format.INSTAGRAM_REEL, Thing.VIDEO_BYTES, 0, 300 * MEGABYTE, _META),
    _types(Format.INSTAGRAM_REEL, Thing.VIDEO_KINDS, _MP4_MOV, _META),
    _upright(Format.INSTAGRAM_REEL, Thing.VIDEO_RATIO, _META),
    _between(Format.INSTAGRAM_STORY, Thing.MEDIA, 1, 1, _META),
    _between(Format.INSTAGRAM_STORY, Thing.SECONDS, 3, 60, _META),
    _between(Format.INSTAGRAM_STORY, Thing.VIDEO_BYTES, 0, 100 * MEGABYTE, _META),
    _upright(Format.INSTAGRAM_STORY, Thing.VIDEO_RATIO, _META),
    _upright(Format.INSTAGRAM_STORY, Thing.PICTURE_RATIO, _META),
)

_TIKTOK_RULES = (
    _text(Format.TIKTOK_VIDEO, 2200, Unit.UTF16, _TIKTOK),
    _between(Format.TIKTOK_VIDEO, Thing.MEDIA, 1, 1, _TIKTOK),
    _none(Format.TIKTOK_VIDEO, Thing.PICTURES, _TIKTOK),
    _between(Format.TIKTOK_VIDEO, Thing.SECONDS, 3, 600, _TIKTOK),
    _between(Format.TIKTOK_VIDEO, Thing.VIDEO_BYTES, 0, 4000 * MEGABYTE, _TIKTOK),
    _between(Format.TIKTOK_VIDEO, Thing.VIDEO_SIDE, 360, 4096, _TIKTOK),
    _types(Format.TIKTOK_VIDEO, Thing.VIDEO_KINDS, _MP4_MOV_WEBM, _TIKTOK),
    _title(Format.TIKTOK_PHOTOS, 90, Unit.UTF16, _TIKTOK),
    _text(Format.TIKTOK_PHOTOS, 4000, Unit.UTF16, _TIKTOK),
    _between(Format.TIKTOK_PHOTOS, Thing.MEDIA, 1, 35, _TIKTOK),
    _none(Format.TIKTOK_PHOTOS, Thing.VIDEOS, _TIKTOK),
    _between(Format.TIKTOK_PHOTOS, Thing.PICTURE_BYTES, 0, 20 * MEGABYTE, _TIKTOK),
    _types(Format.TIKTOK_PHOTOS, Thing.PICTURE_KINDS, _JPEG_WEBP, _TIKTOK),
)

_YOUTUBE = (
    *(
        limit
        for format_ in (Format.YOUTUBE_VIDEO, Format.YOUTUBE_SHORT)
        for limit in (
            _title(format_, 100, Unit.CODE_POINTS, _GOOGLE),
            _text(format_, 5000, Unit.BYTES, _GOOGLE),
            _between(format_, Thing.TAGS, 0, 500, _GOOGLE),
            _none(format_, Thing.SIGNS, _GOOGLE),
            _between(format_, Thing.MEDIA, 1, 1, _GOOGLE),
            _none(format_, Thing.PICTURES, _GOOGLE),
        )
    ),
    Limit(Format.YOUTUBE_VIDEO, Thing.SECONDS, 15 * 60, _GOOGLE, advice=True),
    _between(Format.YOUTUBE_VIDEO, Thing.VIDEO_BYTES, 0, 256_000 * MEGABYTE, _GOOGLE),
    _between(Format.YOUTUBE_SHORT, Thing.SECONDS, 0, 180, _GOOGLE),
    _between(Format.YOUTUBE_SHORT, Thing.VIDEO_RATIO, 0, 1, _GOOGLE),
)

_FACEBOOK = (
    _text(Format.FACEBOOK_POST, 63_206, Unit.CODE_POINTS, _PAGES),
    _between(Format.FACEBOOK_POST, Thing.MEDIA, 0, 10, _PAGES),
    _between(Format.FACEBOOK_POST, Thing.VIDEOS, 0, 1, _PAGES),
    _none(Format.FACEBOOK_POST, Thing.MIXED, _PAGES),
    _between(Format.FACEBOOK_REEL, Thing.MEDIA, 1, 1, _PAGES),
    _none(Format.FACEBOOK_REEL, Thing.PICTURES, _PAGES),
    _between(Format.FACEBOOK_REEL, Thing.SECONDS, 3, 90, _PAGES),
    _upright(Format.FACEBOOK_REEL, Thing.VIDEO_RATIO, _PAGES),
    _between(Format.FACEBOOK_STORY, Thing.MEDIA, 1, 1, _PAGES),
    _upright(Format.FACEBOOK_STORY, Thing.VIDEO_RATIO, _PAGES),
    _upright(Format.FACEBOOK_STORY, Thing.PICTURE_RATIO, _PAGES),
)

_OTHERS = (
    _text(Format.DISCORD_MESSAGE, 2000, Unit.CODE_POINTS, _DISCORD),
    _between(Format.DISCORD_MESSAGE, Thing.MEDIA, 0, 10, _DISCORD),
    _between(Format.DISCORD_MESSAGE, Thing.PICTURE_BYTES, 0, 10 * MEBIBYTE, _DISCORD),
    _between(Format.DISCORD_MESSAGE, Thing.VIDEO_BYTES, 0, 10 * MEBIBYTE, _DISCORD),
    _between(Format.DISCORD_MESSAGE, Thing.FILES_BYTES, 0, 25 * MEBIBYTE, _DISCORD),
    _text(Format.SNAPCHAT_SPOTLIGHT, 160, Unit.CODE_POINTS, _SNAP),
    *(
        limit
        for format_ in (Format.SNAPCHAT_SPOTLIGHT, Format.SNAPCHAT_STORY)
        for limit in (
            _between(format_, Thing.MEDIA, 1, 1, _SNAP),
            _between(format_, Thing.SECONDS, 5, 60, _SNAP),
            _between(format_, Thing.VIDEO_BYTES, 0, 500 * MEGABYTE, _SNAP),
            _between(format_, Thing.PICTURE_BYTES, 0, 20 * MEGABYTE, _SNAP),
            _types(format_, Thing.PICTURE_KINDS, _JPEG_PNG, _SNAP),
            _types(format_, Thing.VIDEO_KINDS, _MP4, _SNAP),
            _upright(format_, Thing.VIDEO_RATIO, _SNAP),
        )
    ),
    _title(Format.SNAPCHAT_STORY, 45, Unit.CODE_POINTS, _SNAP),
    _text(Format.BLUESKY_POST, 300, Unit.GRAPHEMES, _BLUESKY),
    Limit(Format.BLUESKY_POST, Thing.TEXT_BYTES, 3000, _BLUESKY, unit=Unit.BYTES),
    _between(Format.BLUESKY_POST, Thing.MEDIA, 0, 4, _BLUESKY),
    _none(Format.BLUESKY_POST, Thing.MIXED, _BLUESKY),
    _between(Format.BLUESKY_POST, Thing.VIDEOS, 0, 1, _BLUESKY),
    _between(Format.BLUESKY_POST, Thing.PICTURE_BYTES, 0, MEGABYTE, _BLUESKY),
    _between(Format.BLUESKY_POST, Thing.VIDEO_BYTES, 0, 50 * MEGABYTE, _BLUESKY),
    _text(Format.MASTODON_POST, 500, Unit.CODE_POINTS, _MASTODON),
    _between(Format.MASTODON_POST, Thing.MEDIA, 0, 4, _MASTODON),
    _none(Format.MASTODON_POST, Thing.MIXED, _MASTODON),
    _between(Format.MASTODON_POST, Thing.VIDEOS, 0, 1, _MASTODON),
    _between(Format.MASTODON_POST, Thing.PICTURE_BYTES, 0, 16 * MEGABYTE, _MASTODON),
    _between(Format.MASTODON_POST, Thing.VIDEO_BYTES, 0, 99 * MEGABYTE, _MASTODON),
    _text(Format.TELEGRAM_MESSAGE, 4096, Unit.UTF16, _TELEGRAM),
    _none(Format.TELEGRAM_MESSAGE, Thing.MEDIA, _TELEGRAM),
    _text(Format.TELEGRAM_ALBUM, 1024, Unit.UTF16, _TELEGRAM),
    _between(Format.TELEGRAM_ALBUM, Thing.MEDIA, 2, 10, _TELEGRAM),
    _between(Format.TELEGRAM_ALBUM, Thing.PICTURE_BYTES, 0, 10 * MEGABYTE, _TELEGRAM),
    _between(Format.TELEGRAM_ALBUM, Thing.VIDEO_BYTES, 0, 50 * MEGABYTE, _TELEGRAM),
    _text(Format.THREADS_POST, 500, Unit.CODE_POINTS, _THREADS),
    _between(Format.THREADS_POST, Thing.MEDIA, 0, 10, _THREADS),
    _types(Format.THREADS_POST, Thing.PICTURE_KINDS, _JPEG_PNG, _THREADS),
    _between(Format.THREADS_POST, Thing.PICTURE_BYTES, 0, 8 * MEGABYTE, _THREADS),
    _between(Format.THREADS_POST, Thing.SECONDS, 0, 300, _THREADS),
    _text(Format.X_POST, 280, Unit.WEIGHTED, _X),
    _between(Format.X_POST, Thing.MEDIA, 0, 4, _X),
    _none(Format.X_POST, Thing.MIXED, _X),
    _between(Format.X_POST, Thing.VIDEOS, 0, 1, _X),
    _between(Format.X_POST, Thing.PICTURE_BYTES, 0, 5 * MEGABYTE, _X),
    _between(Format.X_POST, Thing.VIDEO_BYTES, 0, 512 * MEGABYTE, _X),
    _between(Format.X_POST, Thing.SECONDS, 0, 140, _X),
)

LIMITS: tuple[Limit, ...] = (*_INSTAGRAM, *_TIKTOK_RULES, *_YOUTUBE, *_FACEBOOK, *_OTHERS)

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

TEXTLESS = frozenset({Format.INSTAGRAM_STORY, Format.FACEBOOK_STORY, Format.SNAPCHAT_STORY})
"""Where no text is shown beside the picture."""

TITLED = frozenset(limit.format for limit in LIMITS if limit.thing is Thing.TITLE)
"""Where a title is shown."""

TAKES_ALT = frozenset({Format.INSTAGRAM_IMAGE, Format.INSTAGRAM_CAROUSEL, Format.BLUESKY_POST})
"""Where our descriptions of pictures can be handed over."""

FOLDS = {
    Format.INSTAGRAM_IMAGE: 125,
    Format.INSTAGRAM_CAROUSEL: 125,
    Format.INSTAGRAM_REEL: 55,
    Format.TIKTOK_VIDEO: 80,
    Format.TIKTOK_PHOTOS: 80,
    Format.YOUTUBE_VIDEO: 100,
    Format.FACEBOOK_POST: 477,
}
"""After how many signs a phone shows «… plus» (seen in use; networks publish nothing of it)."""
