"""The provider «tiktok/display»: TikTok's own interface, with the consent of the account's owner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.credentials import NONE, Credentials
from connectors.errors import (
    Changed,
    ConnectorError,
    NeedsReconnect,
    RateLimited,
    Unconfigured,
    Unknown,
    Unseen,
)
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, part, parts, reduced, word
from connectors.open_interface import OpenInterface
from connectors.readings import Raw, Reading, moment, seen
from connectors.records import AccountRecord, MeasureName, PostRecord
from connectors.web import Client, Reply, refusal, wait

API = "https://open.tiktokapis.com/v2/"
MOST = 20
ACCOUNT_FIELDS = ("follower_count", "likes_count", "video_count")
POST_FIELDS = ("view_count", "like_count", "comment_count", "share_count", "create_time")
_NO_LONGER = ("access_token_invalid", "scope_not_authorized", "scope_permission_missed")


def account(raw: Raw) -> Reading:
    """Followers, likes and posts, exact."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get("follower_count")),
            seen(MeasureName.LIKES, raw.get("likes_count")),
            seen(MeasureName.POSTS, raw.get("video_count")),
        ),
    )


def post(raw: Raw) -> Reading:
    """Views, likes, comments and shares, exact; saves are not told."""
    counts = (
        seen(MeasureName.VIEWS, raw.get("view_count")),
        seen(MeasureName.LIKES, raw.get("like_count")),
        seen(MeasureName.COMMENTS, raw.get("comment_count")),
        seen(MeasureName.SHARES, raw.get("share_count")),
    )
    return Reading(None, counts, moment(raw.get("create_time")))


@dataclass(frozen=True)
class TikTokDisplay(OpenInterface):
    """Reads the account that its token is of, and that account's posts."""

    key: str = "tiktok/display"
    credentials: Credentials = NONE
    needs: ClassVar[bool] = True
    interface: ClassVar[str] = "Display API v2"
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True
    mappers: ClassVar[Mappers] = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}

    def given(self, credentials: Credentials) -> TikTokDisplay:
        """The same provider with an owner's token."""
        return replace(self, credentials=credentials)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers, likes and posts of the owner. Unseen for anybody else."""
        name = addresses.parse_handle("tiktok", handle)
        user = self._owner(Client(deadline), name)
        if "follower_count" not in user:
            raise Changed
        raw = reduced(ACCOUNT, user, *ACCOUNT_FIELDS)
        url = addresses.profile_url("tiktok", name)
        return readings.account(self, name, url, self.mappers[ACCOUNT].reading(raw, name))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, likes, comments and shares of a post of the owner. Unseen for any other."""
        address = addresses.post_address("tiktok", url_or_id)
        body: dict[str, object] = {"filters": {"video_ids": [address.id]}}
        videos = self._videos(Client(deadline), "video/query/", body)
        if not videos:
            raise Unseen
        if [str(one.get("id")) for one in videos] != [address.id]:
            raise Changed
        return self._record(videos[0], address.handle)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The owner's latest posts, twenty at most; two requests."""
        name = addresses.parse_handle("tiktok", handle)
        client = Client(deadline)
        self._owner(client, name)
        videos = self._videos(client, "video/list/", {"max_count": min(most, MOST)})
        return tuple(self._record(one, name) for one in videos[:most])

    def _owner(self, client: Client, name: str) -> Raw:
        user = _user(client, self._token, ("username", *ACCOUNT_FIELDS))
        if str(user.get("username")).lower() != name:
            raise Unseen
        return user

    def _videos(self, client: Client, path: str, body: dict[str, object]) -> list[Raw]:
        fields = {"fields": ",".join(("id", *POST_FIELDS))}
        return parts(_data(client.post(f"{API}{path}", fields, self._token, body)), "videos")

    @property
    def _token(self) -> dict[str, str]:
        if not self.credentials.token:
            raise Unconfigured
        return {"Authorization": f"Bearer {self.credentials.token}"}

    def _record(self, body: Raw, handle: str | None) -> PostRecord:
        raw = reduced(POST, body, *POST_FIELDS)
        if "view_count" not in raw:
            raise Changed
        address = mapping.found_at("tiktok", word(body, "id"), handle)
        return readings.post(self, address.id, address.url, self.mappers[POST].reading(raw, handle))


def user_name(token: str, deadline: float = DEADLINE) -> str:
    """The name of the account that a token speaks for, in small letters. Raises a ConnectorError."""
    user = _user(Client(deadline), {"Authorization": f"Bearer {token}"}, ("username",))
    return word(user, "username").lower()


def _user(client: Client, token: dict[str, str], fields: tuple[str, ...]) -> Raw:
    return part(_data(client.get(f"{API}user/info/", {"fields": ",".join(fields)}, token)), "user")


def _data(reply: Reply) -> Raw:
    error = _refusal(reply)
    if error:
        raise error
    return part(reply.body(), "data")


def _refusal(reply: Reply) -> ConnectorError | None:
    said = reply.error().get("error")
    code = said.get("code") if isinstance(said, dict) else None
    if code in _NO_LONGER:
        return NeedsReconnect()
    if code == "rate_limit_exceeded":
        return RateLimited(wait(reply.headers))
    if code == "internal_error":
        return Unknown()
    error = refusal(reply, NeedsReconnect)
    return error or (None if reply.status == 200 and code == "ok" else Changed())
