"""How fast a code redirects, as a share of a bare redirect measured beside it.

`python -m benchmarks.redirects [--json] [--rounds N] [--seconds S] [--stored N]`. The bare redirect is one
Starlette route returning RedirectResponse. Each is served by uvicorn (uvloop, httptools, log
off, one process) and loaded by wrk over 64 connections, in turn; a ratio is the median over the
rounds. Then: the same with `--stored` scans in the file (0: left out) beside an empty one, bytes per
scan, growth of a link's page from 100,000; the 99th percentile at 500 a second; a second writer;
PostgreSQL with two processes, where the tests can start one. Exit status 1 where a target is
missed, or without wrk.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from benchmarks import filling, loads

ROOT = Path(__file__).parents[1]
CONNECTIONS = 64
START_SECONDS = 60
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
BARE = "benchmarks.redirects:bare"
PUBLIC = "app.public:app"
TARGETS = {PUBLIC: 0.60, "streamlit_app:app": 0.55}


async def _redirect(_request: Request) -> RedirectResponse:
    return RedirectResponse("/bonjour/permis?c=ABCDEF", 302)


bare = Starlette(routes=[Route("/r/{code}", _redirect)])


@dataclass(frozen=True)
class Case:
    """One line of the result, and the least (or the most) that it must be."""

    case: str
    value: float
    target: float
    met: bool


def at_least(case: str, value: float, target: float) -> Case:
    """A case whose value must reach its target."""
    return Case(case, round(value, 3), target, value >= target)


def at_most(case: str, value: float, target: float) -> Case:
    """A case whose value must not pass its target."""
    return Case(case, round(value, 3), target, value <= target)


@dataclass(frozen=True)
class Round:
    """What wrk saw: redirects a second, and how many in all."""

    rate: float
    requests: int


def main() -> int:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redirects", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--stored", type=int, default=1_000_000)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is missing, so no ratio is given: install it (apt-get install wrk).", file=sys.stderr)
        return 1
    cases = measured(chosen.rounds, chosen.seconds)
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        cases += under_load(Path(folder), chosen.seconds)
        if chosen.stored:
            cases += with_many(Path(folder), chosen.stored, chosen.rounds, chosen.seconds)
        cases += on_postgresql(Path(folder), chosen.rounds, chosen.seconds)
    if chosen.json:
        print(json.dumps([asdict(case) for case in cases], indent=2))
    else:
        for case in cases:
            print(f"{case.case}: {case.value} (target {case.target}){'' if case.met else ' MISSED'}")
    return 0 if all(case.met for case in cases) else 1


def measured(rounds: int, seconds: int) -> list[Case]:
    """Every case, each against the bare redirect of the same round."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="porte-voix-bench-"))
        # An own data folder, for the servers too: never the database of an installation.
        filling.use(Path(folder))
        path = filling.filled(0).path
        ports = {name: stack.enter_context(served(name, path)) for name in (BARE, *TARGETS)}
        found: dict[str, list[Round]] = {name: [] for name in ports}
        for _round in range(rounds):
            for name, port in ports.items():
                found[name].append(loaded(port, path, seconds))
        kept = _stored()
    for name, seen in found.items():
        rates = sorted(round(one.rate) for one in seen)
        print(f"# {name}: {rates[len(rates) // 2]} redirects/s [{rates[0]} to {rates[-1]}]", file=sys.stderr)
    ratios = [_ratio(name, found[BARE], found[name]) for name in TARGETS]
    answered = sum(one.requests for name in TARGETS for one in found[name])
    return [*ratios, Case("scans stored for each redirect answered", kept / answered, 1.0, kept >= answered)]


def under_load(folder: Path, seconds: int) -> list[Case]:
    """The public application alone: a steady rate, then wrk beside a dashboard that saves."""
    filling.use(folder / "alone")
    path = filling.filled(0).path
    with served(PUBLIC, path) as port:
        late = loads.p99_milliseconds(port, path, PHONE, 500, 2 * seconds)
        writer = loads.SecondWriter(folder / "alone" / "porte-voix.sqlite")
        writer.start()
        loaded(port, path, 2 * seconds)
        writer.stop()
    return [
        at_most("99th percentile at 500 a second, in ms", late, 50),
        at_most("longest wait of a second writer under load, in s", writer.longest, 1.0),
    ]


