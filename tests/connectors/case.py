"""What one ability of one provider is asked, what the network answers, what it must measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors import costs, registry
from connectors.abilities import ListsPosts, Provider, ReadsAccount, ReadsPost, TakesCredentials
from connectors.credentials import NONE, Credentials
from connectors.records import AccountRecord, PostRecord
from tests.outbound import PATIENT
from tests.proxy import Answer, Route

JSON = "application/json"
ACCOUNT, POST, LIST = "account", "post", "list"
COUNTERS = ("views", "likes", "comments", "shares", "saves")
TALK = ("likes", "comments", "shares")
Record = AccountRecord | PostRecord


@dataclass(frozen=True)
class Case:
    """What one provider is asked and answered; `requests` is all it may send, None: a browser's own."""

    key: str
    ability: str
    subject: str
    measures: tuple[str, ...]
    routes: Mapping[str, Route] = field(default_factory=dict)
    requests: int | None = 0
    slow: str = ""
    credentials: Credentials = NONE

    @property
    def provider(self) -> Provider:
        """The provider, with its credentials where it takes any."""
        found = registry.provider(self.key)
        return found.given(self.credentials) if isinstance(found, TakesCredentials) else found

    def read(self, subject: str = "", deadline: float = PATIENT, bare: bool = False) -> Record:
        """Ask it; the first post of a list. `bare`: without credentials."""
        provider = registry.provider(self.key) if bare else self.provider
        what = subject or self.subject
        if self.ability == ACCOUNT:
            assert isinstance(provider, ReadsAccount)
            return provider.read_account(what, deadline)
        if self.ability == POST:
            assert isinstance(provider, ReadsPost)
            return provider.read_post(what, deadline)
        assert isinstance(provider, ListsPosts)
        return provider.list_posts(what, 5, deadline)[0]

    @property
    def most_requests(self) -> int:
        """What a budget of a day counts for it."""
        known = costs.of(self.key)
        return {ACCOUNT: known.account, POST: known.post, LIST: known.listed}[self.ability]

    @property
    def name(self) -> str:
        """For the list of tests."""
        return f"{self.key} {self.ability} {self.subject}"

    @property
    def short(self) -> float:
        """A deadline that a network which hangs cannot meet; a browser and a child need a moment to start."""
        if self.opens_a_browser or self.key == "instagram/instaloader":
            return 2.5
        return 1.0 if self.key.endswith("/yt-dlp") else 0.4

    @property
    def opens_a_browser(self) -> bool:
        """True for those that need Chromium."""
        return self.key in ("tiktok/tiktokapipy", "tiktok/page")


def as_json(body: object, status: int = 200, **headers: str) -> Answer:
    """A JSON answer."""
    return Answer(json.dumps(body), status, headers, content_type=JSON)
