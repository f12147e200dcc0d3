"""A short message to an address that somebody else named: https only, never into a private network.

The name is looked up once, every address that it has must be public, and the connection goes to
the one that was looked at: a name that changes its mind in between leads nowhere else. Redirects
are not followed and answers are not read.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

from core import settings
from core.errors import InvalidInput
from core.i18n import _

LONGEST = 400
SECONDS = (3.05, 10)
"""To connect, and between two pieces of the answer."""
_log = logging.getLogger("porte_voix.contacts")


class Forbidden(Exception):
    """The address leads, or has come to lead, where nothing is sent."""


def check(url: str, *, loopback: bool) -> None:
    """InvalidInput («url») unless messages may be sent there; `loopback` allows http on this machine."""
    parts = _parts(url)
    host = parts.hostname if parts else None
    if parts is None or not host or len(url) > LONGEST or parts.username or parts.fragment:
        raise _wrong()
    here = loopback and _is_loopback(host)
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise _wrong()
    literal = _literal(host)
    if (literal and not _allowed(literal, loopback=loopback)) or (host == "localhost" and not loopback):
        raise _wrong()


def post(url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool) -> bool:
    """Whether the other side took the message (2xx). Nothing that goes wrong there is raised."""
    try:
        with _session(url, loopback=loopback) as (session, address, host):
            answer = session.post(
                address,
                data=body,
                headers={**headers, "Host": host},
                timeout=SECONDS,
                allow_redirects=False,
                stream=True,
            )
            answer.close()
            return 200 <= answer.status_code < 300
    except (requests.RequestException, Forbidden, InvalidInput, OSError, ValueError) as error:
        # The kind alone: the address, which may hold a secret, stays out of the log.
        _log.info("a notice to a partner was not taken: %s", type(error).__name__)
        return False


class _Opened:
    """A session for one message, the address to use, and the name to say."""

    def __init__(self, session: requests.Session, address: str, host: str) -> None:
        self._all = (session, address, host)

    def __enter__(self) -> tuple[requests.Session, str, str]:
        return self._all

    def __exit__(self, *_error: object) -> None:
        self._all[0].close()


class _Pinned(HTTPAdapter):
    """Connects to an address and checks the certificate of the name."""

    def __init__(self, host: str) -> None:
        self._host = host
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **traits: Any) -> None:
        """Name the server that is meant."""
        super().init_poolmanager(*arguments, server_hostname=self._host, assert_hostname=self._host, **traits)


def _session(url: str, *, loopback: bool) -> _Opened:
    check(url, loopback=loopback)
    parts, chosen = urlsplit(url), settings.current()
    session = requests.Session()
    # Neither the proxies nor the passwords of the machine's environment.
    session.trust_env = False
    if chosen.outbound_ca:
        session.verify = str(chosen.outbound_ca)
    host = parts.hostname or ""
    if chosen.outbound_proxy and not _is_loopback(host):
        # Names are looked up by the proxy, which decides what may be reached.
        session.proxies = {"https": chosen.outbound_proxy}
        return _Opened(session, url, parts.netloc)
    address = _looked_up(host, parts.port or (443 if parts.scheme == "https" else 80), loopback=loopback)
    session.mount("https://", _Pinned(host))
    netloc = f"[{address}]" if ":" in address else address
    netloc += f":{parts.port}" if parts.port else ""
    return _Opened(session, urlunsplit(parts._replace(netloc=netloc)), parts.netloc)


def _looked_up(host: str, port: int, *, loopback: bool) -> str:
    """The address of a name, once every address that it has may be reached."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_allowed(address, loopback=loopback) for address in found):
        raise Forbidden
    return found[0]


def _allowed(address: str, *, loopback: bool) -> bool:
    known = ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None)
    known = mapped or known
    if known.is_loopback:
        return loopback
    return known.is_global and not known.is_multicast


def _is_loopback(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" or (literal is not None and ip_address(literal).is_loopback)


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.port != 0 and not any(map(str.isspace, url)) else None
    except ValueError:
        return None


def _wrong() -> InvalidInput:
    return InvalidInput(
        _("Cette adresse ne va pas. Il faut https:// et une machine joignable depuis Internet."), "url"
    )
