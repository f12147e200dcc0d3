"""How fast a code redirects, as a share of a bare redirect measured beside it.

`python -m benchmarks.redirects [--json] [--rounds N] [--seconds S] [--stored N]`. The bare redirect is one
Starlette route returning RedirectResponse. Each is served by uvicorn (uvloop, httptools, log
off, one process) and loaded by wrk over 64 connections, in turn; a ratio is the median over the
rounds. Then: the 99th percentile at 500 a second; a second writer; the same with `--stored` scans in the file
(0: left out) beside an empty one, bytes per scan, growth of a link's page from 100,000; PostgreSQL with
two processes and as many scans, where the tests can start one. Exit status 1 where a target is missed, or
without wrk.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from benchmarks import filling, loads, stored
from benchmarks.serving import BARE, PHONE, PUBLIC, Case, Round, at_least, at_most, loaded, served

TARGETS = {PUBLIC: 0.60, "streamlit_app:app": 0.55}


async def _redirect(_request: Request) -> RedirectResponse:
    return RedirectResponse("/bonjour/permis?c=ABCDEF", 302)


bare = Starlette(routes=[Route("/r/{code}", _redirect)])


def main() -> int:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redirects", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--stored", type=int, default=10_000_000)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is missing, so no ratio is given: install it (apt-get install wrk).", file=sys.stderr)
        return 1
    cases = measured(chosen.rounds, chosen.seconds)
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        cases += under_load(Path(folder), chosen.seconds)
        loads_of = (chosen.stored, chosen.rounds, chosen.seconds)
        if chosen.stored:
            cases += stored.in_a_file(Path(folder), *loads_of)
        cases += stored.on_postgresql(Path(folder), *loads_of)
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


def _ratio(name: str, beside: list[Round], seen: list[Round]) -> Case:
    value = statistics.median(one.rate / base.rate for one, base in zip(seen, beside, strict=True))
    return at_least(f"{name} to a bare redirect", value, TARGETS[name])


def _stored() -> int:
    from campaigns.scan_tables import SCANS  # noqa: PLC0415
    from core import database  # noqa: PLC0415

    with database.current().snapshot() as session:
        return session.scalar(select(func.count()).select_from(SCANS)) or 0


if __name__ == "__main__":
    sys.exit(main())
