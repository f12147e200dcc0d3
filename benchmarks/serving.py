"""What the benchmarks share: a line of a result, a server of its own process, a round of wrk."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONNECTIONS = 64
START_SECONDS = 60
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
BARE = "benchmarks.redirects:bare"
PUBLIC = "app.public:app"


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
