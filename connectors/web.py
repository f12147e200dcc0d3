"""Questions over HTTPS: through the outbound proxy, within one deadline.

    client = Client(deadline=10)
    reply = client.get("https://discord.com/api/v10/invites/abc", {"with_counts": "true"})
    reply.body()  # a JSON object, or Changed

Secrets travel in headers, never in an address. Redirects are not followed,
cookies and `.netrc` not used, and nothing is written to a log.
"""

from __future__ import annotations

import ipaddress
import json
import queue
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter

from connectors.errors import (
    AN_HOUR,
    Changed,
    ConnectorError,
    LoginWall,
    RateLimited,
    Refused,
    TimedOut,
    Unknown,
)
from connectors.readings import Raw
from core import clock, settings

LARGEST = 8_000_000
_PIECE = 65_536


@dataclass(frozen=True)
class Reply:
    """What came back whole; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> object:
        """The JSON value that it is. Raises Changed for anything else, a body cut short included."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            raise Changed from None

    def body(self) -> Raw:
        """The JSON object that it is. Raises Changed for anything else."""
        found = self.json()
        if not isinstance(found, dict):
            raise Changed
        return found

    def error(self) -> Raw:
        """The JSON object of a refusal; {} when it is none. Never raises."""
        try:
            return self.body()
        except Changed:
            return {}


@dataclass
class Client:
    """One question's way out; its requests share the `deadline` (seconds from its making)."""

    deadline: float

    def __post_init__(self) -> None:
        """Start the time."""
        self._until = monotonic() + self.deadline

    def get(
        self, url: str, query: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply to a GET. Raises TimedOut, or Unknown when no whole answer came."""
        return self._ask("GET", url, query, headers, None)

    def post(
        self, url: str, query: Mapping[str, str], headers: Mapping[str, str], body: Mapping[str, object]
    ) -> Reply:
        """The reply to a POST of a JSON body. Raises like `get`."""
        kind = {"Content-Type": "application/json"}
        return self._ask("POST", url, query, {**headers, **kind}, json.dumps(body))

    def form(self, url: str, fields: Mapping[str, str]) -> Reply:
        """The reply to a POST of a form. Raises like `get`."""
        return self._ask("POST", url, None, None, fields)

    def _ask(
        self,
        method: str,
        url: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        body: str | Mapping[str, str] | None,
    ) -> Reply:
        """In a thread: a server that sends a byte now and then would outlast any time limit of a socket."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimedOut
        answers: queue.SimpleQueue[Reply | type[ConnectorError]] = queue.SimpleQueue()
        request = requests.Request(method, url, dict(headers or {}), params=query, data=body)
        arguments = (request, self._until, answers)
        threading.Thread(target=_carry_out, args=arguments, daemon=True).start()
        try:
            answer = answers.get(timeout=left)
        except queue.Empty:
            raise TimedOut from None
        if isinstance(answer, Reply):
            return answer
        raise answer


def refusal(reply: Reply, unauthorised: type[ConnectorError] = LoginWall) -> ConnectorError | None:
    """The named error of a status that means the same everywhere; None where the caller must look."""
    if reply.status == 429:
        return RateLimited(wait(reply.headers))
    if reply.status == 401:
        return unauthorised()
    if reply.status == 403:
        return Refused()
    if reply.status >= 500 or (reply.status < 400 and reply.status != 200):
        return Unknown()
    return None


def wait(headers: Mapping[str, str]) -> int:
    """Seconds until the next try as the network says it, else an hour."""
    for name in ("retry-after", "x-ratelimit-reset-after", "x-ratelimit-reset", "ratelimit-reset"):
        seconds = _seconds(headers.get(name, "").strip())
        if seconds is not None:
            return seconds
    return AN_HOUR


def _seconds(text: str) -> int | None:
    """«30», «0.65», seconds since 1970, or a date, as seconds from now."""
    now = clock.now().timestamp()
    try:
        number = float(text)
    except ValueError:
        return _until_date(text, now)
    if not 0 <= number < 10**11:
        return None
    return int(number - now if number > 10**9 else number)


def _until_date(text: str, now: float) -> int | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return int(read(text).timestamp() - now)
        except (ValueError, TypeError, OverflowError):
            continue
    return None


class _Trusting(HTTPAdapter):
    """Trusts the public authorities and the installation's own, names and dates checked."""

    def __init__(self) -> None:
        own = settings.current().outbound_ca
        self._context = _trusted(own, own.stat().st_mtime_ns if own else 0)
        super().__init__()

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave it to the context, which requires a certificate and the right name."""

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        """With our context."""
        super().init_poolmanager(*sizes, **options, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """With our context."""
        return super().proxy_manager_for(proxy, **options, ssl_context=self._context)


@lru_cache(maxsize=4)
def _trusted(own: Path | None, _changed: int) -> ssl.SSLContext:
    """Read once for each state of the installation's own file: reading all authorities takes a while."""
    context = ssl.create_default_context(cafile=certifi.where())
    if own:
        context.load_verify_locations(own)
    return context


def _carry_out(
    request: requests.Request, until: float, answers: queue.SimpleQueue[Reply | type[ConnectorError]]
) -> None:
    try:
        answers.put(_exchange(request, until))
    except (requests.Timeout, TimeoutError):
        answers.put(TimedOut)
    except Exception:  # noqa: BLE001 (the last frame of a thread: the question needs a named error)
        answers.put(Unknown)


def _exchange(request: requests.Request, until: float) -> Reply:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", _Trusting())
        session.headers["User-Agent"] = f"Mozilla/5.0 (compatible; Porte-Voix/{version('porte-voix')})"
        proxy = settings.current().outbound_proxy
        if not proxy:
            _must_be_public(urlsplit(str(request.url)).hostname or "")
        with session.send(
            session.prepare_request(request),
            stream=True,
            allow_redirects=False,
            timeout=max(until - monotonic(), 0.01),
            proxies={"https": proxy} if proxy else {},
        ) as response:
            content = bytearray()
            for piece in response.iter_content(_PIECE):
                content += piece
                if len(content) > LARGEST:
                    raise OverflowError
                if monotonic() > until:
                    raise TimeoutError
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, headers, content.decode("utf-8", "replace"))


def _must_be_public(host: str) -> None:
    """OSError for a name of this machine or its neighbourhood: anybody can name a Mastodon server.

    An outbound proxy decides for itself. The certificate is checked too, so a name that changes its
    address between two look-ups finds nobody to answer for it.
    """
    for *_kind, address in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
            raise OSError
