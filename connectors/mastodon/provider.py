"""The provider «mastodon/api»: public; a token is sent only to the server in `credentials.account`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.credentials import NONE, Credentials
from connectors.errors import Changed, ConnectorError, Gone, LoginWall, NeedsReconnect, Private
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, reduced
from connectors.open_interface import OpenInterface
from connectors.readings import Raw, Reading, seen
from connectors.records import AccountRecord, MeasureName, PostRecord
from connectors.web import Client, Reply, refusal
from core.errors import InvalidInput
from core.i18n import _

MOST = 40
_NAME = re.compile(r"[A-Za-z0-9_.@-]{1,160}")
PUBLIC = ("public", "unlisted")


def account(raw: Raw) -> Reading:
    """Followers and posts, exact."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get("followers_count")),
            seen(MeasureName.POSTS, raw.get("statuses_count")),
        ),
    )


def post(raw: Raw) -> Reading:
    """Likes (favourites), comments (replies) and shares (boosts); quotes stay in the reduced body."""
    counts = (
        seen(MeasureName.LIKES, raw.get("favourites_count")),
        seen(MeasureName.COMMENTS, raw.get("replies_count")),
        seen(MeasureName.SHARES, raw.get("reblogs_count")),
    )
    return Reading(None, counts, readings.instant(raw.get("created_at")))


@dataclass(frozen=True)
class Mastodon(OpenInterface):
    """Reads accounts and posts at the server they live on."""

    key: str = "mastodon/api"
    credentials: Credentials = NONE
    needs: ClassVar[bool] = False
    interface: ClassVar[str] = "API v1"
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True
    mappers: ClassVar[Mappers] = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}

    def given(self, credentials: Credentials) -> Mastodon:
        """The same provider with a token."""
        return replace(self, credentials=credentials)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers and posts of «name@server»."""
        name = addresses.parse_handle("mastodon", handle)
        body = self._looked_up(Client(deadline), name)
        raw = reduced(ACCOUNT, body, "followers_count", "statuses_count")
        reading = self.mappers[ACCOUNT].reading(raw, name)
        return readings.account(self, name, addresses.profile_url("mastodon", name), reading)

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Likes, comments and shares of a public post."""
        address = addresses.post_address("mastodon", url_or_id)
        body = self._asked(Client(deadline), address.server, f"statuses/{address.number}")
        if str(body.get("id")) != address.number:
            raise Changed
        if body.get("visibility") not in PUBLIC:
            raise Private
        return self._record(body, address.server)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The latest public posts of «name@server», neither boosts nor replies; two requests."""
        name = addresses.parse_handle("mastodon", handle)
        client = Client(deadline)
        number = mapping.word(self._looked_up(client, name), "id")
        if not (number.isascii() and number.isalnum()):
            raise Changed
        query = {"limit": str(min(most, MOST)), "exclude_reblogs": "true", "exclude_replies": "true"}
        server = name.partition("@")[2]
        reply = self._reply(client, server, f"accounts/{number}/statuses", query)
        found = mapping.parts({"posts": reply.json()}, "posts")
        public = [one for one in found if one.get("visibility") in PUBLIC and not one.get("reblog")]
        return tuple(self._record(one, server) for one in public[:most])

    def _looked_up(self, client: Client, name: str) -> Raw:
        user, _at, server = name.partition("@")
        body = self._asked(client, server, "accounts/lookup", {"acct": user})
        if str(body.get("acct")).lower() != user or "followers_count" not in body:
            raise Changed
        if body.get("suspended") is True:
            raise Gone
        return body

    def _record(self, body: Raw, server: str) -> PostRecord:
        author = mapping.part(body, "account").get("acct")
        if not isinstance(author, str) or not _NAME.fullmatch(author):
            raise Changed
        if "@" in author:
            raise InvalidInput(
                _(
                    "Cette publication vient d'un autre serveur, qui seul connaît ses chiffres. "
                    "Ouvrez-la sur son serveur d'origine, puis copiez son adresse."
                ),
                "url",
            )
        names = ("favourites_count", "replies_count", "reblogs_count", "quotes_count", "created_at")
        raw = reduced(POST, body, *names)
        handle = f"{author.lower()}@{server}"
        address = mapping.found_at("mastodon", f"{server}/{mapping.word(body, 'id')}", handle)
        return readings.post(self, address.id, address.url, self.mappers[POST].reading(raw, handle))

    def _asked(self, client: Client, server: str, path: str, query: dict[str, str] | None = None) -> Raw:
        return self._reply(client, server, path, query).body()

    def _reply(self, client: Client, server: str, path: str, query: dict[str, str] | None) -> Reply:
        token = self.credentials.token if self.credentials.account == server else ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        reply = client.get(f"https://{server}/api/v1/{path}", query, headers)
        error = _refusal(reply, NeedsReconnect if token else LoginWall)
        if error:
            raise error
        return reply


def _refusal(reply: Reply, unauthorised: type[ConnectorError]) -> ConnectorError | None:
    if reply.status in (404, 410) and isinstance(reply.error().get("error"), str):
        return Gone()
    return refusal(reply, unauthorised) or (None if reply.status == 200 else Changed())
