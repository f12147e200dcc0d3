"""The providers «tiktok/tiktokapipy» and «tiktok/page»; both read in the browser that tiktokapipy opens."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from connectors import addresses, browser, isolation, mapping, readings
from connectors.abilities import DEADLINE
from connectors.readings import Raw, Reading
from connectors.records import AccountRecord, PostRecord
from connectors.tiktok.page import MAPPERS
from connectors.tiktok.words import browser_warning

READER = "connectors.tiktok.reader"


@dataclass(frozen=True)
class TikTokApiPy:
    """Reads posts by tiktokapipy's own call, accounts by their page in its browser."""

    key: str = "tiktok/tiktokapipy"
    scraping: bool = True

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return browser_warning()

    def version(self) -> str:
        """The installed version of tiktokapipy."""
        return version("tiktokapipy")

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(MAPPERS, raw, mapper)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers, likes and posts of the account, exact."""
        name = addresses.parse_handle("tiktok", handle)
        reading = isolation.ask(READER, "account_by_page", name, deadline, browser.path())
        return readings.account(self, name, addresses.profile_url("tiktok", name), reading)

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, likes, comments, shares and saves of the post, rounded from 10,000 up."""
        address = addresses.post_address("tiktok", url_or_id)
        reading = isolation.ask(READER, "post_by_package", address.url, deadline, browser.path())
        return readings.post(self, address.id, address.url, reading)


@dataclass(frozen=True)
class TikTokPage:
    """Reads posts from their page: another door, for days when the package's call is not answered."""

    key: str = "tiktok/page"
    scraping: bool = True

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return browser_warning()

    def version(self) -> str:
        """The installed version of tiktokapipy, whose browser is used."""
        return version("tiktokapipy")

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(MAPPERS, raw, mapper)

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, likes, comments, shares and saves of the post, rounded from 10,000 up."""
        address = addresses.post_address("tiktok", url_or_id)
        reading = isolation.ask(READER, "post_by_page", address.url, deadline, browser.path())
        return readings.post(self, address.id, address.url, reading)
