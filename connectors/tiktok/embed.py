"""The provider «tiktok/embed»: followers from the page that TikTok offers for other sites; no browser.

A second source for days when the profile page is refused; rounded from 10,000 up.
"""

from __future__ import annotations

from dataclasses import dataclass

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.errors import Changed, Gone, LoginWall, Unknown
from connectors.mapping import ACCOUNT, Mapper, Mappers, part, reduced
from connectors.readings import Raw, Reading, seen
from connectors.records import AccountRecord, MeasureName
from connectors.scripts import data, script
from connectors.tiktok.page import ROUNDED_FROM, blank_error
from connectors.tiktok.words import page_warning
from connectors.web import Client, refusal

EMBED = "https://www.tiktok.com/embed/@{handle}"
SCRIPT_ID = "__FRONTITY_CONNECT_STATE__"
VERSION = "2026-11"


def account(raw: Raw) -> Reading:
    """Followers, rounded from 10,000 up."""
    return Reading(None, (seen(MeasureName.FOLLOWERS, raw.get("followerCount"), ROUNDED_FROM),))


MAPPERS: Mappers = {ACCOUNT: Mapper(1, account)}


def account_from_page(text: str, handle: str) -> Reading:
    """Followers of the account `handle`. Raises a ConnectorError."""
    found = script(text, SCRIPT_ID)
    if found is None:
        raise blank_error(text)
    state = part(part(data(found), "source"), "data").get(f"/embed/@{handle}")
    info = state.get("userInfo") if isinstance(state, dict) else None
    if not isinstance(info, dict) or not info:
        raise Unknown
    if info.get("code") == 404:
        raise Gone
    if str(info.get("uniqueId")).lower() != handle or "followerCount" not in info:
        raise Changed
    return MAPPERS[ACCOUNT].reading(reduced(ACCOUNT, info, "followerCount"), handle)


@dataclass(frozen=True)
class TikTokEmbed:
    """Reads the followers of an account."""

    key: str = "tiktok/embed"
    scraping: bool = True

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return page_warning()

    def version(self) -> str:
        """The month of the page that it knows."""
        return VERSION

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(MAPPERS, raw, mapper)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers of the account."""
        name = addresses.parse_handle("tiktok", handle)
        reply = Client(deadline).get(EMBED.format(handle=name))
        if "/login" in reply.headers.get("location", ""):
            raise LoginWall
        error = refusal(reply)
        if error:
            raise error
        if reply.status != 200:
            raise Unknown
        url = addresses.profile_url("tiktok", name)
        return readings.account(self, name, url, account_from_page(reply.text, name))
