"""The child that holds yt-dlp: one question, no retry, no download, its pages kept for a look at refusals.

Only what is documented is used: YoutubeDL with its parameters, `extract_info`, DownloadError. Its texts
mislead (a deleted post «blocks your address»), so the pages themselves say what is the matter; they lie in
the child's own home folder, which goes with it.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from connectors.child import Question, go_out, serve
from connectors.errors import Changed, ConnectorError
from connectors.mapping import ACCOUNT, POST
from connectors.readings import Listed, Reading
from connectors.tiktok import page as tiktok
from connectors.youtube import page as youtube
from connectors.ytdlp import refusals

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from yt_dlp import YoutubeDL
    from yt_dlp.utils import DownloadError

TIKTOK_ACCOUNT = "https://www.tiktok.com/@{handle}"
LONGEST_REQUEST = 10.0
Info = dict[str, Any]
Judge = Callable[[refusals.Said], ConnectorError | None]


class Listening:
    """Where yt-dlp writes its messages: nowhere but here, for they may hold a body."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warning(self, message: str) -> None:
        """Remember it until the answer is judged."""
        self.warnings.append(message)

    def debug(self, message: str) -> None:
        """Say nothing."""

    error = info = debug


def tiktok_post(question: Question) -> Reading:
    """The TikTok post at `question.target`."""
    info = _extracted(question, question.target, refusals.on_tiktok)
    identifier = question.target.rpartition("/")[2]
    if info.get("id") != identifier:
        raise Changed
    return _tiktok(info)


def tiktok_list(question: Question) -> list[Listed]:
    """The latest posts of the TikTok account `question.target`: its page, then one list."""
    url = TIKTOK_ACCOUNT.format(handle=question.target)
    flat = {"extract_flat": True, "playlistend": question.most}
    info = _extracted(question, url, refusals.on_tiktok, flat)
    return [Listed(str(one["id"]), _tiktok(one, question.target)) for one in _entries(info)]


def youtube_post(question: Question) -> Reading:
    """The YouTube video `question.target`, from two answers of its own interface."""
    url = f"https://www.youtube.com/watch?v={question.target}"
    skipped = {"youtube": {"player_client": ["web"], "player_skip": ["webpage", "configs", "js"]}}
    info = _extracted(question, url, refusals.on_video, {"extractor_args": skipped})
    if info.get("id") != question.target:
        raise Changed
    raw = {
        "of": POST,
        "viewCount": info.get("view_count"),
        "likeCount": info.get("like_count"),
        "commentCount": info.get("comment_count"),
        "timestamp": info.get("timestamp"),
    }
    return youtube.MAPPERS[POST].reading(raw, _handle(info))


def youtube_account(question: Question) -> Reading:
    """The YouTube channel at the address `question.target`."""
    flat = {"extract_flat": True, "playlistend": 1}
    info = _extracted(question, f"{question.target}/videos", refusals.on_channel, flat)
    raw = {"of": ACCOUNT, "subscriberCount": info.get("channel_follower_count")}
    if raw["subscriberCount"] is None:
        raise Changed
    return youtube.MAPPERS[ACCOUNT].reading(raw, _handle(info))


def youtube_list(question: Question) -> list[Listed]:
    """The latest videos of the YouTube channel at the address `question.target`: views only."""
    flat = {"extract_flat": True, "playlistend": question.most}
    info = _extracted(question, f"{question.target}/videos", refusals.on_channel, flat)
    return [
        Listed(
            str(one["id"]),
            youtube.MAPPERS[youtube.LISTED].reading(
                {"of": youtube.LISTED, "viewCount": one.get("view_count")}, None
            ),
        )
        for one in _entries(info)
    ]


def _tiktok(info: Info, handle: str = "") -> Reading:
    raw = {
        "of": POST,
        "playCount": info.get("view_count"),
        "diggCount": info.get("like_count"),
        "commentCount": info.get("comment_count"),
        "shareCount": info.get("repost_count"),
        "collectCount": info.get("save_count"),
        "createTime": info.get("timestamp"),
    }
    if raw["playCount"] is None and raw["diggCount"] is None:
        raise Changed
    author = handle or info.get("uploader")
    return tiktok.MAPPERS[POST].reading(raw, author.lower() if isinstance(author, str) else None)


def _handle(info: Info) -> str | None:
    handle = info.get("uploader_id")
    return handle.removeprefix("@").lower() if isinstance(handle, str) and handle.startswith("@") else None


def _entries(info: Info) -> list[Info]:
    return [one for one in info.get("entries") or () if isinstance(one, dict) and one.get("id")]


def _extracted(question: Question, url: str, judge: Judge, more: Mapping[str, object] | None = None) -> Info:
    """What yt-dlp found at `url`. Raises the named error that `judge` finds in what came."""
    go_out(question)
    os.chdir(Path.home())
    heard = Listening()
    error: DownloadError | None = None
    info: Info | None = None
    try:
        with YoutubeDL({**_parameters(question), "logger": heard, **(more or {})}) as loader:
            info = loader.extract_info(url, download=False)
    except DownloadError as raised:
        error = raised
    named = judge(refusals.Said(refusals.pages(Path.cwd()), error, " ".join(heard.warnings)))
    if named:
        raise named
    if info is None:
        raise Changed
    return info


def _parameters(question: Question) -> dict[str, object]:
    return {
        "quiet": True,
        "skip_download": True,
        "ignore_no_formats_error": True,
        "retries": 0,
        "extractor_retries": 0,
        "cachedir": False,
        "write_pages": True,
        "socket_timeout": min(question.seconds, LONGEST_REQUEST),
        # The authorities of the environment, ours among them, in place of certifi's alone.
        "compat_opts": {"no-certifi"} if question.ca else set(),
        **({"proxy": question.proxy} if question.proxy else {}),
    }


if __name__ == "__main__":
    tasks = (tiktok_post, tiktok_list, youtube_post, youtube_account, youtube_list)
    serve({task.__name__: task for task in tasks})
