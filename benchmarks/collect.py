"""Requests and seconds per post by provider, beside bare calls of the same client.

    python -m benchmarks.collect [--json] [--rounds N] [--without-browser]

Everything is asked of one local proxy that ends TLS itself and answers invented bodies, so the seconds are
ours and the client's, not a network's. «Bare» is the same client (requests, instaloader, tiktokapipy, yt-dlp)
asked for the same thing with nothing around it; packages run in a fresh process in both cases, as in use.
Prints a list of {"case", "value", "target", "met"}; exit status 1 where a target is not met.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import certifi
import requests

from benchmarks.bare import SNIPPETS
from connectors import browser
from connectors.abilities import ListsPosts
from core import settings
from tests.connectors import page_bodies
from tests.connectors.case import ACCOUNT, LIST, POST, Case, as_json
from tests.connectors.cases import case
from tests.proxy import Proxy, Route, serve

LISTED = 30
# Around plain HTTP stand a thread, a deadline and a parse; around a package only its child's start.
MOST_AROUND_HTTP, MOST_AROUND_A_PACKAGE = 2.5, 1.5


@dataclass(frozen=True)
class Measured:
    """One provider asked for one thing that holds `posts` posts (an account counts as one)."""

    case: Case
    posts: int = 1
    routes: Mapping[str, Route] | None = None

    @property
    def answered(self) -> Mapping[str, Route]:
        """What the proxy answers."""
        return self.routes or self.case.routes

    @property
    def name(self) -> str:
        """For the table."""
        return f"{self.case.key}, {self.case.ability}" + (f" of {self.posts}" if self.posts > 1 else "")

    def ask(self) -> int:
        """Ask the provider; how many posts came."""
        if self.case.ability != LIST:
            self.case.read()
            return 1
        provider = self.case.provider
        assert isinstance(provider, ListsPosts)
        return len(provider.list_posts(self.case.subject, self.posts, 60))


def thirty() -> Measured:
    """A TikTok account with thirty posts."""
    asked = case("tiktok/yt-dlp", LIST)
    numbers = [str(7_500_000_000_000_000_000 + number) for number in range(LISTED)]
    listed = as_json(page_bodies.tiktok_list(*numbers))
    return Measured(asked, LISTED, {**asked.routes, "www.tiktok.com/api/creator/item_list/": listed})


def chosen(with_browser: bool) -> list[Measured]:
    """What is measured, cheap clients first."""
    plain = [
        ("discord/invite", ACCOUNT),
        ("mastodon/api", POST),
        ("bluesky/api", POST),
        ("youtube/data-api", POST),
        ("facebook/page", POST),
        ("tiktok/display", POST),
        ("snapchat/page", POST),
        ("tiktok/embed", ACCOUNT),
    ]
    packages = [("instagram/instaloader", POST), ("tiktok/yt-dlp", POST), ("youtube/yt-dlp", POST)]
    found = [Measured(case(*one)) for one in (*plain, *packages)] + [thirty()]
    return found + ([Measured(case("tiktok/tiktokapipy", POST))] if with_browser else [])


def bare(proxy: Proxy, measured: Measured) -> Callable[[], None]:
    """The same client, bare: the process of a package, or one session of requests."""
    snippet = SNIPPETS.get(f"{measured.case.key} {measured.case.ability}")
    if snippet:
        environment = {**os.environ, "HTTPS_PROXY": proxy.url, "REQUESTS_CA_BUNDLE": str(_authorities(proxy))}
        line = [sys.executable, "-W", "ignore", "-c", snippet, proxy.url, browser.find() or ""]
        return lambda: _run(line, environment)
    first = proxy.seen[0]

    def asked() -> None:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                first.method,
                f"https://{first.address}?{first.query}",
                data=first.body or None,
                proxies={"https": proxy.url},
                verify=str(proxy.ca),
                timeout=10,
            )
            answer.raise_for_status()

    return asked


def _authorities(proxy: Proxy) -> Path:
    """The proxy's authority beside the public ones, which a client on the real network reads as well."""
    bundle = proxy.ca.with_name("authorities.pem")
    bundle.write_bytes(Path(certifi.where()).read_bytes() + b"\n" + proxy.ca.read_bytes())
    return bundle


def _run(line: list[str], environment: dict[str, str]) -> None:
    subprocess.run(line, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure(measured: Measured, rounds: int) -> list[dict[str, object]]:
    """Requests and seconds per post, and the ratio to the bare client, rounds interleaved."""
    with serve(measured.answered) as proxy:
        os.environ["PORTE_VOIX_OUTBOUND_PROXY"] = proxy.url
        os.environ["PORTE_VOIX_OUTBOUND_CA"] = str(proxy.ca)
        settings.current.cache_clear()
        posts = measured.ask()
        sent = len(proxy.seen)
        other = bare(proxy, measured)
        other()
        pairs = [(_seconds(measured.ask), _seconds(other)) for _round in range(rounds)]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    ratio = ours / theirs
    package = f"{measured.case.key} {measured.case.ability}" in SNIPPETS
    most = MOST_AROUND_A_PACKAGE if package else MOST_AROUND_HTTP
    return [
        _result(f"{measured.name}: requests per post", round(sent / posts, 3), "recorded"),
        _result(f"{measured.name}: seconds per post", round(ours / posts, 4), "recorded"),
        _result(f"{measured.name}: ratio to the bare client", round(ratio, 2), f"<= {most:g}", ratio <= most),
    ]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _result(name: str, value: float, target: str, met: bool = True) -> dict[str, object]:
    return {"case": name, "value": value, "target": target, "met": met}


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON only")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-browser", action="store_true")
    given = parser.parse_args()
    with_browser = not given.without_browser and browser.find() is not None
    results = [one for each in chosen(with_browser) for one in measure(each, given.rounds)]
    if given.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for one in results:
            print(f"{'ok ' if one['met'] else 'NOT'} {one['case']}: {one['value']} (target {one['target']})")
    return 0 if all(one["met"] for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
