"""The provider «facebook/page»: Graph API with a Page token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.addresses import PostAddress
from connectors.credentials import NONE, Credentials
from connectors.errors import Changed, Gone, Unconfigured, Unseen
from connectors.graph import VERSION, Graph
from connectors.mapping import ACCOUNT, POST, Mapper, Mappers, parts, reduced, word
from connectors.open_interface import OpenInterface
from connectors.readings import Raw, Reading, instant, seen
from connectors.records import AccountRecord, MeasureName, PostRecord
from connectors.web import Client
from core.errors import InvalidInput

MOST = 100
# limit(0): how many reacted and commented, and nobody's name.
COUNTED = (
    "id,permalink_url,created_time,shares,"
    "reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)"
)


def account(raw: Raw) -> Reading:
    """Followers, and likes of the Page itself."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get("followers_count")),
            seen(MeasureName.LIKES, raw.get("fan_count")),
        ),
    )


def post(raw: Raw) -> Reading:
    """Likes (all reactions), comments, and shares, which the API leaves out where there is none."""
    counts = (
        seen(MeasureName.LIKES, raw.get("reactions")),
        seen(MeasureName.COMMENTS, raw.get("comments")),
        seen(MeasureName.SHARES, raw.get("shares")),
    )
    return Reading(None, counts, instant(raw.get("created_time")))


@dataclass(frozen=True)
class FacebookPage(OpenInterface):
    """Reads the Page that its token is of."""

    key: str = "facebook/page"
    credentials: Credentials = NONE
    needs: ClassVar[bool] = True
    interface: ClassVar[str] = f"Graph API {VERSION}"
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True
    mappers: ClassVar[Mappers] = {ACCOUNT: Mapper(1, account), POST: Mapper(1, post)}

    def given(self, credentials: Credentials) -> FacebookPage:
        """The same provider with a Page's token and identifier."""
        return replace(self, credentials=credentials)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers and likes of the Page. Unseen for any other page."""
        name = addresses.parse_handle("facebook", handle)
        found = self._page(Graph(self.credentials, Client(deadline)), name)
        if not {"followers_count", "fan_count"} & found.keys():
            raise Changed
        raw = reduced(ACCOUNT, found, "followers_count", "fan_count")
        url = addresses.profile_url("facebook", name)
        return readings.account(self, name, url, self.mappers[ACCOUNT].reading(raw, name))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Likes, comments and shares of a post of the Page.

        Gone only when the Page itself still answers to this token. An address with «pfbid» is looked up
        among the latest hundred.
        """
        address = addresses.post_address("facebook", url_or_id)
        graph = Graph(self.credentials, Client(deadline))
        if address.id.startswith("pfbid"):
            found = next((one for one in self._listed(graph, MOST) if _is_at(one, address.id)), None)
            if found is None:
                raise Unseen
            return self._record(found, address)
        try:
            found = graph.ask(f"{self._me}_{address.id}", {"fields": COUNTED})
        except Unseen:
            graph.ask(self._me, {"fields": "id"})
            raise Gone from None
        if str(found.get("id")).rpartition("_")[2] != address.id:
            raise Changed
        return self._record(found, address)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The latest posts of the Page; two requests."""
        name = addresses.parse_handle("facebook", handle)
        graph = Graph(self.credentials, Client(deadline))
        self._page(graph, name)
        records = []
        for one in self._listed(graph, min(most, MOST))[:most]:
            number = word(one, "id").rpartition("_")[2]
            records.append(self._record(one, mapping.found_at("facebook", number, name)))
        return tuple(records)

    @property
    def _me(self) -> str:
        identifier = self.credentials.account
        if not (identifier.isascii() and identifier.isdigit()):
            raise Unconfigured
        return identifier

    def _page(self, graph: Graph, name: str) -> Raw:
        found = graph.ask(self._me, {"fields": "id,username,followers_count,fan_count"})
        if found.get("id") != self._me:
            raise Changed
        if name not in (str(found.get("username")).lower(), found.get("id")):
            raise Unseen
        return found

    def _listed(self, graph: Graph, most: int) -> list[Raw]:
        return parts(graph.ask(f"{self._me}/posts", {"fields": COUNTED, "limit": str(most)}), "data")

    def _record(self, body: Raw, address: PostAddress) -> PostRecord:
        raw = {
            "of": POST,
            "reactions": _total(body, "reactions"),
            "comments": _total(body, "comments"),
            "shares": _shares(body),
            "created_time": body.get("created_time"),
        }
        reading = self.mappers[POST].reading(raw, address.handle)
        return readings.post(self, address.id, address.url, reading)


def _total(body: Raw, name: str) -> object:
    holder = body.get(name)
    summary = holder.get("summary") if isinstance(holder, dict) else None
    return summary.get("total_count") if isinstance(summary, dict) else None


def _shares(body: Raw) -> object:
    holder = body.get("shares")
    return holder.get("count") if isinstance(holder, dict) else None


def _is_at(body: Raw, identifier: str) -> bool:
    try:
        return addresses.post_address("facebook", str(body.get("permalink_url"))).id == identifier
    except InvalidInput:
        return False
