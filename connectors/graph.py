"""Meta's Graph API, for Instagram and Facebook alike: one question, its refusals by their code.

The token goes into a header. What is gone and what the token may not see are one to the API: Unseen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.credentials import Credentials
from connectors.errors import (
    AN_HOUR,
    Changed,
    ConnectorError,
    NeedsReconnect,
    RateLimited,
    Refused,
    Unconfigured,
    Unknown,
    Unseen,
)
from connectors.readings import Raw
from connectors.web import Client, Reply, refusal

VERSION = "v25.0"
BASE = f"https://graph.facebook.com/{VERSION}/"
_TOO_OFTEN = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_NOT_ALLOWED = frozenset({3, 10, 102, 190, *range(200, 300)})
_NOT_THERE = frozenset({24, 110, 803})
_BLOCKED = frozenset({368})
_PASSING = frozenset({1, 2})
NO_SUCH_OBJECT = (100, 33)


@dataclass
class Graph:
    """The way to the API with one account's credentials."""

    credentials: Credentials
    client: Client

    def ask(self, path: str, query: Mapping[str, str]) -> Raw:
        """The object at `path`. Raises Unconfigured without a token, else a ConnectorError."""
        if not self.credentials.token:
            raise Unconfigured
        headers = {"Authorization": f"Bearer {self.credentials.token}"}
        reply = self.client.get(f"{BASE}{path}", query, headers)
        error = _refusal(reply)
        if error:
            raise error
        body = reply.body()
        if "error" in body:
            raise Changed
        return body


def _refusal(reply: Reply) -> ConnectorError | None:
    error = reply.error().get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if reply.status == 200 or not isinstance(error, dict) or not isinstance(code, int):
        return refusal(reply, NeedsReconnect) or (None if reply.status == 200 else Changed())
    if code in _TOO_OFTEN:
        return RateLimited(_wait(reply))
    if code in _NOT_ALLOWED:
        return NeedsReconnect()
    if code in _BLOCKED:
        return Refused()
    if code in _NOT_THERE or (code, error.get("error_subcode")) == NO_SUCH_OBJECT:
        return Unseen()
    return Unknown() if code in _PASSING or reply.status >= 500 else Changed()


def _wait(reply: Reply) -> int:
    """What the API itself estimates, in minutes, else an hour."""
    try:
        usage = json.loads(reply.headers.get("x-business-use-case-usage", ""))
        minutes = [one["estimated_time_to_regain_access"] for rows in usage.values() for one in rows]
        return 60 * max(int(one) for one in minutes) or AN_HOUR
    except (ValueError, TypeError, KeyError, AttributeError):
        return AN_HOUR
