"""With many stored scans: redirects beside an empty store, bytes for each scan, growth of a link's page."""

from __future__ import annotations

import os
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from benchmarks import filling
from benchmarks.filling import Filled
from benchmarks.serving import BARE, PUBLIC, Case, at_least, at_most, loaded, served

FEW = 100_000


def in_a_file(folder: Path, stored: int, rounds: int, seconds: int) -> list[Case]:
    """A file with many scans beside an empty one."""
    made, sizes, places = {}, {}, {}
    with ExitStack() as stack:
        for name, scans in (("few", FEW), ("empty", 0), ("many", stored)):
            filling.use(folder / name)
            made[name] = filling.filled(scans)
            sizes[name] = filling.bytes_stored()
            if name != "few":
                places[name] = (stack.enter_context(served(PUBLIC, made[name].path)), made[name].path)
        # What was filled reaches the disk now, not while a commit waits for it.
        os.sync()
        ratios = []
        for _round in range(rounds):
            empty, many = (loaded(*places[name], seconds).rate for name in ("empty", "many"))
            ratios.append(many / empty)
    return [
        at_least(f"{stored:,} stored scans to an empty file", statistics.median(ratios), 0.85),
        at_most(f"bytes for each of {stored:,} stored scans", (sizes["many"] - sizes["empty"]) / stored, 60),
        _growth("SQLite", stored, made["few"], made["many"]),
    ]


def on_postgresql(folder: Path, stored: int, rounds: int, seconds: int) -> list[Case]:
    """Two processes on one PostgreSQL, loaded at once, beside one bare process: told, not judged."""
    from tests import conftest, postgresql  # noqa: PLC0415

    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgresql.served())
        except Exception as error:  # noqa: BLE001 (whatever is missing, this part is left out)
            print(f"# no PostgreSQL: {type(error).__name__}", file=sys.stderr)
            return []
        made = {}
        for name, scans in {"few": FEW if stored else 0, "many": stored}.items():
            database = f"bench_{name}_{os.getpid()}"
            conftest.administer(server, f"CREATE DATABASE {database}")
            stack.callback(conftest.administer, server, f"DROP DATABASE {database} WITH (FORCE)")
            filling.use(folder / f"server-{name}", conftest.within(server, database))
            made[name] = filling.filled(scans)
        size = filling.bytes_stored()
        two = _both(made["many"], rounds, seconds)
        cases = [at_least("PostgreSQL, two processes, to one bare process", two, 0)]
        if stored:
            cases.append(at_most(f"PostgreSQL, bytes for each of {stored:,} stored scans", size / stored, 60))
            cases.append(_growth("PostgreSQL", stored, made["few"], made["many"]))
        filling.close()
    return cases


def _both(of: Filled, rounds: int, seconds: int) -> float:
    """Two processes at once to one bare process, the median."""
    with ExitStack() as stack:
        ports = [stack.enter_context(served(one, of.path)) for one in (BARE, PUBLIC, PUBLIC)]
        ratios = []
        for _round in range(rounds):
            bare = loaded(ports[0], of.path, seconds).rate
            with ThreadPoolExecutor(2) as pool:
                both = pool.map(lambda port: loaded(port, of.path, seconds).rate, ports[1:])
            ratios.append(sum(both) / bare)
    return statistics.median(ratios)


def _growth(where: str, stored: int, few: Filled, many: Filled) -> Case:
    before, after = filling.page_milliseconds(few, many)
    print(f"# {where}: a link's page {before:.1f} ms, then {after:.1f} ms", file=sys.stderr)
    return at_most(f"{where}, a link's page at {stored:,} scans to {FEW:,}", after / before, 1.5)
