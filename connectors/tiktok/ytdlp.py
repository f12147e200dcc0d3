"""The provider «tiktok/yt-dlp»: a post from its page, and up to some thirty posts in two requests."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import ClassVar

from connectors import addresses, isolation, mapping, readings
from connectors.abilities import DEADLINE
from connectors.readings import Raw, Reading
from connectors.records import PostRecord
from connectors.tiktok.page import MAPPERS
from connectors.tiktok.words import page_warning

READER = "connectors.ytdlp.reader"
MOST = 30


@dataclass(frozen=True)
class TikTokYtDlp:
    """Reads posts and lists them; never followers."""

    key: str = "tiktok/yt-dlp"
    scraping: bool = True
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return page_warning()

    def version(self) -> str:
        """The installed version of yt-dlp."""
        return version("yt-dlp")

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(MAPPERS, raw, mapper)

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, likes, comments, shares and saves of the post, rounded from 10,000 up."""
        address = addresses.post_address("tiktok", url_or_id)
        reading = isolation.ask(READER, "tiktok_post", address.url, deadline)
        return readings.post(self, address.id, address.url, reading)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The account's latest posts: its page, then one list."""
        name = addresses.parse_handle("tiktok", handle)
        found = isolation.ask_list(READER, "tiktok_list", name, deadline, min(most, MOST))
        return mapping.listed(self, name, found)
