"""An owner's consent: asked for on the network's own page, kept as tokens, renewed, given back.

Connectors keep none of it. Codes, tokens and secrets travel in bodies and headers, never in an address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from connectors.abilities import DEADLINE


@dataclass(frozen=True)
class Application:
    """What a network knows this installation by; the secret is printed nowhere."""

    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Grant:
    """What a consent opens, and for how long (in seconds)."""

    token: str = field(repr=False)
    lasts: int
    refresh: str = field(repr=False)
    """What renews the token; '' when the network said nothing of it: the one before still counts."""
    refresh_lasts: int | None
    """None when the network did not say."""


class OwnersConsent(Protocol):
    """How one network asks the owner of an account."""

    @property
    def site(self) -> str:
        """Where its page stands («https://host»)."""

    def page(self, application: Application, back: str, state: str) -> str:
        """The address of the network's page where the owner says yes; it leads `back` with `state`."""

    def exchange(self, application: Application, code: str, back: str, deadline: float = DEADLINE) -> Grant:
        """What the yes opens. Raises NeedsReconnect when the owner left out what reading needs.

        Raises Unconfigured when the network does not know the application, or another ConnectorError.
        """

    def renew(self, application: Application, refresh: str, deadline: float = DEADLINE) -> Grant:
        """A new token. Raises NeedsReconnect when the owner ended it; else as for `exchange`."""

    def revoke(self, application: Application, token: str, deadline: float = DEADLINE) -> None:
        """Give the consent back. Raises a ConnectorError when the network did not take it."""

    def owner(self, token: str, deadline: float = DEADLINE) -> str:
        """The user name that the token speaks for, in small letters. Raises a ConnectorError."""
