"""A process that collects is killed in the middle: every target is read all the same, once, within budgets.

The small form of `python -m benchmarks.collecting`, whose child process this is.
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks import collecting, collecting_child, invented
from core import settings
from core.database import Database

ACCOUNTS, POSTS, KILLS = 12, 40, 1


def test_a_kill_loses_no_target_and_keeps_no_value_twice(database: Database) -> None:
    folder = settings.current().data_dir
    collecting_child.fill(ACCOUNTS, POSTS)
    collecting.collected(dict(os.environ), 15, KILLS)
    judged = collecting_child.judge()
    asked = Path(folder, invented.LOG).read_text().splitlines()
    assert sum(invented.LISTED in line for line in asked) >= 2
    assert [one for one in collecting.cases(folder, judged, KILLS) if not one.met] == []
