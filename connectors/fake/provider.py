"""The provider «fake/memory», and stand-ins for real networks in demonstrations («instagram/demo»)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import ClassVar

from connectors import addresses, readings
from connectors.abilities import DEADLINE
from connectors.addresses import PostAddress
from connectors.fake.network import FakeNetwork, Manner
from connectors.records import AccountRecord, MeasureName, PostRecord
from core.errors import InvalidInput
from core.i18n import _

VERSION = "1"
MOST = 50
_ACCOUNT = (MeasureName.FOLLOWERS, MeasureName.LIKES, MeasureName.POSTS)
_POST = (
    MeasureName.VIEWS,
    MeasureName.LIKES,
    MeasureName.COMMENTS,
    MeasureName.SHARES,
    MeasureName.SAVES,
)
_TALK = (MeasureName.LIKES, MeasureName.COMMENTS, MeasureName.SHARES)
# A demonstration shows what the real readers would give, gaps and rounding included.
MANNERS = {
    "fake": Manner(account=_ACCOUNT, post=_POST),
    "tiktok": Manner(account=_ACCOUNT, post=_POST, rounded_from=10_000),
    "instagram": Manner(
        account=(MeasureName.FOLLOWERS, MeasureName.POSTS),
        post=(MeasureName.VIEWS, MeasureName.LIKES, MeasureName.COMMENTS),
        silent=frozenset({MeasureName.POSTS, MeasureName.VIEWS}),
    ),
    "youtube": Manner(
        account=(MeasureName.FOLLOWERS, MeasureName.VIEWS, MeasureName.POSTS),
        post=(MeasureName.VIEWS, MeasureName.LIKES, MeasureName.COMMENTS),
    ),
    "snapchat": Manner(
        account=(MeasureName.FOLLOWERS,),
        post=(
            MeasureName.VIEWS,
            MeasureName.SHARES,
            MeasureName.COMMENTS,
            MeasureName.BOOSTS,
            MeasureName.RECOMMENDS,
        ),
    ),
    "facebook": Manner(account=(MeasureName.FOLLOWERS, MeasureName.LIKES), post=_TALK),
    "discord": Manner(account=(MeasureName.FOLLOWERS, MeasureName.ONLINE), account_rounded_from=0),
    "mastodon": Manner(account=(MeasureName.FOLLOWERS, MeasureName.POSTS), post=_TALK),
    "bluesky": Manner(account=(MeasureName.FOLLOWERS, MeasureName.POSTS), post=(*_TALK, MeasureName.SAVES)),
}
# How an invented post is named where a plain name is no identifier.
_NUMBERED = {
    "tiktok": "75{number:017d}",
    "instagram": "Cq{text:.9}",
    "youtube": "{text:.11}",
    "snapchat": "W7_{text:.40}",
    "facebook": "{number}",
    "mastodon": "{server}/11{number:016d}",
    "bluesky": "{handle}/3k{text:.11}",
    "fake": "p-{number}",
}


@dataclass(frozen=True)
class FakeProvider:
    """Reads an invented network; nothing leaves this machine, so no warning and on by default."""

    key: str
    network: FakeNetwork = field(compare=False)
    scraping: bool = False
    warning: str = ""
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True

    def version(self) -> str:
        """The version of the invented numbers."""
        return VERSION

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:  # noqa: ARG002
        """The invented account named `handle`. Raises the ConnectorError of its fault script."""
        name = addresses.parse_handle(self._name, handle)
        url = addresses.profile_url(self._name, name)
        return readings.account(self, name, url, self.network.account(name))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:  # noqa: ARG002
        """The invented post at this address. Raises the ConnectorError of its fault script."""
        address = addresses.post_address(self._name, url_or_id)
        return self._post(address)

    def list_posts(
        self,
        handle: str,
        most: int,
        deadline: float = DEADLINE,  # noqa: ARG002
    ) -> tuple[PostRecord, ...]:
        """The invented account's latest posts that are there for all.

        Raises the ConnectorError of the account's fault script; a post's own passing faults spare a list.
        """
        name = addresses.parse_handle(self._name, handle)
        if not self.network.manner.post:
            raise InvalidInput(_("Les publications de ce réseau n'ont pas de compteurs publics."), "network")
        found = [
            PostAddress(self._name, self._identifier(name, one), name)
            for one in self.network.latest(name, most)
        ]
        shown = [(one, self.network.listed(one.id, name)) for one in found]
        return tuple(readings.post(self, one.id, one.url, reading) for one, reading in shown if reading)

    def _post(self, address: PostAddress) -> PostRecord:
        reading = self.network.post(address.id, address.handle)
        return readings.post(self, address.id, address.url, reading)

    def _identifier(self, handle: str, which: str) -> str:
        digest = hashlib.sha256(f"{self._name}:{handle}:{which}".encode()).hexdigest()
        return _NUMBERED[self._name].format(
            text=digest, number=int(digest[:12], 16), handle=handle, server=handle.partition("@")[2]
        )

    @property
    def _name(self) -> str:
        return self.key.partition("/")[0]


def invented(key: str) -> FakeProvider:
    """A provider of invented numbers in the manner of the network that `key` begins with."""
    network = key.partition("/")[0]
    return FakeProvider(key, FakeNetwork(network, MANNERS[network]))
