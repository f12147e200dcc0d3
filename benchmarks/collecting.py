"""A collection over invented networks with random faults, killed twice: all is read once, within budgets.

`python -m benchmarks.collecting [--json] [--accounts N] [--posts N] [--kills N] [--database ADDRESS]`.
A child process carries the real jobs out (sweep, queues) over four networks in the manner of the real
ones, on a clock that jumps to whatever comes next; this process kills it with SIGKILL and starts it
again. Every request is one line of a file, written before it is answered. Judged at the end:

- targets without a number, but for those that are gone or private
- values kept twice for one target, measure and slot
- requests beyond a network's budget of a day, or beyond what its distances allow in a minute
- answers that gave nothing to keep, because it was asked for again: one for each kill at most
- the memory of the child, and what a reading costs beside the invented network itself

Exit status 1 where a target is missed. An `--database` must be empty.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.collecting_child import TOLD
from benchmarks.invented import LISTED, LOG
from reach.collecting.canaries import CANARIES

CANARY_TARGETS = {f"{network}/{name}" for network, name in CANARIES.items()}

MOST_MEGABYTES = 400.0
MOST_MILLISECONDS = 1_000.0
"""A quarter of the shortest distance between two requests of a network would still keep its pace."""


@dataclass(frozen=True)
class Case:
    """One line of the result, and the most that it may be."""

    case: str
    value: float
    target: float
    met: bool


@dataclass(frozen=True)
class Asked:
    """One request, as the child noted it."""

    at: datetime
    network: str
    target: str
    outcome: str


def main() -> int:
    """Collect, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.collecting", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--posts", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--database", default="", help="address of an empty database; SQLite without")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        cases = measured(Path(folder), chosen.accounts, chosen.posts, chosen.kills, chosen.database)
    if chosen.json:
        print(json.dumps([asdict(case) for case in cases], indent=2))
    else:
        for case in cases:
            print(f"{case.case}: {case.value:g} (at most {case.target:g}){'' if case.met else ' MISSED'}")
    return 0 if all(case.met for case in cases) else 1


def measured(folder: Path, accounts: int, posts: int, kills: int, address: str = "") -> list[Case]:
    """Fill, collect with so many kills, and judge what stands in the end."""
    environment = os.environ | {"PORTE_VOIX_DATA_DIR": str(folder), "PORTE_VOIX_DATABASE_URL": address}
    _child(environment, "fill", str(accounts), str(posts))
    megabytes = collected(environment, (accounts + posts) // 2 // (kills + 1), kills)
    return cases(folder, json.loads(_child(environment, "judge")), kills, megabytes)


def collected(environment: dict[str, str], between: int, kills: int) -> float:
    """Let the child collect to the end, killed so often after so many requests; the most memory it had."""
    chance, times, most = Random(7), 0, 0.0
    while True:
        killed, megabytes = _killed(environment, between, chance, times < kills)
        times, most = times + killed, max(most, megabytes)
        if not killed:
            return most


def cases(folder: Path, judged: dict[str, Any], kills: int, megabytes: float = 0) -> list[Case]:
    """What is measured and judged, from the log of requests and from what stands in the database."""
    asked = _asked(folder)
    told = json.loads((folder / TOLD).read_text())
    failures = sum(one.outcome != "ok" for one in asked)
    lists = sum(LISTED in one.target for one in asked)
    each = 1000 * told["seconds"] / max(told["readings"], 1)
    values = [
        ("targets without a number", judged["unread"], 0),
        ("values kept twice for a slot", judged["twice"], 0),
        ("requests beyond a day's budget", _beyond(asked, judged["budgets"]), 0),
        ("requests beyond a minute's pace", _close(asked, judged["budgets"]), 0),
        ("requests asked again", _again(asked, judged["slots"]), kills),
        ("memory, MB", max(told["megabytes"], megabytes), MOST_MEGABYTES),
        ("a reading beside the network, ms", each, MOST_MILLISECONDS),
    ]
    said = (
        f"kills survived: {kills}; days: {told['days']:.1f}; requests: {len(asked)}; lists: {lists}; failures"
    )
    first = [Case(said, failures, len(asked), met=True)]
    return first + [Case(name, value, most, value <= most) for name, value, most in values]


def _killed(environment: dict[str, str], after: int, chance: Random, kill: bool) -> tuple[bool, float]:
    """Let the child collect; kill it after about so many requests, or let it come to the end (False).

    Beside it, the most memory that it had when it was killed. RuntimeError where it came to its end before.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.collecting_child", "collect"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        left = max(int(after * chance.uniform(0.6, 1.2)), 1)
        for line in child.stdout:
            left -= line.startswith("asked")
            if kill and not left:
                megabytes = _peak(child.pid)
                child.kill()
                child.wait()
                return True, megabytes
        if child.wait() or kill:
            raise RuntimeError("the child failed, or was too quick to be killed")
    return False, 0


def _peak(pid: int) -> float:
    """The most memory that a process had, in MB; 0 where there is no /proc."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(kilobytes) / 1024


def _child(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "benchmarks.collecting_child", *words]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _asked(folder: Path) -> list[Asked]:
    lines = (folder / LOG).read_text().splitlines()
    rows = [line.split(" ") for line in lines]
    return [Asked(datetime.fromisoformat(at), *rest) for at, *rest in rows]


def _beyond(asked: list[Asked], given: dict[str, dict[str, float]]) -> int:
    """Requests over the budget of their network and day."""
    days = Counter((one.network, one.at.date()) for one in asked)
    return sum(max(count - int(given[network]["a_day"]), 0) for (network, _day), count in days.items())


def _again(asked: list[Asked], slots: dict[str, int]) -> int:
    """Answers beyond what stands: a target's own over its readings kept, an account's lists over one a day.

    An account is due each day and a fresh post at several ages, so the same target asked twice is not yet
    asked again; what was read and not kept is. Canaries are never kept.
    """
    well = [one for one in asked if one.outcome == "ok" and one.target not in CANARY_TARGETS]
    singles = Counter(one.target for one in well if LISTED not in one.target)
    lists = Counter((one.target, one.at.date()) for one in well if LISTED in one.target)
    beyond = sum(max(many - slots.get(target, 0), 0) for target, many in singles.items())
    return beyond + sum(many - 1 for many in lists.values())


def _close(asked: list[Asked], given: dict[str, dict[str, float]]) -> int:
    """How many more requests than allowed came within the worst minute of each network.

    Distances vary by a third (0.7 at least), after a few in a row; a canary may stand beside one.
    """
    by_network: dict[str, list[datetime]] = defaultdict(list)
    for one in asked:
        by_network[one.network].append(one.at)
    found = 0
    for network, times in by_network.items():
        most = 60 / (0.7 * given[network]["apart"]) + given[network]["in_a_row"] + 1
        first = worst = 0
        for place, at in enumerate(times):
            while at - times[first] >= timedelta(minutes=1):
                first += 1
            worst = max(worst, place - first + 1)
        found += max(int(worst - most), 0)
    return found


if __name__ == "__main__":
    sys.exit(main())
