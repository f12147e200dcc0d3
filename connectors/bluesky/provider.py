"""The provider «bluesky/api»: the public interface, no key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.errors import Changed, ConnectorError, Gone, Private
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, part, reduced, word
from connectors.open_interface import OpenInterface
from connectors.readings import Raw, Reading, seen
from connectors.records import AccountRecord, MeasureName, PostRecord
from connectors.web import Client, Reply, refusal

XRPC = "https://public.api.bsky.app/xrpc/app.bsky."
MOST = 100
NOT_FOR_STRANGERS = "!no-unauthenticated"
_NOBODY = ("Profile not found", "Unable to resolve handle")
_CLOSED = ("AccountTakedown", "AccountDeactivated", "NotFound")


def account(raw: Raw) -> Reading:
    """Followers and posts, exact."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get("followersCount")),
            seen(MeasureName.POSTS, raw.get("postsCount")),
        ),
    )


def post(raw: Raw) -> Reading:
    """Likes, comments (replies), shares (reposts) and saves (bookmarks); quotes stay in the reduced body."""
    counts = (
        seen(MeasureName.LIKES, raw.get("likeCount")),
        seen(MeasureName.COMMENTS, raw.get("replyCount")),
        seen(MeasureName.SHARES, raw.get("repostCount")),
        seen(MeasureName.SAVES, raw.get("bookmarkCount")),
    )
    return Reading(None, counts, readings.instant(raw.get("indexedAt")))


@dataclass(frozen=True)
class Bluesky(OpenInterface):
    """Reads accounts and posts."""

    key: str = "bluesky/api"
    interface: ClassVar[str] = "app.bsky"
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True
    mappers: ClassVar[Mappers] = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers and posts of the account."""
        name = addresses.parse_handle("bluesky", handle)
        body = _asked(Client(deadline), "actor.getProfile", {"actor": name})
        if name not in (str(body.get("handle")).lower(), body.get("did")) or "followersCount" not in body:
            raise Changed
        _must_be_for_all(body)
        raw = reduced(ACCOUNT, body, "followersCount", "postsCount")
        reading = self.mappers[ACCOUNT].reading(raw, name)
        return readings.account(self, name, addresses.profile_url("bluesky", name), reading)

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Likes, comments, shares and saves of the post."""
        address = addresses.post_address("bluesky", url_or_id)
        uri = f"at://{address.server}/app.bsky.feed.post/{address.number}"
        query = {"uri": uri, "depth": "0", "parentHeight": "0"}
        thread = part(_asked(Client(deadline), "feed.getPostThread", query), "thread")
        if thread.get("notFound") is True:
            raise Gone
        if thread.get("blocked") is True:
            raise Private
        found = part(thread, "post")
        if str(found.get("uri")).rpartition("/")[2] != address.number:
            raise Changed
        return self._record(found, address.server)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The latest posts of the account, neither reposts nor replies; one request."""
        name = addresses.parse_handle("bluesky", handle)
        query = {"actor": name, "limit": str(min(most, MOST)), "filter": "posts_no_replies"}
        feed = mapping.parts(_asked(Client(deadline), "feed.getAuthorFeed", query), "feed")
        own = [part(one, "post") for one in feed if "reason" not in one]
        return tuple(self._record(one, name) for one in own[:most])

    def _record(self, body: Raw, asked: str) -> PostRecord:
        author = part(body, "author")
        name = word(author, "handle").lower()
        if asked not in (name, author.get("did")) or "likeCount" not in body:
            raise Changed
        _must_be_for_all(author)
        names = ("likeCount", "replyCount", "repostCount", "quoteCount", "bookmarkCount", "indexedAt")
        reading = self.mappers[POST].reading(reduced(POST, body, *names), name)
        number = word(body, "uri").rpartition("/")[2]
        address = mapping.found_at("bluesky", f"{asked}/{number}", name)
        return readings.post(self, address.id, address.url, reading)


def _must_be_for_all(author: Raw) -> None:
    labels = author.get("labels")
    if isinstance(labels, list) and any(
        isinstance(one, dict) and one.get("val") == NOT_FOR_STRANGERS for one in labels
    ):
        raise Private


def _asked(client: Client, method: str, query: dict[str, str]) -> Raw:
    reply = client.get(f"{XRPC}{method}", query)
    error = _refusal(reply)
    if error:
        raise error
    return reply.body()


def _refusal(reply: Reply) -> ConnectorError | None:
    if reply.status in (400, 404):
        said = reply.error()
        if said.get("error") in _CLOSED or str(said.get("message")).startswith(_NOBODY):
            return Gone()
    return refusal(reply) or (None if reply.status == 200 else Changed())