def with_many(folder: Path, stored: int, rounds: int, seconds: int) -> list[Case]:
    """A file with many scans beside an empty one."""
    places, sizes, pages = {}, {}, {}
    with ExitStack() as stack:
        for name, scans in (("empty", 0), ("few", 100_000), ("many", stored)):
            filling.use(folder / name)
            of = filling.filled(scans)
            sizes[name], pages[name] = filling.bytes_stored(), filling.page_milliseconds(of)
            if name != "few":
                places[name] = (stack.enter_context(served(PUBLIC, of.path)), of.path)
        found = {name: [loaded(*place, seconds).rate] for name, place in places.items()}
        for _round in range(rounds - 1):
            for name, place in places.items():
                found[name].append(loaded(*place, seconds).rate)
    pairs = zip(found["many"], found["empty"], strict=True)
    print(f"# a link's page: {pages['few']:.1f} ms, then {pages['many']:.1f} ms", file=sys.stderr)
    said = f"{stored:,} stored scans"
    return [
        at_least(f"{said} to an empty file", statistics.median(a / b for a, b in pairs), 0.85),
        at_most(f"bytes for each of {said}", (sizes["many"] - sizes["empty"]) / stored, 60),
        at_most(f"a link's page at {said} to 100,000", pages["many"] / pages["few"], 1.5),
    ]


def on_postgresql(folder: Path, rounds: int, seconds: int) -> list[Case]:
    """Two processes on one PostgreSQL, loaded at once, beside one bare process; told, not judged."""
    from tests import conftest, postgresql  # noqa: PLC0415

    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgresql.served())
        except Exception as error:  # noqa: BLE001 (whatever is missing, this part is left out)
            print(f"# no PostgreSQL: {type(error).__name__}", file=sys.stderr)
            return []
        name = f"bench_{os.getpid()}"
        conftest.administer(server, f"CREATE DATABASE {name}")
        stack.callback(conftest.administer, server, f"DROP DATABASE {name} WITH (FORCE)")
        filling.use(folder / "server", conftest.within(server, name))
        scans = 200_000
        path = filling.filled(scans).path
        size = filling.bytes_stored() / scans
        ports = [stack.enter_context(served(one, path)) for one in (BARE, PUBLIC, PUBLIC)]
        ratios = []
        for _round in range(rounds):
            bare = loaded(ports[0], path, seconds).rate
            with ThreadPoolExecutor(2) as pool:
                both = pool.map(lambda port: loaded(port, path, seconds).rate, ports[1:])
            ratios.append(sum(both) / bare)
    return [
        at_least("PostgreSQL, two processes, to one bare process", statistics.median(ratios), 0),
        at_most("PostgreSQL, bytes for each scan", size, 60),
    ]


def _ratio(name: str, beside: list[Round], seen: list[Round]) -> Case:
    value = statistics.median(one.rate / base.rate for one, base in zip(seen, beside, strict=True))
    return at_least(f"{name} to a bare redirect", value, TARGETS[name])


@contextmanager
def served(name: str, path: str) -> Iterator[int]:
    """The port of one process that serves `name`, once it redirects."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", name, "--port", str(port), "--loop", "uvloop"]
    command += ["--http", "httptools", "--no-access-log", "--log-level", "warning"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_it_redirects(process, port, path)
            yield port
        finally:
            process.terminate()


def _wait_until_it_redirects(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    for _try in range(START_SECONDS * 10):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError):
            # HEAD is redirected and not counted.
            connection.request("HEAD", path)
            if connection.getresponse().status == 302:
                connection.close()
                return
        connection.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            break
    raise SystemExit(f"{process.args!r} did not start")


def loaded(port: int, path: str, seconds: int) -> Round:
    """One round of wrk; anything but a redirect ends the measurement."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", f"User-Agent: {PHONE}"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    requests = re.search(r"(\d+) requests in", said)
    if rate is None or requests is None or "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"wrk did not end well:\n{said}")
    return Round(float(rate[1]), int(requests[1]))


def _stored() -> int:
    from campaigns.scan_tables import SCANS  # noqa: PLC0415
    from core import database  # noqa: PLC0415

    with database.current().snapshot() as session:
        return session.scalar(select(func.count()).select_from(SCANS)) or 0


if __name__ == "__main__":
    sys.exit(main())
