"""The provider «instagram/graph»: Meta's own interface, with the token of one professional account.

Any professional account can be read by name; views, shares, saves and reach are those of the token's own
posts only. Since 21 April 2025 «views» is another measure than before: two series.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.addresses import PostAddress
from connectors.credentials import NONE, Credentials
from connectors.errors import Changed, Unconfigured, Unseen
from connectors.graph import VERSION, Graph
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, part, parts, reduced, word
from connectors.open_interface import OpenInterface
from connectors.readings import Raw, Reading, instant, seen, seen_or_hidden
from connectors.records import AccountRecord, MeasureName, PostRecord
from connectors.web import Client
from core.errors import InvalidInput

MOST = 100
LISTED = "id,permalink,timestamp,like_count,comments_count"
INSIGHTS = {
    MeasureName.VIEWS: "views",
    MeasureName.SHARES: "shares",
    MeasureName.SAVES: "saved",
    MeasureName.REACH: "reach",
}


def account(raw: Raw) -> Reading:
    """Followers and posts, exact."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get("followers_count")),
            seen(MeasureName.POSTS, raw.get("media_count")),
        ),
    )


def post(raw: Raw) -> Reading:
    """Likes (left out when hidden) and comments; of one's own posts views, shares, saves and reach too."""
    counts = [
        seen_or_hidden(MeasureName.LIKES, raw.get("like_count")),
        seen(MeasureName.COMMENTS, raw.get("comments_count")),
    ]
    insights = raw.get("insights")
    if isinstance(insights, dict):
        counts += [seen(name, insights.get(key)) for name, key in INSIGHTS.items()]
    return Reading(None, tuple(counts), instant(raw.get("timestamp")))


@dataclass(frozen=True)
class InstagramGraph(OpenInterface):
    """Reads professional accounts and their posts."""

    key: str = "instagram/graph"
    credentials: Credentials = NONE
    needs: ClassVar[bool] = True
    interface: ClassVar[str] = f"Graph API {VERSION}"
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = False
    """Views, shares, saves and reach of one's own posts are a request for each."""
    mappers: ClassVar[Mappers] = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}

    def given(self, credentials: Credentials) -> InstagramGraph:
        """The same provider with a token and the identifier of its account."""
        return replace(self, credentials=credentials)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers and posts of a professional account, or of the token's own."""
        name = addresses.parse_handle("instagram", handle)
        fields = "username,followers_count,media_count"
        found = self._named(self._graph(deadline), name, fields)
        if str(found.get("username")).lower() != name or "followers_count" not in found:
            raise Changed
        raw = reduced(ACCOUNT, found, "followers_count", "media_count")
        url = addresses.profile_url("instagram", name)
        return readings.account(self, name, url, self.mappers[ACCOUNT].reading(raw, name))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """A post of the token's own with its insights, else one of the account that the address names.

        Unseen when it is among neither account's latest hundred.
        """
        address = addresses.post_address("instagram", url_or_id)
        graph = self._graph(deadline)
        own = graph.ask(self._me, {"fields": f"username,media.limit({MOST}){{{LISTED}}}"})
        if "username" not in own:
            raise Changed
        found = _with_code(own, address.id)
        if found:
            insights = self._insights(graph, word(found, "id"))
            return self._record(found, str(own.get("username")).lower(), insights)
        if not address.handle or address.handle == str(own.get("username")).lower():
            raise Unseen
        theirs = self._named(graph, address.handle, f"media.limit({MOST}){{{LISTED}}}")
        found = _with_code(theirs, address.id)
        if not found:
            raise Unseen
        return self._record(found, address.handle, None)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The latest posts of a professional account, without insights; one request."""
        name = addresses.parse_handle("instagram", handle)
        fields = f"media.limit({min(most, MOST)}){{{LISTED}}}"
        found = self._named(self._graph(deadline), name, fields)
        listed = parts(part(found, "media"), "data") if "media" in found else []
        return tuple(self._record(one, name, None) for one in listed[:most])

    @property
    def _me(self) -> str:
        identifier = self.credentials.account
        if not (identifier.isascii() and identifier.isdigit()):
            raise Unconfigured
        return identifier

    def _graph(self, deadline: float) -> Graph:
        return Graph(self.credentials, Client(deadline))

    def _named(self, graph: Graph, name: str, fields: str) -> Raw:
        """The account `name` as the token's account discovers it."""
        asked = f"username,followers_count,media_count,business_discovery.username({name}){{{fields}}}"
        body = graph.ask(self._me, {"fields": asked})
        if "business_discovery" in body:
            return part(body, "business_discovery")
        if "username" not in body:
            raise Changed
        if str(body["username"]).lower() == name and "media.limit" not in fields:
            return body
        raise Unseen

    def _insights(self, graph: Graph, identifier: str) -> dict[str, object]:
        if not (identifier.isascii() and identifier.isdigit()):
            raise Changed
        body = graph.ask(f"{identifier}/insights", {"metric": ",".join(INSIGHTS.values())})
        rows = {str(row.get("name")): row for row in parts(body, "data")}
        return {name: parts(row, "values")[0].get("value") for name, row in rows.items() if row.get("values")}

    def _record(self, body: Raw, handle: str, insights: dict[str, object] | None) -> PostRecord:
        raw = reduced(POST, body, "like_count", "comments_count", "timestamp")
        if insights is not None:
            raw |= {"insights": insights}
        address = _address(body)
        reading = self.mappers[POST].reading(raw, handle)
        return readings.post(self, address.id, mapping.found_at("instagram", address.id, handle).url, reading)


def _with_code(holder: Raw, code: str) -> Raw | None:
    """The post with this shortcode among those listed; identifiers of the API are other ones."""
    listed = parts(part(holder, "media"), "data") if "media" in holder else []
    return next((one for one in listed if _address(one).id == code), None)


def _address(body: Raw) -> PostAddress:
    try:
        return addresses.post_address("instagram", f"{word(body, 'permalink')}?")
    except InvalidInput:
        raise Changed from None
