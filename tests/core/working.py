"""A process that carries out jobs, to be killed: python -m tests.core.working FILE [seconds until dead].

Each step of a job is one line of FILE: «start», «step», «end», with kind, key and the worker's name.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from core import audit, database, jobs, runs, settings
from core.jobs import Progress

STEPS = 5
QUICK, SLOW, COMES_BACK = "test.quick", "test.slow", "test.back"


def note(file: Path, *words: object) -> None:
    """One line, whole or not at all, whoever else writes."""
    line = " ".join(map(str, (*words, settings.current().worker_name))) + "\n"
    with file.open("ab", buffering=0) as opened:
        opened.write(line.encode())


def register(file: Path) -> None:
    """The kinds of the tests."""

    def quick(arguments: Mapping[str, Any], _progress: Progress) -> None:
        note(file, "quick", arguments.get("number"))

    def slow(_arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
        note(file, "start")
        for number in range(STEPS):
            progress(number, STEPS, "étape")
            time.sleep(0.2)
            with database.current().transaction() as session:
                done = {entry.thing for entry in session.query(audit.AuditEntry)}
                if str(number) in done:
                    continue
                audit.record_system(session, "test", "test.step", number)
            note(file, "step", number)
        note(file, "end")
        return {"steps": STEPS}

    def back(_arguments: Mapping[str, Any], _progress: Progress) -> None:
        note(file, "back")

    jobs.register(QUICK, quick)
    jobs.register(SLOW, slow)
    jobs.register(COMES_BACK, back, every="0 0 1 * *")


def main() -> None:
    """Work until SIGTERM."""
    file = Path(sys.argv[1])
    if len(sys.argv) > 2:
        runs.DEAD_AFTER = timedelta(seconds=float(sys.argv[2]))
    register(file)
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_sign: asked.set())
    jobs.start()
    note(file, "up", os.getpid())
    asked.wait()
    jobs.stop()


if __name__ == "__main__":
    main()
