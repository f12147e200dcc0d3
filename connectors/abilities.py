"""What a provider can do: small protocols, asked with `isinstance` before calling."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from connectors.credentials import Credentials
from connectors.readings import Raw, Reading
from connectors.records import AccountRecord, PostRecord

DEADLINE = 10.0


class Provider(Protocol):
    """One way to read one network."""

    @property
    def key(self) -> str:
        """«network/provider», stable: switches and measures carry it."""

    @property
    def scraping(self) -> bool:
        """True when it reads pages that the network's terms do not allow to read automatically."""

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on, in the reader's language; '' if nothing."""

    def version(self) -> str:
        """The version of what does the reading, for the health page and beside each measure."""


@runtime_checkable
class ReadsAccount(Protocol):
    """Reads the public counters of an account."""

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """The account named `handle` (no «@»), within `deadline` seconds.

        Raises a ConnectorError; a value that the network did not give is None.
        """


@runtime_checkable
class ReadsPost(Protocol):
    """Reads the public counters of a post."""

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """The post at this address, within `deadline` seconds.

        Raises InvalidInput for an address of something else, or a ConnectorError.
        """


@runtime_checkable
class ListsPosts(Protocol):
    """Reads the counters of an account's latest posts in one go."""

    @property
    def most_listed(self) -> int:
        """How many posts it lists at once."""

    @property
    def lists_all(self) -> bool:
        """True when a post of the list has every measure that reading it by itself gives."""

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """At most `most` posts of the account named `handle`, in the network's order, in few requests.

        Fewer when the network shows fewer at once. Raises a ConnectorError.
        """


@runtime_checkable
class TakesCredentials(Protocol):
    """Answers with what an owner gave; without it, it raises Unconfigured where it `needs` it."""

    @property
    def needs(self) -> bool:
        """True when nothing at all can be read without credentials."""

    def given(self, credentials: Credentials) -> Provider:
        """The same provider with these credentials."""


@runtime_checkable
class Remaps(Protocol):
    """Maps its own reduced bodies again, long after: after a change of a network or of a mapper."""

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body that mapper `mapper` kept. Raises Changed for one it does not know."""
