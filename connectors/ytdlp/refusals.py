"""Which named error is behind what yt-dlp raised: the pages that came decide, its text is a hint at most."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import (
    Changed,
    ConnectorError,
    Gone,
    LoginWall,
    Private,
    RateLimited,
    Refused,
    TimedOut,
    Unknown,
)
from connectors.scripts import data, script
from connectors.tiktok.page import SCRIPT_ID, status_error

_BROKEN = ("TransportError", "SSLError", "ProxyError", "IncompleteRead")
_SCOPES = ("webapp.video-detail", "webapp.user-detail")


def pages(folder: Path) -> list[str]:
    """The pages that yt-dlp put down there, oldest first."""
    found = sorted(folder.glob("*.dump"), key=lambda path: path.stat().st_mtime_ns)
    return [path.read_text("utf-8", "replace") for path in found]


@dataclass(frozen=True)
class Said:
    """What came of one question: the pages, yt-dlp's error if any, and its warnings."""

    bodies: Sequence[str]
    error: Exception | None
    warnings: str = ""

    @property
    def text(self) -> str:
        """All of yt-dlp's own words."""
        return f"{self.error or ''} {self.warnings}"


def on_tiktok(said: Said) -> ConnectorError | None:
    """What TikTok's own status says, else what the failure looks like; None when all is well."""
    statuses = map(_tiktok_status, said.bodies)
    found = next((error for status in statuses if (error := status_error(status))), None)
    if found or said.error is None:
        return found
    return _by_cause(said, Unknown) or _tiktok_hint(said)


def on_video(said: Said) -> ConnectorError | None:
    """What YouTube's playability says, else what the failure looks like; None when all is well."""
    return _youtube(said, Changed)


def on_channel(said: Said) -> ConnectorError | None:
    """As `on_video`, and Gone for a channel's page that is not there."""
    return _youtube(said, Gone)


def _youtube(said: Said, missing: type[ConnectorError]) -> ConnectorError | None:
    found = next((error for body in said.bodies if (error := _playability(body))), None)
    if found:
        return found
    if said.error is None and "HTTP Error" not in said.warnings:
        return None
    return _by_cause(said, missing) or (_youtube_hint(said.text) if said.error else None)


def _tiktok_status(body: str) -> int:
    """TikTok's status in a page or in the answer of its list; 0 when it says none."""
    try:
        found = data(script(body, SCRIPT_ID) or body)
    except Changed:
        return 0
    scopes = found.get("__DEFAULT_SCOPE__")
    holders = [scopes.get(name) for name in _SCOPES] if isinstance(scopes, dict) else [found]
    for holder in holders:
        status = holder.get("statusCode") if isinstance(holder, dict) else None
        if isinstance(status, int) and status:
            return status
    return 0


def _tiktok_hint(said: Said) -> ConnectorError:
    seen, text = "".join(said.bodies), said.text
    if "requiring login" in text:
        return LoginWall()
    if not re.sub(r"<[^>]*>|\s", "", seen) or "Please wait" in seen or "challenge data" in text:
        return RateLimited()
    if "Log into an account that has access" in text:
        return Private()
    # «Your IP address is blocked» is also said of a deleted post: it tells nothing.
    return Unknown() if "blocked" in text or "secondary user ID" in text else Changed()


def _playability(body: str) -> ConnectorError | None:
    """What a player's answer refuses with; None for one that plays, or for another answer."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    state = found.get("playabilityStatus") if isinstance(found, dict) else None
    return _unplayable(state) if isinstance(state, dict) else None


def _unplayable(state: dict[str, object]) -> ConnectorError | None:
    status, reason = state.get("status"), json.dumps(state)
    if "not a bot" in reason and status != "OK":
        return LoginWall()
    if status == "LOGIN_REQUIRED":
        return Private() if "rivate" in reason else LoginWall()
    return Gone() if status == "ERROR" else None


def _youtube_hint(text: str) -> ConnectorError:
    if "not a bot" in text:
        return LoginWall()
    if "rivate video" in text:
        return Private()
    return Changed()


def _by_cause(said: Said, missing: type[ConnectorError]) -> ConnectorError | None:
    """A status or a broken connection below yt-dlp's error; `missing` is what a 404 says."""
    causes = _causes(said.error)
    statuses = {one for cause in causes if isinstance(one := getattr(cause, "status", None), int)}
    statuses |= {int(found) for found in re.findall(r"HTTP Error (\d{3})\b", said.text)}
    if statuses & {401, 429}:
        return RateLimited()
    if 403 in statuses:
        return Refused()
    if 404 in statuses:
        return missing()
    if "timed out" in said.text or any(isinstance(cause, TimeoutError) for cause in causes):
        return TimedOut()
    broken = any(type(cause).__name__ in _BROKEN for cause in causes)
    return Unknown() if broken or any(status >= 500 for status in statuses) else None


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error and everything below it; yt-dlp keeps the cause in `exc_info`."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        info = getattr(error, "exc_info", None)
        below = info[1] if isinstance(info, tuple) and info[1] is not error else None
        error = below or getattr(error, "cause", None) or error.__cause__ or error.__context__
    return found
