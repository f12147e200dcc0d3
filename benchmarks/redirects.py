"""How fast a code redirects, as a share of a bare redirect measured beside it.

`python -m benchmarks.redirects [--json] [--rounds N] [--seconds S]`. The bare redirect is one
Starlette route returning RedirectResponse. Each is served by uvicorn (uvloop, httptools, log
off, one process) and loaded by wrk over 64 connections, in turn; a ratio is the median over the
rounds. Exit status 1 where a target is missed, or without wrk.
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
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

ROOT = Path(__file__).parents[1]
CONNECTIONS = 64
START_SECONDS = 60
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
BARE = "benchmarks.redirects:bare"
TARGETS = {"app.public:app": 0.60, "streamlit_app:app": 0.55}


async def _redirect(_request: Request) -> RedirectResponse:
    return RedirectResponse("/bonjour/permis?c=ABCDEF", 302)


bare = Starlette(routes=[Route("/r/{code}", _redirect)])


@dataclass(frozen=True)
class Case:
    """One line of the result: a ratio without unit, and the least that it must be."""

    case: str
    value: float
    target: float
    met: bool


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
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is missing, so no ratio is given: install it (apt-get install wrk).", file=sys.stderr)
        return 1
    cases = measured(chosen.rounds, chosen.seconds)
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
        os.environ["PORTE_VOIX_DATA_DIR"] = folder
        os.environ.pop("PORTE_VOIX_DATABASE_URL", None)
        path = f"/r/{_new_code()}"
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


def _ratio(name: str, beside: list[Round], seen: list[Round]) -> Case:
    value = statistics.median(one.rate / base.rate for one, base in zip(seen, beside, strict=True))
    return Case(f"{name} to a bare redirect", round(value, 3), TARGETS[name], value >= TARGETS[name])


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


def _new_code() -> str:
    # Read late: the settings come from the environment that `measured` prepares.
    from app import migrate, tables  # noqa: F401, PLC0415
    from campaigns import links  # noqa: PLC0415
    from core import database, people  # noqa: PLC0415
    from core.territory import Channel  # noqa: PLC0415

    migrate.migrate(database.current())
    with database.current().transaction() as session:
        consortium = people.create_consortium(session, "Mesure")
        _link, code = links.create(
            session, consortium_id=consortium.id, channel=Channel.POSTER, destination="/bonjour/permis"
        )
        return code.shown


def _stored() -> int:
    from campaigns.scan_tables import SCANS  # noqa: PLC0415
    from core import database  # noqa: PLC0415

    with database.current().snapshot() as session:
        return session.scalar(select(func.count()).select_from(SCANS)) or 0


if __name__ == "__main__":
    sys.exit(main())
