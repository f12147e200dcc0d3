"""The provider «youtube/data-api»: one unit of the key's 10,000 a day for each request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.credentials import NONE, Credentials
from connectors.errors import Changed, ConnectorError, Gone, NeedsReconnect, RateLimited, Unconfigured
from connectors.mapping import ACCOUNT, POST, Mappers, part, parts, reduced, word
from connectors.open_interface import OpenInterface
from connectors.places import PLACES
from connectors.readings import Raw
from connectors.records import AccountRecord, PostRecord
from connectors.web import Client, Reply, refusal, wait
from connectors.youtube.counters import ACCOUNT_FIELDS, MAPPERS, POST_FIELDS
from core import clock

API = "https://www.googleapis.com/youtube/v3/"
MOST = 50
# The key's units are given anew at midnight there.
PACIFIC = ZoneInfo("America/Los_Angeles")
_USED_UP = {"quotaExceeded", "dailyLimitExceeded"}
_TOO_OFTEN = {"rateLimitExceeded", "userRateLimitExceeded"}
_STATISTICS = "kind,items(id,snippet(publishedAt),statistics)"


@dataclass(frozen=True)
class YouTubeDataApi(OpenInterface):
    """Reads channels and videos, and lists a channel's videos, with a key."""

    key: str = "youtube/data-api"
    credentials: Credentials = NONE
    needs: ClassVar[bool] = True
    interface: ClassVar[str] = "Data API v3"
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True
    mappers: ClassVar[Mappers] = MAPPERS

    def given(self, credentials: Credentials) -> YouTubeDataApi:
        """The same provider with a key."""
        return replace(self, credentials=credentials)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Subscribers, views and videos of a channel, named by its handle or its identifier."""
        name = addresses.parse_handle("youtube", handle)
        found = self._channel(Client(deadline), name, "statistics")
        raw = reduced(ACCOUNT, part(found, "statistics"), *ACCOUNT_FIELDS)
        if "videoCount" not in raw:
            raise Changed
        url = addresses.profile_url("youtube", name)
        return readings.account(self, name, url, self.mappers[ACCOUNT].reading(raw, name))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, likes and comments of a video. Gone: deleted or private, which are one here."""
        address = addresses.post_address("youtube", url_or_id)
        found = self._videos(Client(deadline), [address.id], None)
        if not found:
            raise Gone
        if [one.id for one in found] != [address.id]:
            raise Changed
        return found[0]

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The channel's latest videos: three requests for up to fifty."""
        name = addresses.parse_handle("youtube", handle)
        client = Client(deadline)
        related = part(
            part(self._channel(client, name, "contentDetails"), "contentDetails"), "relatedPlaylists"
        )
        query = {
            "part": "contentDetails",
            "playlistId": word(related, "uploads"),
            "maxResults": str(min(most, MOST)),
        }
        listed = parts(self._asked(client, "playlistItems", query), "items")
        identifiers = [word(part(one, "contentDetails"), "videoId") for one in listed]
        if not all(PLACES["youtube"].id.fullmatch(one) for one in identifiers):
            raise Changed
        return tuple(self._videos(client, identifiers[:most], name)) if identifiers else ()

    def _channel(self, client: Client, name: str, what: str) -> Raw:
        by_id = PLACES["youtube"].keeps_case.fullmatch(name)
        query = {"part": what, **({"id": name} if by_id else {"forHandle": f"@{name}"})}
        found = _items(self._asked(client, "channels", query), "channel")
        if not found:
            raise Gone
        if len(found) != 1 or (by_id and found[0].get("id") != name):
            raise Changed
        return found[0]

    def _videos(self, client: Client, identifiers: list[str], handle: str | None) -> list[PostRecord]:
        query = {"part": "statistics,snippet", "id": ",".join(identifiers), "fields": _STATISTICS}
        found = _items(self._asked(client, "videos", query), "video")
        return [self._record(one, handle) for one in found]

    def _record(self, body: Raw, handle: str | None) -> PostRecord:
        raw = reduced(POST, part(body, "statistics"), *POST_FIELDS)
        raw |= {"publishedAt": part(body, "snippet").get("publishedAt")}
        if "viewCount" not in raw:
            raise Changed
        address = mapping.found_at("youtube", word(body, "id"), handle)
        return readings.post(self, address.id, address.url, self.mappers[POST].reading(raw, handle))

    def _asked(self, client: Client, what: str, query: dict[str, str]) -> Raw:
        if not self.credentials.key:
            raise Unconfigured
        reply = client.get(f"{API}{what}", query, {"X-Goog-Api-Key": self.credentials.key})
        error = _refusal(reply)
        if error:
            raise error
        return reply.body()


def _items(body: Raw, kind: str) -> list[Raw]:
    """What was found; nothing only where the answer says what it is a list of."""
    if body.get("kind") != f"youtube#{kind}ListResponse":
        raise Changed
    return parts(body, "items") if "items" in body else []


def _refusal(reply: Reply) -> ConnectorError | None:
    reasons = _reasons(reply)
    if reasons & _USED_UP:
        return RateLimited(_until_midnight())
    if reasons & _TOO_OFTEN:
        return RateLimited(wait(reply.headers))
    if reply.status in (400, 401, 403) and reasons:
        return NeedsReconnect()
    if reply.status == 404 and reasons:
        return Gone()
    return refusal(reply, NeedsReconnect) or (None if reply.status == 200 else Changed())


def _reasons(reply: Reply) -> set[str]:
    """Why it refuses, in its own words; empty for an answer that is not one of its own."""
    error = reply.error().get("error")
    errors = error.get("errors") if isinstance(error, dict) else None
    return (
        {str(one.get("reason")) for one in errors if isinstance(one, dict)}
        if isinstance(errors, list)
        else set()
    )


def _until_midnight() -> int:
    now = clock.now().astimezone(PACIFIC)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight - now).total_seconds())
